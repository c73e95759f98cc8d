//! A Matrix homeserver: `{"errcode":"M_…","error":"…"}`, other members beside them, and codes that another server chose.

use panda_errors::{ApiError, Definition, ErrorStatus, Rejection, Shape};
use tests_ports::assert_sent;

const SHAPE: Shape = Shape::json(r#"{"errcode":"{code|name}","error":"{message}","...":"{details}"}"#)
    .internal(Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "M_UNKNOWN").with_message("Internal server error"));

#[derive(Debug, ApiError)]
#[api(shape = SHAPE, prefix = "M_", rename_all = "SCREAMING_SNAKE_CASE", status = 400)]
enum Matrix {
    #[api(status = 403, message = "{0}")]
    Forbidden(String),

    #[api(status = 401, message = "Unknown access token")]
    UnknownToken {
        #[api(detail)]
        soft_logout: bool,
    },

    #[api(status = 429, message = "Too many requests")]
    LimitExceeded {
        #[api(detail)]
        retry_after_ms: Option<u64>,
    },

    #[api(message = "The request is not JSON")]
    NotJson,

    /// The specification has one code for both.
    #[api(status = 404, code = "M_UNRECOGNIZED", message = "Unrecognized request", rejection)]
    NoPath,

    #[api(status = 405, code = "M_UNRECOGNIZED", message = "Unrecognized request", rejection)]
    NoMethod(#[source] Rejection),

    /// An error of another homeserver, passed on.
    #[api(status = 502, message = "{text}")]
    Remote {
        #[api(code)]
        code: String,
        text: String,
    },

    #[api(status = 500)]
    Database(#[source] std::io::Error),

    #[api(transparent, rejection)]
    Refused(Rejection),
}

#[test]
fn matrix_keeps_its_codes_and_its_other_members() {
    let remote = Matrix::Remote { code: "ORG.EXAMPLE.FULL".to_owned(), text: "the room is full".to_owned() };
    assert_sent::<Matrix>(&[
        (
            &Matrix::Forbidden("You are not in the room".to_owned()),
            r#"403 {"errcode":"M_FORBIDDEN","error":"You are not in the room"}"#,
        ),
        (
            &Matrix::UnknownToken { soft_logout: true },
            r#"401 {"errcode":"M_UNKNOWN_TOKEN","error":"Unknown access token","soft_logout":true}"#,
        ),
        (
            &Matrix::LimitExceeded { retry_after_ms: Some(1500) },
            r#"429 {"errcode":"M_LIMIT_EXCEEDED","error":"Too many requests","retry_after_ms":1500}"#,
        ),
        (
            &Matrix::LimitExceeded { retry_after_ms: None },
            r#"429 {"errcode":"M_LIMIT_EXCEEDED","error":"Too many requests"}"#,
        ),
        (&Matrix::NotJson, r#"400 {"errcode":"M_NOT_JSON","error":"The request is not JSON"}"#),
        (&remote, r#"502 {"errcode":"ORG.EXAMPLE.FULL","error":"the room is full"}"#),
        (
            &Matrix::Database(std::io::Error::other("5432 refused")),
            r#"500 {"errcode":"M_UNKNOWN","error":"Internal server error"}"#,
        ),
    ]);
}

#[test]
fn matrix_has_one_code_for_an_unknown_path_and_a_wrong_method() {
    assert_sent::<Matrix>(&[
        (
            &Matrix::from(Rejection::new(ErrorStatus::NOT_FOUND)),
            r#"404 {"errcode":"M_UNRECOGNIZED","error":"Unrecognized request"}"#,
        ),
        (
            &Matrix::from(Rejection::new(ErrorStatus::METHOD_NOT_ALLOWED)),
            r#"405 {"errcode":"M_UNRECOGNIZED","error":"Unrecognized request"}"#,
        ),
        (
            &Matrix::from(Rejection::new(ErrorStatus::PAYLOAD_TOO_LARGE)),
            r#"413 {"errcode":"M_CONTENT_TOO_LARGE","error":"Content Too Large"}"#,
        ),
    ]);
}
