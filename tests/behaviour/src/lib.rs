//! What the tests of this package share: the reports and the headers of an answer as values, and types of many parts.

pub mod many;
#[cfg(doctest)]
mod pages;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use panda_errors::report::{self, Report};
use panda_errors::{Answer, Fault, Level};

/// One report, as a value that outlives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The status that was sent.
    pub status: u16,
    /// The name of the error.
    pub name: &'static str,
    /// The message in full length.
    pub message: String,
    /// The texts of the sources.
    pub sources: Vec<String>,
    /// The id.
    pub id: Option<String>,
    /// Why the error's own answer was not sent.
    pub fault: Option<Fault>,
    /// How loud it is.
    pub level: Level,
    /// The report as one line.
    pub line: String,
}

impl From<&Report<'_>> for Told {
    fn from(report: &Report<'_>) -> Self {
        Self {
            status: report.status().as_u16(),
            name: report.name(),
            message: report.message(),
            sources: report.sources(),
            id: report.id().map(ToString::to_string),
            fault: report.fault(),
            level: report.level(),
            line: report.to_string(),
        }
    }
}

/// The hook is one for the whole process: who holds this is alone with it.
pub fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs code, and gives the reports that are made in this thread meanwhile.
pub fn reports<T>(run: impl FnOnce() -> T) -> (T, Vec<Told>) {
    static TOLD: Mutex<Vec<Told>> = Mutex::new(Vec::new());
    let take = || std::mem::take(&mut *TOLD.lock().unwrap_or_else(PoisonError::into_inner));

    let _alone = alone();
    let here = thread::current().id();
    report::set_hook(move |report| {
        if thread::current().id() == here {
            TOLD.lock().unwrap_or_else(PoisonError::into_inner).push(report.into());
        }
    });
    let value = run();
    report::take_hook();
    (value, take())
}

/// The values of one header.
#[must_use]
pub fn header<'a>(answer: &'a Answer, wanted: &str) -> Vec<&'a str> {
    answer.headers().filter(|(name, _)| *name == wanted).map(|(_, value)| value).collect()
}

/// All headers, sorted, one a line.
#[must_use]
pub fn headers(answer: &Answer) -> String {
    let mut lines: Vec<_> = answer.headers().map(|(name, value)| format!("{name}: {value}\n")).collect();
    lines.sort_unstable();
    lines.concat()
}
