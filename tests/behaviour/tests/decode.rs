//! `decode`: what a server sends comes back as the value it was.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that fails panics")]

use panda_errors::{Answer, ApiError, Decode, ErrorStatus, Received, Value};

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
    #[api(message = "The backend says {0}")]
    Backend(#[api(status)] ErrorStatus),
    #[api(transparent)]
    Inner(Box<InnerError>),
    #[api(status = 500, message = "{0}")]
    Internal(String),
}

#[derive(Debug, PartialEq, ApiError)]
#[api(decode, status = 410, message = "gone for good")]
struct InnerError;

/// What a client makes of an answer.
fn decoded<T: Decode>(error: &dyn ApiError) -> Option<T> {
    let answer = Answer::of(error);
    let body: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
    let details = body["details"].as_object().cloned().unwrap_or_default();
    let details: Vec<(&str, Value)> = details.iter().map(|(name, value)| (name.as_str(), value_of(value))).collect();
    T::decode(&Received {
        status: answer.status(),
        name: body["error"].as_str().unwrap(),
        message: body["message"].as_str().unwrap(),
        details: &details,
    })
}

fn value_of(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Bool(value) => Value::Bool(*value),
        serde_json::Value::Number(number) if number.is_u64() => Value::Unsigned(number.as_u64().unwrap()),
        serde_json::Value::Number(number) if number.is_i64() => Value::Signed(number.as_i64().unwrap()),
        serde_json::Value::Number(number) => Value::Float(number.as_f64().unwrap()),
        serde_json::Value::String(text) => Value::Text(text.clone().into()),
        serde_json::Value::Array(values) => Value::List(values.iter().map(value_of).collect()),
        _ => Value::Null,
    }
}

#[test]
fn what_is_sent_comes_back() {
    let errors = [
        || UploadError::Limit { limit: u64::MAX, parts: vec![Some(-128), None], exact: true, letter: '\u{2028}' },
        || UploadError::Name("\"é\n".to_owned()),
        || UploadError::Encoders,
        || UploadError::Disks,
        || UploadError::Backend(ErrorStatus::BAD_GATEWAY),
        || UploadError::Inner(Box::new(InnerError)),
    ];
    for error in errors {
        assert_eq!(decoded(&error()), Some(error()));
    }
}

#[test]
fn what_is_not_of_the_type_is_none_of_it() {
    let limit = Received {
        status: ErrorStatus::PAYLOAD_TOO_LARGE,
        name: "TooLarge",
        message: "The limit is 7 bytes",
        details: &[("limit", Value::Signed(-7)), ("parts", Value::List(vec![])), ("exact", Value::Bool(true))],
    };
    assert_eq!(UploadError::decode(&limit), None, "a negative limit, and no letter");
    assert_eq!(UploadError::decode(&Received { name: "Busy", ..limit }), None, "another status");
    assert_eq!(UploadError::decode(&Received { name: "", details: &[], ..limit }), None, "no name");
}

#[test]
fn a_500_does_not_come_back() {
    let internal =
        Received { status: ErrorStatus::INTERNAL_SERVER_ERROR, name: "Internal", message: "x", details: &[] };
    assert_eq!(UploadError::decode(&internal), None);
    assert_eq!(Answer::of(&UploadError::Internal("x".to_owned())).body(), b"");
}
