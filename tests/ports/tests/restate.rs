//! restate, the admin API of a runtime for durable functions: `{"message":"…","restate_code":"…"}`, with `null` for an
//! error without a code.
//!
//! The original sends the text of an internal error. Here it is in the report.

use panda_errors::{ApiError, Definition, ErrorStatus, Rejection, Shape};
use tests_ports::assert_sent;

const SHAPE: Shape = Shape::json(r#"{"message":"{message}","restate_code":"{code|null}"}"#)
    .internal(Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "Internal").with_message("Internal server error"));

#[derive(Debug, ApiError)]
#[api(shape = SHAPE)]
enum MetaApiError {
    #[api(status = 400, message = "The request field '{0}' is invalid. Reason: {1}")]
    InvalidField(&'static str, String),

    #[api(status = 404, message = "The requested service '{0}' does not exist")]
    ServiceNotFound(String),

    #[api(status = 404, message = "The requested handler '{handler}' on service '{service}' does not exist")]
    HandlerNotFound { service: String, handler: String },

    #[api(transparent)]
    Schema(#[from] SchemaError),

    #[api(status = 500, message = "{0}")]
    Internal(String),

    #[api(transparent, rejection)]
    Refused(Rejection),
}

/// The nested errors state their statuses themselves, so no match goes through them.
#[derive(Debug, ApiError)]
#[api(shape = SHAPE)]
enum SchemaError {
    #[api(status = 409, code = "META0006", message = "the service '{service}' removed the handlers {handlers}")]
    RemovedHandlers { service: String, handlers: String },

    #[api(status = 409, message = "the id does not match")]
    IncorrectId,

    #[api(status = 400, message = "the service name '{0}' is reserved")]
    ReservedName(String),
}

#[test]
fn restate_sends_its_code_or_null() {
    let removed = SchemaError::RemovedHandlers { service: "panda".to_owned(), handlers: "eat".to_owned() };
    let handler = MetaApiError::HandlerNotFound { service: "panda".to_owned(), handler: "eat".to_owned() };
    assert_sent::<MetaApiError>(&[
        (
            &MetaApiError::from(removed),
            r#"409 {"message":"the service 'panda' removed the handlers eat","restate_code":"META0006"}"#,
        ),
        (
            &MetaApiError::from(SchemaError::IncorrectId),
            r#"409 {"message":"the id does not match","restate_code":null}"#,
        ),
        (
            &MetaApiError::from(SchemaError::ReservedName("restate".to_owned())),
            r#"400 {"message":"the service name 'restate' is reserved","restate_code":null}"#,
        ),
        (
            &MetaApiError::InvalidField("uri", "no scheme".to_owned()),
            r#"400 {"message":"The request field 'uri' is invalid. Reason: no scheme","restate_code":null}"#,
        ),
        (
            &MetaApiError::ServiceNotFound("panda".to_owned()),
            r#"404 {"message":"The requested service 'panda' does not exist","restate_code":null}"#,
        ),
        (
            &handler,
            r#"404 {"message":"The requested handler 'eat' on service 'panda' does not exist","restate_code":null}"#,
        ),
        (
            &MetaApiError::from(Rejection::new(ErrorStatus::UNSUPPORTED_MEDIA_TYPE)),
            r#"415 {"message":"Unsupported Media Type","restate_code":null}"#,
        ),
    ]);
}

#[test]
fn restate_no_longer_sends_an_internal_text() {
    let internal = MetaApiError::Internal("the metadata store at 10.0.0.1 is gone".to_owned());
    assert_sent::<MetaApiError>(&[(&internal, r#"500 {"message":"Internal server error","restate_code":null}"#)]);
}
