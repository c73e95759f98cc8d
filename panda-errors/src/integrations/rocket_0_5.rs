//! rocket 0.5: every derived type is a `Responder`, so a handler returns `Result<_, UploadError>`.
//!
//! If you write `Responder` for a type yourself, put `#[api(skip(rocket))]` on the type. Otherwise the impls conflict
//! (E0119) once any crate in the build enables this feature.
//!
//! Each error response has the `x-request-id` of its request, or a random id, and each report has the method and route.
//! With [`ErrorFairing`], rocket's own failures, such as no route or malformed JSON, have the same shape:
//!
//! ```
//! use panda_errors::integrations::rocket_0_5::ErrorFairing;
//! use panda_errors::{PandaError, Rejection};
//!
//! #[rocket::get("/videos/X.json")]
//! fn video() -> Result<&'static str, PandaError> {
//!     Err(PandaError::record_not_found("Video", "X"))
//! }
//!
//! let app = rocket::build().mount("/", rocket::routes![video]).attach(ErrorFairing::<Rejection>::new());
//! # let _ = app;
//! ```

use std::borrow::Cow;
use std::boxed::Box;
use std::io::{self, Cursor};
use std::marker::PhantomData;
use std::pin::Pin;
use std::string::{String, ToString as _};
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::vec::Vec;

use rocket::catcher::{self, Catcher};
use rocket::fairing::{self, Fairing, Info, Kind};
use rocket::http::{Header, Status};
use rocket::response::Body;
pub use rocket::response::{Responder, Result};
use rocket::tokio::io::{AsyncRead, ReadBuf};
use rocket::{Build, Rocket};
pub use rocket::{Request, Response};

pub use super::answered::Answered;
use super::headers::{Headers, Written, write};
use super::inside::{self, Failed, watched};
use super::rejected::{answer, report as report_of};
use super::verdict::{TEXT_LIMIT, Verdict, reject, restore};
use crate::{ApiError, ErrorStatus, Failure, Rejection, mark, report};

/// The name of the catcher and of the fairing of this library.
const NAME: &str = "panda-errors";

/// Returns the response for an error that occurred in this request.
///
/// ```
/// use panda_errors::PandaError;
/// use panda_errors::integrations::rocket_0_5::{Request, Response, respond};
///
/// fn too_large(request: &Request<'_>) -> Response<'static> {
///     respond(&PandaError::file_size_limit_exceeded(10_485_760), request)
/// }
/// ```
pub fn respond(error: &dyn ApiError, request: &Request<'_>) -> Response<'static> {
    let mut response = Response::new();
    let written = known(request).enter(|| write(error, &mut response));
    finish(written, request, &mut response);
    response
}

/// Returns the error of the last response to the request, for fairings. A response of rocket does not have extensions.
///
/// ```
/// use panda_errors::integrations::rocket_0_5::{Request, answered};
///
/// /// What a fairing counts errors by.
/// fn error_type(request: &Request<'_>) -> Option<&'static str> {
///     Some(answered(request)?.definition().name())
/// }
/// ```
#[must_use]
pub fn answered(request: &Request<'_>) -> Option<Answered> {
    last(request).lock().unwrap_or_else(PoisonError::into_inner).clone()
}

fn last<'r>(request: &'r Request<'_>) -> &'r Mutex<Option<Answered>> {
    request.local_cache(|| Mutex::new(None))
}

/// Gives the response the status and the body of an answer whose headers are written.
fn finish(written: Written, request: &Request<'_>, response: &mut Response<'_>) {
    *last(request).lock().unwrap_or_else(PoisonError::into_inner) = written.answered;
    response.set_status(Status::new(written.status.as_u16()));
    response.set_sized_body(written.body.len(), Cursor::new(written.body));
}

impl Headers for Response<'_> {
    fn first(&self, name: &'static str) -> Option<&[u8]> {
        self.headers().get_one(name).map(str::as_bytes)
    }

    fn all(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, [u8]>)> {
        self.headers().iter().map(|Header { name, value }| (name.into_cow(), bytes(value)))
    }

    fn take_out(&mut self, name: &str) {
        self.remove_header(name);
    }

    fn add_static(&mut self, name: &'static str, value: &'static str) {
        self.adjoin_raw_header(name, value);
    }

    fn add(&mut self, name: &'static str, value: &str) {
        self.adjoin_raw_header(name, String::from(value));
    }
}

