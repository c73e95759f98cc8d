//! What the frameworks on `http` 1 have in common: an `Answer` as a head and a body.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, WWW_AUTHENTICATE,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{Response, StatusCode};

use super::answered::Answered;
use crate::{Answer, ApiError};

/// The response for an error.
pub(crate) fn response<B: From<Bytes>>(error: &dyn ApiError) -> Response<B> {
    let answer = Answer::of(error);
    let mut response = Response::new(());
    if let Some(answered) = Answered::of(error, &answer) {
        response.extensions_mut().insert(answered);
    }
    // Every `ErrorStatus` is one of theirs.
    *response.status_mut() =
        StatusCode::from_u16(answer.status().as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = headers(&answer);
    if answer.body().is_empty() {
        // After HEAD, hyper leaves a length of 0 away.
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    response.map(|()| B::from(body(answer)))
}

/// The body, without a copy.
pub(crate) fn body(answer: Answer) -> Bytes {
    match answer.into_body() {
        Cow::Borrowed(body) => Bytes::from_static(body),
        Cow::Owned(body) => Bytes::from(body),
    }
}

/// The headers, without an allocation for those that are constants.
pub(crate) fn headers(answer: &Answer) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(6);
    for (name, value) in answer.fixed_headers() {
        append(&mut headers, name, HeaderValue::from_static(value));
    }
    for (name, value) in answer.headers_of_values() {
        if let Ok(value) = HeaderValue::from_str(value) {
            append(&mut headers, name, value);
        }
    }
    headers
}

fn append(headers: &mut HeaderMap, name: &str, value: HeaderValue) {
    let name = match name {
        "content-type" => CONTENT_TYPE,
        "cache-control" => CACHE_CONTROL,
        "x-content-type-options" => X_CONTENT_TYPE_OPTIONS,
        "www-authenticate" => WWW_AUTHENTICATE,
        _ => match HeaderName::from_bytes(name.as_bytes()) {
            Ok(name) => name,
            // It may be longer than theirs are.
            Err(_) => return,
        },
    };
    headers.append(name, value);
}
