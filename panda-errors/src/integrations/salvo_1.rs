//! salvo 1: every derived type is a `Scribe`, so a handler returns `Result<_, UploadError>`.
//!
//! If you write `Scribe` or `Writer` for a type yourself, say `#[api(skip(salvo))]` on it: otherwise the two meet as soon
//! as any crate in the build switches this feature on.
//!
//! salvo's own failures, such as no route or malformed JSON, come out in the same shape with [`ErrorLayer`] as the first
//! hoop of the service and as its catcher:
//!
//! ```
//! use panda_errors::PandaError;
//! use panda_errors::integrations::salvo_1::ErrorLayer;
//! use salvo_core::catcher::Catcher;
//! use salvo_core::{Router, Service, handler};
//!
//! #[handler]
//! async fn video() -> Result<&'static str, PandaError> {
//!     Err(PandaError::record_not_found("Video", "X"))
//! }
//!
//! let layer: ErrorLayer = ErrorLayer::new();
//! let router = Router::with_path("videos/{id}").get(video);
//! let service = Service::new(router).hoop(layer).catcher(Catcher::new(layer));
//! ```

use std::boxed::Box;
use std::format;
use std::marker::PhantomData;
use std::string::ToString as _;

use ::salvo_core::http::{HeaderValue, ResBody, StatusCode};
use ::salvo_core::{Depot, FlowCtrl, Handler, Request, async_trait};
use http::header::CONTENT_LENGTH;

use super::foreign;
use super::panics::{caught, polled};
use crate::{ApiError, ErrorStatus, Failure, Rejection, report};

pub use super::answered::Answered;
pub use ::salvo_core::{Response, Scribe};

/// Writes the answer for an error into the response. What a hoop or the handler has set stays, but for what describes
/// the body.
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
    let mut status = StatusCode::INTERNAL_SERVER_ERROR;
    let body = foreign::replace(error, &mut status, &mut response.headers, &mut response.extensions);
    // salvo takes the body away where the request is HEAD, and with it the length.
    response.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    response.status_code = Some(status);
    // An empty body, and not none: where there is none, salvo writes a page.
    response.body = ResBody::Once(body);
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

impl Scribe for Rejection {
    fn render(self, response: &mut Response) {
        respond(&self, response);
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

/// What answers for salvo, catches panics, and knows the request: a hoop and a catcher.
///
/// As the first hoop of the service that is inside of compression and CORS, it
///
/// - answers every 4xx and 5xx that is not ours and has no content, or plain text, with `E`, made from a
///   [`Rejection`]; salvo's headers, such as `Allow`, are kept, its text is for the report;
/// - answers a panic with an empty 500, and reports it;
/// - gives each error answer the `x-request-id` of its request, or a random one, and each report the method and route.
///
/// As the goal of the catcher, it answers what is refused outside of the hoops, in the place of salvo's pages.
///
/// ```
/// use panda_errors::integrations::salvo_1::ErrorLayer;
///
/// // The names and messages of `Rejection`; `ErrorLayer::<AppError>::new()` has those of your own type.
/// let layer: ErrorLayer = ErrorLayer::new();
/// ```
pub struct ErrorLayer<E = Rejection>(PhantomData<fn() -> E>);

impl<E> ErrorLayer<E> {
    /// The hoop, and the goal of the catcher.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

plain_layer!(ErrorLayer);

#[async_trait]
impl<E: ApiError + From<Rejection> + 'static> Handler for ErrorLayer<E> {
    async fn handle(&self, request: &mut Request, depot: &mut Depot, response: &mut Response, flow: &mut FlowCtrl) {
        let known = match depot.get_typed::<report::Request>() {
            // The catcher comes after the hoop.
            Ok(known) => known.clone(),
            Err(_) => known(request),
        };
        depot.insert_typed(known.clone());
        let refused = polled(&known, flow.call_next(request, depot, response)).await.err();
        known.enter(|| match refused {
            Some(panic) => {
                flow.skip_rest();
                respond(&E::from(panic), response);
            }
            None => reshape::<E>(response),
        });
    }
}

fn known(request: &Request) -> report::Request {
    let id = request.headers().get("x-request-id").map(HeaderValue::as_bytes);
    let known = report::Request::new(request.method().as_str(), id);
    match request.matched_path() {
        "" => known,
        route => known.with_route(&format!("/{route}")),
    }
}

/// Answers in our shape what is an error in another one.
fn reshape<E: ApiError + From<Rejection>>(response: &mut Response) {
    // Without one, salvo answers 200.
    let Some(status) = response.status_code else { return };
    let (status, text) = match &response.body {
        // Also in the place of an answer of ours, whose content type is not allowed.
        ResBody::Error(error) => (ErrorStatus::new(status.as_u16()), caught(|| error.to_string()).ok()),
        _ => (foreign::status(status, &response.headers, &response.extensions, &response.body), None),
    };
    let Some(status) = status else { return };
    let text = text.or_else(|| foreign::text(response.take_body()));
    respond(&E::from(foreign::rejection(status, text)), response);
}