fn bytes(value: Cow<'_, str>) -> Cow<'_, [u8]> {
    match value {
        Cow::Borrowed(value) => value.as_bytes().into(),
        Cow::Owned(value) => value.into_bytes().into(),
    }
}

/// Returns the facts about the request. They are the same in each call.
fn known<'r>(request: &'r Request<'_>) -> &'r report::Request {
    request.local_cache(|| {
        let id = request.headers().get_one("x-request-id").map(str::as_bytes);
        let route = request.route().map(|route| route.uri.to_string());
        inside::request(request.method().as_str(), id, route.as_deref())
    })
}

/// Any API error as a response, for code that is generic over the error.
///
/// ```
/// use panda_errors::ApiError;
/// use panda_errors::integrations::rocket_0_5::{Responder, Respond};
///
/// fn fail<'r, E: ApiError>(error: E) -> impl Responder<'r, 'static> {
///     Respond(error)
/// }
/// # fail(panda_errors::PandaError::unsupported_format());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Respond<E>(pub E);

impl<'r, E: ApiError> Responder<'r, 'static> for Respond<E> {
    fn respond_to(self, request: &'r Request<'_>) -> Result<'static> {
        Ok(respond(&self.0, request))
    }
}

impl<'r> Responder<'r, 'static> for Failure {
    fn respond_to(self, request: &'r Request<'_>) -> Result<'static> {
        Ok(respond(self.error(), request))
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __rocket_0_5 {
    ({ [$($generics:tt)*] [$type:ty] [$($bounds:tt)*] }) => {
        #[automatically_derived]
        impl<'__r, $($generics)*> $crate::integrations::rocket_0_5::Responder<'__r, 'static> for $type
        where
            $($bounds)*
        {
            fn respond_to(
                self,
                __request: &'__r $crate::integrations::rocket_0_5::Request<'_>,
            ) -> $crate::integrations::rocket_0_5::Result<'static> {
                ::core::result::Result::Ok($crate::integrations::rocket_0_5::respond(&self, __request))
            }
        }
    };
}

__rocket_0_5! { { [] [Rejection] [] } }

/// Returns the catcher for every status. Register it if only a part of an app is to have it, instead of
/// [`ErrorFairing`].
///
/// ```
/// use panda_errors::Rejection;
/// use panda_errors::integrations::rocket_0_5::catchers;
///
/// let app = rocket::build().register("/v2", catchers::<Rejection>());
/// # let _ = app;
/// ```
#[must_use]
pub fn catchers<E: ApiError + From<Rejection> + 'static>() -> Vec<Catcher> {
    let mut catcher = Catcher::new(None, ErrorFairing::<E>::new());
    catcher.name = Some(NAME.into());
    [catcher].into()
}

/// The fairing that answers the requests that rocket rejects.
///
/// It
///
/// - registers the catcher for every status, which answers with `E`, made from a [`Rejection`]: no route, malformed
///   input, too large a body, a request guard that rejects, a panic. rocket passes only the status to a catcher;
/// - answers with `E` too if a handler has made a 4xx or 5xx with plain text or without content. The headers stay, and
///   the text goes into the report.
///
/// Your own catcher comes before it, if it is for one status or for a longer path. A catcher for every status comes
/// before it if it is registered when the app is launched. The page of your catcher stays. The failure is reported, and
/// the page gets the id of the report. The only exception is a 500 with plain text or without content, which does not
/// stay. rocket does not show whether a response comes from a catcher or from a handler. So a plain text that a handler
/// returns stays too, if you have a catcher for its status.
///
/// ```
/// use panda_errors::integrations::rocket_0_5::ErrorFairing;
///
/// // `Rejection` has names and messages of its own; put your error type in its place.
/// let fairing = ErrorFairing::<panda_errors::Rejection>::new();
/// ```
pub struct ErrorFairing<E>(PhantomData<fn() -> E>);

impl<E> ErrorFairing<E> {
    /// Creates the fairing.
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

plain_layer!(ErrorFairing);

#[rocket::async_trait]
impl<E: ApiError + From<Rejection> + 'static> catcher::Handler for ErrorFairing<E> {
    async fn handle<'r>(&self, status: Status, request: &'r Request<'_>) -> catcher::Result<'r> {
        let status = ErrorStatus::new(status.code).unwrap_or(ErrorStatus::INTERNAL_SERVER_ERROR);
        let mut response = Response::new();
        let written = known(request).enter(|| answer::<E>(Rejection::new(status), &mut response));
        finish(written, request, &mut response);
        Ok(response)
    }
}

