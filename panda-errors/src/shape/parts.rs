//! [`Parts`]: the values of one error, and the writing of a body with them.

use alloc::borrow::Cow;
use alloc::string::{String, ToString as _};
use core::fmt::Write as _;

use super::hole::{Form, Hole, MOST_WORDS, Word, read_hole};
use super::template::{Piece, Program, Slice, Spread, refuse};
use super::{Body, Shape};
use crate::const_str::{ConstText, same};
use crate::detail::Value;
use crate::header::{HeaderText, Headers};
use crate::json::{self, Json};
use crate::message::{self, WIRE_LIMIT};
use crate::sink::Fault;
use crate::visitor::{Details, Shown};
use crate::{ApiError, Code, Definition, ErrorStatus};

/// The values of an error that a body may show, for [`Shape::custom`].
///
/// For a hidden 500, they are the values of the error that [`Shape::internal`] states.
#[derive(Debug)]
pub struct Parts<'a> {
    values: Values<'a>,
    message: String,
}

/// The values of one error, without its message, which is rendered at its place.
#[derive(Debug)]
pub(crate) struct Values<'a> {
    pub(crate) shape: &'a Shape,
    pub(crate) definition: &'a Definition,
    /// `None` for a hidden 500.
    pub(crate) error: Option<&'a dyn ApiError>,
    pub(crate) status: ErrorStatus,
    /// The code from a field; it wins over the code of the definition.
    pub(crate) code: Option<Value>,
    pub(crate) details: Details,
    pub(crate) request_id: Option<&'a str>,
    pub(crate) retry_after: Option<u64>,
}

impl Parts<'_> {
    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.values.definition.name()
    }

    /// Returns the public code, if the error states one.
    #[must_use]
    pub fn code(&self) -> Option<Cow<'_, str>> {
        self.values.code()
    }

    /// Returns the message: at most 8 KiB, and empty if the error has none.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> ErrorStatus {
        self.values.status
    }

    /// Returns the title that the error states, else the reason phrase of the status.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.values.title()
    }

    /// Returns the type that the error states, else the type of its status.
    #[must_use]
    pub fn error_type(&self) -> Option<&'static str> {
        self.values.error_type()
    }

    /// Returns the link for more to read.
    #[must_use]
    pub fn url(&self) -> Option<&'static str> {
        self.values.definition.url()
    }

    /// Returns the id of the request. It is missing without `std`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.values.request_id
    }

    /// Returns the seconds of the `Retry-After` header.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        self.values.retry_after
    }

    /// Returns the details that have a value, in the order of the declaration.
    pub fn details(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.values.details.iter().filter(|(_, value)| *value != Value::Null).map(|(key, value)| (*key, value))
    }
}

impl<'a> Values<'a> {
    /// The values of the error that stands for a hidden 500.
    pub(crate) fn hidden(shape: &'a Shape, request_id: Option<&'a str>) -> Self {
        let status = ErrorStatus::INTERNAL_SERVER_ERROR;
        let (code, details, retry_after) = (None, Details::new(), None);
        Self { shape, definition: shape.hidden(), error: None, status, code, details, request_id, retry_after }
    }

