//! The rendering of an error's message: bounded, escaped, and safe from a hostile `Display`. All messages are rendered
//! here.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt::{self, Write as _};

use crate::definition::Text;
use crate::header::Headers;
use crate::json::{self, Json};
use crate::scan::position;
use crate::sink::{Fault, Length, Sink, bounded, guard};
use crate::visitor::Shown;
use crate::{ApiError, Definition, Value, Visitor};

/// The members of `details`.
type Members<'a> = &'a [(&'static str, Value)];

/// The most bytes of a message on the wire, as JSON. A longer message is cut.
pub(crate) const WIRE_LIMIT: usize = 8 * 1024;

/// The most bytes of details. Longer details are left out.
const DETAILS_LIMIT: usize = 64 * 1024;

/// The mark of a placeholder in a body. JSON does not contain control characters, so the mark is unambiguous.
const MARK: u8 = 1;

/// Returns the JSON of an error in the Panda shape. A constant body is not copied.
#[inline]
pub(crate) fn body(
    error: &dyn ApiError,
    definition: &'static Definition,
    details: Members<'_>,
) -> Result<Cow<'static, [u8]>, Fault> {
    if definition.text() == Text::Constant && !definition.has_details() {
        return Ok(Cow::Borrowed(definition.body().as_bytes()));
    }
    written_body(error, definition, details)
}

// A function of its own, so that a constant does not pay for its buffer.
#[inline(never)]
fn written_body(
    error: &dyn ApiError,
    definition: &'static Definition,
    details: Members<'_>,
) -> Result<Cow<'static, [u8]>, Fault> {
    json::exact(&mut |json| write_body(error, definition, details, json)).map(Cow::Owned)
}

fn write_body(
    error: &dyn ApiError,
    definition: &'static Definition,
    details: Members<'_>,
    json: &mut Json<'_>,
) -> Result<(), Fault> {
    let (frame, message) = definition.json();
    if frame.is_empty() {
        json.raw(r#"{"error":"#);
        json.string(definition.name());
        json.raw(r#","message":""#);
    } else {
        json.raw(frame);
    }
    write_message(error, definition, message, json)?;
    json.raw("\"");
    if definition.has_details() {
        write_details(details, json);
    }
    json.raw("}");
    Ok(())
}

/// Writes the message into a JSON string, at most 8 KiB.
pub(crate) fn write_json(error: &dyn ApiError, definition: &Definition, json: &mut Json<'_>) -> Result<(), Fault> {
    write_message(error, definition, definition.json().1, json)
}

fn write_message(
    error: &dyn ApiError,
    definition: &Definition,
    message: &'static str,
    json: &mut Json<'_>,
) -> Result<(), Fault> {
    if definition.text() == Text::Constant {
        json.raw(message);
        return Ok(());
    }
    let room = WIRE_LIMIT.saturating_sub(message.len());
    let mut wire = Wire { json, message, rest: message.as_bytes(), room, counts_marks: true };
    wire.part();
    render(error, &mut wire).map(drop)
}

/// Writes the member `details`, unless it is over its limit.
fn write_details(details: Members<'_>, json: &mut Json<'_>) {
    let (start, last) = (json.len(), json.last());
    json.raw(r#","details":{"#);
    for (index, (name, value)) in details.iter().enumerate() {
        json.raw(if index == 0 { "" } else { "," });
        json.string(name);
        json.raw(":");
        value.write(json);
    }
    json.raw("}");
    if json.len() - start > DETAILS_LIMIT {
        json.truncate(start, last);
    }
}

/// Returns `true` if details are longer than a body may show.
pub(crate) fn are_too_long(details: Members<'_>) -> bool {
    let mut counter = Json::counter();
    for (name, value) in details {
        counter.string(name);
        counter.raw(":,");
        value.write(&mut counter);
    }
    counter.len() > DETAILS_LIMIT
}

/// Returns the members of `details` and the code that come from the error. Both are empty if the definition does not
/// declare them.
#[inline]
pub(crate) fn shown(error: &dyn ApiError, definition: &Definition) -> Result<Shown, Fault> {
    if definition.has_details() { shown_of_fields(error) } else { Ok(Shown::default()) }
}

#[inline(never)]
fn shown_of_fields(error: &dyn ApiError) -> Result<Shown, Fault> {
    let mut shown = Shown::default();
    guard(|| error.visit(&mut Visitor::details(&mut shown)))?;
    Ok(shown)
}

/// Returns the headers whose values come from the error.
#[inline]
pub(crate) fn headers(error: &dyn ApiError, definition: &Definition) -> Result<Headers, Fault> {
    if definition.has_header_fields() { headers_of_fields(error) } else { Ok(Headers::new()) }
}

#[inline(never)]
fn headers_of_fields(error: &dyn ApiError) -> Result<Headers, Fault> {
    let mut headers = Headers::new();
    let mut written = Ok(());
    let visited = guard(|| error.visit(&mut Visitor::headers(&mut headers, &mut written)));
    // `written` contains why a header value failed, but `visited` only that it failed. So `written` comes first.
    written.and(visited)?;
    Ok(headers)
}

/// Returns the message as plain text. A text of more than 1 MiB is cut, and ends with a note of its length.
pub(crate) fn text(error: &dyn ApiError, definition: &Definition) -> Result<Cow<'static, str>, Fault> {
    if let Some(text) = definition.plain_message() {
        return Ok(Cow::Borrowed(text));
    }
    let mut text = String::new();
    let mut plain = Plain { out: &mut text, template: template(definition) };
    // Writing into a `String` cannot fail.
    let _ = plain.write_part();
    if definition.text() != Text::Constant {
        let length = render(error, &mut plain)?;
        let _ = write!(text, "{length}");
    }
    Ok(Cow::Owned(text))
}

/// Writes the message without a limit. A failure of a value or of the output is returned.
pub(crate) fn display(error: &dyn ApiError, out: &mut dyn fmt::Write) -> fmt::Result {
    let definition = error.definition();
    if let Some(text) = definition.plain_message() {
        return out.write_str(text);
    }
    let mut plain = Plain { out, template: template(definition) };
    plain.write_part()?;
    match definition.text() {
        Text::Constant => Ok(()),
        Text::Template | Text::Display => error.visit(&mut Visitor::message(&mut plain)),
    }
}

/// Returns the text around the placeholders. It is empty for a message that is a `Display`, whose template is only for
/// readers.
fn template(definition: &Definition) -> &'static str {
    match definition.text() {
        Text::Constant | Text::Template => definition.message(),
        Text::Display => "",
    }
}

fn render(error: &dyn ApiError, out: &mut dyn Sink) -> Result<Length, Fault> {
    bounded(out, &mut |out| error.visit(&mut Visitor::message(out)))
}

/// A writer of the message as plain text.
struct Plain<'a> {
    out: &'a mut dyn fmt::Write,
    /// The rest of `Couldn't find {model} with ID={id}`.
    template: &'static str,
}

