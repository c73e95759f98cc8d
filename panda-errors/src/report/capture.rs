//! [`capture`]: the reports of a block of code, for tests.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::cell::RefCell;
use core::future::{Future, poll_fn};
use core::pin::pin;
use std::thread_local;

use super::{Id, Report};
use crate::{ErrorStatus, Fault, Level};

/// A copy of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Captured {
    /// The status that was sent.
    pub status: ErrorStatus,
    /// The name of the error.
    pub name: &'static str,
    /// The message, in full length.
    pub message: String,
    /// The texts of the sources, outermost first.
    pub sources: Vec<String>,
    /// The level of the report.
    pub level: Level,
    /// The id, which is in the answer as well.
    pub id: Option<Id>,
    /// The reason why the error's own answer could not be sent.
    pub fault: Option<Fault>,
    /// The method of the request, where known.
    pub method: Option<String>,
    /// The route of the request, where known.
    pub route: Option<String>,
    /// The whole report as one line.
    pub line: String,
}

thread_local!(static CAPTURED: RefCell<Vec<Vec<Captured>>> = const { RefCell::new(Vec::new()) });

/// Runs code, and returns the reports that it makes on this thread instead of sending them.
///
/// Reports of other threads are sent as usual, for example from a task on a runtime with several threads. For code that
/// is a future, use [`capture_async`].
///
/// ```
/// use panda_errors::{Answer, PandaError, report};
///
/// let (answer, reports) = report::capture(|| Answer::of(&PandaError::internal("the encoder is gone")));
/// assert_eq!(answer.body(), b"");
/// assert_eq!(reports[0].sources, ["the encoder is gone"]);
/// ```
pub fn capture<R>(run: impl FnOnce() -> R) -> (R, Vec<Captured>) {
    /// A guard that ends the capture, even if the code panics.
    struct End;
    impl Drop for End {
        fn drop(&mut self) {
            let _ = CAPTURED.try_with(|captured| captured.borrow_mut().pop());
        }
    }
    let _ = CAPTURED.try_with(|captured| captured.borrow_mut().push(Vec::new()));
    let end = End;
    let result = run();
    let reports = CAPTURED.try_with(|captured| captured.borrow_mut().last_mut().map(core::mem::take));
    drop(end);
    (result, reports.ok().flatten().unwrap_or_default())
}

/// Runs a future, and returns the reports that it makes itself, on any thread, instead of sending them.
///
/// Reports of tasks that the future spawns are not captured.
///
/// ```
/// use panda_errors::{Answer, PandaError, report};
///
/// async fn upload() -> Answer {
///     Answer::of(&PandaError::internal("the encoder is gone"))
/// }
///
/// # let mut test = std::pin::pin!(async {
/// let (answer, reports) = report::capture_async(upload()).await;
/// assert_eq!(answer.status(), 500);
/// assert_eq!(reports[0].sources, ["the encoder is gone"]);
/// # });
/// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
/// # assert!(std::future::Future::poll(test.as_mut(), &mut context).is_ready());
/// ```
pub async fn capture_async<F: Future>(future: F) -> (F::Output, Vec<Captured>) {
    let mut future = pin!(future);
    let mut reports = Vec::new();
    let output = poll_fn(|context| {
        let (poll, made) = capture(|| future.as_mut().poll(context));
        reports.extend(made);
        poll
    })
    .await;
    (output, reports)
}

/// Returns `true` if this thread captures.
pub(super) fn is_on() -> bool {
    CAPTURED.try_with(|captured| !captured.borrow().is_empty()).unwrap_or(false)
}

/// Keeps a report for the innermost capture of this thread.
pub(super) fn keep(report: &Report<'_>) {
    // The copy is made before the list is borrowed, because the texts come from code that may make a report itself.
    let kept = Captured::of(report);
    let _ = CAPTURED.try_with(|captured| captured.borrow_mut().last_mut().map(|reports| reports.push(kept)));
}

impl Captured {
    fn of(report: &Report<'_>) -> Self {
        Self {
            status: report.status(),
            name: report.name(),
            message: report.message(),
            sources: report.sources(),
            level: report.level(),
            id: report.id().cloned(),
            fault: report.fault(),
            method: report.method().map(Into::into),
            route: report.route().map(Into::into),
            line: report.to_string(),
        }
    }
}
