//! The common code of the frameworks on `http` 1: it converts an answer to a response.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{Response, StatusCode};

use super::answered::Answered;
use super::headers::{Written, write_answer};
use crate::{Answer, ApiError, ErrorStatus};

header_map!(http::header);

/// Returns the response for an error.
pub(crate) fn response<B: From<Bytes>>(error: &dyn ApiError) -> Response<B> {
    let mut answer = Answer::EMPTY;
    answer.report(error, true);
    let mut response = Response::new(B::from(bytes(answer.take_body())));
    *response.status_mut() = status_of(answer.status());
    write_answer(&answer, response.headers_mut());
    if answer.content_type().is_none() {
        response.headers_mut().insert(CONTENT_LENGTH, NOTHING);
    }
    if let Some(answered) = Answered::of(error, &answer) {
        response.extensions_mut().insert(answered);
    }
    response
}

/// The length of an empty body. In the response to HEAD, hyper omits a length of 0.
const NOTHING: HeaderValue = HeaderValue::from_static("0");

/// Adds the status and the extension of an answer to a response that has its headers, and returns the body.
pub(crate) fn finish<B>(written: Written, response: &mut Response<B>) -> Bytes {
    *response.status_mut() = status_of(written.status);
    if let Some(answered) = written.answered {
        response.extensions_mut().insert(answered);
    }
    if written.body.is_empty() {
        response.headers_mut().insert(CONTENT_LENGTH, NOTHING);
    }
    bytes(written.body)
}

/// Converts a status. Every `ErrorStatus` is a valid `StatusCode`.
#[inline]
pub(crate) fn status_of(status: ErrorStatus) -> StatusCode {
    StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Converts a body without a copy.
#[inline]
pub(crate) fn bytes(body: Cow<'static, [u8]>) -> Bytes {
    match body {
        Cow::Borrowed(body) => Bytes::from_static(body),
        Cow::Owned(body) => Bytes::from(body),
    }
}
