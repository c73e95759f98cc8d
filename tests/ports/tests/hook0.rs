//! hook0, a webhook service: problem+json with an `id`, a title apart from the detail, and `validation` or `null`.
//!
//! The order of `id` and `validation` changes from answer to answer in the original. Here it is fixed.

use std::collections::BTreeMap;

use panda_errors::{Answer, ApiError, Definition, ErrorStatus, Fact, Rejection, Serialized, Shape, report};
use tests_ports::assert_sent;

const SHAPE: Shape = Shape::json(
    r#"{
        "type": "https://hook0.com/documentation/errors/{name}",
        "status": "{status}",
        "title": "{title}",
        "detail": "{message}",
        "id": "{name}",
        "validation": "{details.validation|null}"
    }"#,
)
.content_type("application/problem+json")
.internal(
    Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "InternalServerError")
        .with_facts(&[Fact::Title("Something wrong happened")])
        .with_message("Hook0 server had issue handling your request. Our team was notified."),
);

#[derive(Debug, ApiError)]
#[api(shape = SHAPE, status = 400)]
enum Hook0 {
    #[api(
        title = "Organization name cannot be empty",
        message = "Organization name length must have more than 1 character."
    )]
    OrganizationNameMissing,

    #[api(status = 409, title = "This user already exist", message = "This email is already registered.")]
    UserAlreadyExist,

    #[api(
        status = 410,
        title = "Registrations are disabled",
        message = "Registration was disabled by an administrator."
    )]
    RegistrationDisabled,

    #[api(title = "Invalid event JSON payload", message = "Event payload is not encoded in valid JSON format: {0}.")]
    EventInvalidJsonPayload(String),

    #[api(
        status = 500,
        expose,
        title = "Could not check database to verify the provided application secret",
        message = "This is likely to be caused by database unavailability."
    )]
    AuthApplicationSecretLookupError,

    #[api(status = 422, title = "Provided input is malformed", message = "{text}")]
    Validation {
        text: String,
        #[api(detail)]
        validation: Serialized<BTreeMap<&'static str, Vec<BTreeMap<&'static str, &'static str>>>>,
    },

    #[api(
        status = 404,
        title = "Item not found",
        message = "Could not find the item. Check the identifier or that you have the right to access it.",
        rejection
    )]
    NotFound,

    #[api(status = 500)]
    Database(#[source] std::io::Error),

    #[api(transparent, rejection)]
    Refused(Rejection),
}

/// The idiom for the constraints of a database: decide in `From`.
impl From<std::io::Error> for Hook0 {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound,
            _ => Self::Database(error),
        }
    }
}

#[test]
fn hook0_keeps_its_problems() {
    let invalid = Hook0::Validation {
        text: "name: length".to_owned(),
        validation: BTreeMap::from([("name", vec![BTreeMap::from([("code", "length")])])]).into(),
    };
    assert_sent::<Hook0>(&[
        (
            &Hook0::OrganizationNameMissing,
            r#"400 {"type":"https://hook0.com/documentation/errors/OrganizationNameMissing","status":400,"title":"Organization name cannot be empty","detail":"Organization name length must have more than 1 character.","id":"OrganizationNameMissing","validation":null}"#,
        ),
        (
            &Hook0::UserAlreadyExist,
            r#"409 {"type":"https://hook0.com/documentation/errors/UserAlreadyExist","status":409,"title":"This user already exist","detail":"This email is already registered.","id":"UserAlreadyExist","validation":null}"#,
        ),
        (
            &Hook0::RegistrationDisabled,
            r#"410 {"type":"https://hook0.com/documentation/errors/RegistrationDisabled","status":410,"title":"Registrations are disabled","detail":"Registration was disabled by an administrator.","id":"RegistrationDisabled","validation":null}"#,
        ),
        (
            &Hook0::EventInvalidJsonPayload("expected value".to_owned()),
            r#"400 {"type":"https://hook0.com/documentation/errors/EventInvalidJsonPayload","status":400,"title":"Invalid event JSON payload","detail":"Event payload is not encoded in valid JSON format: expected value.","id":"EventInvalidJsonPayload","validation":null}"#,
        ),
        (
            &invalid,
            r#"422 {"type":"https://hook0.com/documentation/errors/Validation","status":422,"title":"Provided input is malformed","detail":"name: length","id":"Validation","validation":{"name":[{"code":"length"}]}}"#,
        ),
    ]);
}

#[test]
fn hook0_has_two_500s_one_for_clients_and_one_hidden() {
    assert_sent::<Hook0>(&[
        (
            &Hook0::AuthApplicationSecretLookupError,
            r#"500 {"type":"https://hook0.com/documentation/errors/AuthApplicationSecretLookupError","status":500,"title":"Could not check database to verify the provided application secret","detail":"This is likely to be caused by database unavailability.","id":"AuthApplicationSecretLookupError","validation":null}"#,
        ),
        (
            &Hook0::from(std::io::Error::other("5432 refused")),
            r#"500 {"type":"https://hook0.com/documentation/errors/InternalServerError","status":500,"title":"Something wrong happened","detail":"Hook0 server had issue handling your request. Our team was notified.","id":"InternalServerError","validation":null}"#,
        ),
    ]);
}

#[test]
fn hook0_answers_an_unknown_path_like_an_unknown_item() {
    let path = Hook0::from(Rejection::new(ErrorStatus::NOT_FOUND));
    let item = Hook0::from(std::io::Error::from(std::io::ErrorKind::NotFound));
    assert_eq!(tests_ports::sent(&path), tests_ports::sent(&item));
    let (answer, _) = report::capture(|| Answer::of(&path));
    assert!(answer.headers().any(|header| header == ("content-type", "application/problem+json")));
}
