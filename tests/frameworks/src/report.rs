//! The reports that the server made.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use panda_errors::{Fault, report};

/// The parts of a report that the claims read.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) id: String,
    pub(crate) line: String,
    pub(crate) fault: Option<Fault>,
}

static KEPT: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

fn kept() -> MutexGuard<'static, Vec<Kept>> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps every report from now on.
pub(crate) fn listen() {
    report::set_hook(|report| {
        let id = report.id().map(ToString::to_string).unwrap_or_default();
        let new = Kept { id, line: report.to_string(), fault: report.fault() };
        kept().push(new);
    });
}

/// Returns the reports with this id. A report is made before the answer, so there is nothing to wait for.
pub(crate) fn with_id(id: &str) -> Vec<Kept> {
    kept().iter().filter(|report| report.id == id).cloned().collect()
}

/// Returns the reports with this text in them.
pub(crate) fn with_text(text: &str) -> Vec<Kept> {
    kept().iter().filter(|report| report.line.contains(text)).cloned().collect()
}

/// Waits for the reports with this id, of something that goes on after the head was sent.
pub(crate) fn wait_for(id: &str) -> Vec<Kept> {
    for _ in 0..200 {
        if !with_id(id).is_empty() {
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    with_id(id)
}
