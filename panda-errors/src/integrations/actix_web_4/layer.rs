//! [`ErrorLayer`]: actix's own failures in our shape.

use std::boxed::Box;
use std::fmt;
use std::future::{Future, Ready, ready};
use std::marker::PhantomData;
use std::pin::Pin;
use std::string::String;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue};
use actix_web::{Error, HttpResponse, ResponseError};

use super::{Answered, Respond, respond};
use crate::integrations::panics::{caught, polled};
use crate::integrations::replaced::{TEXT_LIMIT, headers_of_the_body, is_bare, is_ours_alone};
use crate::{ApiError, ErrorStatus, Rejection, report};

/// The middleware that answers what actix refuses, catches panics, and knows the request.
///
/// Around an app or a scope, it
///
/// - answers every 4xx and 5xx that is not ours and has no content, or plain text, with `E`, made from a
///   [`Rejection`]; actix's headers, such as `Allow`, are kept, its text is for the report;
/// - answers a panic with an empty 500, and reports it;
/// - gives each error answer the `x-request-id` of its request, or a random one, and each report the method and route;
/// - reports an error once, however often actix asks for its response.
///
/// The first `wrap` is the innermost: it belongs inside of compression, CORS and logging, so that they see the true
/// answer.
///
/// ```
/// use panda_errors::integrations::actix_web_4::ErrorLayer;
///
/// // The names and messages of `Rejection`; `ErrorLayer::<AppError>::new()` has those of your own type.
/// let layer: ErrorLayer = ErrorLayer::new();
/// ```
pub struct ErrorLayer<E = Rejection>(PhantomData<fn() -> E>);

impl<E> ErrorLayer<E> {
    /// The middleware.
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
        ready(Ok(ErrorService { inner, error: PhantomData }))
    }
}

/// A service with an [`ErrorLayer`] around it.
#[derive(Clone, Debug)]
pub struct ErrorService<S, E = Rejection> {
    inner: S,
    error: PhantomData<fn() -> E>,
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
        self.inner.poll_ready(context)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let known = known(&request);
        // A service may do its work, and panic, before there is a future.
        let called = caught(|| known.enter(|| self.inner.call(request)));
        Box::pin(async move {
            let answered = match called {
                Ok(future) => polled(&known, future).await,
                Err(rejection) => Err(rejection),
            };
            let cause = match answered {
                Ok(Ok(response)) => {
                    let (request, response) = response.into_parts();
                    let response = known.enter(|| reshape::<E>(response.map_into_boxed_body()));
                    return Ok(ServiceResponse::new(request, response));
                }
                Ok(Err(error)) => error,
                Err(rejection) => Respond(E::from(rejection)).into(),
            };
            // The actix request went down with the future, and without it there is no response yet.
            Err(Unanswered::<E>::new(cause, known).into())
        })
    }
}

fn known(request: &ServiceRequest) -> report::Request {
    let id = request.headers().get("x-request-id").map(HeaderValue::as_bytes);
    let known = report::Request::new(request.method().as_str(), id);
    match request.match_pattern() {
        Some(route) => known.with_route(&route),
        None => known,
    }
}

/// An error that leaves the layer, with its request: actix asks for the response later, and maybe more than once.
struct Unanswered<E> {
    cause: Error,
    known: report::Request,
    /// The report is an event in the span of the request, which is left by then.
    #[cfg(feature = "tracing")]
    span: tracing::Span,
    error: PhantomData<fn() -> E>,
}

impl<E> Unanswered<E> {
    fn new(cause: Error, known: report::Request) -> Self {
        Self {
            cause,
            known,
            #[cfg(feature = "tracing")]
            span: tracing::Span::current(),
            error: PhantomData,
        }
    }

    /// Runs code in the request that it belongs to.
    fn enter<R>(&self, run: impl FnOnce() -> R) -> R {
        #[cfg(feature = "tracing")]
        let _inside = self.span.enter();
        self.known.enter(run)
    }
}

impl<E: ApiError + From<Rejection> + 'static> ResponseError for Unanswered<E> {
    fn status_code(&self) -> StatusCode {
        self.cause.as_response_error().status_code()
    }

    fn error_response(&self) -> HttpResponse {
        self.enter(|| reshape::<E>(self.cause.error_response()))
    }
}

impl<E> fmt::Display for Unanswered<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.cause, f)
    }
}

impl<E> fmt::Debug for Unanswered<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.cause, f)
    }
}

/// Answers in our shape what is an error in another one.
fn reshape<E: ApiError + From<Rejection>>(response: HttpResponse) -> HttpResponse {
    let Some(status) = foreign(&response) else { return response };
    let (mut response, body) = response.into_parts();
    let text = body.try_into_bytes().ok().filter(|text| !text.is_empty());
    let rejection = match text {
        Some(text) => {
            let text = text.get(..TEXT_LIMIT).unwrap_or(&text);
            Rejection::new(status).with_text(String::from_utf8_lossy(text))
        }
        None => Rejection::new(status),
    };
    let (mut ours, body) = respond(&E::from(rejection)).into_parts();
    let headers = response.headers_mut();
    for name in headers_of_the_body(status) {
        headers.remove(name);
    }
    // What actix or a handler has set wins.
    for name in ours.headers().keys() {
        if is_ours_alone(name.as_str()) {
            headers.remove(name);
        }
        if !headers.contains_key(name) {
            ours.headers().get_all(name).for_each(|value| headers.append(name.clone(), value.clone()));
        }
    }
    *response.status_mut() = ours.status();
    response.extensions_mut().extend(std::mem::take(&mut *ours.extensions_mut()));
    response.set_body(body)
}

/// The status of an answer that is an error, not ours, and nobody's work: it has no content, or a plain text.
fn foreign(response: &HttpResponse) -> Option<ErrorStatus> {
    let status = ErrorStatus::new(response.status().as_u16())?;
    let content_type = response.headers().get(CONTENT_TYPE);
    let is_bare =
        is_bare(content_type.map(HeaderValue::as_bytes)) && !response.headers().contains_key(CONTENT_ENCODING);
    // What is ours is known by its content type, but for the 500, which has none. A middleware may have put another
    // body in.
    let is_empty = || content_type.is_none() && matches!(response.body().size(), BodySize::None | BodySize::Sized(0));
    let is_marked = || response.extensions().get::<Answered>().is_some_and(|answered| answered.status == status);
    let is_ours = status == ErrorStatus::INTERNAL_SERVER_ERROR && is_empty() && is_marked();
    (!is_ours && is_bare).then_some(status)
}
