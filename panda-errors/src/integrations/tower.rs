//! tower: a response for an error, and the layer that brings the failures of axum, warp and hyper into the same shape.

use std::boxed::Box;
use std::convert::Infallible;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Extensions, Method, Request, Response};
use http_body::Body;
use tower_layer::Layer;
use tower_service::Service;

pub use super::answered::Answered;
use super::panics::{caught, polled};
use super::{foreign, http_1};
use crate::{ApiError, ErrorStatus, Rejection, report};

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
    http_1::response(error)
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

plain_layer!(ErrorLayer);

impl<S, E> Layer<S> for ErrorLayer<E> {
    type Service = ErrorService<S, E>;

    fn layer(&self, inner: S) -> Self::Service {
        ErrorService { inner, layer: *self }
    }
}

/// A service with an [`ErrorLayer`] around it.
#[derive(Debug)]
pub struct ErrorService<S, E = Rejection> {
    inner: S,
    layer: ErrorLayer<E>,
}

// Not derived: that would ask for a `Clone` of the error, and a router takes no layer whose service is not one.
impl<S: Clone, E> Clone for ErrorService<S, E> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), layer: self.layer }
    }
}

impl<S, E, In, Out> Service<Request<In>> for ErrorService<S, E>
where
    S: Service<Request<In>, Response = Response<Out>, Error = Infallible>,
    S::Future: Send + 'static,
    E: ApiError + From<Rejection> + 'static,
    Out: Body + From<Bytes>,
{
    type Response = Response<Out>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Out>, Infallible>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<In>) -> Self::Future {
        let known = self.known(&request);
        let is_head = request.method() == Method::HEAD;
        // A service may do its work, and panic, before there is a future.
        let called = caught(|| known.enter(|| self.inner.call(request)));
        Box::pin(async move {
            let answered = match called {
                Ok(future) => polled(&known, future).await,
                Err(rejection) => Err(rejection),
            };
            let response = known.enter(|| match answered {
                Ok(Ok(response)) => reshape::<E, Out>(response),
                Err(rejection) => respond(&E::from(rejection)),
            });
            Ok(if is_head { without_body(response) } else { response })
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

/// hyper sends the body of an answer to HEAD over HTTP/2, which no client forgives.
fn without_body<B: Body + From<Bytes>>(response: Response<B>) -> Response<B> {
    if ErrorStatus::new(response.status().as_u16()).is_none() {
        return response;
    }
    let (mut head, body) = response.into_parts();
    foreign::keep_length(&mut head.headers, &body);
    Response::from_parts(head, B::from(Bytes::new()))
}

/// Answers in our shape what is an error in another one.
fn reshape<E: ApiError + From<Rejection>, B: Body + From<Bytes>>(response: Response<B>) -> Response<B> {
    let (mut head, body) = response.into_parts();
    let Some(status) = foreign::status(head.status, &head.headers, &head.extensions, &body) else {
        return Response::from_parts(head, body);
    };
    let error = E::from(foreign::rejection(status, foreign::text(body)));
    let body = foreign::replace(&error, &mut head.status, &mut head.headers, &mut head.extensions);
    Response::from_parts(head, B::from(body))
}
