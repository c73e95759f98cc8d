//! The feature `tracing`: an event for each report, in the span of the request.

use alloc::boxed::Box;
use alloc::string::String;
use core::cell::Cell;
use core::error::Error;
use core::fmt;
use std::thread_local;

use super::Report;
use crate::{Level, sink};

thread_local!(static INSIDE: Cell<bool> = const { Cell::new(false) });

/// Returns `true` if a subscriber wants an event of this level.
pub(super) fn wants(level: Level) -> bool {
    macro_rules! enabled {
        ($level:ident) => {
            ::tracing::event_enabled!(target: "panda_errors", ::tracing::Level::$level)
        };
    }
    let mut is_wanted = false;
    let asked = outside(|| {
        is_wanted = match level {
            Level::Off => false,
            Level::Debug => enabled!(DEBUG),
            Level::Info => enabled!(INFO),
            Level::Warn => enabled!(WARN),
            Level::Error => enabled!(ERROR),
        };
    });
    asked && is_wanted
}

/// Emits a warning that is not a report.
#[cfg(feature = "_layer")]
pub(super) fn warn(text: fmt::Arguments<'_>) {
    outside(|| ::tracing::event!(target: "panda_errors", ::tracing::Level::WARN, "{text}"));
}

/// Emits the event. Its `error` is an `Error` with its sources, and its `error.type` is the name. Returns `false` if
/// the subscriber panicked.
pub(super) fn emit(report: &Report<'_>) -> bool {
    // The texts are rendered outside of the guard, because they come from code that may make a report itself.
    let texts = Texts::of(report);
    outside(|| event(report, &texts))
}

/// Runs code of the subscriber, unless the subscriber itself makes this report. Otherwise a global subscriber would be
/// called until the stack is full. Returns `true` if the code has run to its end.
fn outside(run: impl FnOnce()) -> bool {
    let is_outside = INSIDE.try_with(|inside| !inside.replace(true)).unwrap_or(false);
    if !is_outside {
        return false;
    }
    let result = sink::guard(|| {
        run();
        Ok(())
    });
    let _ = INSIDE.try_with(|inside| inside.set(false));
    result.is_ok()
}

fn event(report: &Report<'_>, texts: &Texts) {
    let error: &(dyn Error + 'static) = texts;
    let id = report.id().map(super::Id::as_str);
    macro_rules! event {
        ($level:ident) => {
            ::tracing::event!(
                target: "panda_errors",
                ::tracing::Level::$level,
                error,
                error.type = report.name(),
                http.response.status_code = report.status().as_u16(),
                http.request.method = report.method(),
                http.route = report.route(),
                request.id = id,
                fault = report.fault().map(::tracing::field::display),
            )
        };
    }
    match report.level() {
        Level::Off => {}
        Level::Debug => event!(DEBUG),
        Level::Info => event!(INFO),
        Level::Warn => event!(WARN),
        Level::Error => event!(ERROR),
    }
}

/// The texts of an error and its sources. A subscriber does not get the error itself, because it would call the error's
/// `Display`, which may panic or never end.
#[derive(Debug)]
struct Texts {
    text: String,
    source: Option<Box<Texts>>,
}

impl Texts {
    fn of(report: &Report<'_>) -> Self {
        let source = |inner, text| Some(Box::new(Self { text, source: inner }));
        Self { text: report.message(), source: report.sources().into_iter().rev().fold(None, source) }
    }
}

impl fmt::Display for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Texts {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
