//! The one place where an error's message is rendered: bounded, escaped, and safe from a hostile `Display`.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt::{self, Write as _};

use crate::definition::Text;
use crate::json::Json;
use crate::visitor::{Details, Headers, Message};
use crate::{ApiError, Definition, Visitor};

/// A message on the wire is cut at this many bytes, as JSON.
const WIRE_LIMIT: usize = 8 * 1024;

/// A `Display` that writes more than this many bytes is taken for one that never ends.
const TEXT_LIMIT: usize = 1024 * 1024;

/// Details of more than this many bytes are left out.
const DETAILS_LIMIT: usize = 64 * 1024;

/// Why a message could not be rendered, so that the answer is an empty 500.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// A `Display` returned an error.
    Failed,
    /// A `Display` panicked.
    Panicked,
    /// A `Display` wrote more than 1 MiB.
    Endless,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Failed => "its `Display` failed",
            Self::Panicked => "its `Display` panicked",
            Self::Endless => "its `Display` wrote more than 1 MiB",
        })
    }
}

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

/// Writes any `Display`, with the same care.
pub(crate) fn plain(value: &dyn fmt::Display, out: &mut dyn fmt::Write) -> Result<(), Fault> {
    bounded(&mut Plain { out, template: "" }, &mut |out| write!(out, "{value}"))
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

fn render(error: &dyn ApiError, out: &mut dyn Message) -> Result<(), Fault> {
    bounded(out, &mut |out| error.visit(&mut Visitor::message(out)))
}

/// Runs what writes text, up to the limit.
fn bounded(out: &mut dyn Message, write: &mut dyn FnMut(&mut Bounded<'_>) -> fmt::Result) -> Result<(), Fault> {
    let mut bounded = Bounded { out, length: 0 };
    let result = guard(|| write(&mut bounded));
    if bounded.length > TEXT_LIMIT { Err(Fault::Endless) } else { result }
}

/// Runs code that may return an error or, where panics can be caught, panic.
pub(crate) fn guard(run: impl FnOnce() -> fmt::Result) -> Result<(), Fault> {
    #[cfg(feature = "std")]
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).map_err(|payload| {
        discard(payload);
        Fault::Panicked
    })?;
    #[cfg(not(feature = "std"))]
    let result = run();
    result.map_err(|fmt::Error| Fault::Failed)
}

/// Drops what a panic carried: that may panic as well, and what comes of that is left where it is.
#[cfg(feature = "std")]
pub(crate) fn discard(payload: alloc::boxed::Box<dyn core::any::Any + Send>) {
    let dropped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(payload)));
    dropped.unwrap_or_else(core::mem::forget);
}

/// Passes text on until the limit.
struct Bounded<'a> {
    out: &'a mut dyn Message,
    length: usize,
}

impl fmt::Write for Bounded<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // At least one, so that nobody writes nothing for ever.
        self.length = self.length.saturating_add(text.len().max(1));
        if self.length <= TEXT_LIMIT {
            return self.out.write_str(text);
        }
        // Nothing but unwinding stops a `Display` that goes on after an error.
        #[cfg(all(feature = "std", panic = "unwind"))]
        if self.length > 2 * TEXT_LIMIT {
            std::panic::resume_unwind(alloc::boxed::Box::new(Fault::Endless));
        }
        Err(fmt::Error)
    }
}

impl Message for Bounded<'_> {
    fn write_part(&mut self) -> fmt::Result {
        self.out.write_part()
    }
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

impl Message for Plain<'_> {
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

impl Message for Wire<'_> {
    fn write_part(&mut self) -> fmt::Result {
        self.part();
        Ok(())
    }
}
