//! poem 3: every derived type is a `ResponseError`, so a handler returns `Result<_, UploadError>`.
//!
//! If you write `ResponseError` for a type yourself, put `#[api(skip(poem))]` on the type. Otherwise the impls conflict
//! (E0119) once any crate in the build enables this feature.
//!
//! With [`ErrorLayer`] around the routes, poem's own failures, such as no route or malformed JSON, have the same shape:
//!
//! ```
//! use panda_errors::integrations::poem_3::ErrorLayer;
//! use panda_errors::{PandaError, Rejection};
//! use poem::{EndpointExt, Route, get, handler};
//!
//! #[handler]
//! fn video() -> Result<&'static str, PandaError> {
//!     Err(PandaError::record_not_found("Video", "X"))
//! }
//!
//! let app = Route::new().at("/videos/:id", get(video)).with(ErrorLayer::<Rejection>::new());
//! # fn is_endpoint(_: impl poem::Endpoint) {}
//! # is_endpoint(app);
//! ```

use std::cell::RefCell;
use std::marker::PhantomData;
use std::thread_local;

use ::poem::http::{Method, Version};
use ::poem::{Body, Endpoint, Error, IntoResponse, Middleware, PathPattern, Request};
use bytes::Bytes;
use http_body::Body as _;

use super::body_1::{self, rejected};
use super::headers::Headers as _;
use super::polled::polled;
use super::rejected::caught;
use super::stream_1::ErrorBody;
use super::{http_1, inside};
use crate::{ApiError, ErrorStatus, Failure, Rejection, report};

pub use super::answered::Answered;
pub use ::poem::Response;
pub use ::poem::error::ResponseError;
pub use ::poem::http::StatusCode;

/// Returns the response for an error.
///
/// ```
/// use panda_errors::PandaError;
/// use panda_errors::integrations::poem_3::respond;
///
/// assert_eq!(respond(&PandaError::file_size_limit_exceeded(10_485_760)).status(), 413);
/// ```
pub fn respond(error: &dyn ApiError) -> Response {
    let response: http::Response<Bytes> = http_1::response(error);
    let _ = ANSWERED.try_with(|answered| answered.replace(response.extensions().get().cloned()));
    of(response)
}

// The extensions to restore, because poem replaces the extensions of a response with the extensions of its error.
thread_local!(static ANSWERED: RefCell<Option<Answered>> = const { RefCell::new(None) });

/// Converts a response. poem's own conversion loses the length of the body.
fn of(response: http::Response<impl Into<Body>>) -> Response {
    let (head, body) = response.into_parts();
    let mut response = Response::from(body.into());
    response.set_status(head.status);
    *response.headers_mut() = head.headers;
    *response.extensions_mut() = head.extensions;
    response
}

