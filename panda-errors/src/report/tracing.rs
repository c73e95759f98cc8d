//! The feature `tracing`: an event for each report, in the span of the request.

use alloc::boxed::Box;
use alloc::string::String;
use core::error::Error;
use core::fmt;

use super::Report;
use crate::{Level, sink};

/// Emits the event: `error` is an `Error` with its sources, `error.type` the name. `false` if nobody gets it: there is
/// no subscriber here, it does not want the event, or it panicked.
pub(super) fn emit(report: &Report<'_>) -> bool {
    macro_rules! enabled {
        ($level:ident) => {
            ::tracing::event_enabled!(target: "panda_errors", ::tracing::Level::$level)
        };
    }
    let mut is_told = false;
    let emitted = sink::guard(|| {
        is_told = match report.level() {
            Level::Off => false,
            Level::Debug => enabled!(DEBUG),
            Level::Info => enabled!(INFO),
            Level::Warn => enabled!(WARN),
            Level::Error => enabled!(ERROR),
        };
        if is_told {
            tell(report);
        }
        Ok(())
    });
    is_told && emitted.is_ok()
}

fn tell(report: &Report<'_>) {
    let told = Told::of(report);
    let error: &(dyn Error + 'static) = &told;
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

/// The texts of an error and its sources. Not the error itself: a subscriber would call its `Display`, which may panic
/// or never end.
#[derive(Debug)]
struct Told {
    text: String,
    source: Option<Box<Told>>,
}

impl Told {
    fn of(report: &Report<'_>) -> Self {
        let source = |inner, text| Some(Box::new(Self { text, source: inner }));
        Self { text: report.message(), source: report.sources().into_iter().rev().fold(None, source) }
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for Told {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
