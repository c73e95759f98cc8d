//! lemmy, a forum: `{"error":"…"}`, and a payload as `message` for a few errors. Its errors have codes and no texts.
//!
//! The original answers every unforeseen error with 400 `unknown` and its text. Here that is a 500 without the text.

use std::io;

use panda_errors::{ApiError, Definition, ErrorStatus, Rejection, Shape, report};
use tests_ports::{assert_sent, sent};

const SHAPE: Shape = Shape::json(r#"{"error":"{name}","message":"{details}"}"#)
    .internal(Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "unknown"));

#[derive(Debug, ApiError)]
#[api(shape = SHAPE, rename_all = "snake_case", status = 400, details)]
enum LemmyErrorType {
    #[api(status = 401, message = "")]
    IncorrectLogin,

    #[api(message = "")]
    CouldntSendEmail,

    #[api(status = 429, message = "")]
    RateLimitError,

    /// A payload with one field is the bare value.
    #[api(message = "")]
    PictrsResponseError(String),

    #[api(message = "")]
    RegistrationDenied { reason: String },

    #[api(status = 404, message = "", rejection)]
    NotFound,

    #[api(status = 500)]
    Unknown,

    #[api(transparent, rejection)]
    Refused(Rejection),
}

/// The public error, and the cause that only the report has.
#[derive(Debug, ApiError)]
#[api(shape = SHAPE)]
struct LemmyError {
    #[api(transparent)]
    public: LemmyErrorType,
    #[source]
    cause: anyhow::Error,
}

impl From<io::Error> for LemmyError {
    fn from(error: io::Error) -> Self {
        Self { public: LemmyErrorType::Unknown, cause: error.into() }
    }
}

#[test]
fn lemmy_sends_a_code_and_a_payload_if_there_is_one() {
    assert_sent::<LemmyError>(&[
        (&LemmyErrorType::IncorrectLogin, r#"401 {"error":"incorrect_login"}"#),
        (&LemmyErrorType::CouldntSendEmail, r#"400 {"error":"couldnt_send_email"}"#),
        (&LemmyErrorType::RateLimitError, r#"429 {"error":"rate_limit_error"}"#),
        (
            &LemmyErrorType::PictrsResponseError("too large".to_owned()),
            r#"400 {"error":"pictrs_response_error","message":"too large"}"#,
        ),
        (
            &LemmyErrorType::RegistrationDenied { reason: "spam".to_owned() },
            r#"400 {"error":"registration_denied","message":{"reason":"spam"}}"#,
        ),
        (&LemmyErrorType::from(Rejection::new(ErrorStatus::NOT_FOUND)), r#"404 {"error":"not_found"}"#),
        (
            &LemmyErrorType::from(Rejection::new(ErrorStatus::METHOD_NOT_ALLOWED)),
            r#"405 {"error":"method_not_allowed"}"#,
        ),
    ]);
}

#[test]
fn lemmy_keeps_the_cause_for_the_report() {
    let error = LemmyError { public: LemmyErrorType::IncorrectLogin, cause: anyhow::anyhow!("no row in local_user") };
    let (answer, reports) = report::capture(|| panda_errors::Answer::of(&error));
    assert_eq!(answer.body(), br#"{"error":"incorrect_login"}"#);
    assert_eq!(reports[0].sources, ["no row in local_user"]);
    assert_eq!(sent(&LemmyError::from(io::Error::other("5432 refused"))), r#"500 {"error":"unknown"}"#);
}
