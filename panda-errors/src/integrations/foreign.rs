//! Answers of a framework that are errors, but not ours: what stands in their place.

use std::pin::pin;
use std::string::String;
use std::task::{Context, Poll, Waker};
use std::vec::Vec;

use bytes::{Buf as _, Bytes};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, TRANSFER_ENCODING};
use http::{Extensions, Response, StatusCode};
use http_body::Body;

use super::answered::Answered;
use super::http_1;
use super::panics::caught;
use crate::{Answer, ApiError, ErrorStatus, Rejection, report};

/// The longest text that is taken over into a report.
const TEXT_LIMIT: usize = 4 * 1024;

/// The status of an answer that is an error, not ours, and nobody's work: it has no content, or a plain text.
pub(super) fn status(status: StatusCode, headers: &HeaderMap, extensions: &Extensions) -> Option<ErrorStatus> {
    let status = ErrorStatus::new(status.as_u16())?;
    // Where the framework has lost the extensions on the way, an answer of ours is still known by its content type,
    // but for the 500, which has none.
    let is_empty_500 = || status == ErrorStatus::INTERNAL_SERVER_ERROR;
    let is_answered = || report::Request::current().is_some_and(|request| request.answered().is_some());
    let is_ours = extensions.get::<Answered>().is_some() || is_empty_500() && is_answered();
    (!is_ours && is_bare(headers)).then_some(status)
}

/// Whether a body is nobody's work.
fn is_bare(headers: &HeaderMap) -> bool {
    let is_plain = |value: &HeaderValue| {
        let media_type = value.as_bytes().split(|&byte| byte == b';').next().unwrap_or_default();
        media_type.trim_ascii().eq_ignore_ascii_case(b"text/plain")
    };
    headers.get(CONTENT_TYPE).is_none_or(is_plain) && !headers.contains_key(CONTENT_ENCODING)
}

/// The text of a body, as far as it has come and is not too long: nobody waits for a report.
pub(super) fn text(body: impl Body) -> Option<String> {
    let read = || {
        let (mut text, mut body) = (Vec::new(), pin!(body));
        let mut context = Context::from_waker(Waker::noop());
        while text.len() < TEXT_LIMIT
            && let Poll::Ready(Some(Ok(frame))) = body.as_mut().poll_frame(&mut context)
        {
            if let Ok(data) = frame.into_data() {
                let length = data.remaining().min(TEXT_LIMIT - text.len());
                text.extend_from_slice(&data.take(length).copy_to_bytes(length));
            }
        }
        String::from_utf8_lossy(&text).into_owned()
    };
    caught(read).ok().filter(|text| !text.is_empty())
}

/// Changes the head of a foreign answer to that of an error, and gives the body that belongs to it. What the framework
/// or a handler has set stays, but for what describes the body.
pub(super) fn replace(
    error: &dyn ApiError,
    status: &mut StatusCode,
    headers: &mut HeaderMap,
    extensions: &mut Extensions,
) -> Bytes {
    let answer: Response<Bytes> = http_1::response(Answer::of(error), error.definition());
    let (ours, body) = answer.into_parts();
    for name in [CONTENT_TYPE, CONTENT_LENGTH, TRANSFER_ENCODING] {
        headers.remove(name);
    }
    for name in ours.headers.keys() {
        if !headers.contains_key(name) {
            for value in ours.headers.get_all(name) {
                headers.append(name, value.clone());
            }
        }
    }
    *status = ours.status;
    extensions.extend(ours.extensions);
    body
}

/// Says the length of a body that is taken away because the request is HEAD, unless somebody took it before.
#[cfg(any(feature = "poem-3", feature = "tower"))]
pub(super) fn keep_length(headers: &mut HeaderMap, body: &impl Body) {
    if let Some(length @ 1..) = body.size_hint().exact() {
        headers.entry(CONTENT_LENGTH).or_insert(length.into());
    }
}

/// The refusal that a foreign answer is.
pub(super) fn rejection(status: ErrorStatus, text: Option<String>) -> Rejection {
    let rejection = Rejection::new(status);
    match text {
        Some(text) => rejection.with_text(text),
        None => rejection,
    }
}
