//! rocket 0.5: every derived type is a `Responder`, so a handler returns `Result<_, UploadError>`.
//!
//! If you write `Responder` for a type yourself, say `#[api(skip(rocket))]` on it: otherwise the two meet as soon as any
//! crate in the build switches this feature on.
//!
//! Each answer has the `x-request-id` of its request, or a random one, and each report the method and route. rocket's
//! own failures, such as no route or malformed JSON, come out in the same shape with [`ErrorFairing`]:
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

use std::boxed::Box;
use std::io::Cursor;
use std::marker::PhantomData;
use std::string::{String, ToString as _};
use std::vec::Vec;

use rocket::catcher::{self, Catcher};
use rocket::fairing::{self, Fairing, Info, Kind};
use rocket::http::{Header, Status};
pub use rocket::response::{Responder, Result};
use rocket::{Build, Rocket};
pub use rocket::{Request, Response};

use super::replaced::{TEXT_LIMIT, headers_of_the_body, is_bare, is_ours_alone};
use crate::{Answer, ApiError, ErrorStatus, Failure, Rejection, report};

/// The name of our catcher and of the fairing.
const NAME: &str = "panda-errors";

/// The response for an error, as that of the request.
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
    let answer = known(request).enter(|| Answer::of(error));
    let mut response = Response::new();
    response.set_status(Status::new(answer.status().as_u16()));
    for (name, value) in answer.fixed_headers() {
        response.adjoin_raw_header(name, value);
    }
    for (name, value) in answer.headers_of_values() {
        response.adjoin_raw_header(name, String::from(value));
    }
    let body = answer.into_body();
    response.set_sized_body(body.len(), Cursor::new(body));
    response
}

/// What is known of the request, and the same each time.
fn known<'r>(request: &'r Request<'_>) -> &'r report::Request {
    request.local_cache(|| {
        let id = request.headers().get_one("x-request-id").map(str::as_bytes);
        let known = report::Request::new(request.method().as_str(), id);
        match request.route() {
            Some(route) => known.with_route(&route.uri.to_string()),
            None => known,
        }
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

impl<'r> Responder<'r, 'static> for Rejection {
    fn respond_to(self, request: &'r Request<'_>) -> Result<'static> {
        Ok(respond(&self, request))
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

/// The catcher of every status, to register where not all of an app is to have [`ErrorFairing`].
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

/// The fairing that answers what rocket refuses.
///
/// It
///
/// - registers the catcher of every status, which answers with `E`, made from a [`Rejection`]: no route, malformed
///   input, too large a body, a request guard that refuses, a panic. rocket tells a catcher the status and nothing else;
/// - answers with `E` as well where a handler has made a 4xx or 5xx that has no content, or plain text. Its headers are
///   kept, its text is for the report.
///
/// A catcher of yours comes before it: one for a status, for a longer path, or, where there is one already as the app
/// is launched, for every status. What it answers stays, but for a 500 without content or of plain text. rocket does
/// not say whether a catcher or a handler has answered: a plain text of a handler stays as well, where a catcher of
/// yours is there for its status.
///
/// ```
/// use panda_errors::integrations::rocket_0_5::ErrorFairing;
///
/// // The names and messages of `Rejection`; `ErrorFairing::<AppError>::new()` has those of your own type.
/// let fairing: ErrorFairing = ErrorFairing::new();
/// ```
pub struct ErrorFairing<E = Rejection>(PhantomData<fn() -> E>);

impl<E> ErrorFairing<E> {
    /// The fairing.
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
        Ok(respond(&E::from(Rejection::new(status)), request))
    }
}

#[rocket::async_trait]
impl<E: ApiError + From<Rejection> + 'static> Fairing for ErrorFairing<E> {
    fn info(&self) -> Info {
        Info { name: NAME, kind: Kind::Ignite | Kind::Response | Kind::Singleton }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        // Two of them would collide, and the app not launch.
        let is_taken = rocket.catchers().any(|catcher| catcher.code.is_none() && depth(catcher) == 0);
        Ok(if is_taken { rocket } else { rocket.register("/", catchers::<E>()) })
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let Some(status) = foreign(request, response) else { return };
        let is_short = response.body().preset_size().is_some_and(|size| (1..=TEXT_LIMIT).contains(&size));
        let text = if is_short { response.body_mut().to_string().await.ok() } else { None };
        let rejection = match text {
            Some(text) => Rejection::new(status).with_text(text),
            None => Rejection::new(status),
        };
        let mut ours = respond(&E::from(rejection), request);
        headers_of_the_body(status).for_each(|name| response.remove_header(name));
        // What a handler has set wins.
        let kept = |header: &Header<'_>| {
            let name = header.name().as_str();
            response.headers().contains(name) && !is_ours_alone(name)
        };
        let headers: Vec<_> = ours.headers().iter().filter(|header| !kept(header)).collect();
        for Header { name, value } in headers {
            if is_ours_alone(name.as_str()) {
                response.remove_header(name.as_str());
            }
            response.adjoin_raw_header(String::from(name.as_str()), value.into_owned());
        }
        response.set_status(ours.status());
        *response.body_mut() = std::mem::take(ours.body_mut());
    }
}

/// The status of an answer that is an error, not ours, and nobody's work: it has no content, or a plain text.
fn foreign(request: &Request<'_>, response: &Response<'_>) -> Option<ErrorStatus> {
    let status = ErrorStatus::new(response.status().code)?;
    let is_500 = status == ErrorStatus::INTERNAL_SERVER_ERROR;
    let content_type = response.headers().get_one("content-type");
    let is_bare = is_bare(content_type.map(str::as_bytes)) && !response.headers().contains("content-encoding");
    // An answer has no place for a mark. Ours are known by their content type, but for the 500, which has none.
    let is_empty = || content_type.is_none() && response.body().preset_size() == Some(0);
    let is_ours = is_500 && is_empty() && known(request).has_answered_500();
    // Nor does it say whether a catcher or a handler made it. Of a 500 nothing is sent, whoever did.
    let is_caught = !is_500 && is_caught_by_another(request, status.as_u16());
    (is_bare && !is_ours && !is_caught).then_some(status)
}

/// Whether rocket asks a catcher that is not ours for this status.
fn is_caught_by_another(request: &Request<'_>, status: u16) -> bool {
    let matches = |catcher: &&Catcher| {
        catcher.code.is_none_or(|code| code == status)
            && catcher.base.path().segments().prefix_of(request.uri().path().segments())
    };
    // The longest path comes first, and of two the one with a status.
    let catcher =
        request.rocket().catchers().filter(matches).max_by_key(|catcher| (depth(catcher), catcher.code.is_some()));
    catcher.is_some_and(|catcher| catcher.name.as_deref() != Some(NAME))
}

/// How long the path of a catcher is.
fn depth(catcher: &Catcher) -> usize {
    catcher.base.path().segments().filter(|segment| !segment.is_empty()).count()
}
