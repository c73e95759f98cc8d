//! [`Api`]: the three services that every framework serves, each with the errors of one shape.

use panda_errors::integrations::{actix_web_4, axum_0_8, poem_3, rocket_0_5, salvo_1, warp_0_4};
use panda_errors::{ApiError, ErrorStatus, Rejection};

use crate::case::{self, FINE, PANIC};
use crate::error::{CANARY, NestedError, NestedOwn, OwnError, ProblemError, ProblemOwn, UploadError};
use crate::look::{Look, NESTED, PANDA, PROBLEM};

/// A service whose errors have one shape.
pub trait Api: Send + Sync + 'static {
    /// The error of its handlers.
    type Error: From<UploadError>
        + ApiError
        + Send
        + Sync
        + actix_web_4::ResponseError
        + axum_0_8::IntoResponse
        + poem_3::ResponseError
        + for<'r> rocket_0_5::Responder<'r, 'static>
        + salvo_1::Scribe
        + warp_0_4::Reply;

    /// The author's type for the refusals of the framework.
    type Own: ApiError + From<Rejection> + 'static;

    /// The answers that the claims expect.
    const LOOK: &'static Look;

    /// Returns the error of a case that only this service has.
    #[must_use]
    fn only_here(_case: &str, _body: &str) -> Option<Self::Error> {
        None
    }

    /// Runs a handler's work: fails with the error of this case.
    ///
    /// # Errors
    ///
    /// Returns the error of the case, except for `fine`.
    fn fail(case: &str, body: &str) -> Result<&'static str, Self::Error> {
        assert!(case != PANIC, "{CANARY} in the panic of a handler");
        match Self::only_here(case, body).or_else(|| case::error_of(case, body).map(Into::into)) {
            Some(error) => Err(error),
            None if case == FINE.0 => Ok(FINE.1),
            None => Ok("there is no such case"),
        }
    }
}

/// The service in the Panda shape.
#[derive(Debug)]
#[non_exhaustive]
pub struct Panda;

/// The service in a nested shape, whose hidden 500 has a body.
#[derive(Debug)]
#[non_exhaustive]
pub struct Nested;

/// The service in problem+json.
#[derive(Debug)]
#[non_exhaustive]
pub struct Problem;

impl Api for Panda {
    type Error = UploadError;
    type Own = OwnError;
    const LOOK: &'static Look = &PANDA;
}

impl Api for Nested {
    type Error = NestedError;
    type Own = NestedOwn;
    const LOOK: &'static Look = &NESTED;

    fn only_here(case: &str, body: &str) -> Option<NestedError> {
        let source = case::secret(body);
        match case {
            "nested-code" => Some(NestedError::PlanEnded { account: "Zoo".into(), source }),
            "nested-exposed" => Some(NestedError::Webhook(source)),
            "nested-secret" => {
                let (status, device) = (ErrorStatus::INTERNAL_SERVER_ERROR, format!("{CANARY} in a field"));
                Some(NestedError::Secret { status, device, source })
            }
            _ => None,
        }
    }
}

impl Api for Problem {
    type Error = ProblemError;
    type Own = ProblemOwn;
    const LOOK: &'static Look = &PROBLEM;
}
