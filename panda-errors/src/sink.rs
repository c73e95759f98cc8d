//! Rendering of text that may come from hostile code: bounded, and safe from a `Display` that fails or panics.

use core::fmt::{self, Write as _};

/// A `Display` that writes more than this many bytes is taken for one that never ends.
const TEXT_LIMIT: usize = 1024 * 1024;

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
    /// The value of a detail could not be serialized. The answer is sent without it.
    Detail,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Failed => "its `Display` failed",
            Self::Panicked => "its `Display` panicked",
            Self::Endless => "its `Display` wrote more than 1 MiB",
            Self::Detail => "a detail could not be serialized",
        })
    }
}

/// Where a message goes: the values through `fmt::Write`, and what stands between them.
pub(crate) trait Sink: fmt::Write {
    /// Writes the text after a placeholder.
    fn write_part(&mut self) -> fmt::Result;
}

/// Writes any `Display` with the same bounds as a message.
pub(crate) fn plain(value: &dyn fmt::Display, out: &mut dyn fmt::Write) -> Result<(), Fault> {
    bounded(&mut Text(out), &mut |out| write!(out, "{value}"))
}

/// Runs what writes text, up to the limit.
pub(crate) fn bounded(out: &mut dyn Sink, write: &mut dyn FnMut(&mut Bounded<'_>) -> fmt::Result) -> Result<(), Fault> {
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
pub(crate) struct Bounded<'a> {
    out: &'a mut dyn Sink,
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

impl Sink for Bounded<'_> {
    fn write_part(&mut self) -> fmt::Result {
        self.out.write_part()
    }
}

/// Text without parts: nothing stands between its values.
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
