//! axum 0.8: every derived type is an `IntoResponse`, so a handler returns `Result<_, UploadError>`.
//!
//! If you write `IntoResponse` for a type yourself, say `#[api(skip(axum))]` on it: otherwise the two meet as soon as
//! any crate in the build switches this feature on.
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

use ::axum_core::body::Body;
pub use ::axum_core::response::{IntoResponse, Response};
use http::header::{HeaderName, HeaderValue};

use crate::{Answer, ApiError, Failure};

/// The response for an error.
///
/// ```
/// use panda_errors::PandaError;
/// use panda_errors::integrations::axum_0_8::respond;
///
/// assert_eq!(respond(&PandaError::file_size_limit_exceeded(10_485_760)).status(), 413);
/// ```
pub fn respond(error: &dyn ApiError) -> Response {
    let answer = Answer::of(error);
    let mut response = Response::new(Body::empty());
    if let Ok(status) = http::StatusCode::from_u16(answer.status().as_u16()) {
        *response.status_mut() = status;
    }
    for (name, value) in answer.headers() {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            response.headers_mut().append(name, value);
        }
    }
    *response.body_mut() = Body::from(answer.into_body());
    response
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
