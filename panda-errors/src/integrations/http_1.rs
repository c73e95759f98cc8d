//! The common code of the frameworks on `http` 1: it converts an answer to a response.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{Response, StatusCode};

use super::headers::{Written, write};
use crate::{ApiError, ErrorStatus};

header_map!(http::header);

/// Returns the response for an error.
pub(crate) fn response<B: From<Bytes>>(error: &dyn ApiError) -> Response<B> {
    let mut response = Response::new(());
    let written = write(error, response.headers_mut());
    finish(written, response).map(B::from)
}

/// Adds the status, the extension and the body of an answer to a response that has its headers.
pub(crate) fn finish(written: Written, mut response: Response<()>) -> Response<Bytes> {
    *response.status_mut() = status_of(written.status);
    if let Some(answered) = written.answered {
        response.extensions_mut().insert(answered);
    }
    if written.body.is_empty() {
        // In the response to HEAD, hyper omits a length of 0.
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    response.map(|()| bytes(written.body))
}

/// Converts a status. Every `ErrorStatus` is a valid `StatusCode`.
pub(crate) fn status_of(status: ErrorStatus) -> StatusCode {
    StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Converts a body without a copy.
pub(crate) fn bytes(body: Cow<'static, [u8]>) -> Bytes {
    match body {
        Cow::Borrowed(body) => Bytes::from_static(body),
        Cow::Owned(body) => Bytes::from(body),
    }
}
