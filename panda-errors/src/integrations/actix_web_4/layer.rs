//! [`ErrorLayer`]: actix's own failures in the shape of your error type.

use std::boxed::Box;
use std::cell::Cell;
use std::fmt;
use std::future::{Future, Ready, ready};
use std::marker::PhantomData;
use std::pin::Pin;
use std::string::String;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use actix_web::{Error, HttpResponse, ResponseError};

use super::{Answered, Respond, finish, status_of};
use crate::integrations::headers::Headers as _;
use crate::integrations::inside::{self, Failed, watched};
use crate::integrations::polled::polled;
use crate::integrations::rejected::{caught, error_of};
use crate::integrations::verdict::{TEXT_LIMIT, Verdict, reject, restore};
use crate::{ApiError, Rejection, report};

/// The middleware that answers the requests that actix rejects, catches panics, and knows the request.
///
/// Put it around an app or a scope. It
///
/// - answers with `E`, made from a [`Rejection`], if a 4xx or 5xx is not from this library and has plain text or no
///   content. actix's headers, such as `Allow`, stay, and its text goes into the report;
/// - answers a panic with an empty 500, and reports it;
/// - gives each error response the `x-request-id` of its request, or a random id, and each report the method and route;
/// - reports an error once, even if actix asks for its response several times.
///
/// The first `wrap` is the innermost. The layer belongs inside of compression, CORS and logging, so that they see the
/// true response.
///
/// ```
/// use panda_errors::integrations::actix_web_4::ErrorLayer;
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

impl<S, B, E> Transform<S, ServiceRequest> for ErrorLayer<E>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
    E: ApiError + From<Rejection> + 'static,
{
    type Response = ServiceResponse;
    type Error = Error;
    type Transform = ErrorService<S, E>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        report::note_layer();
        ready(Ok(ErrorService { inner, panic: Cell::new(None), error: PhantomData }))
    }
}

/// A service with an [`ErrorLayer`] around it.
pub struct ErrorService<S, E> {
    inner: S,
    /// The panic of `poll_ready`. The next call answers it.
    panic: Cell<Option<Rejection>>,
    error: PhantomData<fn() -> E>,
}

// A derive would require the same of `E`.
impl<S: Clone, E> Clone for ErrorService<S, E> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), panic: Cell::new(None), error: PhantomData }
    }
}

impl<S: fmt::Debug, E> fmt::Debug for ErrorService<S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ErrorService").field(&self.inner).finish()
    }
}

impl<S, B, E> Service<ServiceRequest> for ErrorService<S, E>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
    E: ApiError + From<Rejection> + 'static,
{
    type Response = ServiceResponse;
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<ServiceResponse, Error>>>>;

    fn poll_ready(&self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        caught(|| self.inner.poll_ready(context)).unwrap_or_else(|panic| {
            self.panic.set(Some(panic));
            Poll::Ready(Ok(()))
        })
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let known = known(&request);
        // A service may do its work, and panic, before it returns a future.
        let called = match self.panic.take() {
            Some(panic) => Err(panic),
            None => caught(|| known.enter(|| self.inner.call(request))),
        };
        Box::pin(async move {
            let answered = match called {
                Ok(future) => polled(&known, future).await,
                Err(rejection) => Err(rejection),
            };
            let cause = match answered {
                Ok(Ok(response)) => {
                    let (request, response) = response.into_parts();
                    let response = known.enter(|| checked::<E>(response.map_into_boxed_body(), &known));
                    return Ok(ServiceResponse::new(request, response));
                }
                Ok(Err(error)) => error,
                Err(panic) => match error_of::<E>(panic) {
                    Ok(error) => Respond(error).into(),
                    Err(panic) => panic.into(),
                },
            };
            // The request of actix was dropped with the future, and a response cannot be made without it.
            Err(Unanswered::new::<E>(cause, known).into())
        })
    }
}

fn known(request: &ServiceRequest) -> report::Request {
    let id = request.headers().first("x-request-id");
    inside::request(request.method().as_str(), id, request.match_pattern().as_deref())
}

/// An error that leaves an [`ErrorLayer`], with its request. actix asks for the response later, maybe more than once.
///
/// A middleware outside finds the error inside:
///
/// ```
/// use panda_errors::PandaError;
/// use panda_errors::integrations::actix_web_4::Unanswered;
///
/// fn cause(error: &actix_web::Error) -> Option<&PandaError> {
///     error.as_error::<Unanswered>()?.cause().as_error()
/// }
/// ```
pub struct Unanswered {
    cause: Error,
    known: report::Request,
    /// The span of the request. It is entered again for the report, because the request has left it by then.
    #[cfg(feature = "tracing")]
    span: tracing::Span,
    checked: fn(HttpResponse, &report::Request) -> HttpResponse,
}

impl Unanswered {
    fn new<E: ApiError + From<Rejection> + 'static>(cause: Error, known: report::Request) -> Self {
        Self {
            cause,
            known,
            #[cfg(feature = "tracing")]
            span: tracing::Span::current(),
            checked: checked::<E>,
        }
    }

    /// Returns the error that a middleware or a handler inside returned.
    #[must_use]
    pub const fn cause(&self) -> &Error {
        &self.cause
    }
}

impl ResponseError for Unanswered {
    fn status_code(&self) -> StatusCode {
        self.cause.as_response_error().status_code()
    }

    fn error_response(&self) -> HttpResponse {
        #[cfg(feature = "tracing")]
        let _inside = self.span.enter();
        self.known.enter(|| (self.checked)(self.cause.error_response(), &self.known))
    }
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.cause, f)
    }
}

impl fmt::Debug for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.cause, f)
    }
}

/// Returns the response that leaves the layer instead of this one.
fn checked<E: ApiError + From<Rejection> + 'static>(
    mut response: HttpResponse,
    known: &report::Request,
) -> HttpResponse {
    let answered = response.extensions().get::<Answered>().cloned();
    let is_empty = || matches!(response.body().size(), BodySize::None | BodySize::Sized(0));
    match Verdict::of(response.status().as_u16(), response.headers(), answered.as_ref(), known, is_empty) {
        Verdict::Left => watch::<E>(response, known),
        Verdict::Ours(own, sent) => {
            restore::<E>(own, sent, answered.as_ref(), response.headers_mut(), known);
            *response.status_mut() = status_of(own);
            watch::<E>(response, known)
        }
        Verdict::Rejected(status) => {
            let (mut response, body) = response.into_parts();
            let text = body.try_into_bytes().ok().filter(|text| !text.is_empty());
            let text = text.map(|text| String::from_utf8_lossy(text.get(..TEXT_LIMIT).unwrap_or(&text)).into_owned());
            let written = reject::<E>(status, text, response.headers_mut(), known);
            finish(written, response)
        }
    }
}

/// Wraps the body of a response, so that its failure is reported. A body that cannot fail stays.
fn watch<E: ApiError + From<Rejection> + 'static>(response: HttpResponse, known: &report::Request) -> HttpResponse {
    response.map_body(|_, body| {
        if matches!(body.size(), BodySize::None) {
            return body;
        }
        match body.try_into_bytes() {
            Ok(bytes) => BoxBody::new(bytes),
            Err(body) => BoxBody::new(Watched { body, failed: Some(Failed::of::<E>(known.clone())) }),
        }
    })
}

/// A streamed body.
struct Watched {
    body: BoxBody,
    failed: Option<Failed>,
}

impl MessageBody for Watched {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.get_mut();
        watched(&mut this.failed, || Pin::new(&mut this.body).poll_next(context))
    }
}
