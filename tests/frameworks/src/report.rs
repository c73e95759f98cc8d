//! The reports that the server made.

use std::collections::BTreeMap;
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

/// All reports in their order, and where in it those of an id are. There are thousands of them, and while a claim searches
/// them the server waits.
struct Reports {
    all: Vec<Kept>,
    of_id: BTreeMap<String, Vec<usize>>,
}

static KEPT: Mutex<Reports> = Mutex::new(Reports { all: Vec::new(), of_id: BTreeMap::new() });

fn kept() -> MutexGuard<'static, Reports> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps every report from now on.
pub(crate) fn listen() {
    report::set_hook(|report| {
        let id = report.id().map(ToString::to_string).unwrap_or_default();
        let new = Kept { id, line: report.to_string(), fault: report.fault() };
        let mut kept = kept();
        let at = kept.all.len();
        kept.of_id.entry(new.id.clone()).or_default().push(at);
        kept.all.push(new);
    });
}

/// Returns the reports with this id. A report is made before the answer, so there is nothing to wait for.
pub(crate) fn with_id(id: &str) -> Vec<Kept> {
    let kept = kept();
    let places = kept.of_id.get(id).into_iter().flatten();
    places.filter_map(|&at| kept.all.get(at)).cloned().collect()
}

/// Returns how many reports there are.
pub(crate) fn count() -> usize {
    kept().all.len()
}

/// Returns the reports with this text in them, except the first ones, which were made before the text was sent.
pub(crate) fn with_text(text: &str, before: usize) -> Vec<Kept> {
    kept().all.iter().skip(before).filter(|report| report.line.contains(text)).cloned().collect()
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
