//! modrinth, a host of game modifications: `{"error":"…","description":"…"}`.
//!
//! The original sends the texts of its databases in a 500, and the text of an `io::Error` in a 400. Here the first are in
//! the report, and the second has a description for clients.

use panda_errors::{ApiError, Definition, ErrorStatus, Rejection, Shape, catalog};
use tests_ports::assert_sent;

const SHAPE: Shape = Shape::json(r#"{"error":"{name}","description":"{message}"}"#).internal(
    Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "internal_error").with_message("Something went wrong"),
);

#[derive(Debug, ApiError)]
#[api(shape = SHAPE, rename_all = "snake_case", status = 400)]
enum Modrinth {
    #[api(status = 404, message = "Resource not found")]
    NotFound,

    #[api(name = "invalid_input", message = "Invalid input: {0}")]
    InvalidInput(String),

    #[api(name = "invalid_input", message = "Error while validating input: {0}")]
    Validation(String),

    #[api(status = 401, name = "unauthorized", message = "Authentication error: {0}")]
    CustomAuthentication(String),

    #[api(status = 409, message = "Conflict: {0}")]
    Conflict(String),

    #[api(name = "turnstile_error", message = "Captcha error. Try resubmitting the form.")]
    Turnstile,

    /// A text that was written for clients.
    #[api(name = "json_error", message = "Deserialization error: {0}")]
    Json(
        #[from]
        #[api(expose)]
        serde_json::Error,
    ),

    #[api(
        status = 429,
        name = "ratelimit_error",
        message = "You are being rate-limited. Please wait {0} milliseconds. 0/{1} remaining."
    )]
    RateLimit(u64, u32),

    #[api(status = 500, expose, name = "tax_compliance_api_error", message = "External tax compliance API error")]
    TaxCompliance,

    #[api(status = 400, name = "io_error", message = "The file cannot be read")]
    Io(#[source] std::io::Error),

    #[api(status = 500, name = "database_error")]
    Database(#[source] std::io::Error),

    #[api(transparent, rejection)]
    Refused(Rejection),
}

catalog!(static API = [Modrinth]);

#[test]
fn modrinth_keeps_its_statuses_names_and_descriptions() {
    let json = serde_json::from_str::<u8>("{").unwrap_err();
    assert_sent::<Modrinth>(&[
        (&Modrinth::NotFound, r#"404 {"error":"not_found","description":"Resource not found"}"#),
        (
            &Modrinth::InvalidInput("no slug".to_owned()),
            r#"400 {"error":"invalid_input","description":"Invalid input: no slug"}"#,
        ),
        (
            &Modrinth::Validation("no slug".to_owned()),
            r#"400 {"error":"invalid_input","description":"Error while validating input: no slug"}"#,
        ),
        (
            &Modrinth::CustomAuthentication("no token".to_owned()),
            r#"401 {"error":"unauthorized","description":"Authentication error: no token"}"#,
        ),
        (
            &Modrinth::Conflict("slug taken".to_owned()),
            r#"409 {"error":"conflict","description":"Conflict: slug taken"}"#,
        ),
        (
            &Modrinth::Turnstile,
            r#"400 {"error":"turnstile_error","description":"Captcha error. Try resubmitting the form."}"#,
        ),
        (
            &Modrinth::Json(json),
            r#"400 {"error":"json_error","description":"Deserialization error: invalid type: map, expected u8 at line 1 column 0"}"#,
        ),
        (
            &Modrinth::RateLimit(1500, 300),
            r#"429 {"error":"ratelimit_error","description":"You are being rate-limited. Please wait 1500 milliseconds. 0/300 remaining."}"#,
        ),
        (
            &Modrinth::TaxCompliance,
            r#"500 {"error":"tax_compliance_api_error","description":"External tax compliance API error"}"#,
        ),
    ]);
}

#[test]
fn modrinth_no_longer_sends_the_text_of_a_source() {
    let cause = || std::io::Error::other("/srv/modrinth refused");
    assert_sent::<Modrinth>(&[
        (&Modrinth::Io(cause()), r#"400 {"error":"io_error","description":"The file cannot be read"}"#),
        (&Modrinth::Database(cause()), r#"500 {"error":"internal_error","description":"Something went wrong"}"#),
    ]);
}

#[test]
fn modrinth_answers_the_frameworks_refusals_in_its_body() {
    let refused = Modrinth::from(Rejection::new(ErrorStatus::METHOD_NOT_ALLOWED));
    assert_sent::<Modrinth>(&[(&refused, r#"405 {"error":"method_not_allowed","description":"Method Not Allowed"}"#)]);
    assert_eq!(API.shape(), &SHAPE);
}
