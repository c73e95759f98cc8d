//! tower: a response for an error, and the layer that brings the failures of axum, warp and hyper into the same shape.

use std::any::Any;
use std::boxed::Box;
use std::convert::Infallible;
use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, TRANSFER_ENCODING};
use http::{Extensions, Request, Response};
use tower_layer::Layer;
use tower_service::Service;

use super::http_1;
pub use super::http_1::Answered;
use crate::{Answer, ApiError, ErrorStatus, Rejection, report};

/// The response for an error, with any body that is made from bytes.
///
/// ```
/// use bytes::Bytes;
/// use panda_errors::PandaError;
/// use panda_errors::integrations::tower::respond;
///
/// let response: http::Response<Bytes> = respond(&PandaError::signature_expired());
/// assert_eq!(response.status(), 401);
/// assert_eq!(response.body(), r#"{"error":"NotAuthorized","message":"Signatures expired"}"#);
/// ```
pub fn respond<B: From<Bytes>>(error: &dyn ApiError) -> Response<B> {
    http_1::response(Answer::of(error), error.definition())
}

/// The layer that answers what the framework refuses, catches panics, and knows the request.
///
/// Around a router, it
///
/// - answers every 4xx and 5xx that is not ours and has no content, or plain text, with `E`, made from a
///   [`Rejection`]; the framework's headers, such as `Allow`, are kept, its text is not sent;
/// - answers a panic with an empty 500, and reports it;
/// - gives each error answer the `x-request-id` of its request, or a random one, and each report the method and route.
///
/// It belongs inside of compression, and inside of CORS and tracing layers, so that they see the true answer.
///
/// ```
/// use panda_errors::integrations::tower::ErrorLayer;
///
/// // The names and messages of `Rejection`; `ErrorLayer::<AppError>::new()` has those of your own type.
/// let layer: ErrorLayer = ErrorLayer::new();
/// ```
pub struct ErrorLayer<E = Rejection> {
    route: fn(&Extensions) -> Option<&str>,
    error: PhantomData<fn() -> E>,
}

impl<E> ErrorLayer<E> {
    /// The layer.
    #[must_use]
    pub const fn new() -> Self {
        Self { route: |_| None, error: PhantomData }
    }

    /// The same layer with the way to find the route that a request matched, for the report: the frameworks put it
    /// into the extensions of the request, axum as `MatchedPath`.
    #[must_use]
    pub const fn with_route(self, route: fn(&Extensions) -> Option<&str>) -> Self {
        Self { route, ..self }
    }
}

impl<E> Default for ErrorLayer<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> Clone for ErrorLayer<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for ErrorLayer<E> {}

impl<E> fmt::Debug for ErrorLayer<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ErrorLayer")
    }
}

impl<S, E> Layer<S> for ErrorLayer<E> {
    type Service = ErrorService<S, E>;

    fn layer(&self, inner: S) -> Self::Service {
        ErrorService { inner, layer: *self }
    }
}

/// A service with an [`ErrorLayer`] around it.
#[derive(Clone, Debug)]
pub struct ErrorService<S, E = Rejection> {
    inner: S,
    layer: ErrorLayer<E>,
}

impl<S, E, In, Out> Service<Request<In>> for ErrorService<S, E>
where
    S: Service<Request<In>, Response = Response<Out>, Error = Infallible>,
    S::Future: Send + 'static,
    E: ApiError + From<Rejection> + 'static,
    Out: From<Bytes>,
{
    type Response = Response<Out>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Out>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<In>) -> Self::Future {
        let known = self.known(&request);
        // A service may do its work, and panic, before there is a future.
        let called = known.enter(|| catch_unwind(AssertUnwindSafe(|| self.inner.call(request))));
        Box::pin(async move {
            let polled = match called {
                Ok(future) => unwinding(&known, future).await,
                Err(payload) => Err(payload),
            };
            Ok(known.enter(|| match polled {
                Ok(Ok(response)) => reshape::<E, Out>(response),
                Err(payload) => panicked::<E, Out>(payload),
            }))
        })
    }
}

impl<S, E> ErrorService<S, E> {
    fn known<In>(&self, request: &Request<In>) -> report::Request {
        let id = request.headers().get("x-request-id").map(http::HeaderValue::as_bytes);
        let known = report::Request::new(request.method().as_str(), id);
        match (self.layer.route)(request.extensions()) {
            Some(route) => known.with_route(route),
            None => known,
        }
    }
}

/// Polls a future inside the request, and catches its panics.
async fn unwinding<F: Future>(known: &report::Request, future: F) -> Result<F::Output, Box<dyn Any + Send>> {
    let mut future = pin!(future);
    poll_fn(|context| {
        let poll = || known.enter(|| future.as_mut().poll(context));
        match catch_unwind(AssertUnwindSafe(poll)) {
            Ok(poll) => poll.map(Ok),
            Err(payload) => Poll::Ready(Err(payload)),
        }
    })
    .await
}

fn panicked<E: ApiError + From<Rejection>, B: From<Bytes>>(payload: Box<dyn Any + Send>) -> Response<B> {
    let rejection = Rejection::panicked(&*payload);
    // Not dropped: the `Drop` of a payload may panic as well.
    std::mem::forget(payload);
    respond(&E::from(rejection))
}

/// Answers in our shape what is an error in another one.
fn reshape<E: ApiError + From<Rejection>, B: From<Bytes>>(response: Response<B>) -> Response<B> {
    let foreign = response.extensions().get::<Answered>().is_none() && is_bare(response.headers());
    match ErrorStatus::new(response.status().as_u16()) {
        Some(status) if foreign => {
            let (mut parts, _) = response.into_parts();
            let answer = respond::<B>(&E::from(Rejection::new(status)));
            let (ours, body) = answer.into_parts();
            for name in [CONTENT_TYPE, CONTENT_LENGTH, TRANSFER_ENCODING] {
                parts.headers.remove(name);
            }
            // What the framework or a handler has set wins.
            for (name, value) in &ours.headers {
                if !parts.headers.contains_key(name) {
                    parts.headers.append(name, value.clone());
                }
            }
            parts.status = ours.status;
            parts.extensions.extend(ours.extensions);
            Response::from_parts(parts, body)
        }
        _ => response,
    }
}

/// Whether a body is nobody's work: there is none, or a line of plain text.
fn is_bare(headers: &HeaderMap) -> bool {
    let plain = |value: &http::HeaderValue| value.as_bytes().starts_with(b"text/plain");
    headers.get(CONTENT_TYPE).is_none_or(plain) && !headers.contains_key(CONTENT_ENCODING)
}
