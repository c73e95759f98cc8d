//! The body of an answer in a shape other than the Panda shape.
//!
//! [`Values`] holds the values of an error that a template may show. The message is not among them, because it is
//! rendered directly at its place. A [`Writer`] goes through the pieces of the template, and skips pieces without a
//! value.

#[cfg(feature = "serde")]
mod value;

use alloc::borrow::Cow;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::Write as _;

use crate::detail::Value;
use crate::header::{HeaderText, Headers};
use crate::json::{self, Json};
use crate::message::{self, WIRE_LIMIT};
use crate::shape::hole::{Form, Hole, Word, read_hole};
use crate::shape::template::{Piece, Program, Slice, Spread};
use crate::shape::{Body, Parts, Shape, Values};
use crate::sink::{Fault, guard};
use crate::visitor::Shown;
use crate::{ApiError, ErrorStatus};

#[cfg(feature = "serde")]
pub(crate) use self::value::value;

impl<'a> Values<'a> {
    /// Collects the values of an error whose headers are known, and returns why a detail is without a value.
    #[inline]
    pub(crate) fn of(
        error: &'a dyn ApiError,
        shape: &'a Shape,
        request_id: Option<&'a str>,
        headers: &Headers,
    ) -> Result<(Self, Option<Fault>), Fault> {
        let (definition, status) = (error.definition(), error.status());
        let Shown { mut details, code, fault } = message::shown(error, definition)?;
        if !details.is_empty() && message::are_too_long(&details) {
            details.clear();
        }
        let is_retry_after = |name: &str| name.eq_ignore_ascii_case("retry-after");
        let of_field = headers.iter().find(|(name, _)| is_retry_after(name)).map(|(_, value)| value.as_ref());
        let fixed = || definition.headers().find(|(name, _)| is_retry_after(name)).map(|(_, value)| value);
        let retry_after = of_field.or_else(fixed).and_then(|seconds| seconds.parse().ok());
        Ok((Self { shape, definition, status, code, details, request_id, retry_after }, fault))
    }

    /// Writes the body.
    #[inline]
    pub(crate) fn body(self, error: Option<&dyn ApiError>) -> Result<Cow<'static, [u8]>, Fault> {
        match self.shape.body() {
            Body::Panda => Ok(Cow::Borrowed(&[])),
            Body::Template(template, program) => {
                let writer = Writer { values: &self, error, template, program };
                json::exact(&mut |json| writer.write(json)).map(Cow::Owned)
            }
            Body::Custom(_, write) => {
                let write = *write;
                let mut message = self.text(error)?;
                let end = (0..=message.len().min(WIRE_LIMIT)).rev().find(|&end| message.is_char_boundary(end));
                message.truncate(end.unwrap_or(0));
                let parts = Parts { values: self, message };
                let mut body = Vec::new();
                guard(|| {
                    body = write(&parts);
                    Ok(())
                })?;
                Ok(Cow::Owned(body))
            }
        }
    }

    /// Returns the message as plain text. The text is empty if the error does not have a message.
    fn text(&self, error: Option<&dyn ApiError>) -> Result<String, Fault> {
        match error {
            _ if !self.has_message() => Ok(String::new()),
            Some(error) => message::text(error, self.definition).map(Cow::into_owned),
            None => Ok(self.definition.message().into()),
        }
    }

    /// Writes a header of the shape. Returns `None` if a hole does not have a value.
    pub(crate) fn header(&self, value: &'static str) -> Option<String> {
        let mut header = HeaderText::new();
        let mut rest = value;
        while let Some((text, behind)) = rest.split_once('{') {
            let _ = header.write_str(text);
            let (words, behind) = behind.split_once('}')?;
            let start = value.len() - behind.len() - words.len() - 1;
            let (holes, count) = read_hole(value, start, start + words.len());
            let writer = Writer { values: self, error: None, template: value, program: &Program::NONE };
            let text = holes.get(..count)?.iter().find_map(|hole| writer.text_of(*hole))?;
            let _ = header.write_str(&text);
            rest = behind;
        }
        let _ = header.write_str(rest);
        header.finish()
    }
}

/// A writer of the pieces of a template, with the values of an error.
struct Writer<'a> {
    values: &'a Values<'a>,
    /// `None` for a hidden 500.
    error: Option<&'a dyn ApiError>,
    template: &'static str,
    program: &'a Program,
}

