//! The common code of the layers on `http-body` 1: how they check a response and read its body.

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

/// Returns the response that leaves a layer of `E` instead of this one.
pub(super) fn checked<E: ApiError + From<Rejection> + 'static, B: Body>(
    mut response: Response<B>,
    known: &Request,
    body_of: fn(Bytes) -> B,
) -> Response<B> {
    let answered = response.extensions().get::<Answered>();
    let is_empty = || is_empty(response.body());
    match Verdict::of(response.status().as_u16(), response.headers(), answered, is_empty) {
        Verdict::Left => response,
        Verdict::Ours(own) => {
            let answered = answered.cloned();
            restore::<E>(own, answered.as_ref(), response.headers_mut(), known);
            *response.status_mut() = status_of(own);
            response
        }
        Verdict::Rejected(status) => {
            let (head, body) = response.into_parts();
            let mut response = Response::from_parts(head, ());
            finish(reject::<E>(status, text(body), response.headers_mut(), known), response).map(body_of)
        }
    }
}

/// Returns the response of `E` for a rejection without a response, such as a panic.
pub(super) fn rejected<E: ApiError + From<Rejection>>(rejection: Rejection) -> Response<Bytes> {
    let mut response = Response::new(());
    finish(answer::<E>(rejection, response.headers_mut()), response)
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
