//! The search for the error that a response is. It compares the rows of a catalog with the values in the holes of the
//! body.
//!
//! A row is found by its word on the wire, which is its code or its name, and by the status. The message and the status
//! alone do not identify an error, because too many servers send the same.

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::Write as _;

use super::Unread;
use super::body::{Found, FoundHole, is_always};
use crate::definition::Text;
use crate::header::HeaderText;
use crate::shape::tree::{Hole, Node, Part, Word};
use crate::{Code, Definition, ErrorStatus, Fact, JsonType, Shape, Value};

/// The facts of a response that show which error it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence<'a> {
    pub(super) shape: &'static Shape,
    pub(super) status: u16,
    pub(super) found: &'a Found<'a>,
    /// The headers of the shape: name, value as a tree, and the value in the response.
    pub(super) headers: &'a [(&'static str, Node, Option<String>)],
}

/// The value of a row that a hole shows.
enum Shown {
    /// The name or the code of the row: its word.
    Word(Value),
    /// Another value that is the same in every response.
    Constant(Value),
    /// A value that only the response has.
    Any,
    /// The field of the error that decides its code.
    AnyCode,
    /// A value that may be missing.
    Maybe,
}

impl Evidence<'_> {
    /// Returns the rows of this word and status that match the type, the message and the details. They have one name.
    pub(super) fn rows(&self, all: &[&'static Definition]) -> Vec<&'static Definition> {
        let mut rows: Vec<&'static Definition> = Vec::new();
        for row in all.iter().filter(|row| self.is_of(row)) {
            if !rows.iter().any(|other| is_same(other, row)) {
                rows.push(row);
            }
        }
        let came_type = self.text(&Word::Type);
        narrow(&mut rows, |row| came_type.is_some() && self.type_of(row) == came_type.as_deref());
        let message = self.message();
        let is_constant = |row: &Definition| row.text() == Text::Constant;
        let is_message = |row: &Definition| message.as_ref().is_some_and(|message| *message == unbraced(row.message()));
        narrow(&mut rows, |row| is_constant(row) && is_message(row));
        narrow(&mut rows, |row| !is_constant(row) || message.is_none() || is_message(row));
        if rows.len() > 1 {
            let keys = self.keys();
            narrow(&mut rows, |row| fits_keys(row, &keys, self.shape.is_panda()));
        }
        if rows.windows(2).any(|pair| matches!(pair, [row, next] if row.name() != next.name())) {
            rows.clear();
        }
        rows
    }

    /// Returns `true` if a row has the word and the status of the response.
    fn is_of(&self, row: &Definition) -> bool {
        self.has_word_of(row) && self.has_status_of(row) && self.has_own_status()
    }

    pub(super) fn has_word_of(&self, row: &Definition) -> bool {
        if row.is_hidden() && !core::ptr::eq(row, self.shape.hidden()) {
            return false;
        }
        let mut has_word = false;
        let holes = self.found.holes.iter();
        let holes = holes.map(|found| (found.hole, found.value.as_ref().map(Cow::Borrowed), found.is_in_text));
        let headers = self.headers.iter().filter_map(|(_, node, value)| match node {
            Node::Hole(hole) => Some((hole, value.clone().map(|value| Cow::Owned(Value::Text(value.into()))), true)),
            _ => None,
        });
        // A hole inside a longer string counts if the word does not stand anywhere else.
        let stands_alone =
            |hole: &Hole| !self.found.holes.iter().any(|other| !other.is_in_text && other.hole.words == hole.words);
        for (hole, value, is_text) in holes.chain(headers) {
            let Shown::Word(word) = self.shown(hole, row) else { continue };
            let word = if is_text || hole.as_text { Value::Text(plain(&word).into()) } else { word };
            match value {
                Some(value) if same_scalar(&value, &word) => has_word = true,
                None if is_text && !stands_alone(hole) => {}
                _ => return false,
            }
        }
        has_word
    }

    fn has_status_of(&self, row: &Definition) -> bool {
        if row.facts().iter().any(|fact| matches!(fact, Fact::StatusField)) {
            // If the status is 500 at run time, the server hides the error.
            self.status != 500 && ErrorStatus::new(self.status).is_some()
        } else {
            row.status().as_u16() == self.status
        }
    }

    /// Returns `true` if the status in the body is the status of the response, or if the body does not contain a
    /// status.
    pub(super) fn has_own_status(&self) -> bool {
        self.found.holes.iter().filter(|found| matches!(found.hole.words.as_slice(), [Word::Status])).all(|found| {
            let status = self.status.to_string();
            found.value.as_ref().is_none_or(|value| plain(value) == status)
        })
    }

    /// Returns why a body does not match this row, or without a row, an unknown error. Returns `None` if it matches.
    pub(super) fn misfit(&self, row: Option<&Definition>) -> Option<Unread> {
        if let Some(misfit) = &self.found.misfit {
            return Some(misfit.clone());
        }
        let misfit = self.found.holes.iter().find(|found| !self.fits(found, row))?;
        Some(Unread::Member(misfit.name.into()))
    }

    /// Returns the header of the shape that does not match this row.
    pub(super) fn header_misfit(&self, row: &Definition) -> Option<Unread> {
        let is_wrong = |(name, node, value): &&(&'static str, Node, Option<String>)| {
            if row.has_header(&name.to_ascii_lowercase()) {
                return false;
            }
            let parts: &[Part] = match node {
                Node::Hole(hole) => &[Part::Hole(hole.clone())],
                Node::Text(parts) => parts,
                Node::Constant(constant) => return Some(plain(constant)) != *value,
                _ => return false,
            };
            let mut text = HeaderText::new();
            for part in parts {
                let written = match part {
                    Part::Literal(text) => text.clone(),
                    Part::Hole(hole) => match self.shown(hole, row) {
                        Shown::Word(value) | Shown::Constant(value) => plain(&value),
                        // Only the response knows the value.
                        Shown::Any | Shown::AnyCode => return value.is_none(),
                        Shown::Maybe => return false,
                    },
                };
                let _ = text.write_str(&written);
            }
            text.finish() != *value
        };
        self.headers.iter().find(is_wrong).map(|(name, ..)| Unread::Header(name))
    }

    /// Returns `true` if a place has the value that its hole shows of a row. If the hole shows a single detail, a value
    /// of the wrong type is accepted, and only this detail is lost.
    fn fits(&self, found: &FoundHole<'_>, row: Option<&Definition>) -> bool {
        let Some(value) = &found.value else {
            return match row.map(|row| self.shown(found.hole, row)) {
                None => {
                    !found.hole.words.iter().any(|word| is_always(word) || *word == Word::Message)
                        || ends_in_null(found.hole)
                }
                Some(Shown::Maybe) => true,
                Some(Shown::Constant(value)) => value == Value::Null,
                Some(Shown::Word(_) | Shown::Any | Shown::AnyCode) => found.is_in_text,
            };
        };
        let is_text = matches!(value, Value::Text(_));
        let is_number = matches!(value, Value::Unsigned(_) | Value::Signed(_));
        let is_bare = row.is_some_and(|row| bare_key(row).is_some());
        found.is_in_text
            || found.hole.words.iter().any(|word| match word {
                Word::Code => match row.and_then(Definition::code) {
                    Some(Code::Number(_)) if !found.hole.as_text => is_number,
                    Some(_) => is_text,
                    None => is_text || is_number,
                },
                Word::Status | Word::RetryAfter => {
                    if found.hole.as_text {
                        is_text
                    } else {
                        is_number
                    }
                }
                Word::Details => is_bare || row.is_none() || matches!(value, Value::Object(_)),
                Word::Detail(_) => true,
                Word::Null => false,
                Word::Integer(number) => plain(value) == number.to_string(),
                _ => is_text,
            })
    }

    fn shown(&self, hole: &Hole, row: &Definition) -> Shown {
        let by_status = ErrorStatus::new(self.status).unwrap_or(row.status());
        for word in &hole.words {
            let value = match word {
                Word::Name => return Shown::Word(Value::from(row.name())),
                Word::Code => match row.code() {
                    Some(Code::Text(code)) => return Shown::Word(Value::from(code)),
                    Some(Code::Number(code)) => return Shown::Word(Value::Signed(code)),
                    None if row.facts().iter().any(|fact| matches!(fact, Fact::CodeField)) => return Shown::AnyCode,
                    None => None,
                },
                Word::Message if row.is_without_message() => None,
                Word::Message => return Shown::Any,
                Word::Status => Some(Value::Unsigned(self.status.into())),
                Word::ReasonPhrase => Some(Value::from(by_status.reason())),
                Word::Title => Some(Value::from(row.title().unwrap_or_else(|| by_status.reason()))),
                Word::Type => self.type_of(row).map(Value::from),
                Word::Url => row.url().map(Value::from),
                Word::RequestId | Word::RetryAfter | Word::Details | Word::Detail(_) => return Shown::Maybe,
                Word::Null => Some(Value::Null),
                Word::Integer(number) => Some(Value::Signed(*number)),
            };
            if let Some(value) = value {
                return Shown::Constant(value);
            }
        }
        Shown::Maybe
    }

    fn type_of(&self, row: &Definition) -> Option<&'static str> {
        self.shape.type_of(row, ErrorStatus::new(self.status).unwrap_or(row.status()))
    }

    /// Returns the text of the hole that shows this word alone.
    pub(super) fn text(&self, word: &Word) -> Option<Cow<'_, str>> {
        let is_word = |found: &FoundHole<'_>, value: &Value| {
            found.hole.words.as_slice() == [word.clone()] && matches!(value, Value::Text(_))
        };
        self.found.value(is_word).map(|value| Cow::Owned(plain(value)))
    }

    /// Returns the message: the text of the first hole that can show it, even if the hole can show other words.
    pub(super) fn message(&self) -> Option<String> {
        let is_message = |found: &FoundHole<'_>, value: &Value| {
            found.hole.words.contains(&Word::Message) && matches!(value, Value::Text(_))
        };
        self.found.value(is_message).map(plain)
    }

    /// Returns the word in the response, which may be unknown to all rows. A fallback is not a word.
    pub(super) fn word(&self) -> Option<String> {
        let of_body = |wanted: &Word| {
            let is_word = |found: &FoundHole<'_>, value: &Value| self.is_word(found.hole, value, wanted);
            self.found.value(is_word).map(plain)
        };
        let of_headers = || {
            self.headers.iter().find_map(|(_, node, value)| {
                let (Node::Hole(hole), Some(value)) = (node, value) else { return None };
                let is_word = matches!(hole.words.first(), Some(Word::Code | Word::Name));
                is_word.then(|| value.clone())
            })
        };
        of_body(&Word::Code).or_else(|| of_body(&Word::Name)).or_else(of_headers)
    }

    /// Returns the word of a row, if the shape sends it.
    pub(super) fn word_of(&self, row: &Definition) -> Option<String> {
        let holes = self.found.holes.iter().map(|found| found.hole);
        let of_headers = self.headers.iter().filter_map(|(_, node, _)| match node {
            Node::Hole(hole) => Some(hole),
            _ => None,
        });
        let mut words = holes.chain(of_headers).filter_map(|hole| match self.shown(hole, row) {
            Shown::Word(word) => Some(plain(&word)),
            _ => None,
        });
        words.next()
    }

    fn is_word(&self, hole: &Hole, value: &Value, wanted: &Word) -> bool {
        let text = plain(value);
        let reason = ErrorStatus::new(self.status).map(ErrorStatus::reason);
        let type_by_status = || {
            let is_in = |(first, last, _): &&(u16, u16, &str)| (*first..=*last).contains(&self.status);
            self.shape.types().iter().find(is_in).map(|(.., text)| *text)
        };
        hole.words.first() == Some(wanted)
            && matches!(value, Value::Text(_) | Value::Unsigned(_) | Value::Signed(_))
            && hole.words.iter().all(|word| match word {
                Word::Integer(number) => number.to_string() != text,
                Word::Status => self.status.to_string() != text,
                Word::ReasonPhrase | Word::Title => reason != Some(text.as_str()),
                Word::Type => type_by_status() != Some(text.as_str()),
                // This may be any text.
                Word::Message | Word::Url | Word::RequestId | Word::RetryAfter | Word::Details | Word::Detail(_) => {
                    false
                }
                Word::Name | Word::Code | Word::Null => true,
            })
    }

    /// Returns the names of the details in the response.
    fn keys(&self) -> Vec<String> {
        match self.details(None) {
            Some(Value::Object(members)) => members.into_iter().map(|(name, _)| name.into_owned()).collect(),
            Some(_) => Vec::from([String::from("0")]),
            None => Vec::new(),
        }
    }

    /// Returns the details: an object, or the one value of an error with a bare value. If a row is given, texts get the
    /// JSON type that the row states.
    pub(super) fn details(&self, row: Option<&Definition>) -> Option<Value> {
        let mut details: Vec<(Cow<'static, str>, Value)> = Vec::new();
        let mut names = BTreeSet::new();
        let mut add = |name, value: &Value, is_text: bool| {
            if names.insert(name) {
                let value = if is_text { retyped(row, name, value) } else { value.clone() };
                details.push((Cow::Owned(name.into()), value));
            }
        };
        let mut is_there = false;
        for FoundHole { hole, value, .. } in &self.found.holes {
            let Some(value) = value else { continue };
            let shows_message = hole.words.contains(&Word::Message) && matches!(value, Value::Text(_));
            match hole.words.iter().find(|word| matches!(word, Word::Details | Word::Detail(_))) {
                _ if shows_message => {}
                Some(Word::Detail(key)) if !is_fallback(hole, value) => add(key, value, hole.as_text),
                Some(Word::Details) if !is_fallback(hole, value) => match value {
                    Value::Object(_) if row.is_some_and(|row| bare_key(row).is_some()) => return Some(value.clone()),
                    Value::Object(members) => {
                        is_there = true;
                        for (name, value) in unique(members) {
                            add(name, value, hole.as_text);
                        }
                    }
                    value if hole.words.len() > 1 || row.is_none_or(|row| bare_key(row).is_some()) => {
                        return Some(if hole.as_text { retyped(row, "0", value) } else { value.clone() });
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        for spread in &self.found.spreads {
            for (name, value) in unique(&spread.members) {
                add(name, value, spread.is_text);
            }
        }
        (is_there || !details.is_empty()).then_some(Value::Object(details))
    }
}

/// Returns the members whose name stands once. If a name stands twice, neither value can be trusted.
fn unique<'v>(members: &'v [(Cow<'static, str>, Value)]) -> impl Iterator<Item = (&'v str, &'v Value)> {
    let mut times = BTreeMap::<&str, usize>::new();
    for (name, _) in members {
        *times.entry(name).or_default() += 1;
    }
    let is_unique = move |name: &str| times.get(name) == Some(&1);
    members.iter().map(|(name, value)| (name.as_ref(), value)).filter(move |(name, _)| is_unique(name))
}

/// Returns the text of a constant message, whose braces are doubled.
fn unbraced(message: &str) -> String {
    message.replace("{{", "{").replace("}}", "}")
}

/// Keeps the rows that fulfil the condition, if several rows are left and at least one fulfils it.
fn narrow(rows: &mut Vec<&'static Definition>, is_kept: impl Fn(&Definition) -> bool) {
    if rows.len() > 1 && rows.iter().any(|row| is_kept(row)) {
        rows.retain(|row| is_kept(row));
    }
}

/// Returns `true` if two rows are the same row, which stands in a catalog twice.
pub(super) fn is_same(row: &Definition, other: &Definition) -> bool {
    let facts = |row: &Definition| (row.name(), row.status(), row.message(), row.code(), row.error_type(), row.docs());
    core::ptr::eq(row, other) || facts(row) == facts(other) && details(row).eq(details(other))
}

/// Returns the details of a row: the key and the JSON type of each.
fn details(row: &Definition) -> impl Iterator<Item = (&'static str, JsonType)> + use<> {
    row.facts().iter().filter_map(|fact| match fact {
        Fact::Detail(key, json) => Some((*key, *json)),
        _ => None,
    })
}

/// Returns `true` if these keys include every detail that a row always has, and only details of the row.
pub(super) fn fits_keys(row: &Definition, keys: &[String], is_panda: bool) -> bool {
    let is_optional = |json| !is_panda && matches!(json, JsonType::Nullable(_) | JsonType::Any);
    details(row).all(|(key, json)| is_optional(json) || keys.iter().any(|came| came == key))
        && keys.iter().all(|came| details(row).any(|(key, _)| came == key))
}

/// Returns the key of the only detail of a row, if it is the field of a tuple.
pub(super) fn bare_key(row: &Definition) -> Option<&'static str> {
    let mut details = details(row);
    let (key, _) = details.next()?;
    (details.next().is_none() && key.bytes().all(|byte| byte.is_ascii_digit())).then_some(key)
}

fn ends_in_null(hole: &Hole) -> bool {
    hole.words.last() == Some(&Word::Null)
}

fn is_fallback(hole: &Hole, value: &Value) -> bool {
    matches!(hole.words.last(), Some(Word::Integer(number)) if number.to_string() == plain(value))
}

/// Returns a detail that was sent as a text, in the JSON type that its row states.
fn retyped(row: Option<&Definition>, name: &str, value: &Value) -> Value {
    let json = row.and_then(|row| details(row).find(|(key, _)| *key == name)).map(|(_, json)| json);
    let json = match json {
        Some(JsonType::Nullable(inner)) => Some(*inner),
        json => json,
    };
    match (json, value) {
        (None | Some(JsonType::String | JsonType::Any), _) => value.clone(),
        (_, Value::Text(text)) => {
            let json = super::json::Json::read(text);
            let read = json.root().filter(|_| json.fault.is_none()).map(super::json::Place::value);
            read.unwrap_or_else(|| value.clone())
        }
        _ => value.clone(),
    }
}

/// Returns a scalar as text.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone().into_owned(),
        Value::Unsigned(number) => number.to_string(),
        Value::Signed(number) => number.to_string(),
        _ => String::new(),
    }
}

/// Returns `true` if two scalars are equal and have the same JSON type.
fn same_scalar(value: &Value, other: &Value) -> bool {
    let is_text = |value: &Value| matches!(value, Value::Text(_));
    is_text(value) == is_text(other) && plain(value) == plain(other) && !plain(value).is_empty()
}
