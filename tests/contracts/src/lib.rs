//! Public error formats, each said with a shape: the bytes of an answer, by itself and through two frameworks, and the
//! schema of its document.

#![expect(clippy::missing_panics_doc, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test ends so")]

use actix_web::ResponseError;
use actix_web::body::MessageBody as _;
use axum::response::IntoResponse;
use panda_errors::docs::OpenApi;
use panda_errors::report::{self, Request};
use panda_errors::{Answer, ApiError, Cataloged};
use serde_json::Value;

/// The id of the request in each body that shows one.
pub const REQUEST_ID: &str = "01hv5q7c9zj3x4m2n8k6t0w1rb";

/// Asserts the status, the content type and the bytes of an error, and that its document describes the body.
#[track_caller]
pub fn assert_sent<E>(error: E, status: u16, content_type: &str, body: &str)
where
    E: ApiError + Cataloged + IntoResponse + ResponseError + 'static,
{
    let request = Request::new("GET", Some(REQUEST_ID.as_bytes()));
    let ((answer, actix, axum), _) =
        report::capture(|| request.enter(|| (Answer::of(&error), error.error_response(), error.into_response())));
    let header = answer.headers().find(|(name, _)| *name == "content-type").map(|(_, value)| value.to_owned());
    assert_eq!(answer.status(), status);
    assert_eq!(header.as_deref(), Some(content_type));
    assert_eq!(String::from_utf8_lossy(answer.body()), body);

    assert_eq!(actix.status().as_u16(), status, "actix");
    assert_eq!(actix.headers().get("content-type").unwrap(), content_type, "actix");
    assert_eq!(actix.into_body().try_into_bytes().unwrap(), body, "actix");

    assert_eq!(axum.status().as_u16(), status, "axum");
    assert_eq!(axum.headers()["content-type"], content_type, "axum");
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let sent = runtime.block_on(axum::body::to_bytes(axum.into_body(), usize::MAX)).unwrap();
    assert_eq!(sent, body, "axum");

    if let Some(schema) = schema::<E>(status) {
        let body: Value = serde_json::from_str(body).unwrap();
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        let problems: Vec<_> = validator.iter_errors(&body).map(|problem| problem.to_string()).collect();
        assert!(problems.is_empty(), "{body}\n{problems:#?}\n{schema:#}");
    }
}

/// Returns the schema that the document has for a status; `None` for a body that is not JSON.
#[must_use]
pub fn schema<E: Cataloged>(status: u16) -> Option<Value> {
    let document = OpenApi::new("API", "1").with_version("3.1.0").render(E::CATALOG);
    let document: Value = serde_json::from_str(&document).unwrap();
    let response = &document["components"]["responses"][format!("ApiError{status}")];
    let content = response["content"].as_object()?;
    let mut schema = content.values().next()?.get("schema")?.clone();
    schema["components"] = document["components"].clone();
    Some(schema)
}