    /// The values of an error whose headers are known, and why a detail has no value.
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
        let error = Some(error);
        Ok((Self { shape, definition, error, status, code, details, request_id, retry_after }, fault))
    }

    /// Writes the body.
    pub(crate) fn body(self) -> Result<Cow<'static, [u8]>, Fault> {
        match &self.shape.body {
            Body::Panda => Ok(Cow::Borrowed(&[])),
            Body::Template(template, program) => {
                let writer = Writer { values: &self, template, program };
                json::exact(&mut |json| writer.write(json)).map(Cow::Owned)
            }
            Body::Custom(_, write) => {
                let write = *write;
                let mut message = self.text()?;
                let end = (0..=message.len().min(WIRE_LIMIT)).rev().find(|&end| message.is_char_boundary(end));
                message.truncate(end.unwrap_or(0));
                let parts = Parts { values: self, message };
                let mut body = alloc::vec::Vec::new();
                crate::sink::guard(|| {
                    body = write(&parts);
                    Ok(())
                })?;
                Ok(Cow::Owned(body))
            }
        }
    }

    /// The message as plain text; empty if the error has none.
    pub(crate) fn text(&self) -> Result<String, Fault> {
        match self.error {
            _ if !self.has_message() => Ok(String::new()),
            Some(error) => message::text(error, self.definition).map(Cow::into_owned),
            None => Ok(self.definition.message().into()),
        }
    }

    /// Writes a header of the shape; `None` if a hole has no value.
    pub(crate) fn header(&self, value: &'static str) -> Option<String> {
        let mut header = HeaderText::new();
        let mut rest = value;
        while let Some((text, behind)) = rest.split_once('{') {
            let _ = header.write_str(text);
            let (words, behind) = behind.split_once('}')?;
            let start = value.len() - behind.len() - words.len() - 1;
            let (holes, count) = read_hole(value, start, start + words.len());
            let writer = Writer { values: self, template: value, program: &Program::NONE };
            let text = holes.get(..count)?.iter().find_map(|hole| writer.text_of(*hole))?;
            let _ = header.write_str(&text);
            rest = behind;
        }
        let _ = header.write_str(rest);
        header.finish()
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        match (&self.code, self.definition.code()) {
            (Some(Value::Text(code)), _) => Some(Cow::Borrowed(code)),
            (Some(Value::Unsigned(code)), _) => Some(Cow::Owned(code.to_string())),
            (Some(Value::Signed(code)), _) => Some(Cow::Owned(code.to_string())),
            (Some(_), _) | (None, None) => None,
            (None, Some(Code::Text(code))) => Some(Cow::Borrowed(code)),
            (None, Some(Code::Number(code))) => Some(Cow::Owned(code.to_string())),
        }
    }

    pub(crate) fn has_code(&self) -> bool {
        match &self.code {
            Some(code) => matches!(code, Value::Text(_) | Value::Unsigned(_) | Value::Signed(_)),
            None => self.definition.code().is_some(),
        }
    }

    /// Whether the code is a JSON number.
    fn is_number(&self) -> bool {
        match &self.code {
            Some(code) => !matches!(code, Value::Text(_)),
            None => matches!(self.definition.code(), Some(Code::Number(_))),
        }
    }

    pub(crate) fn error_type(&self) -> Option<&'static str> {
        self.shape.type_of(self.definition, self.status)
    }

    pub(crate) fn title(&self) -> &'static str {
        self.definition.title().unwrap_or_else(|| self.status.reason())
    }

    pub(crate) fn has_message(&self) -> bool {
        !self.definition.is_without_message()
    }

    /// The only value of a tuple with one field: it stands without a key.
    pub(crate) fn bare(&self) -> Option<&Value> {
        match self.details.as_slice() {
            [(key, value)] if key.bytes().all(|byte| byte.is_ascii_digit()) => Some(value),
            _ => None,
        }
    }
}

/// Writes the pieces of a template with the values of an error.
struct Writer<'a> {
    values: &'a Values<'a>,
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
                // The words behind the one that has a value.
                Piece::Nothing | Piece::Else(_) => {}
                Piece::Text(slice) => json.raw(self.slice(slice)),
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
                    while !self.has(hole)
                        && let Some(Piece::Else(next)) = pieces.get(at)
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
        self.template.get(usize::from(slice.start)..usize::from(slice.end)).unwrap_or_default()
    }

    fn comma(json: &mut Json<'_>) {
        if !matches!(json.last(), b'{' | b'[') {
            json.raw(",");
        }
    }

    /// Whether a word has a value.
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

    /// The text of a word that is one.
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
                    quoted(hole.form, json, &mut |json| self.message(json))?;
                }
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
                    quoted(hole.form, json, &mut |json| {
                        json.escape(&text, usize::MAX);
                        Ok(())
                    })?;
                }
            }
        }
        Ok(())
    }

    fn message(&self, json: &mut Json<'_>) -> Result<(), Fault> {
        if let Some(error) = self.values.error {
            return message::write_json(error, self.values.definition, json);
        }
        json.escape(self.values.definition.message(), WIRE_LIMIT);
        Ok(())
    }

    /// The detail of the hole's key, if it has a value.
    fn detail(&self, hole: Hole) -> Option<&Value> {
        let key = self.slice(hole.text);
        let (_, value) = self.values.details.iter().find(|(name, _)| *name == key)?;
        (*value != Value::Null).then_some(value)
    }

    /// The details that have a value and stand at no place of their own.
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
        // A name in a template has no escapes, so it is the name itself.
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