impl fmt::Write for Plain<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.out.write_str(text)
    }

    fn write_fmt(&mut self, text: fmt::Arguments<'_>) -> fmt::Result {
        self.out.write_fmt(text)
    }
}

impl Sink for Plain<'_> {
    fn write_part(&mut self) -> fmt::Result {
        while let Some((text, rest)) = brace(self.template).and_then(|at| self.template.split_at_checked(at)) {
            self.out.write_str(text)?;
            // The macro has checked that every brace is doubled, or opens a placeholder.
            if let [brace, second, ..] = rest.as_bytes()
                && brace == second
            {
                self.out.write_str(rest.get(..1).unwrap_or_default())?;
                self.template = rest.get(2..).unwrap_or_default();
            } else {
                let end = position(rest.as_bytes(), [b'}'; 2]).unwrap_or(rest.len());
                self.template = rest.get(end + 1..).unwrap_or_default();
                return Ok(());
            }
        }
        self.out.write_str(core::mem::take(&mut self.template))
    }
}

/// Returns the place of the next brace.
fn brace(text: &str) -> Option<usize> {
    position(text.as_bytes(), *b"{}")
}

/// A writer of the message as JSON. Values are escaped, and a value without enough room is cut.
struct Wire<'a, 'b> {
    json: &'a mut Json<'b>,
    /// The text around the placeholders, as JSON.
    message: &'static str,
    /// The part of `message` that is not written yet.
    rest: &'static [u8],
    room: usize,
    /// Whether the marks still count as text. They are subtracted only if the room gets scarce.
    counts_marks: bool,
}

impl Wire<'_, '_> {
    fn part(&mut self) {
        let end = position(self.rest, [MARK; 2]).unwrap_or(self.rest.len());
        let (part, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.json.bytes(part);
        self.rest = rest;
    }

    /// Gives the room of the marks to the values.
    fn subtract_marks(&mut self) {
        if core::mem::take(&mut self.counts_marks) {
            self.room += self.message.bytes().filter(|&byte| byte == MARK).count();
        }
    }
}

impl fmt::Write for Wire<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if text.len() > self.room {
            self.subtract_marks();
        }
        let (start, last) = (self.json.len(), self.json.last());
        let mut is_whole = self.json.escape(text, self.room);
        if !is_whole && self.counts_marks {
            self.json.truncate(start, last);
            self.subtract_marks();
            is_whole = self.json.escape(text, self.room);
        }
        self.room = if is_whole { self.room.saturating_sub(self.json.len() - start) } else { 0 };
        Ok(())
    }
}

impl Sink for Wire<'_, '_> {
    fn write_part(&mut self) -> fmt::Result {
        // Skips the mark of the value that has just been written.
        self.rest = self.rest.get(1..).unwrap_or_default();
        self.part();
        Ok(())
    }

    fn write_digits(&mut self, digits: &[u8]) -> fmt::Result {
        match self.room.checked_sub(digits.len()) {
            Some(room) => {
                self.room = room;
                self.json.bytes(digits);
                Ok(())
            }
            None => self.write_digits_as_text(digits),
        }
    }
}