impl Writer<'_> {
    fn write(&self, json: &mut Json<'_>) -> Result<(), Fault> {
        let pieces = self.program.pieces();
        let mut at = 0;
        while let Some(piece) = pieces.get(at) {
            at += 1;
            match *piece {
                // The words behind the first word with a value.
                Piece::Nothing | Piece::Else(_) => {}
                Piece::Text(slice) => json.bytes(self.template.as_bytes().get(slice.range()).unwrap_or_default()),
                Piece::Char(char) => {
                    json.escape(char.encode_utf8(&mut [0; 4]), usize::MAX);
                }
                Piece::Comma => Self::comma(json),
                Piece::Group(end) => {
                    let end = usize::from(end);
                    let inside = pieces.get(at..end).unwrap_or_default();
                    if !inside
                        .iter()
                        .any(|piece| matches!(piece, Piece::Hole(hole) | Piece::Else(hole) if self.has(*hole)))
                    {
                        at = end;
                    }
                }
                Piece::Hole(first) => {
                    let mut hole = first;
                    while let Some(Piece::Else(next)) = pieces.get(at)
                        && !self.has(hole)
                    {
                        hole = *next;
                        at += 1;
                    }
                    // The form of a hole in a string is the form of its first word.
                    let form = if first.form == Form::Inside { Form::Inside } else { hole.form };
                    self.hole(Hole { form, ..hole }, json)?;
                }
                Piece::Spread(spread) => self.spread(spread, json),
            }
        }
        Ok(())
    }

    fn slice(&self, slice: Slice) -> &'static str {
        self.template.get(slice.range()).unwrap_or_default()
    }

    fn comma(json: &mut Json<'_>) {
        if !matches!(json.last(), b'{' | b'[') {
            json.byte(b',');
        }
    }

    /// Returns `true` if a word has a value.
    #[inline]
    fn has(&self, hole: Hole) -> bool {
        let values = self.values;
        match hole.word {
            Word::Name | Word::Status | Word::ReasonPhrase | Word::Title | Word::Constant => true,
            Word::Code => values.has_code(),
            Word::Message => values.has_message(),
            Word::Type => values.error_type().is_some(),
            Word::Url => values.definition.url().is_some(),
            Word::RequestId => values.request_id.is_some(),
            Word::RetryAfter => values.retry_after.is_some(),
            Word::Details => values.bare().is_some_and(|value| *value != Value::Null) || self.others().next().is_some(),
            Word::Detail => self.detail(hole).is_some(),
        }
    }

    /// Returns the text of a word, if the word is a text.
    fn text_of(&self, hole: Hole) -> Option<Cow<'_, str>> {
        let values = self.values;
        match hole.word {
            Word::Name => Some(Cow::Borrowed(values.definition.name())),
            Word::Code => values.code(),
            Word::Status => Some(Cow::Owned(values.status.to_string())),
            Word::ReasonPhrase => Some(Cow::Borrowed(values.status.reason())),
            Word::Title => Some(Cow::Borrowed(values.title())),
            Word::Type => values.error_type().map(Cow::Borrowed),
            Word::Url => values.definition.url().map(Cow::Borrowed),
            Word::RequestId => values.request_id.map(Cow::Borrowed),
            Word::RetryAfter => values.retry_after.map(|seconds| Cow::Owned(seconds.to_string())),
            Word::Constant => Some(Cow::Borrowed(self.slice(hole.text))),
            Word::Message | Word::Details | Word::Detail => None,
        }
    }

    fn hole(&self, hole: Hole, json: &mut Json<'_>) -> Result<(), Fault> {
        let is_json = hole.form == Form::Json;
        match hole.word {
            Word::Message => {
                if self.values.has_message() {
                    quote(hole.form, json);
                    self.message(json)?;
                    quote(hole.form, json);
                }
            }
            Word::Name => {
                quote(hole.form, json);
                self.name(json);
                quote(hole.form, json);
            }
            Word::Details => self.details(hole, json),
            Word::Detail => {
                if let Some(value) = self.detail(hole) {
                    write_value(value, hole.form, json);
                }
            }
            Word::Constant if hole.form != Form::Text => json.raw(self.slice(hole.text)),
            Word::Status if is_json => write_status(self.values.status, json),
            Word::RetryAfter | Word::Code if is_json && (hole.word != Word::Code || self.values.is_number()) => {
                json.raw(&self.text_of(hole).unwrap_or_default());
            }
            _ => {
                if let Some(text) = self.text_of(hole) {
                    quote(hole.form, json);
                    json.escape(&text, usize::MAX);
                    quote(hole.form, json);
                }
            }
        }
        Ok(())
    }

    fn message(&self, json: &mut Json<'_>) -> Result<(), Fault> {
        if let Some(error) = self.error {
            return message::write_json(error, self.values.definition, json);
        }
        json.escape(self.values.definition.message(), WIRE_LIMIT);
        Ok(())
    }

    fn name(&self, json: &mut Json<'_>) {
        let definition = self.values.definition;
        if definition.body().is_empty() {
            json.escape(definition.name(), usize::MAX);
        } else {
            // The derive has checked that the name needs no escape.
            json.raw(definition.name());
        }
    }

    /// Returns the detail of the hole's key, if the detail has a value.
    fn detail(&self, hole: Hole) -> Option<&Value> {
        let key = self.slice(hole.text);
        let (_, value) = self.values.details.iter().find(|(name, _)| *name == key)?;
        (*value != Value::Null).then_some(value)
    }

    /// Returns the details that have a value and do not have a place of their own.
    fn others(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        let has_place = |key: &str| {
            self.program.pieces().iter().any(|piece| {
                matches!(piece, Piece::Hole(hole) | Piece::Else(hole)
                    if hole.word == Word::Detail && self.slice(hole.text) == key)
            })
        };
        let details = self.values.details.iter();
        details.filter(move |(key, value)| *value != Value::Null && !has_place(key)).map(|(key, value)| (*key, value))
    }

    fn details(&self, hole: Hole, json: &mut Json<'_>) {
        let form = if hole.as_text() { Form::Text } else { Form::Json };
        match self.values.bare() {
            Some(Value::Object(members)) => {
                write_object(members.iter().map(|(key, value)| (&**key, value)), form, json);
            }
            Some(value) => write_value(value, form, json),
            None => write_object(self.others().map(|(key, value)| -> (&str, &Value) { (key, value) }), form, json),
        }
    }

    fn spread(&self, spread: Spread, json: &mut Json<'_>) {
        let form = if spread.as_text { Form::Text } else { Form::Json };
        // A name in a template does not contain escapes, so it can be compared as it is.
        let is_sibling = |key: &str| self.program.siblings(spread).iter().any(|name| self.slice(*name) == key);
        let mut member = |key: &str, value: &Value| {
            // The members of the template win.
            if !is_sibling(key) {
                Self::comma(json);
                json.string(key);
                json.raw(":");
                write_value(value, form, json);
            }
        };
        match self.values.bare() {
            Some(Value::Object(members)) => members.iter().for_each(|(key, value)| member(key, value)),
            Some(_) => {}
            None => self.others().for_each(|(key, value)| member(key, value)),
        }
    }
}

