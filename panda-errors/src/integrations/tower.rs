//! tower: a response for an error, and the layer that gives the failures of axum, warp and hyper the same shape.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Extensions, Method, Request, Response, Version};
use http_body::Body;
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

pub use super::answered::Answered;
use super::body_1::{check, rejected};
use super::headers::Headers as _;
use super::rejected::caught;
pub use super::stream_1::ErrorBody;
use super::{http_1, inside};
use crate::{ApiError, ErrorStatus, Rejection, report};

/// Returns the response for an error, with any body that is made from bytes.
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
    http_1::response(error)
}

/// The layer that answers the requests that the framework rejects, catches panics, and knows the request.
///
/// Put it around a router. It
///
/// - answers with `E`, made from a [`Rejection`], if a 4xx or 5xx is not from this library and has plain text or no
///   content. The framework's headers, such as `Allow`, stay, and its text is not sent;
/// - answers a panic with an empty 500, and reports it;
/// - gives each error response the `x-request-id` of its request, or a random id, and each report the method and route.
///
/// It belongs inside of compression, and inside of CORS and tracing layers, so that they see the true response.
///
/// ```
/// use panda_errors::integrations::tower::ErrorLayer;
///
/// // `Rejection` has names and messages of its own; put your error type in its place.
/// let layer = ErrorLayer::<panda_errors::Rejection>::new();
/// ```
pub struct ErrorLayer<E> {
    route: fn(&Extensions) -> Option<&str>,
    error: PhantomData<fn() -> E>,
}

impl<E> ErrorLayer<E> {
    /// Creates the layer.
    #[must_use]
    pub const fn new() -> Self {
        Self { route: |_| None, error: PhantomData }
    }

    /// Sets the function that finds the route of a request, for the report. The frameworks put the route into the
    /// extensions of the request. axum stores it as `MatchedPath`.
    #[must_use]
    pub const fn with_route(self, route: fn(&Extensions) -> Option<&str>) -> Self {
        Self { route, ..self }
    }
}

plain_layer!(ErrorLayer);

impl<S, E> Layer<S> for ErrorLayer<E> {
    type Service = ErrorService<S, E>;

    fn layer(&self, inner: S) -> Self::Service {
        report::note_layer();
        ErrorService { inner, layer: *self, panic: None }
    }
}

/// A service with an [`ErrorLayer`] around it.
pub struct ErrorService<S, E> {
    inner: S,
    layer: ErrorLayer<E>,
    /// The panic of `poll_ready`. The next call answers it.
    panic: Option<Rejection>,
}

// A derive would require `E: Clone`, and a router accepts a layer only if its service is `Clone`.
impl<S: Clone, E> Clone for ErrorService<S, E> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), layer: self.layer, panic: None }
    }
}

impl<S: fmt::Debug, E> fmt::Debug for ErrorService<S, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ErrorService").field(&self.inner).finish()
    }
}

impl<S, E, In, Out> Service<Request<In>> for ErrorService<S, E>
where
    S: Service<Request<In>, Response = Response<Out>, Error = Infallible>,
    E: ApiError + From<Rejection> + 'static,
    Out: Body<Error: fmt::Display> + From<Bytes>,
{
    type Response = Response<ErrorBody<Out>>;
    type Error = Infallible;
    type Future = ErrorFuture<S::Future, E>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        caught(|| self.inner.poll_ready(context)).unwrap_or_else(|panic| {
            self.panic = Some(panic);
            Poll::Ready(Ok(()))
        })
    }

    fn call(&mut self, request: Request<In>) -> Self::Future {
        let known = self.known(&request);
        let is_withheld = request.method() == Method::HEAD && request.version() >= Version::HTTP_2;
        let (mut future, mut panic) = (None, self.panic.take());
        if panic.is_none() {
            // A service may do its work, and panic, before it returns a future.
            let called = caught(|| known.enter(|| future = Some(self.inner.call(request))));
            panic = called.err();
        }
        ErrorFuture { future, panic, known, is_withheld, error: PhantomData }
    }
}

impl<S, E> ErrorService<S, E> {
    fn known<In>(&self, request: &Request<In>) -> report::Request {
        let id = request.headers().first("x-request-id");
        inside::request(request.method().as_str(), id, (self.layer.route)(request.extensions()))
    }
}

pin_project! {
    /// The future of an [`ErrorService`].
    pub struct ErrorFuture<F, E> {
        #[pin]
        future: Option<F>,
        panic: Option<Rejection>,
        known: report::Request,
        is_withheld: bool,
        error: PhantomData<fn() -> E>,
    }
}

impl<F, E, Out> Future for ErrorFuture<F, E>
where
    F: Future<Output = Result<Response<Out>, Infallible>>,
    E: ApiError + From<Rejection> + 'static,
    Out: Body<Error: fmt::Display> + From<Bytes>,
{
    type Output = Result<Response<ErrorBody<Out>>, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let known = &*this.known;
        // The response is large, so it is not handed from closure to closure.
        let mut answered = None;
        let run = || {
            let polled = this.future.as_mut().as_pin_mut().map(|future| future.poll(context));
            if let Some(Poll::Ready(Ok(mut response))) = polled {
                this.future.set(None);
                check::<E, Out>(&mut response, known, Out::from);
                answered = Some(response);
            }
        };
        let outcome = match this.panic.take() {
            Some(panic) => Err(panic),
            None => caught(|| known.enter(run)),
        };
        if let Err(panic) = outcome {
            // A second panic of the same future does not add to the first.
            let _ = caught(|| known.enter(|| this.future.set(None)));
            answered = Some(known.enter(|| rejected::<E>(panic).map(Out::from)));
        }
        let Some(response) = answered else { return Poll::Pending };
        let is_withheld = *this.is_withheld && ErrorStatus::new(response.status().as_u16()).is_some();
        let mut response = response.map(|body| ErrorBody::new::<E>(body, known.clone()));
        if is_withheld {
            let (mut head, body) = response.into_parts();
            let body = body.withheld(&mut head.headers);
            response = Response::from_parts(head, body);
        }
        Poll::Ready(Ok(response))
    }
}

impl<F, E> fmt::Debug for ErrorFuture<F, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ErrorFuture")
    }
}
