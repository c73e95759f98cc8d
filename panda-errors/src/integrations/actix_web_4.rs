//! actix-web 4: every derived type is a `ResponseError`, so a handler returns `Result<_, UploadError>`.
//!
//! If you write `ResponseError` for a type yourself, put `#[api(skip(actix_web))]` on the type. Otherwise the impls
//! conflict (E0119) once any crate in the build enables this feature.
//!
//! With [`ErrorLayer`] around the app, and one call for the extractors, actix's own failures, such as no route or
//! malformed JSON, have the same shape:
//!
//! ```
//! use actix_web::{App, web};
//! use panda_errors::integrations::actix_web_4::{ErrorLayer, extractors};
//! use panda_errors::{PandaError, Rejection};
//!
//! async fn video() -> Result<&'static str, PandaError> {
//!     Err(PandaError::record_not_found("Video", "X"))
//! }
//!
//! let app = App::new()
//!     .configure(extractors::<Rejection>)
//!     .service(web::resource("/videos/X.json").route(web::get().to(video)))
//!     .wrap(ErrorLayer::<Rejection>::new());
//! # let _ = app;
//! ```

mod layer;

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::string::ToString as _;

pub use ::actix_web::http::StatusCode;
pub use ::actix_web::{HttpResponse, ResponseError};
use actix_web::body::BoxBody;
use actix_web::error::JsonPayloadError;
use actix_web::web::{Bytes, FormConfig, JsonConfig, PathConfig, QueryConfig, ServiceConfig};
use actix_web::{Error, HttpRequest};

pub use self::layer::{ErrorLayer, ErrorService, Unanswered};
pub use super::answered::Answered;
use super::headers::{Written, write};
use super::rejected::{caught, error_of};
use crate::{ApiError, ErrorStatus, Failure, Rejection};

/// Returns the response for an error.
///
/// ```
/// use panda_errors::PandaError;
/// use panda_errors::integrations::actix_web_4::respond;
///
/// assert_eq!(respond(&PandaError::file_size_limit_exceeded(10_485_760)).status(), 413);
/// ```
pub fn respond(error: &dyn ApiError) -> HttpResponse {
    let mut response = HttpResponse::new(StatusCode::default());
    let written = write(error, response.headers_mut());
    finish(written, response)
}

/// Adds the status, the extension and the body of an answer to a response that has its headers.
fn finish<B>(written: Written, mut response: HttpResponse<B>) -> HttpResponse {
    *response.status_mut() = status_of(written.status);
    if let Some(answered) = written.answered {
        response.extensions_mut().insert(answered);
    }
    response.set_body(BoxBody::new(match written.body {
        Cow::Borrowed(body) => Bytes::from_static(body),
        Cow::Owned(body) => Bytes::from(body),
    }))
}

header_map!(actix_web::http::header);

/// Converts a status. Every `ErrorStatus` is a valid `StatusCode`.
#[doc(hidden)]
#[must_use]
pub fn status_of(status: ErrorStatus) -> StatusCode {
    StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Any API error as a response, for code that is generic over the error.
///
/// ```
/// use panda_errors::ApiError;
/// use panda_errors::integrations::actix_web_4::Respond;
///
/// fn fail<E: ApiError + 'static>(error: E) -> actix_web::Error {
///     Respond(error).into()
/// }
/// # fail(panda_errors::PandaError::unsupported_format());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Respond<E>(pub E);

impl<E: fmt::Display> fmt::Display for Respond<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<E: ApiError> ResponseError for Respond<E> {
    fn status_code(&self) -> StatusCode {
        status_of(self.0.status())
    }

    fn error_response(&self) -> HttpResponse {
        respond(&self.0)
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        status_of(self.error().status())
    }

    fn error_response(&self) -> HttpResponse {
        respond(self.error())
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __actix_web_4 {
    ({ [$($generics:tt)*] [$type:ty] [$($bounds:tt)*] }) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::integrations::actix_web_4::ResponseError for $type
        where
            // A type without `Debug` has one error, at its own impl of `Error`.
            for<'__any> $type: ::core::error::Error,
            $($bounds)*
        {
            fn status_code(&self) -> $crate::integrations::actix_web_4::StatusCode {
                $crate::integrations::actix_web_4::status_of($crate::ApiError::status(self))
            }

            fn error_response(&self) -> $crate::integrations::actix_web_4::HttpResponse {
                $crate::integrations::actix_web_4::respond(self)
            }
        }
    };
}

__actix_web_4! { { [] [Rejection] [] } }

/// Sets up the extractors `Json`, `Query`, `Path` and `Form`, for `App::configure`. The requests that they reject are
/// answered with `E`. A content type that is not JSON is then a 415, and a malformed path is a 400.
///
/// To give an extractor your own limits, set it up after this call, with [`reject`].
pub fn extractors<E: ApiError + From<Rejection> + 'static>(config: &mut ServiceConfig) {
    config
        .app_data(JsonConfig::default().error_handler(reject::<E, _>))
        .app_data(QueryConfig::default().error_handler(reject::<E, _>))
        .app_data(PathConfig::default().error_handler(reject::<E, _>))
        .app_data(FormConfig::default().error_handler(reject::<E, _>));
}

/// Answers the rejection of an extractor with `E`. It is an error handler for any extractor that accepts one.
///
/// ```
/// use actix_web::{App, web};
/// use panda_errors::Rejection;
/// use panda_errors::integrations::actix_web_4::reject;
///
/// let json = web::JsonConfig::default().limit(1024).error_handler(reject::<Rejection, _>);
/// let app = App::new().app_data(json);
/// # let _ = app;
/// ```
#[expect(clippy::needless_pass_by_value, reason = "an error handler takes it by value")]
pub fn reject<E, R>(refusal: R, _: &HttpRequest) -> Error
where
    E: ApiError + From<Rejection> + 'static,
    R: ResponseError + 'static,
{
    let status = match (&refusal as &dyn Any).downcast_ref() {
        // actix answers 400 for JSON, but 415 for a form.
        Some(JsonPayloadError::ContentType) => ErrorStatus::UNSUPPORTED_MEDIA_TYPE,
        _ => ErrorStatus::new(refusal.status_code().as_u16()).unwrap_or(ErrorStatus::INTERNAL_SERVER_ERROR),
    };
    let text = caught(|| refusal.to_string()).unwrap_or_default();
    match error_of::<E>(Rejection::new(status).with_text(text)) {
        Ok(error) => Respond(error).into(),
        Err(panic) => panic.into(),
    }
}
