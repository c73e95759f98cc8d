//! The reports that the server made.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use panda_errors::{Fault, report};

/// What is kept of a report.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) id: String,
    pub(crate) line: String,
    pub(crate) fault: Option<Fault>,
}

static TOLD: Mutex<Vec<Told>> = Mutex::new(Vec::new());

fn told() -> MutexGuard<'static, Vec<Told>> {
    TOLD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps every report from now on.
pub(crate) fn listen() {
    report::set_hook(|report| {
        let id = report.id().map(ToString::to_string).unwrap_or_default();
        let new = Told { id, line: report.to_string(), fault: report.fault() };
        told().push(new);
    });
}

/// The reports with this id. A report is made before the answer, so there is nothing to wait for.
pub(crate) fn with_id(id: &str) -> Vec<Told> {
    told().iter().filter(|told| told.id == id).cloned().collect()
}

/// The reports with this text in them.
pub(crate) fn with_text(text: &str) -> Vec<Told> {
    told().iter().filter(|told| told.line.contains(text)).cloned().collect()
}

/// The reports with this id, of something that goes on after the head was sent.
pub(crate) fn wait_for(id: &str) -> Vec<Told> {
    for _ in 0..200 {
        if !with_id(id).is_empty() {
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    with_id(id)
}
