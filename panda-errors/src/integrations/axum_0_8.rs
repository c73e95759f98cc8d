//! axum 0.8: every derived type is an `IntoResponse`, so a handler returns `Result<_, UploadError>`.
//!
//! If you write `IntoResponse` for a type yourself, put `#[api(skip(axum))]` on the type. Otherwise the impls conflict
//! (E0119) once any crate in the build enables this feature.
//!
//! ```compile_fail,E0119
//! use axum_core::response::{IntoResponse, Response};
//! use panda_errors::ApiError;
//!
//! #[derive(Debug, ApiError)]
//! #[api(status = 404, message = "There is no such video")]
//! struct NoVideo;
//!
//! impl IntoResponse for NoVideo {
//!     fn into_response(self) -> Response {
//!         Response::default()
//!     }
//! }
//! ```
//!
//! ```
//! use panda_errors::PandaError;
//!
//! async fn video() -> Result<&'static str, PandaError> {
//!     Err(PandaError::record_not_found("Video", "X"))
//! }
//! # fn is_response<T: axum_core::response::IntoResponse>(_: T) {}
//! # is_response(PandaError::unsupported_format());
//! ```
//!
//! With [`ErrorLayer`](crate::integrations::tower::ErrorLayer) around the router, axum's own failures, such as no route
//! or malformed JSON, have the same shape.

pub use ::axum_core::response::{IntoResponse, Response};

pub use super::answered::Answered;
use super::http_1;
use crate::{ApiError, Failure};

/// Returns the response for an error.
///
/// ```
/// use panda_errors::PandaError;
/// use panda_errors::integrations::axum_0_8::respond;
///
/// assert_eq!(respond(&PandaError::file_size_limit_exceeded(10_485_760)).status(), 413);
/// ```
pub fn respond(error: &dyn ApiError) -> Response {
    http_1::response(error)
}

/// Any API error as a response, for code that is generic over the error.
///
/// ```
/// use panda_errors::ApiError;
/// use panda_errors::integrations::axum_0_8::{Respond, Response, IntoResponse};
///
/// fn fail<E: ApiError>(error: E) -> Response {
///     Respond(error).into_response()
/// }
/// # fail(panda_errors::PandaError::unsupported_format());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Respond<E>(pub E);

impl<E: ApiError> IntoResponse for Respond<E> {
    fn into_response(self) -> Response {
        respond(&self.0)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        respond(self.error())
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __axum_0_8 {
    ({ [$($generics:tt)*] [$type:ty] [$($bounds:tt)*] }) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::integrations::axum_0_8::IntoResponse for $type
        where
            $($bounds)*
        {
            fn into_response(self) -> $crate::integrations::axum_0_8::Response {
                $crate::integrations::axum_0_8::respond(&self)
            }
        }
    };
}

__axum_0_8! { { [] [crate::Rejection] [] } }
