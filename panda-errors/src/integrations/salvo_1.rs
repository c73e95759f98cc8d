//! salvo 1: every derived type is a `Scribe`, so a handler returns `Result<_, UploadError>`.
//!
//! If you write `Scribe` or `Writer` for a type yourself, put `#[api(skip(salvo))]` on the type. Otherwise the impls
//! conflict (E0119) once any crate in the build enables this feature.
//!
//! With [`ErrorLayer`] as the first hoop of the service and as its catcher, salvo's own failures, such as no route or
//! malformed JSON, have the same shape:
//!
//! ```
//! use panda_errors::integrations::salvo_1::ErrorLayer;
//! use panda_errors::{PandaError, Rejection};
//! use salvo_core::catcher::Catcher;
//! use salvo_core::{Router, Service, handler};
//!
//! #[handler]
//! async fn video() -> Result<&'static str, PandaError> {
//!     Err(PandaError::record_not_found("Video", "X"))
//! }
//!
//! let layer = ErrorLayer::<Rejection>::new();
//! let router = Router::with_path("videos/{id}").get(video);
//! let service = Service::new(router).hoop(layer).catcher(Catcher::new(layer));
//! ```

use std::boxed::Box;
use std::error::Error;
use std::format;
use std::marker::PhantomData;
use std::mem::take;
use std::pin::Pin;
use std::string::ToString as _;
use std::task::{Context, Poll};

use ::salvo_core::http::{HeaderValue, ResBody};
use ::salvo_core::{Depot, FlowCtrl, Handler, Request, async_trait};
use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http_body::{Body, Frame, SizeHint};

use super::body_1;
use super::headers::{Headers as _, Written};
use super::http_1::{bytes, status_of};
use super::inside;
use super::polled::polled;
use super::rejected::{answer, caught, merge};
use super::stream_1::ErrorBody;
use super::verdict::reject;
use crate::{ApiError, ErrorStatus, Failure, Rejection, report};

pub use super::answered::Answered;
pub use ::salvo_core::{Response, Scribe};

/// Writes the answer for an error into the response. The headers that a hoop or the handler has set stay, except the
/// headers that describe the body.
///
/// ```
/// use panda_errors::PandaError;
/// use panda_errors::integrations::salvo_1::{Response, respond};
///
/// let mut response = Response::new();
/// respond(&PandaError::file_size_limit_exceeded(10_485_760), &mut response);
/// assert_eq!(response.status_code.unwrap(), 413);
/// ```
pub fn respond(error: &dyn ApiError, response: &mut Response) {
    let written = merge(error, &mut response.headers);
    finish(written, response);
}

fn finish(written: Written, response: &mut Response) {
    // In the response to HEAD, salvo removes the body, and the length with it.
    response.headers.insert(CONTENT_LENGTH, HeaderValue::from(written.body.len()));
    response.status_code = Some(status_of(written.status));
    if let Some(answered) = written.answered {
        response.extensions.insert(answered);
    }
    // If a response does not have a body, salvo writes a page. So set an empty body.
    response.body = ResBody::Once(bytes(written.body));
}

/// Any API error as a scribe, for code that is generic over the error.
///
/// ```
/// use panda_errors::ApiError;
/// use panda_errors::integrations::salvo_1::{Respond, Response};
///
/// fn fail<E: ApiError + Send>(error: E, response: &mut Response) {
///     response.render(Respond(error));
/// }
/// # fail(panda_errors::PandaError::unsupported_format(), &mut Response::new());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Respond<E>(pub E);

impl<E: ApiError> Scribe for Respond<E> {
    fn render(self, response: &mut Response) {
        respond(&self.0, response);
    }
}

