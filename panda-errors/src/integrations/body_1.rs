//! The common code of the layers on `http-body` 1: how they check a response and read its body.

use std::mem::replace;
use std::pin::pin;
use std::string::String;
use std::task::{Context, Poll, Waker};
use std::vec::Vec;

use bytes::{Buf as _, Bytes};
use http::Response;
use http_body::Body;

use super::answered::Answered;
use super::http_1::{finish, status_of};
use super::rejected::{answer, caught};
use super::verdict::{TEXT_LIMIT, Verdict, reject, restore};
use crate::report::Request;
use crate::{ApiError, Rejection};

/// The highest number of frames to read. An endless body may always have an empty frame ready.
const FRAME_LIMIT: usize = 64;

/// Turns this response into the response that leaves a layer of `E`.
pub(super) fn check<E: ApiError + From<Rejection> + 'static, B: Body>(
    response: &mut Response<B>,
    known: &Request,
    body_of: fn(Bytes) -> B,
) {
    let answered = response.extensions().get::<Answered>().cloned();
    let is_empty = || is_empty(response.body());
    match Verdict::of(response.status().as_u16(), response.headers(), answered.as_ref(), known, is_empty) {
        Verdict::Left => {}
        Verdict::Ours(own, sent) => {
            restore::<E>(own, sent, answered.as_ref(), response.headers_mut(), known);
            *response.status_mut() = status_of(own);
        }
        Verdict::Rejected(status) => {
            let text = text(replace(response.body_mut(), body_of(Bytes::new())));
            let written = reject::<E>(status, text, response.headers_mut(), known);
            *response.body_mut() = body_of(finish(written, response));
        }
    }
}

/// Returns the response of `E` for a rejection without a response, such as a panic.
pub(super) fn rejected<E: ApiError + From<Rejection>>(rejection: Rejection) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    let written = answer::<E>(rejection, response.headers_mut());
    *response.body_mut() = finish(written, &mut response);
    response
}

fn is_empty(body: &impl Body) -> bool {
    body.is_end_stream() || body.size_hint().exact() == Some(0)
}

/// Returns the text of a body, up to the limit. It reads only the part that is ready, so a report never waits.
fn text(body: impl Body) -> Option<String> {
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