/// Writes the quote before or behind a value, unless the value is a part of a string.
fn quote(form: Form, json: &mut Json<'_>) {
    if form != Form::Inside {
        json.byte(b'"');
    }
}

fn write_object<'v>(members: impl Iterator<Item = (&'v str, &'v Value)>, form: Form, json: &mut Json<'_>) {
    json.raw("{");
    for (key, value) in members {
        Writer::comma(json);
        json.string(key);
        json.raw(":");
        write_value(value, form, json);
    }
    json.raw("}");
}

fn write_status(status: ErrorStatus, json: &mut Json<'_>) {
    let digit = |place: u16| b'0' + u8::try_from(status.as_u16() / place % 10).unwrap_or_default();
    json.bytes(&[digit(100), digit(10), digit(1)]);
}

/// Writes a detail. In the form of a text, a value that is not a string becomes a string of its JSON.
fn write_value(value: &Value, form: Form, json: &mut Json<'_>) {
    match (form, value) {
        (Form::Json, _) | (Form::Text, Value::Text(_)) => value.write(json),
        (Form::Text | Form::Inside, _) => {
            let mut text = Vec::new();
            value.write(&mut Json::growing(&mut text));
            json.raw("\"");
            json.escape(&String::from_utf8_lossy(&text), usize::MAX);
            json.raw("\"");
        }
    }
}
