//! warp 0.4: every derived type is a `Reply`, so a handler for `then` returns `Result<_, UploadError>`.
//!
//! If you write `Reply` for a type yourself, put `#[api(skip(warp))]` on the type. Otherwise the impls conflict
//! (E0119) once any crate in the build enables this feature.
//!
//! With [`recover`], warp's own failures, such as no route or malformed JSON, have the same shape:
//!
//! ```
//! use panda_errors::integrations::warp_0_4::recover;
//! use panda_errors::{PandaError, Rejection};
//! use warp::Filter;
//!
//! async fn video(id: String) -> Result<&'static str, PandaError> {
//!     Err(PandaError::record_not_found("Video", id))
//! }
//!
//! let routes = warp::path!("videos" / String).and(warp::get()).then(video).recover(recover::<Rejection>);
//! # let _ = warp::service(routes);
//! ```
//!
//! A handler for `and_then` returns warp's own error. Use [`Failure`] as the rejection, also with `?`:
//!
//! ```
//! use panda_errors::{Failure, PandaError};
//!
//! async fn video(id: String) -> Result<&'static str, warp::Rejection> {
//!     Err(Failure::from(PandaError::record_not_found("Video", id)))?
//! }
//! ```
//!
//! A filter cannot catch a panic, and it does not know the request of a response. An
//! [`ErrorLayer`](crate::integrations::tower::ErrorLayer) around `warp::service(routes)` does both.

use std::fmt;
use std::future::{Ready, ready};
use std::string::{String, ToString as _};
use std::vec::Vec;

use ::warp::body::BodyDeserializeError;
use ::warp::cors::CorsForbidden;
use ::warp::reject::{
    InvalidHeader, InvalidQuery, LengthRequired, MethodNotAllowed, MissingCookie, MissingHeader, PayloadTooLarge,
    Reject, UnsupportedMediaType,
};
pub use ::warp::reply::{Reply, Response};

pub use super::answered::Answered;
use super::http_1;
use super::rejected::answer;
use crate::report::Request;
use crate::{ApiError, ErrorStatus, Failure, Rejection, sink};

/// Returns the response for an error.
///
/// ```
/// use panda_errors::PandaError;
/// use panda_errors::integrations::warp_0_4::respond;
///
/// assert_eq!(respond(&PandaError::file_size_limit_exceeded(10_485_760)).status(), 413);
/// ```
pub fn respond(error: &dyn ApiError) -> Response {
    http_1::response(error)
}

/// Any API error as a reply, for code that is generic over the error.
///
/// ```
/// use panda_errors::ApiError;
/// use panda_errors::integrations::warp_0_4::{Reply, Respond, Response};
///
/// fn fail<E: ApiError + Send>(error: E) -> Response {
///     Respond(error).into_response()
/// }
/// # fail(panda_errors::PandaError::unsupported_format());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Respond<E>(pub E);

impl<E: ApiError + Send> Reply for Respond<E> {
    fn into_response(self) -> Response {
        respond(&self.0)
    }
}

impl Reply for Failure {
    fn into_response(self) -> Response {
        respond(self.error())
    }
}

impl Reject for Failure {}

#[doc(hidden)]
#[macro_export]
macro_rules! __warp_0_4 {
    ({ [$($generics:tt)*] [$type:ty] [$($bounds:tt)*] }) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::integrations::warp_0_4::Reply for $type
        where
            $($bounds)*
            // `Reply` requires `Send`. With `for<'__a>`, a type that is not `Send` compiles, but is not a `Reply`.
            for<'__a> $type: ::core::marker::Send,
        {
            fn into_response(self) -> $crate::integrations::warp_0_4::Response {
                $crate::integrations::warp_0_4::respond(&self)
            }
        }
    };
}

__warp_0_4! { { [] [Rejection] [] } }

/// Answers the rejections of filters, for [`Filter::recover`](::warp::Filter::recover). A [`Failure`] is answered with
/// its own error. warp's own rejections are answered with `E`, made from a [`Rejection`].
///
/// Filters may have rejected for several causes. A `Failure` comes before all others. A rejection of your own type is a
/// 500, as it is in warp, so recover from it before. Among warp's own rejections, the highest status wins, except that
/// a 405 comes last, because it only concerns another route.
///
/// # Errors
///
/// Returns the rejection if only warp knows its status, and an
/// [`ErrorLayer`](crate::integrations::tower::ErrorLayer) is present to answer it.
pub fn recover<E>(rejection: ::warp::Rejection) -> Ready<Result<Response, ::warp::Rejection>>
where
    E: ApiError + From<Rejection>,
{
    if let Some(failure) = rejection.find::<Failure>() {
        return ready(Ok(respond(failure.error())));
    }
    let refusal = match Cause::of(&rejection) {
        Cause::Known(refusal) => refusal,
        Cause::Private if Request::current().is_some() => return ready(Err(rejection)),
        Cause::Private | Cause::Unknown => {
            let mut text = String::new();
            // If `Debug` fails, the text before the failure is still useful.
            let _ = sink::plain(&format_args!("{rejection:?}"), &mut text);
            Rejection::new(ErrorStatus::INTERNAL_SERVER_ERROR).with_text(text)
        }
    };
    let mut response = Response::default();
    let written = answer::<E>(refusal, response.headers_mut());
    *response.body_mut() = http_1::finish(written, &mut response).into();
    ready(Ok(response))
}

