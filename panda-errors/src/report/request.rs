//! [`Request`]: the request that is being answered, as far as its framework knows it.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::sync::Arc;
use core::cell::RefCell;
use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread_local;

use super::{Id, Report};
#[cfg(feature = "_response")]
use crate::Shape;
use crate::{Definition, ErrorStatus};

/// The number of reports that a request remembers. A handler that makes more different errors repeats its oldest.
const REMEMBERED: usize = 32;

/// The request that is being answered.
///
/// A middleware makes a request, and [`enter`](Request::enter)s it around each poll of the handler. Answers that are
/// made inside have its id, and their reports have its method and route.
///
/// A request without an error costs one allocation, because its id is made only if an error needs it.
///
/// ```
/// use panda_errors::report::Request;
/// use panda_errors::{Answer, PandaError};
///
/// let request = Request::new("GET", Some(b"01JD-7Q")).with_route("/videos/{id}");
/// let answer = request.enter(|| Answer::of(&PandaError::record_not_found("Video", "X")));
/// assert!(answer.headers().any(|header| header == ("x-request-id", "01JD-7Q")));
/// ```
#[derive(Clone, Debug)]
pub struct Request(Arc<Known>);

#[derive(Debug)]
struct Known {
    method: Cow<'static, str>,
    route: OnceLock<Box<str>>,
    /// Empty until an error asks for a random id.
    id: OnceLock<Id>,
    errors: Mutex<Errors>,
}

/// The errors of a request. A framework may ask for the answer of an error more than once.
#[derive(Debug, Default)]
struct Errors {
    /// The last answer.
    #[cfg(feature = "_layer")]
    last: Option<Sent>,
    /// The latest reports, oldest first.
    reported: VecDeque<Reported>,
    /// Whether the body of the response has failed.
    #[cfg(feature = "_layer")]
    has_failed: bool,
}

/// The facts of an answer that was made.
#[cfg(feature = "_response")]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sent {
    pub(crate) definition: &'static Definition,
    pub(crate) status: ErrorStatus,
    pub(crate) shape: &'static Shape,
}

/// A reported error, with a digest in the place of its texts.
#[derive(Debug)]
struct Reported {
    definition: &'static Definition,
    digest: u64,
    status: ErrorStatus,
}

impl PartialEq for Reported {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self.definition, other.definition) && (self.digest, self.status) == (other.digest, other.status)
    }
}

thread_local!(static CURRENT: RefCell<Option<Request>> = const { RefCell::new(None) });

impl Request {
    /// Returns a request with this method and, if it has one, the value of its `x-request-id`.
    ///
    /// The id is random unless the value consists of 1 to 128 ASCII letters, digits, `-`, `_`, `.` and `:`.
    #[must_use]
    pub fn new(method: &str, id: Option<&[u8]>) -> Self {
        let id = id.and_then(Id::given).map_or_else(OnceLock::new, OnceLock::from);
        let (method, route) = (known_method(method), OnceLock::new());
        Self(Arc::new(Known { method, route, id, errors: Mutex::default() }))
    }

    /// Returns the same request with the route that it matched, as declared: `/videos/{id}`.
    #[must_use]
    pub fn with_route(self, route: &str) -> Self {
        if self.0.route.set(route.into()).is_ok() || self.route() == Some(route) {
            return self;
        }
        let errors = core::mem::take(&mut *self.errors());
        let (method, id) = (self.0.method.clone(), OnceLock::from(self.id().clone()));
        let route = OnceLock::from(Box::from(route));
        Self(Arc::new(Known { method, route, id, errors: Mutex::new(errors) }))
    }

    /// Returns the method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.0.method
    }

    /// Returns the route, if the framework provides it.
    #[must_use]
    pub fn route(&self) -> Option<&str> {
        self.0.route.get().map(|route| &**route)
    }

    /// Returns the id of the answer and the report.
    #[must_use]
    pub fn id(&self) -> &Id {
        self.0.id.get_or_init(Id::random)
    }

    /// Runs code that answers this request.
    pub fn enter<R>(&self, run: impl FnOnce() -> R) -> R {
        /// A guard that restores the outer request, even if the code panics.
        struct Leave(Option<Request>);
        impl Drop for Leave {
            fn drop(&mut self) {
                let _ = CURRENT.try_with(|current| current.replace(self.0.take()));
            }
        }
        let _leave = Leave(CURRENT.try_with(|current| current.replace(Some(self.clone()))).ok().flatten());
        run()
    }

    /// Returns the request that is being answered on this thread.
    #[must_use]
    pub fn current() -> Option<Self> {
        CURRENT.try_with(|current| current.borrow().clone()).ok().flatten()
    }

    /// Returns `true` if the last answer that was made for this request has this status.
    #[cfg(feature = "_layer")]
    pub(crate) fn has_answered(&self, status: ErrorStatus) -> bool {
        self.last(status).is_some()
    }

    /// Returns the last answer that was made for this request, if it has this status.
    #[cfg(feature = "_layer")]
    pub(crate) fn last(&self, status: ErrorStatus) -> Option<Sent> {
        self.errors().last.filter(|sent| sent.status == status)
    }

    /// Returns `true` the first time that the body of the response fails.
    #[cfg(feature = "_layer")]
    pub(crate) fn fails_first(&self) -> bool {
        !core::mem::replace(&mut self.errors().has_failed, true)
    }

    /// Notes an answer that was made for this request.
    #[cfg(feature = "_layer")]
    pub(super) fn note(&self, sent: Sent) {
        self.errors().last = Some(sent);
    }

    /// Remembers a report, and returns `true` unless it is among the last 32 that this request remembers.
    pub(super) fn remember(&self, report: &Report<'_>) -> bool {
        // The digest is made before the lock is taken, because the texts come from code that may make an answer itself.
        let new = Reported { definition: report.error.definition(), digest: report.digest(), status: report.status };
        let reported = &mut self.errors().reported;
        if reported.contains(&new) {
            return false;
        }
        if reported.len() == REMEMBERED {
            reported.pop_front();
        }
        reported.push_back(new);
        true
    }

    fn errors(&self) -> MutexGuard<'_, Errors> {
        self.0.errors.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the method, without copying a registered method (RFC 9110 §9, RFC 5789).
fn known_method(method: &str) -> Cow<'static, str> {
    const METHODS: [&str; 9] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE"];
    match METHODS.into_iter().find(|&known| known == method) {
        Some(known) => Cow::Borrowed(known),
        None => Cow::Owned(method.into()),
    }
}

/// Whether this process has a layer of this library.
static HAS_LAYER: AtomicBool = AtomicBool::new(false);

/// Notes that a layer was made.
///
/// From then on every answer has an id, even if it is made on a task or a thread that does not know its request. The
/// layer finds the id on the response, and the report has the same id.
#[cfg(feature = "_layer")]
pub(crate) fn note_layer() {
    HAS_LAYER.store(true, Ordering::Relaxed);
}

/// Returns `true` if a layer was made.
pub(crate) fn has_layer() -> bool {
    HAS_LAYER.load(Ordering::Relaxed)
}
