//! The least that an answer costs: the same status, headers and body, made by hand from a body that is known.

use std::hint::black_box;

use axum_core::body::Body;
use axum_core::response::Response;
use bytes::Bytes;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use panda_errors::Answer;

use crate::{Case, Message, ours};

/// How long an id is that is made for a 500.
const ID: &str = "0123456789abcdef0123456789abcdef";

pub(crate) fn add(cases: &mut Vec<Case>, input: &'static str, message: Message) {
    let answer = Answer::of(&ours::error(message));
    let status = StatusCode::from_u16(answer.status().as_u16()).expect("an error status is a status");
    let body: &'static [u8] = answer.into_body().into_owned().leak();
    if message == Message::Internal {
        cases.push(Case::new("floor: axum, static body", input, || internal(black_box(ID))));
        return;
    }
    cases.push(Case::new("floor: allocate and copy", input, move || Bytes::from(black_box(body).to_vec())));
    cases.push(Case::new("floor: axum, static body", input, move || {
        response(black_box(status), Bytes::from_static(black_box(body)))
    }));
    cases.push(Case::new("floor: axum, allocate and copy", input, move || {
        response(black_box(status), Bytes::from(black_box(body).to_vec()))
    }));
}

/// The headers of ours.
fn response(status: StatusCode, body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// An empty 500 with an id.
fn internal(id: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    response
}