/// Why filters rejected.
enum Cause {
    /// All causes are known. This is the answer that warp would give.
    Known(Rejection),
    /// One cause has a private type of warp.
    Private,
    /// One cause has a type that is not from warp.
    Unknown,
}

/// The private types of warp, by the names that their `Debug` writes.
const PRIVATE: [&str; 6] = [
    "BodyConsumedMultipleTimes",
    "BodyReadError",
    "FileOpenError",
    "FilePermissionError",
    "MissingConnectionUpgrade",
    "MissingExtension",
];

impl Cause {
    fn of(rejection: &::warp::Rejection) -> Self {
        if rejection.is_not_found() {
            return Self::Known(Rejection::new(ErrorStatus::NOT_FOUND));
        }
        let causes: [(&str, ErrorStatus, Find); 10] = [
            ("UnsupportedMediaType", ErrorStatus::UNSUPPORTED_MEDIA_TYPE, text::<UnsupportedMediaType>),
            ("PayloadTooLarge", ErrorStatus::PAYLOAD_TOO_LARGE, text::<PayloadTooLarge>),
            ("LengthRequired", ErrorStatus::LENGTH_REQUIRED, text::<LengthRequired>),
            ("CorsForbidden", ErrorStatus::FORBIDDEN, text::<CorsForbidden>),
            ("BodyDeserializeError", ErrorStatus::BAD_REQUEST, text::<BodyDeserializeError>),
            ("InvalidQuery", ErrorStatus::BAD_REQUEST, text::<InvalidQuery>),
            ("InvalidHeader", ErrorStatus::BAD_REQUEST, text::<InvalidHeader>),
            ("MissingHeader", ErrorStatus::BAD_REQUEST, text::<MissingHeader>),
            ("MissingCookie", ErrorStatus::BAD_REQUEST, text::<MissingCookie>),
            ("MethodNotAllowed", ErrorStatus::METHOD_NOT_ALLOWED, text::<MethodNotAllowed>),
        ];
        let found: Vec<(&str, Rejection)> = causes
            .into_iter()
            .filter_map(|(name, status, text)| Some((name, Rejection::new(status).with_text(text(rejection)?))))
            .collect();
        // `find` looks for one type. Only `Debug` shows all causes of a rejection.
        let names = names(rejection);
        let is_private = |name: &str| PRIVATE.contains(&name);
        let is_known = |name: &str| found.iter().any(|(known, _)| *known == name);
        if names.iter().any(|name| !is_known(name) && !is_private(name)) {
            return Self::Unknown;
        }
        let is_private = names.iter().any(|name| is_private(name));
        match found.into_iter().next() {
            Some((_, refusal)) if !is_private => Self::Known(refusal),
            _ if is_private => Self::Private,
            _ => Self::Unknown,
        }
    }
}

/// Returns the names of the causes. Each name starts a line of the pretty `Debug`, and its fields are indented further.
fn names(rejection: &::warp::Rejection) -> Vec<String> {
    let mut text = String::new();
    if sink::plain(&format_args!("{rejection:#?}"), &mut text).is_err() {
        return Vec::from([String::new()]);
    }
    let mut causes = text.lines().skip(1).peekable();
    let margin = if causes.next_if_eq(&"    [").is_some() { "        " } else { "    " };
    let name = |line: &str| {
        let cause = line.strip_prefix(margin)?;
        let is_of_a_name = |char: char| char.is_alphanumeric() || char == '_';
        let is_within = cause.starts_with([' ', '}', ')', ']']);
        (!is_within).then(|| cause.chars().take_while(|&char| is_of_a_name(char)).collect())
    };
    causes.filter_map(name).collect()
}

type Find = fn(&::warp::Rejection) -> Option<String>;

/// Returns warp's text for a cause of this type, if the rejection has one.
fn text<C: fmt::Display + 'static>(rejection: &::warp::Rejection) -> Option<String> {
    rejection.find::<C>().map(C::to_string)
}
