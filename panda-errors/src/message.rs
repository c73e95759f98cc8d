//! The one place where an error's message is rendered: bounded, escaped, and safe from a hostile `Display`.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use crate::definition::Text;
use crate::header::Headers;
use crate::json::Json;
use crate::sink::{Fault, Sink, bounded, guard};
use crate::visitor::Details;
use crate::{ApiError, Definition, Visitor};

/// A message on the wire is cut at this many bytes, as JSON.
const WIRE_LIMIT: usize = 8 * 1024;

/// Details of more than this many bytes are left out.
const DETAILS_LIMIT: usize = 64 * 1024;

/// Stands in a body where a placeholder is. JSON has no control characters, so it is nothing else.
pub(crate) const MARK: char = '\u{1}';

/// The JSON of an error; no copy is made of one that is a constant.
pub(crate) fn body(error: &dyn ApiError, definition: &'static Definition) -> Result<Cow<'static, [u8]>, Fault> {
    if definition.text() == Text::Constant && !definition.has_details() {
        return Ok(Cow::Borrowed(definition.body().as_bytes()));
    }
    let details = details(error, definition)?;
    let mut counter = Json::counter();
    write_body(error, definition, &details, &mut counter)?;
    let mut body = Json::with_capacity(counter.len());
    write_body(error, definition, &details, &mut body)?;
    Ok(Cow::Owned(body.into_bytes()))
}

fn write_body(
    error: &dyn ApiError,
    definition: &'static Definition,
    details: &Details,
    json: &mut Json,
) -> Result<(), Fault> {
    if definition.text() == Text::Constant {
        json.raw(definition.body().strip_suffix("\"}").unwrap_or_default());
    } else {
        let mut wire = Wire::new(definition, json);
        wire.part();
        render(error, &mut wire)?;
    }
    json.raw("\"");
    if definition.has_details() && write_details(details, &mut Json::counter()) <= DETAILS_LIMIT {
        write_details(details, json);
    }
    json.raw("}");
    Ok(())
}

/// Writes the member, and says how long it is.
fn write_details(details: &Details, json: &mut Json) -> usize {
    let start = json.len();
    json.raw(r#","details":{"#);
    for (index, (name, value)) in details.iter().enumerate() {
        json.raw(if index == 0 { "" } else { "," });
        json.string(name);
        json.raw(":");
        value.write(json);
    }
    json.raw("}");
    json.len() - start
}

/// The members of `details`; none where they are not switched on.
pub(crate) fn details(error: &dyn ApiError, definition: &'static Definition) -> Result<Details, Fault> {
    let mut details = Details::new();
    if definition.has_details() {
        guard(|| error.visit(&mut Visitor::details(&mut details)))?;
    }
    Ok(details)
}

/// The headers whose values come from the error.
pub(crate) fn headers(error: &dyn ApiError, definition: &'static Definition) -> Result<Headers, Fault> {
    let mut headers = Headers::new();
    if definition.has_header_fields() {
        let mut written = Ok(());
        let visited = guard(|| error.visit(&mut Visitor::headers(&mut headers, &mut written)));
        // What went wrong in a value is known better where it was written.
        written.and(visited)?;
    }
    Ok(headers)
}

/// The message as plain text, as long as it is.
pub(crate) fn text(error: &dyn ApiError, definition: &'static Definition) -> Result<Cow<'static, str>, Fault> {
    let is_plain = || !definition.message().contains(['{', '}']);
    if definition.text() == Text::Constant && is_plain() {
        return Ok(Cow::Borrowed(definition.message()));
    }
    let mut text = String::new();
    let mut plain = Plain { out: &mut text, template: template(definition) };
    // A `String` takes every text.
    let _ = plain.write_part();
    if definition.text() != Text::Constant {
        render(error, &mut plain)?;
    }
    Ok(Cow::Owned(text))
}

/// Writes the message to whom it may concern: without a limit, and what fails there fails here.
pub(crate) fn display(error: &dyn ApiError, out: &mut dyn fmt::Write) -> fmt::Result {
    let definition = error.definition();
    let mut plain = Plain { out, template: template(definition) };
    plain.write_part()?;
    match definition.text() {
        Text::Constant => Ok(()),
        Text::Template | Text::Display => error.visit(&mut Visitor::message(&mut plain)),
    }
}

/// The text around the placeholders. A message that is a `Display` has none: its template is for readers.
fn template(definition: &Definition) -> &'static str {
    match definition.text() {
        Text::Constant | Text::Template => definition.message(),
        Text::Display => "",
    }
}

fn render(error: &dyn ApiError, out: &mut dyn Sink) -> Result<(), Fault> {
    bounded(out, &mut |out| error.visit(&mut Visitor::message(out)))
}

/// The message as plain text.
struct Plain<'a> {
    out: &'a mut dyn fmt::Write,
    /// What is left of `Couldn't find {model} with ID={id}`.
    template: &'static str,
}

impl fmt::Write for Plain<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.out.write_str(text)
    }
}

impl Sink for Plain<'_> {
    fn write_part(&mut self) -> fmt::Result {
        while let Some((text, rest)) = self.template.split_once(['{', '}']) {
            self.out.write_str(text)?;
            // The macro has seen to it that a brace is doubled, or opens a placeholder.
            let brace = self.template.get(text.len()..text.len() + 1).unwrap_or_default();
            if let Some(rest) = rest.strip_prefix(brace) {
                self.out.write_str(brace)?;
                self.template = rest;
            } else {
                self.template = rest.split_once('}').map_or("", |(_, rest)| rest);
                return Ok(());
            }
        }
        self.out.write_str(core::mem::take(&mut self.template))
    }
}

/// The message as JSON: values are escaped, and what has no room of them is dropped.
struct Wire<'a> {
    json: &'a mut Json,
    /// The text around the placeholders, as JSON.
    parts: core::str::Split<'static, char>,
    room: usize,
}

impl<'a> Wire<'a> {
    fn new(definition: &'static Definition, json: &'a mut Json) -> Self {
        const FRAME: usize = r#"{"error":"","message":""#.len();
        let (name, body) = (definition.name(), definition.body());
        if body.is_empty() {
            json.raw(r#"{"error":"#);
            json.string(name);
            json.raw(r#","message":""#);
        }
        let marks = body.bytes().filter(|&byte| char::from(byte) == MARK).count();
        let text = body.len().saturating_sub(FRAME + name.len() + marks);
        Self { json, parts: body.split(MARK), room: WIRE_LIMIT.saturating_sub(text) }
    }

    fn part(&mut self) {
        self.json.raw(self.parts.next().unwrap_or_default());
    }
}

impl fmt::Write for Wire<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let start = self.json.len();
        let whole = self.json.escape(text, self.room);
        self.room = if whole { self.room.saturating_sub(self.json.len() - start) } else { 0 };
        Ok(())
    }
}

impl Sink for Wire<'_> {
    fn write_part(&mut self) -> fmt::Result {
        self.part();
        Ok(())
    }
}