/// Converts a status. Every `ErrorStatus` is a valid `StatusCode`.
#[doc(hidden)]
#[must_use]
pub fn status_of(status: ErrorStatus) -> StatusCode {
    StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Any API error as a response or, by `?`, as an error of poem, for code that is generic over the error.
///
/// ```
/// use panda_errors::ApiError;
/// use panda_errors::integrations::poem_3::{Respond, Response};
/// use poem::IntoResponse;
///
/// fn fail<E: ApiError + Send>(error: E) -> Response {
///     Respond(error).into_response()
/// }
/// # fail(panda_errors::PandaError::unsupported_format());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Respond<E>(pub E);

impl<E: ApiError + Send> IntoResponse for Respond<E> {
    fn into_response(self) -> Response {
        respond(&self.0)
    }
}

impl<E: ApiError> From<Respond<E>> for Error {
    fn from(Respond(error): Respond<E>) -> Self {
        answered(&error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        respond(self.error())
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        answered(failure.error())
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        respond(&self)
    }
}

/// Returns an error of poem that carries the response for an error.
fn answered(error: &dyn ApiError) -> Error {
    let response = respond(error);
    let answered = response.data::<Answered>().cloned();
    let mut error = Error::from_response(response);
    if let Some(answered) = answered {
        error.set_data(answered);
    }
    error
}

#[doc(hidden)]
#[macro_export]
macro_rules! __poem_3 {
    ({ [$($generics:tt)*] [$type:ty] [$($bounds:tt)*] }) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::integrations::poem_3::ResponseError for $type
        where
            $($bounds)*
        {
            fn status(&self) -> $crate::integrations::poem_3::StatusCode {
                $crate::integrations::poem_3::status_of($crate::ApiError::status(self))
            }

            fn as_response(&self) -> $crate::integrations::poem_3::Response {
                $crate::integrations::poem_3::respond(self)
            }
        }
    };
}

__poem_3! { { [] [Rejection] [] } }

/// The middleware that answers the requests that poem rejects, catches panics, and knows the request.
///
/// Put it around a [`Route`](::poem::Route). It
///
/// - answers every error of poem with `E`, made from a [`Rejection`]. The headers stay, and the text of the error goes
///   into the report. It does the same with every 4xx and 5xx that is not from this library and has plain text or no
///   content;
/// - answers a panic with an empty 500, and reports it;
/// - gives each error response the `x-request-id` of its request, or a random id, and each report the method and route.
///
/// It belongs inside of compression, CORS and tracing, so that they see the true response. It belongs around the
/// `Route`, because a `Route` removes the body of a response to HEAD, and the length with it.
///
/// ```
/// use panda_errors::integrations::poem_3::ErrorLayer;
///
/// // `Rejection` has names and messages of its own; put your error type in its place.
/// let layer = ErrorLayer::<panda_errors::Rejection>::new();
/// ```
pub struct ErrorLayer<E>(PhantomData<fn() -> E>);

impl<E> ErrorLayer<E> {
    /// Creates the middleware.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

plain_layer!(ErrorLayer);

impl<I: Endpoint, E: ApiError + From<Rejection> + 'static> Middleware<I> for ErrorLayer<E> {
    type Output = ErrorEndpoint<I, E>;

    fn transform(&self, inner: I) -> Self::Output {
        report::note_layer();
        ErrorEndpoint { inner, error: self.0 }
    }
}

/// An endpoint with an [`ErrorLayer`] around it.
#[derive(Debug)]
pub struct ErrorEndpoint<I, E> {
    inner: I,
    error: PhantomData<fn() -> E>,
}

impl<I: Endpoint, E: ApiError + From<Rejection> + 'static> Endpoint for ErrorEndpoint<I, E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response, Error> {
        let id = request.headers().first("x-request-id");
        let known = inside::request(request.method().as_str(), id, route(request.data()));
        let is_withheld = request.method() == Method::HEAD && request.version() >= Version::HTTP_2;
        let (known, response) = match polled(&known, self.inner.call(request)).await {
            Ok(Ok(output)) => (known.clone(), caught(|| known.enter(|| output.into_response()))),
            Ok(Err(error)) => {
                // The route that matched comes back with the error.
                let known = match route(error.data()) {
                    Some(route) => known.with_route(route),
                    None => known,
                };
                let response = caught(|| known.enter(|| response_of(error)));
                (known, response)
            }
            Err(panic) => (known, Err(panic)),
        };
        Ok(known.enter(|| outgoing::<E>(response, is_withheld, &known)))
    }
}

/// Returns the route that matched. If routes are nested at the root, the pattern is empty, and the result is `None`.
fn route(pattern: Option<&PathPattern>) -> Option<&str> {
    pattern.map(|PathPattern(route)| &**route).filter(|route| !route.is_empty())
}

/// Returns the response for an error that left the routes. The errors of handlers become responses here.
fn response_of(error: Error) -> Response {
    let _ = ANSWERED.try_with(RefCell::take);
    let mut response = error.into_response();
    if let Ok(Some(answered)) = ANSWERED.try_with(RefCell::take) {
        response.set_data(answered);
    }
    response
}

/// Returns the response that leaves the layer. A body is withheld if hyper would send it after HEAD.
fn outgoing<E: ApiError + From<Rejection> + 'static>(
    answered: Result<Response, Rejection>,
    is_withheld: bool,
    known: &report::Request,
) -> Response {
    let of_bytes = |bytes: Bytes| Body::from(bytes).into();
    let response = match answered {
        Ok(response) => {
            let mut response = response.into();
            body_1::check::<E, _>(&mut response, known, of_bytes);
            response
        }
        Err(panic) => rejected::<E>(panic).map(of_bytes),
    };
    if !is_withheld && response.body().size_hint().exact().is_some() {
        return of(response);
    }
    let (mut head, body) = response.into_parts();
    let body = ErrorBody::new::<E>(body, known.clone());
    let body = if is_withheld { body.withheld(&mut head.headers) } else { body };
    http::Response::from_parts(head, body).into()
}