#[rocket::async_trait]
impl<E: ApiError + From<Rejection> + 'static> Fairing for ErrorFairing<E> {
    fn info(&self) -> Info {
        Info { name: NAME, kind: Kind::Ignite | Kind::Response | Kind::Singleton }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        report::note_layer();
        // Two catchers for every status at `/` would collide, and the app would not launch.
        let is_taken = rocket.catchers().any(|catcher| catcher.code.is_none() && depth(catcher) == 0);
        Ok(if is_taken { rocket } else { rocket.register("/", catchers::<E>()) })
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let known = known(request);
        let is_empty = || response.body().is_none() || response.body().preset_size() == Some(0);
        let is_marked = response.first(mark::HEADER).and_then(mark::status_of).is_some();
        let answered = if is_marked { answered(request) } else { None };
        match Verdict::of(response.status().code, response, answered.as_ref(), known, is_empty) {
            Verdict::Ours(own, sent) => {
                restore::<E>(own, sent, answered.as_ref(), response, known);
                response.set_status(Status::new(own.as_u16()));
            }
            Verdict::Rejected(status) if !is_page(request, status) => {
                let is_short = response.body().preset_size().is_some_and(|size| (1..=TEXT_LIMIT).contains(&size));
                let text = if is_short { response.body_mut().to_string().await.ok() } else { None };
                let written = known.enter(|| reject::<E>(status, text, response, known));
                finish(written, request, response);
            }
            Verdict::Rejected(_) | Verdict::Left => note_page::<E>(request, response),
        }
        watch::<E>(response, known);
    }
}

/// Returns `true` if a bare response is the page of another catcher. A bare 500 never counts as a page, no matter which
/// code made it.
fn is_page(request: &Request<'_>, status: ErrorStatus) -> bool {
    status != ErrorStatus::INTERNAL_SERVER_ERROR && is_caught_by_another(request, status.as_u16())
}

/// Reports a failure that another catcher has answered, and gives its page the id of the report.
fn note_page<E: ApiError + From<Rejection>>(request: &Request<'_>, response: &mut Response<'_>) {
    let Some(status) = ErrorStatus::new(response.status().code) else { return };
    let known = known(request);
    if known.has_answered(status) || !is_caught_by_another(request, status.as_u16()) {
        return;
    }
    known.enter(|| report_of::<E>(Rejection::new(status)));
    response.set_raw_header("x-request-id", String::from(known.id().as_str()));
}

/// Wraps a streamed body, so that its failure is reported.
fn watch<E: ApiError + From<Rejection>>(response: &mut Response<'_>, known: &report::Request) {
    let body = response.body_mut();
    if body.is_none() || body.preset_size().is_some() {
        return;
    }
    let (size, body) = (body.max_chunk_size(), body.take());
    response.set_streamed_body(Watched { body, failed: Some(Failed::of::<E>(known.clone())) });
    response.set_max_chunk_size(size);
}

/// A streamed body.
struct Watched<'r> {
    body: Body<'r>,
    failed: Option<Failed>,
}

impl AsyncRead for Watched<'_> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        watched(&mut this.failed, || match Pin::new(&mut this.body).poll_read(context, buffer) {
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(error))),
            Poll::Ready(Ok(())) => Poll::Ready(Some(Ok(()))),
            Poll::Pending => Poll::Pending,
        })
        .map(|read| read.unwrap_or(Ok(())))
    }
}

/// Returns `true` if rocket calls a catcher that is not of this library for this status.
fn is_caught_by_another(request: &Request<'_>, status: u16) -> bool {
    let matches = |catcher: &&Catcher| {
        catcher.code.is_none_or(|code| code == status)
            && catcher.base.path().segments().prefix_of(request.uri().path().segments())
    };
    // The longest path comes first. If two paths have the same length, the catcher with a status comes first.
    let catcher =
        request.rocket().catchers().filter(matches).max_by_key(|catcher| (depth(catcher), catcher.code.is_some()));
    catcher.is_some_and(|catcher| catcher.name.as_deref() != Some(NAME))
}

/// Returns the number of segments in the path of a catcher.
fn depth(catcher: &Catcher) -> usize {
    catcher.base.path().segments().filter(|segment| !segment.is_empty()).count()
}
