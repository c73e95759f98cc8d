//! warp 0.4: every derived type is a `Reply`, so a handler for `then` returns `Result<_, UploadError>`.
//!
//! If you write `Reply` for a type yourself, say `#[api(skip(warp))]` on it: otherwise the two meet as soon as any crate
//! in the build switches this feature on.
//!
//! warp's own failures, such as no route or malformed JSON, come out in the same shape with [`recover`]:
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
//! In a handler for `and_then`, whose error is warp's own, [`Failure`] takes the place of a rejection; by `?` too:
//!
//! ```
//! use panda_errors::{Failure, PandaError};
//!
//! async fn video(id: String) -> Result<&'static str, warp::Rejection> {
//!     Err(Failure::from(PandaError::record_not_found("Video", id)))?
//! }
//! ```
//!
//! A filter cannot catch a panic, nor know the request of an answer:
//! [`ErrorLayer`](crate::integrations::tower::ErrorLayer) around `warp::service(routes)` does both.

use std::fmt;
use std::format;
use std::future::{Ready, ready};
use std::string::{String, ToString as _};

use ::warp::body::BodyDeserializeError;
use ::warp::cors::CorsForbidden;
use ::warp::reject::{
    InvalidHeader, InvalidQuery, LengthRequired, MethodNotAllowed, MissingCookie, MissingHeader, PayloadTooLarge,
    Reject, UnsupportedMediaType,
};
pub use ::warp::reply::{Reply, Response};

pub use super::answered::Answered;
use super::http_1;
use crate::report::Request;
use crate::{ApiError, ErrorStatus, Failure, Rejection};

/// The response for an error.
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

impl Reply for Rejection {
    fn into_response(self) -> Response {
        respond(&self)
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
            // A reply has to be. Bound to a lifetime it is no error where a type is not, only no reply.
            for<'__a> $type: ::core::marker::Send,
        {
            fn into_response(self) -> $crate::integrations::warp_0_4::Response {
                $crate::integrations::warp_0_4::respond(&self)
            }
        }
    };
}

/// What the filters rejected, for [`Filter::recover`](::warp::Filter::recover): a [`Failure`] as itself, warp's own as
/// `E`, made from a [`Rejection`].
///
/// A rejection of a type of your own is a 500, as it is in warp: recover from it before.
///
/// # Errors
///
/// The rejection, where warp alone knows its status, and an
/// [`ErrorLayer`](crate::integrations::tower::ErrorLayer) is there to answer it.
pub fn recover<E>(rejection: ::warp::Rejection) -> Ready<Result<Response, ::warp::Rejection>>
where
    E: ApiError + From<Rejection>,
{
    if let Some(failure) = rejection.find::<Failure>() {
        return ready(Ok(respond(failure.error())));
    }
    let refusal = match refusal(&rejection) {
        Some(refusal) => refusal,
        None if Request::current().is_some() => return ready(Err(rejection)),
        None => Rejection::new(ErrorStatus::INTERNAL_SERVER_ERROR).with_text(format!("{rejection:?}")),
    };
    ready(Ok(respond(&E::from(refusal))))
}

/// What warp would answer. Filters may have rejected for several causes: as in warp, the highest status wins, but for
/// a 405, which only tells of another route.
fn refusal(rejection: &::warp::Rejection) -> Option<Rejection> {
    if rejection.is_not_found() {
        return Some(Rejection::new(ErrorStatus::NOT_FOUND));
    }
    let causes: [(ErrorStatus, Find); 10] = [
        (ErrorStatus::UNSUPPORTED_MEDIA_TYPE, text::<UnsupportedMediaType>),
        (ErrorStatus::PAYLOAD_TOO_LARGE, text::<PayloadTooLarge>),
        (ErrorStatus::LENGTH_REQUIRED, text::<LengthRequired>),
        (ErrorStatus::FORBIDDEN, text::<CorsForbidden>),
        (ErrorStatus::BAD_REQUEST, text::<BodyDeserializeError>),
        (ErrorStatus::BAD_REQUEST, text::<InvalidQuery>),
        (ErrorStatus::BAD_REQUEST, text::<InvalidHeader>),
        (ErrorStatus::BAD_REQUEST, text::<MissingHeader>),
        (ErrorStatus::BAD_REQUEST, text::<MissingCookie>),
        (ErrorStatus::METHOD_NOT_ALLOWED, text::<MethodNotAllowed>),
    ];
    causes.iter().find_map(|(status, text)| Some(Rejection::new(*status).with_text(text(rejection)?)))
}

type Find = fn(&::warp::Rejection) -> Option<String>;

/// What warp says of a cause of this type, if there is one.
fn text<C: fmt::Display + 'static>(rejection: &::warp::Rejection) -> Option<String> {
    rejection.find::<C>().map(C::to_string)
}
