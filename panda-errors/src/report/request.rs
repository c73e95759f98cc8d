//! [`Request`]: the request that is being answered, as far as its framework knows it.

use alloc::string::String;
use alloc::sync::Arc;
use core::cell::RefCell;
use std::sync::{Mutex, PoisonError};
use std::thread_local;

use super::{Id, Report};
use crate::{Definition, ErrorStatus};

/// The request that is being answered. A middleware makes one, and [`enter`](Request::enter)s it around each poll of
/// the handler; the answers that are made inside have its id, and their reports its method and route.
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
    method: String,
    route: Option<String>,
    id: Id,
    /// Of the last answer.
    reported: Mutex<Option<Reported>>,
}

/// What is known of an answer afterwards, since a framework may ask for it more than once.
#[derive(Debug)]
struct Reported {
    definition: &'static Definition,
    digest: u64,
    status: ErrorStatus,
}

thread_local!(static CURRENT: RefCell<Option<Request>> = const { RefCell::new(None) });

impl Request {
    /// A request with this method and, if it has one, the value of its `x-request-id`; unless that is 1 to 128 ASCII
    /// letters, digits, `-`, `_`, `.` and `:`, the id is random.
    #[must_use]
    pub fn new(method: &str, id: Option<&[u8]>) -> Self {
        let id = id.and_then(Id::given).unwrap_or_else(Id::random);
        Self(Arc::new(Known { method: method.into(), route: None, id, reported: Mutex::default() }))
    }

    /// The same request with the route it matched, as declared: `/videos/{id}`.
    #[must_use]
    pub fn with_route(self, route: &str) -> Self {
        let Known { method, id, .. } = &*self.0;
        let (method, route, id) = (method.clone(), Some(route.into()), id.clone());
        Self(Arc::new(Known { method, route, id, reported: Mutex::default() }))
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.0.method
    }

    /// The route, where the framework gives it.
    #[must_use]
    pub fn route(&self) -> Option<&str> {
        self.0.route.as_deref()
    }

    /// The id of its answer and report.
    #[must_use]
    pub fn id(&self) -> &Id {
        &self.0.id
    }

    /// Runs code that answers this request.
    pub fn enter<R>(&self, run: impl FnOnce() -> R) -> R {
        /// Puts the outer request back, also when the code panics.
        struct Leave(Option<Request>);
        impl Drop for Leave {
            fn drop(&mut self) {
                let _ = CURRENT.try_with(|current| current.replace(self.0.take()));
            }
        }
        let _leave = Leave(CURRENT.try_with(|current| current.replace(Some(self.clone()))).ok().flatten());
        run()
    }

    /// The request that is being answered on this thread.
    #[must_use]
    pub fn current() -> Option<Self> {
        CURRENT.try_with(|current| current.borrow().clone()).ok().flatten()
    }

    /// Whether the last answer that was made for this request is a 500.
    #[cfg(any(feature = "poem-3", feature = "rocket-0.5", feature = "salvo-1", feature = "tower"))]
    pub(crate) fn has_answered_500(&self) -> bool {
        let reported = self.0.reported.lock().unwrap_or_else(PoisonError::into_inner);
        reported.as_ref().is_some_and(|reported| reported.status == ErrorStatus::INTERNAL_SERVER_ERROR)
    }

    /// Whether this is another error than that of the last answer for the request.
    pub(super) fn is_first(&self, report: &Report<'_>) -> bool {
        // Made before the lock is taken: the texts come from code that may make an answer itself.
        let new = Reported { definition: report.error.definition(), digest: report.digest(), status: report.status };
        let is_same = |last: &Reported| {
            let of = |reported: &Reported| (reported.digest, reported.status);
            core::ptr::eq(last.definition, new.definition) && of(last) == of(&new)
        };
        let mut reported = self.0.reported.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = !reported.as_ref().is_some_and(is_same);
        *reported = Some(new);
        is_first
    }
}
