//! The common code of the layers of services: it runs code inside of a request.

use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::string::String;
use std::task::Poll;

use super::rejected::report;
use crate::report::Request;
use crate::{ApiError, ErrorStatus, Rejection, sink};

/// Returns the request that a layer answers. It is the request of a layer around this one, or a new one.
pub(super) fn request(method: &str, id: Option<&[u8]>, route: Option<&str>) -> Request {
    let request = Request::current().unwrap_or_else(|| Request::new(method, id));
    match route {
        Some(route) if request.route().is_none() => request.with_route(route),
        _ => request,
    }
}

/// Polls a body, and reports the error or the panic that ends it.
pub(super) fn watched<T, E: Display>(
    failed: &mut Option<Failed>,
    poll: impl FnOnce() -> Poll<Option<Result<T, E>>>,
) -> Poll<Option<Result<T, E>>> {
    match catch_unwind(AssertUnwindSafe(poll)) {
        Ok(Poll::Ready(Some(Err(error)))) => {
            if let Some(failed) = failed.take() {
                failed.report(&error);
            }
            Poll::Ready(Some(Err(error)))
        }
        Ok(poll) => poll,
        Err(payload) => {
            if let Some(failed) = failed.take() {
                failed.send(Rejection::panicked(&*payload));
            }
            resume_unwind(payload)
        }
    }
}

/// Reports that the body of a response has failed after the status was sent.
pub(super) struct Failed {
    request: Request,
    report: fn(Rejection),
}

impl Failed {
    pub(super) fn of<E: ApiError + From<Rejection>>(request: Request) -> Self {
        Self { request, report: report::<E> }
    }

    fn report(self, error: &dyn Display) {
        let mut text = String::new();
        // If `Display` fails, the text before the failure is still useful.
        let _ = sink::plain(&format_args!("the body failed: {error}"), &mut text);
        self.send(Rejection::new(ErrorStatus::INTERNAL_SERVER_ERROR).with_text(text));
    }

    fn send(self, rejection: Rejection) {
        // Another layer inside may have seen the same failure.
        if self.request.fails_first() {
            self.request.enter(|| (self.report)(rejection));
        }
    }
}
