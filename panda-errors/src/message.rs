//! The one place where an error's message is rendered: bounded, escaped, and safe from a hostile `Display`.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use crate::json::Json;
use crate::visitor::Details;
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

/// The JSON of an error; no copy is made of one that is a constant.
pub(crate) fn body(error: &dyn ApiError, definition: &'static Definition) -> Result<Cow<'static, [u8]>, Fault> {
    let constant = definition.constant().is_some();
    if constant && !definition.has_details() {
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
    const FRAME: usize = r#"{"error":"","message":""#.len();

    if definition.constant().is_some() {
        json.raw(definition.body().trim_end_matches("\"}"));
    } else {
        let [first, rest @ ..] = definition.parts() else { return Ok(()) };
        let room = if definition.body().is_empty() {
            json.raw(r#"{"error":"#);
            json.string(definition.name());
            json.raw(r#","message":""#);
            let start = json.len();
            json.escape(first, WIRE_LIMIT);
            WIRE_LIMIT.saturating_sub(json.len() - start)
        } else {
            json.raw(definition.body());
            (WIRE_LIMIT + FRAME + definition.name().len()).saturating_sub(definition.body().len())
        };
        let mut wire = Wire { json, room };
        render(error, rest, &mut wire)?;
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

/// The message as plain text, as long as it is.
pub(crate) fn text(error: &dyn ApiError, definition: &'static Definition) -> Result<Cow<'static, str>, Fault> {
    if let Some(constant) = definition.constant() {
        return Ok(Cow::Borrowed(constant));
    }
    let [first, rest @ ..] = definition.parts() else { return Ok(Cow::Borrowed("")) };
    let mut text = String::from(*first);
    render(error, rest, &mut text)?;
    Ok(Cow::Owned(text))
}

/// The text of any `Display`, with the same care.
#[cfg(feature = "std")]
pub(crate) fn plain(value: &dyn fmt::Display) -> Result<String, Fault> {
    let mut text = String::new();
    bounded(&mut text, &mut |out| write!(out, "{value}"))?;
    Ok(text)
}

fn render(error: &dyn ApiError, parts: &'static [&'static str], out: &mut dyn fmt::Write) -> Result<(), Fault> {
    bounded(out, &mut |out| error.visit(&mut Visitor::message(out, parts)))
}

/// Runs what writes text, up to the limit.
fn bounded(out: &mut dyn fmt::Write, write: &mut dyn FnMut(&mut dyn fmt::Write) -> fmt::Result) -> Result<(), Fault> {
    let mut bounded = Bounded { out, length: 0 };
    let result = guard(|| write(&mut bounded));
    if bounded.length > TEXT_LIMIT { Err(Fault::Endless) } else { result }
}

/// Runs code that may return an error or, where panics can be caught, panic.
pub(crate) fn guard(run: impl FnOnce() -> fmt::Result) -> Result<(), Fault> {
    #[cfg(feature = "std")]
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).map_err(|payload| {
        // Not dropped: the `Drop` of a payload may panic as well.
        core::mem::forget(payload);
        Fault::Panicked
    })?;
    #[cfg(not(feature = "std"))]
    let result = run();
    result.map_err(|fmt::Error| Fault::Failed)
}

/// Passes text on until the limit.
struct Bounded<'a> {
    out: &'a mut dyn fmt::Write,
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

/// Escapes text into a body, and drops what has no room.
struct Wire<'a> {
    json: &'a mut Json,
    room: usize,
}

impl fmt::Write for Wire<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let start = self.json.len();
        let whole = self.json.escape(text, self.room);
        self.room = if whole { self.room.saturating_sub(self.json.len() - start) } else { 0 };
        Ok(())
    }
}
