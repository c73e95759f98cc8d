//! meilisearch, a search engine: `{"message":"…","code":"…","type":"…","link":"…"}`, and an engine with errors of its own.
//!
//! The original sends the text of an internal error. Here it is in the report.

use std::fmt;

use panda_errors::{ApiError, Definition, ErrorStatus, Rejection, Shape};
use tests_ports::assert_sent;

const SHAPE: Shape = Shape::json(
    r#"{"message":"{message}","code":"{name}","type":"{type}","link":"https://docs.meilisearch.com/errors#{name}"}"#,
)
.types_by_status(&[(401, 401, "auth"), (403, 403, "auth"), (400, 499, "invalid_request"), (500, 599, "internal")])
.internal(
    Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "internal").with_message("An internal error has occurred."),
);

#[derive(Debug, ApiError)]
#[api(shape = SHAPE, rename_all = "snake_case", status = 400)]
enum ResponseError {
    #[api(status = 404, message = "Document `{0}` not found.")]
    DocumentNotFound(String),

    #[api(status = 404, message = "Index `{0}` not found.")]
    IndexNotFound(String),

    #[api(status = 401, message = "The Authorization header is missing. It must use the bearer authorization method.")]
    MissingAuthorizationHeader,

    #[api(status = 403, message = "The provided API key is invalid.")]
    InvalidApiKey,

    #[api(message = "The provided payload is malformed: {0}")]
    MalformedPayload(String),

    #[api(status = 500)]
    Engine(#[source] EngineError),

    #[api(transparent, rejection)]
    Refused(Rejection),
}

/// The error of the engine, which is another crate in the original.
#[derive(Debug)]
enum EngineError {
    DocumentNotFound(u32),
    Corrupt(&'static str),
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DocumentNotFound(id) => write!(f, "there is no document {id}"),
            Self::Corrupt(page) => write!(f, "the page {page} is corrupt"),
        }
    }
}

impl std::error::Error for EngineError {}

/// The answer depends on the variant of the foreign error.
impl From<EngineError> for ResponseError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::DocumentNotFound(id) => Self::DocumentNotFound(id.to_string()),
            EngineError::Corrupt(_) => Self::Engine(error),
        }
    }
}

#[test]
fn meilisearch_sends_a_type_and_a_link_with_each_code() {
    assert_sent::<ResponseError>(&[
        (
            &ResponseError::from(EngineError::DocumentNotFound(1)),
            r#"404 {"message":"Document `1` not found.","code":"document_not_found","type":"invalid_request","link":"https://docs.meilisearch.com/errors#document_not_found"}"#,
        ),
        (
            &ResponseError::IndexNotFound("movies".to_owned()),
            r#"404 {"message":"Index `movies` not found.","code":"index_not_found","type":"invalid_request","link":"https://docs.meilisearch.com/errors#index_not_found"}"#,
        ),
        (
            &ResponseError::MissingAuthorizationHeader,
            r#"401 {"message":"The Authorization header is missing. It must use the bearer authorization method.","code":"missing_authorization_header","type":"auth","link":"https://docs.meilisearch.com/errors#missing_authorization_header"}"#,
        ),
        (
            &ResponseError::InvalidApiKey,
            r#"403 {"message":"The provided API key is invalid.","code":"invalid_api_key","type":"auth","link":"https://docs.meilisearch.com/errors#invalid_api_key"}"#,
        ),
        (
            &ResponseError::MalformedPayload("expected `,`".to_owned()),
            r#"400 {"message":"The provided payload is malformed: expected `,`","code":"malformed_payload","type":"invalid_request","link":"https://docs.meilisearch.com/errors#malformed_payload"}"#,
        ),
        (
            &ResponseError::from(Rejection::new(ErrorStatus::NOT_FOUND)),
            r#"404 {"message":"Not Found","code":"not_found","type":"invalid_request","link":"https://docs.meilisearch.com/errors#not_found"}"#,
        ),
    ]);
}

#[test]
fn meilisearch_no_longer_sends_the_text_of_its_engine() {
    assert_sent::<ResponseError>(&[(
        &ResponseError::from(EngineError::Corrupt("/data/7")),
        r#"500 {"message":"An internal error has occurred.","code":"internal","type":"internal","link":"https://docs.meilisearch.com/errors#internal"}"#,
    )]);
}
