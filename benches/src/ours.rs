//! The cases of our crate: up to the body, up to the response, and in the layer.

use std::convert::Infallible;
use std::error::Error;
use std::fmt;
use std::future::{Future as _, Ready, ready};
use std::hint::black_box;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use axum_core::body::Body;
use axum_core::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::Request;
use panda_errors::integrations::actix_web_4;
use panda_errors::integrations::tower::ErrorLayer;
use panda_errors::{Answer, ApiError, Definition, Shape, Visitor};
use tower::{Layer as _, Service, service_fn};

use crate::{Case, Message};

#[derive(Clone, Copy, Debug, ApiError)]
pub(crate) enum VideoError {
    #[api(status = 404, name = "VideoNotFound", message = "There is no such video")]
    NotFound,
    #[api(status = 413, name = "FileSizeLimitExceeded", message = "The file size limit is {limit} bytes")]
    TooLarge { limit: u64 },
    #[api(status = 422, name = "TitleRejected", message = "A video cannot have the title {title}")]
    Title { title: &'static str },
    #[api(status = 500, message = "the disk failed")]
    Disk,
}

/// The same errors in a shape that is as long as Panda's.
static SHAPE: Shape = Shape::json(r#"{"fault":"{name}","message":"{message}"}"#);

#[derive(Debug)]
struct Shaped(VideoError);

impl fmt::Display for Shaped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Shaped {}

impl ApiError for Shaped {
    fn definition(&self) -> &'static Definition {
        self.0.definition()
    }

    fn shape(&self) -> &'static Shape {
        &SHAPE
    }

    fn visit(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        self.0.visit(visitor)
    }
}

pub(crate) fn error(message: Message) -> VideoError {
    match message {
        Message::Constant => VideoError::NotFound,
        Message::Integer => VideoError::TooLarge { limit: 10_485_760 },
        Message::Text(title) => VideoError::Title { title },
        Message::Internal => VideoError::Disk,
    }
}

pub(crate) fn add(cases: &mut Vec<Case>, input: &'static str, message: Message) {
    let error = error(message);
    cases.push(Case::new("body", input, move || into_bytes(Answer::of(&black_box(error)))));
    cases.push(Case::new("body, another shape", input, move || into_bytes(Answer::of(&Shaped(black_box(error))))));
    cases.push(Case::new("body, hook", input, move || into_bytes(Answer::of(&black_box(error)))).with_hook());
    cases.push(Case::new("axum", input, move || black_box(error).into_response()));
    cases.push(Case::new("axum, hook", input, move || black_box(error).into_response()).with_hook());
    cases.push(Case::new("actix", input, move || actix_web_4::respond(&black_box(error))));
    cases.push(Case::new("to_string", input, move || black_box(error).to_string()));
    cases.push(Case::new("handler", input, move || called(handler(move || black_box(error).into_response()))));
    let layered = move || called(LAYER.layer(handler(move || black_box(error).into_response())));
    cases.push(Case::new("handler in ErrorLayer", input, layered).with_layer());
    cases.push(Case::new("handler in ErrorLayer, hook", input, layered).with_layer().with_hook());
}

/// Adds a successful response, which the layer leaves alone.
pub(crate) fn add_success(cases: &mut Vec<Case>) {
    let success = || Response::new(Body::from(Bytes::from_static(b"{}")));
    cases.push(Case::new("handler", "200", move || called(handler(success))));
    cases.push(Case::new("handler in ErrorLayer", "200", move || called(LAYER.layer(handler(success)))).with_layer());
}

const LAYER: ErrorLayer<panda_errors::Rejection> = ErrorLayer::new();

fn into_bytes(answer: Answer) -> Bytes {
    match answer.into_body() {
        std::borrow::Cow::Borrowed(body) => Bytes::from_static(body),
        std::borrow::Cow::Owned(body) => Bytes::from(body),
    }
}

fn handler(
    respond: impl Fn() -> Response,
) -> impl Service<Request<()>, Response = Response, Error = Infallible, Future = Ready<Result<Response, Infallible>>> {
    service_fn(move |_| ready(Ok(respond())))
}

/// Calls the service with a request. Its response is ready at once.
fn called<R>(mut service: impl Service<Request<()>, Response = R, Error = Infallible>) -> Option<R> {
    let future = pin!(service.call(black_box(Request::new(()))));
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(response)) => Some(response),
        Poll::Ready(Err(never)) => match never {},
        Poll::Pending => None,
    }
}
