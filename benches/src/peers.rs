//! The cases of the same errors with other crates.
//!
//! A peer sends fewer headers than we do, so each is also measured with ours added ("+ headers").

use std::hint::black_box;

use api_error::ApiError;
use axum::Json;
use axum_core::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use serde::Serialize;

use crate::{Case, Message};

pub(crate) fn add(cases: &mut Vec<Case>, input: &'static str, message: Message) {
    let error = error(message);
    cases.push(Case::new("to_string: thiserror", input, move || black_box(error).to_string()));
    let snafu = snafu_error(message);
    cases.push(Case::new("to_string: snafu", input, move || black_box(snafu).to_string()));
    let api_error = api_error(message);
    both(cases, input, ["api-error", "api-error + headers"], move || black_box(api_error).into_response());
    both(cases, input, ["problem_details", "problem_details + headers"], move || problem_details(&black_box(error)));
    both(cases, input, ["http-api-problem", "http-api-problem + headers"], move || http_api_problem(&black_box(error)));
    both(cases, input, ["thiserror + struct", "thiserror + struct + headers"], move || with_struct(&black_box(error)));
    both(cases, input, ["thiserror + json!", "thiserror + json! + headers"], move || with_json(&black_box(error)));
}

fn both(
    cases: &mut Vec<Case>,
    input: &'static str,
    [as_is, with_headers]: [&'static str; 2],
    respond: impl Fn() -> Response + Copy + 'static,
) {
    cases.push(Case::new(as_is, input, respond));
    cases.push(Case::new(with_headers, input, move || {
        let mut response = respond();
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response
    }));
}

#[derive(Clone, Copy, Debug, thiserror::Error)]
enum VideoError {
    #[error("There is no such video")]
    NotFound,
    #[error("The file size limit is {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("A video cannot have the title {title}")]
    Title { title: &'static str },
    #[error("the disk failed")]
    Disk,
}

fn error(message: Message) -> VideoError {
    match message {
        Message::Constant => VideoError::NotFound,
        Message::Integer => VideoError::TooLarge { limit: 10_485_760 },
        Message::Text(title) => VideoError::Title { title },
        Message::Internal => VideoError::Disk,
    }
}

impl VideoError {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Title { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Disk => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::NotFound => "VideoNotFound",
            Self::TooLarge { .. } => "FileSizeLimitExceeded",
            Self::Title { .. } => "TitleRejected",
            Self::Disk => "Disk",
        }
    }
}

#[derive(Serialize)]
struct Content {
    error: &'static str,
    message: String,
}

fn with_struct(error: &VideoError) -> Response {
    let content = Content { error: error.name(), message: error.to_string() };
    (error.status(), Json(content)).into_response()
}

fn with_json(error: &VideoError) -> Response {
    let content = serde_json::json!({ "error": error.name(), "message": error.to_string() });
    (error.status(), Json(content)).into_response()
}

fn problem_details(error: &VideoError) -> Response {
    problem_details::ProblemDetails::from_status_code(error.status()).with_detail(error.to_string()).into_response()
}

fn http_api_problem(error: &VideoError) -> Response {
    http_api_problem::HttpApiProblem::with_title(error.status()).detail(error.to_string()).into_response()
}

#[derive(Clone, Copy, Debug, thiserror::Error, ApiError)]
enum ApiVideoError {
    #[error("There is no such video")]
    #[api_error(status_code = 404, message(inherit))]
    NotFound,
    #[error("The file size limit is {limit} bytes")]
    #[api_error(status_code = 413, message(inherit))]
    TooLarge { limit: u64 },
    #[error("A video cannot have the title {title}")]
    #[api_error(status_code = 422, message(inherit))]
    Title { title: &'static str },
    #[error("the disk failed")]
    #[api_error(status_code = 500)]
    Disk,
}

fn api_error(message: Message) -> ApiVideoError {
    match message {
        Message::Constant => ApiVideoError::NotFound,
        Message::Integer => ApiVideoError::TooLarge { limit: 10_485_760 },
        Message::Text(title) => ApiVideoError::Title { title },
        Message::Internal => ApiVideoError::Disk,
    }
}

#[derive(Clone, Copy, Debug, snafu::Snafu)]
enum SnafuVideoError {
    #[snafu(display("There is no such video"))]
    NotFound,
    #[snafu(display("The file size limit is {limit} bytes"))]
    TooLarge { limit: u64 },
    #[snafu(display("A video cannot have the title {title}"))]
    Title { title: &'static str },
    #[snafu(display("the disk failed"))]
    Disk,
}

fn snafu_error(message: Message) -> SnafuVideoError {
    match message {
        Message::Constant => SnafuVideoError::NotFound,
        Message::Integer => SnafuVideoError::TooLarge { limit: 10_485_760 },
        Message::Text(title) => SnafuVideoError::Title { title },
        Message::Internal => SnafuVideoError::Disk,
    }
}