impl Scribe for Failure {
    fn render(self, response: &mut Response) {
        respond(self.error(), response);
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __salvo_1 {
    ({ [$($generics:tt)*] [$type:ty] [$($bounds:tt)*] }) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::integrations::salvo_1::Scribe for $type
        where
            $($bounds)*
        {
            fn render(self, __response: &mut $crate::integrations::salvo_1::Response) {
                $crate::integrations::salvo_1::respond(&self, __response)
            }
        }
    };
}

__salvo_1! { { [] [Rejection] [] } }

/// The hoop and catcher that answers the requests that salvo rejects, catches panics, and knows the request.
///
/// As the first hoop of the service that is inside of compression and CORS, it
///
/// - answers with `E`, made from a [`Rejection`], if a 4xx or 5xx is not from this library and has plain text or no
///   content. salvo's headers, such as `Allow`, stay, and its text goes into the report;
/// - answers a panic with an empty 500, and reports it;
/// - gives each error response the `x-request-id` of its request, or a random id, and each report the method and route.
///
/// As the goal of the catcher, it answers the requests that are rejected outside of the hoops, instead of salvo's
/// pages.
///
/// ```
/// use panda_errors::integrations::salvo_1::ErrorLayer;
///
/// // `Rejection` has names and messages of its own; put your error type in its place.
/// let layer = ErrorLayer::<panda_errors::Rejection>::new();
/// ```
pub struct ErrorLayer<E>(PhantomData<fn() -> E>);

impl<E> ErrorLayer<E> {
    /// Creates the hoop, which is also the goal of the catcher.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

plain_layer!(ErrorLayer);

#[async_trait]
impl<E: ApiError + From<Rejection> + 'static> Handler for ErrorLayer<E> {
    async fn handle(&self, request: &mut Request, depot: &mut Depot, response: &mut Response, flow: &mut FlowCtrl) {
        report::note_layer();
        let known = match depot.get_typed::<report::Request>() {
            // The catcher comes after the hoop.
            Ok(known) => known.clone(),
            Err(_) => known(request),
        };
        depot.insert_typed(known.clone());
        let panic = polled(&known, flow.call_next(request, depot, response)).await.err();
        known.enter(|| match panic {
            Some(panic) => {
                flow.skip_rest();
                finish(answer::<E>(panic, &mut response.headers), response);
            }
            None => check::<E>(response, &known),
        });
        watch::<E>(response, known);
    }
}

fn known(request: &Request) -> report::Request {
    let id = request.headers().first("x-request-id");
    let route = Some(request.matched_path()).filter(|route| !route.is_empty()).map(|route| format!("/{route}"));
    inside::request(request.method().as_str(), id, route.as_deref())
}

/// Changes a response into the response that leaves the layer.
fn check<E: ApiError + From<Rejection> + 'static>(response: &mut Response, known: &report::Request) {
    // Without a status, salvo answers 200.
    let Some(code) = response.status_code else { return };
    if let ResBody::Error(error) = &response.body {
        // This also replaces an answer of this library, if the service does not allow its content type.
        let status = ErrorStatus::new(error.code.as_u16()).or_else(|| ErrorStatus::new(code.as_u16()));
        let text = caught(|| error.to_string()).ok();
        let status = status.unwrap_or(ErrorStatus::INTERNAL_SERVER_ERROR);
        return finish(reject::<E>(status, text, &mut response.headers, known), response);
    }
    let mut whole = http::Response::new(response.take_body());
    *whole.status_mut() = code;
    *whole.headers_mut() = take(&mut response.headers);
    *whole.extensions_mut() = take(&mut response.extensions);
    body_1::check::<E, _>(&mut whole, known, ResBody::Once);
    let (head, body) = whole.into_parts();
    (response.headers, response.extensions) = (head.headers, head.extensions);
    if let ResBody::Once(bytes) = &body
        && ErrorStatus::new(head.status.as_u16()).is_some()
    {
        response.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    }
    (response.status_code, response.body) = (Some(head.status), body);
}

/// Wraps a streamed body, so that its failure is reported.
fn watch<E: ApiError + From<Rejection> + 'static>(response: &mut Response, known: report::Request) {
    if matches!(response.body, ResBody::Hyper(_) | ResBody::Boxed(_) | ResBody::Stream(_) | ResBody::Channel(_)) {
        let body = Streamed(response.take_body());
        response.body = ResBody::Boxed(Box::pin(ErrorBody::new::<E>(body, known)));
    }
}

/// A body of salvo, with the error type of a boxed body.
struct Streamed(ResBody);

impl Body for Streamed {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Pin::new(&mut self.0).poll_frame(context).map(|frame| frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}