fn quoted(
    form: Form,
    json: &mut Json<'_>,
    write: &mut dyn FnMut(&mut Json<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    if form == Form::Inside {
        return write(json);
    }
    json.raw("\"");
    write(json)?;
    json.raw("\"");
    Ok(())
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

/// Writes a detail; in the form of a text, what is not a string becomes its JSON in a string.
fn write_value(value: &Value, form: Form, json: &mut Json<'_>) {
    match (form, value) {
        (Form::Json, _) | (Form::Text, Value::Text(_)) => value.write(json),
        (Form::Text | Form::Inside, _) => {
            let mut text = alloc::vec::Vec::new();
            value.write(&mut Json::growing(&mut text));
            json.raw("\"");
            json.escape(&String::from_utf8_lossy(&text), usize::MAX);
            json.raw("\"");
        }
    }
}

/// Checks the value of a shape's header.
#[track_caller]
pub(super) const fn check_header(value: &'static str) {
    let bytes = value.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (_, rest) = bytes.split_at(at);
        match rest {
            [b'{', inside @ ..] => {
                let mut length = 0;
                let mut words = inside;
                while let [byte, more @ ..] = words
                    && *byte != b'}'
                {
                    length += 1;
                    words = more;
                }
                if words.is_empty() {
                    refuse(value, at, "this hole is not closed; write `}` behind its word");
                }
                let (holes, count) = read_hole(value, at + 1, at + 1 + length);
                check_header_words(&holes, count);
                at += length + 2;
            }
            [b' '..=b'|' | b'~' | b'\t', ..] => at += 1,
            _ => refuse(value, at, "the value of a header is visible ASCII, with holes such as `{code|name}`"),
        }
    }
}

#[track_caller]
const fn check_header_words(holes: &[Hole; MOST_WORDS], count: usize) {
    let mut rest: &[Hole] = holes;
    let mut left = count;
    while let [hole, more @ ..] = rest
        && left > 0
    {
        if matches!(
            hole.word,
            Word::Message | Word::Details | Word::Detail | Word::Title | Word::Url | Word::ReasonPhrase
        ) {
            ConstText::new()
                .then("a header takes `code`, `name`, `type`, `status`, `request_id` and `retry_after`; remove the other hole")
                .refuse();
        }
        rest = more;
        left -= 1;
    }
}

impl Program {
    /// Checks the details and codes of a type against the template.
    #[track_caller]
    pub(super) const fn check(&self, template: &str, keys: &[&str], is_bare: bool, codes: u8) {
        if is_bare && self.has_spread {
            ConstText::new()
                .then("a spread `\"...\"` takes an object, and a tuple with one field is a bare value; ")
                .then("name the field, or add `detail = \"…\"` to it")
                .refuse();
        }
        let mut sibling = 0;
        while sibling < self.sibling_count as usize && !keys.is_empty() {
            let (_, rest) = self.siblings.split_at(sibling);
            let [name, ..] = rest else { return };
            let name = template.split_at(name.end as usize).0.split_at(name.start as usize).1;
            let mut left = keys;
            while let [key, more @ ..] = left {
                if same(key, name) && !self.has_place(template, key) {
                    ConstText::new()
                        .then("the detail `")
                        .then(key)
                        .then("` is called like a member of the template that it is spread into; ")
                        .then("give it another name with `detail = \"…\"`, or leave it out with `detail = false`")
                        .refuse();
                }
                left = more;
            }
            sibling += 1;
        }
        if codes > 0 {
            self.check_codes(template, codes);
        }
    }

    /// Whether a detail has a hole of its own.
    const fn has_place(&self, template: &str, key: &str) -> bool {
        let mut pieces: &[Piece] = &self.pieces;
        while let [piece, rest @ ..] = pieces {
            if let Piece::Hole(hole) | Piece::Else(hole) = piece
                && matches!(hole.word, Word::Detail)
                && same(template.split_at(hole.text.end as usize).0.split_at(hole.text.start as usize).1, key)
            {
                return true;
            }
            pieces = rest;
        }
        false
    }

    /// The fallback of a code has the JSON type of the code.
    #[track_caller]
    const fn check_codes(&self, template: &str, codes: u8) {
        let mut pieces = self.pieces.split_at(self.length as usize).0;
        let mut after_code = false;
        while let [piece, rest @ ..] = pieces {
            match piece {
                Piece::Hole(hole) => {
                    after_code = matches!(hole.word, Word::Code) && matches!(hole.form, Form::Json);
                }
                Piece::Else(hole) if after_code => {
                    let text = template.split_at(hole.text.end as usize).0.split_at(hole.text.start as usize).1;
                    let is_number = matches!(hole.word, Word::Constant | Word::Status | Word::RetryAfter);
                    if !same(text, "null") && is_number != (codes == 2) {
                        let (is, other) = if codes == 2 { ("numbers", "text") } else { ("texts", "number") };
                        ConstText::new()
                            .then("the codes of this type are ")
                            .then(is)
                            .then(", and the fallback `")
                            .then(text)
                            .then("` of the template is a ")
                            .then(other)
                            .then("; a member has one JSON type, use codes and a fallback of the same")
                            .refuse();
                    }
                }
                _ => after_code = false,
            }
            pieces = rest;
        }
    }
}
