//! Answers of a framework that are errors, but not ours: what stands in their place.

use std::pin::pin;
use std::string::String;
use std::task::{Context, Poll, Waker};
use std::vec::Vec;

use bytes::{Buf as _, Bytes};
#[cfg(any(feature = "poem-3", feature = "tower"))]
use http::header::CONTENT_LENGTH;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{Extensions, Response, StatusCode};
use http_body::Body;

use super::answered::Answered;
use super::http_1;
use super::panics::caught;
use super::replaced::{TEXT_LIMIT, headers_of_the_body, is_bare, is_ours_alone};
use crate::{ApiError, ErrorStatus, Rejection, report};

/// The most frames that are looked at: an endless body may be ready with one that is empty each time.
const FRAME_LIMIT: usize = 64;

/// The status of an answer that is an error, not ours, and nobody's work: it has no content, or a plain text.
pub(super) fn status(
    status: StatusCode,
    headers: &HeaderMap,
    extensions: &Extensions,
    body: &impl Body,
) -> Option<ErrorStatus> {
    let status = ErrorStatus::new(status.as_u16())?;
    let content_type = headers.get(CONTENT_TYPE);
    let is_bare = is_bare(content_type.map(HeaderValue::as_bytes)) && !headers.contains_key(CONTENT_ENCODING);
    // What is ours is known by its content type, but for the 500, which has none. The framework may have lost the
    // extensions on the way, and a middleware may have put another body in.
    let is_empty = || content_type.is_none() && (body.is_end_stream() || body.size_hint().exact() == Some(0));
    let is_marked = || extensions.get::<Answered>().is_some_and(|answered| answered.status == status);
    let is_answered = || report::Request::current().is_some_and(|request| request.has_answered_500());
    let is_ours = status == ErrorStatus::INTERNAL_SERVER_ERROR && is_empty() && (is_marked() || is_answered());
    (!is_ours && is_bare).then_some(status)
}

/// The text of a body, as far as it has come and is not too long: nobody waits for a report.
pub(super) fn text(body: impl Body) -> Option<String> {
    let read = || {
        let (mut text, mut body) = (Vec::new(), pin!(body));
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..FRAME_LIMIT {
            let Poll::Ready(Some(Ok(frame))) = body.as_mut().poll_frame(&mut context) else { break };
            if text.len() == TEXT_LIMIT {
                break;
            }
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
    let answer: Response<Bytes> = http_1::response(error);
    let (ours, body) = answer.into_parts();
    for name in headers_of_the_body(error.status()) {
        headers.remove(name);
    }
    for name in ours.headers.keys() {
        if is_ours_alone(name.as_str()) {
            headers.remove(name);
        }
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
