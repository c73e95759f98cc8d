//! Rendering of text that may come from hostile code: bounded, and safe from a `Display` that fails or panics.

use core::fmt::{self, Write as _};

/// The most bytes of a text that are kept. The other bytes are only counted.
const TEXT_LIMIT: usize = 1024 * 1024;

/// The most bytes that a `Display` may write before it counts as endless.
///
/// A piece counts as 1 MiB at most, because a text in one piece has an end. A piece counts as one byte at least.
/// Otherwise a `Display` that writes empty pieces for ever would not reach the limit.
const ENDLESS: usize = 8 * TEXT_LIMIT;

/// A reason why a message could not be rendered, so that the answer is an empty 500.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// A `Display` returned an error.
    Failed,
    /// A `Display` panicked.
    Panicked,
    /// A `Display` wrote more than 8 MiB in pieces.
    Endless,
    /// The value of a detail could not be serialized. The answer is sent without it.
    Detail,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Failed => "its `Display` failed",
            Self::Panicked => "its `Display` panicked",
            Self::Endless => "its `Display` wrote more than 8 MiB",
            Self::Detail => "a detail could not be serialized",
        })
    }
}

/// The output of a message. Values are written through `fmt::Write`, and the text between them by `write_part`.
pub(crate) trait Sink: fmt::Write {
    /// Writes the text after a placeholder.
    fn write_part(&mut self) -> fmt::Result;

    /// Writes the digits of an integer.
    fn write_digits(&mut self, digits: &[u8]) -> fmt::Result {
        self.write_digits_as_text(digits)
    }

    /// Writes the digits of an integer like any other text.
    fn write_digits_as_text(&mut self, digits: &[u8]) -> fmt::Result {
        core::str::from_utf8(digits).map_err(|_| fmt::Error).and_then(|digits| self.write_str(digits))
    }
}

/// Writes any `Display` with the same bounds as a message, and returns the length of its text.
pub(crate) fn plain(value: &dyn fmt::Display, out: &mut dyn fmt::Write) -> Result<Length, Fault> {
    bounded(&mut Text(out), &mut |out| write!(out, "{value}"))
}

/// Runs code that writes text, up to the limits, and returns the length of the text.
pub(crate) fn bounded(
    out: &mut dyn Sink,
    write: &mut dyn FnMut(&mut Bounded<'_>) -> fmt::Result,
) -> Result<Length, Fault> {
    let mut bounded = Bounded { out, room: TEXT_LIMIT, length: 0, effort: 0 };
    let result = guard(|| write(&mut bounded));
    if bounded.effort > ENDLESS { Err(Fault::Endless) } else { result.map(|()| Length(bounded.length)) }
}

/// The length of a text in bytes. Its `Display` is a note for a text that was cut, and empty otherwise.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Length(usize);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            ..=TEXT_LIMIT => Ok(()),
            length => write!(f, " [cut at 1 MiB of {length} bytes]"),
        }
    }
}

/// Runs code that may return an error or panic. Panics are only caught with the feature `std`.
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

/// Drops the payload of a panic. The drop may panic as well, and the second payload is then leaked.
#[cfg(feature = "std")]
pub(crate) fn discard(payload: alloc::boxed::Box<dyn core::any::Any + Send>) {
    let dropped = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(payload)));
    dropped.unwrap_or_else(core::mem::forget);
}

/// A writer that passes text on up to the limit, and counts the rest.
pub(crate) struct Bounded<'a> {
    out: &'a mut dyn Sink,
    /// The number of bytes that are still passed on.
    room: usize,
    length: usize,
    /// The length as far as it counts for [`ENDLESS`].
    effort: usize,
}

impl fmt::Write for Bounded<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.length = self.length.saturating_add(text.len());
        self.effort = self.effort.saturating_add(text.len().clamp(1, TEXT_LIMIT));
        if self.effort <= ENDLESS {
            if text.len() <= self.room {
                self.room -= text.len();
                return self.out.write_str(text);
            }
            let kept = start(text, core::mem::take(&mut self.room));
            return if kept.is_empty() { Ok(()) } else { self.out.write_str(kept) };
        }
        // Only unwinding stops a `Display` that continues after an error.
        #[cfg(all(feature = "std", panic = "unwind"))]
        if self.effort > ENDLESS + TEXT_LIMIT {
            std::panic::resume_unwind(alloc::boxed::Box::new(Fault::Endless));
        }
        Err(fmt::Error)
    }
}

/// Returns as much of the start of a text as fits into the room, in whole characters.
fn start(text: &str, room: usize) -> &str {
    if room == 0 { "" } else { (0..=room).rev().find_map(|end| text.get(..end)).unwrap_or_default() }
}

impl Sink for Bounded<'_> {
    fn write_part(&mut self) -> fmt::Result {
        self.out.write_part()
    }

    fn write_digits(&mut self, digits: &[u8]) -> fmt::Result {
        if digits.len() > self.room || self.effort + digits.len() > ENDLESS {
            return self.write_digits_as_text(digits);
        }
        self.room -= digits.len();
        self.length += digits.len();
        self.effort += digits.len();
        self.out.write_digits(digits)
    }
}

/// A text without parts: its values follow each other directly.
struct Text<'a>(&'a mut dyn fmt::Write);

impl fmt::Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write_str(text)
    }
}

impl Sink for Text<'_> {
    fn write_part(&mut self) -> fmt::Result {
        Ok(())
    }
}
