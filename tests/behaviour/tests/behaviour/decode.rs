//! `decode`: what a server sends comes back as the value it was.

use std::borrow::Cow;
use std::time::Duration;

use panda_errors::{Answer, ApiError, Catalog, Cataloged, Decode, ErrorStatus, Reading, Reply};

#[derive(Debug, PartialEq, ApiError)]
#[api(details, decode)]
enum UploadError {
    #[api(status = 413, name = "TooLarge", message = "The limit is {limit} bytes")]
    Limit { limit: u64, parts: Vec<Option<i8>>, exact: bool, letter: char },
    #[api(status = 413, name = "TooLarge", message = "The name {0:?} is too long")]
    Name(String),
    #[api(status = 503, name = "Busy", message = "The {{encoders}} are \"busy\"")]
    Encoders,
    #[api(status = 503, name = "Busy", message = "The disks are busy")]
    Disks,
    #[api(transparent)]
    TooMany(TooMany),
    #[api(message = "The backend says {0}")]
    Backend(#[api(status)] ErrorStatus),
    #[api(status = 409, name = "Two", message = "{x}")]
    One { x: u8 },
    #[api(status = 409, name = "Two", message = "{x} and {y}")]
    Both { x: u8, y: u8 },
    #[api(status = 422, message = "{ratio} of {of} in {kind}")]
    Ratio { ratio: f64, of: f32, kind: Cow<'static, str>, by: Box<str> },
    #[api(transparent)]
    Inner(Box<InnerError>),
    #[api(status = 500, message = "{0}")]
    Internal(String),
}

#[derive(Debug, PartialEq, ApiError)]
#[api(decode, status = 410, message = "gone for good")]
struct InnerError;

#[derive(Debug, PartialEq, ApiError)]
#[api(decode, status = 429, message = "Try again", retry_after = pause, header("X-Plan" = plan))]
struct TooMany {
    pause: Duration,
    plan: String,
}

/// Returns the error that a client decodes from the answer to `error`.
fn decoded<T: Decode + Cataloged>(error: &dyn ApiError) -> Option<T> {
    let reply = Reply::of(T::CATALOG, &Answer::of(error));
    assert_eq!(reply.reading(), Reading::Known, "{reply:?}");
    reply.decode()
}

/// Reads a response with this body as a client does.
fn read(api: &'static Catalog, status: u16, body: &str) -> Reply {
    Reply::read(api, status, [("Content-Type", "application/json")], body.as_bytes()).unwrap()
}

#[test]
fn every_error_that_is_sent_decodes_to_the_same_value() {
    let errors = [
        || UploadError::Limit { limit: u64::MAX, parts: vec![Some(-128), None], exact: true, letter: '\u{2028}' },
        || UploadError::Name("\"é\n".to_owned()),
        || UploadError::Encoders,
        || UploadError::Disks,
        || UploadError::TooMany(TooMany { pause: Duration::from_secs(7), plan: "Größe 50%".to_owned() }),
        || UploadError::Backend(ErrorStatus::BAD_GATEWAY),
        || UploadError::One { x: 1 },
        || UploadError::Both { x: 1, y: 2 },
        || UploadError::Ratio { ratio: -0.1, of: 0.1, kind: "a".into(), by: "b".into() },
        || UploadError::Inner(Box::new(InnerError)),
    ];
    for error in errors {
        assert_eq!(decoded(&error()), Some(error()));
    }
}

#[test]
fn a_wrong_detail_costs_the_value_and_not_the_name() {
    let reply = read(
        UploadError::CATALOG,
        413,
        r#"{"error":"TooLarge","message":"The limit is 7 bytes","details":{"limit":-7,"parts":[],"exact":true,"letter":"x"}}"#,
    );
    assert_eq!(reply.decode::<UploadError>(), None, "a negative limit");
    assert_eq!(reply.reading(), Reading::Known);
    assert_eq!(reply.detail::<bool>("exact"), Some(true));
}

#[test]
fn more_details_than_a_row_has_do_no_harm_if_no_other_row_has_the_name() {
    let newer = read(
        UploadError::CATALOG,
        422,
        r#"{"error":"Ratio","message":"m","details":{"ratio":7,"of":9007199254740992,"kind":"a","by":"b","since":1}}"#,
    );
    let error = UploadError::Ratio { ratio: 7.0, of: 9_007_199_254_740_992.0, kind: "a".into(), by: "b".into() };
    assert_eq!(newer.decode(), Some(error));
    let neither = read(UploadError::CATALOG, 409, r#"{"error":"Two","message":"m","details":{"x":1,"z":2}}"#);
    assert_eq!(neither.decode::<UploadError>(), None);
    assert_eq!(neither.definition().map(panda_errors::Definition::name), Some("Two"));
}

#[test]
fn an_integer_is_a_float_without_a_fraction_and_a_float_an_integer_that_is_exact() {
    let limit = |limit: &str| {
        let body = format!(r#"{{"error":"TooLarge","message":"m","details":{{"limit":{limit},"ratio":{limit}}}}}"#);
        let reply = read(UploadError::CATALOG, 413, &body);
        (reply.detail::<u64>("limit"), reply.detail::<f64>("ratio"))
    };
    assert_eq!(limit("7.0"), (Some(7), Some(7.0)));
    assert_eq!(limit("70e-1"), (Some(7), Some(7.0)));
    assert_eq!(limit("7.5"), (None, Some(7.5)));
    assert_eq!(limit("9007199254740993"), (Some(9_007_199_254_740_993), None));
    assert_eq!(limit("1e16"), (None, Some(1e16)));
    assert_eq!(limit("1e999"), (None, None));
    assert_eq!(limit("-9007199254740992"), (None, Some(-9_007_199_254_740_992.0)));
}

#[test]
fn a_500_is_not_decoded() {
    let answer = Answer::of(&UploadError::Internal("x".to_owned()));
    let reply = Reply::of(UploadError::CATALOG, &answer);
    assert_eq!(reply.reading(), Reading::Internal);
    assert_eq!(reply.decode::<UploadError>(), None);
    let body = read(UploadError::CATALOG, 500, r#"{"error":"Internal","message":"x","details":{"0":"x"}}"#);
    assert_eq!(body.decode::<UploadError>(), None);
    assert_eq!(body.reading(), Reading::Unknown);
}
