//! `details`: off unless switched on, then the fields that are for clients, as JSON has them.

use std::borrow::Cow;

use panda_errors::{Answer, ApiError, Detail, ErrorStatus, Value};

#[track_caller]
fn assert_body(error: &dyn ApiError, body: &str) {
    assert_eq!(String::from_utf8_lossy(Answer::of(error).body()), body);
}

#[derive(Debug, ApiError)]
#[api(details)]
enum Switched {
    #[api(status = 400, name = "On", message = "{a}")]
    On {
        a: u8,
        b: &'static str,
        #[api(redact)]
        _secret: String,
        #[source]
        cause: Option<std::fmt::Error>,
    },
    #[api(status = 409, message = "none")]
    Nothing,
    #[api(status = 410, message = "{0} and {1}")]
    Tuple(u8, char),
    #[api(status = 500, message = "{canary}")]
    Internal { canary: u8 },
}

#[test]
fn an_enum_switches_all_of_its_variants_on() {
    let on = Switched::On { a: 1, b: "\"é\"", _secret: "canary".into(), cause: Some(std::fmt::Error) };
    assert_body(&on, r#"{"error":"On","message":"1","details":{"a":1,"b":"\"é\""}}"#);
    assert_body(&Switched::Nothing, r#"{"error":"Nothing","message":"none"}"#);
    assert_body(&Switched::Tuple(1, '\n'), r#"{"error":"Tuple","message":"1 and \n","details":{"0":1,"1":"\n"}}"#);
    assert_body(&Switched::Internal { canary: 1 }, "");
}

#[test]
fn a_variant_or_a_field_switches_itself_on() {
    #[derive(Debug, ApiError)]
    enum Some {
        #[api(status = 400, message = "off: {a}")]
        Off { a: u8 },
        #[api(status = 400, message = "on", details)]
        On { a: u8, r#type: u8 },
        #[api(status = 400, message = "one")]
        One {
            _a: u8,
            #[api(detail)]
            b: u8,
        },
    }

    assert_body(&Some::Off { a: 1 }, r#"{"error":"Off","message":"off: 1"}"#);
    assert_body(&Some::On { a: 1, r#type: 2 }, r#"{"error":"On","message":"on","details":{"a":1,"type":2}}"#);
    assert_body(&Some::One { _a: 1, b: 2 }, r#"{"error":"One","message":"one","details":{"b":2}}"#);
}

#[test]
fn a_status_and_a_source_are_not_sent_as_details() {
    #[derive(Debug, ApiError)]
    #[api(message = "{shown}", details)]
    struct Internals {
        #[api(status)]
        status: ErrorStatus,
        source: std::fmt::Error,
        shown: bool,
    }

    let error = Internals { status: ErrorStatus::CONFLICT, source: std::fmt::Error, shown: true };
    assert_body(&error, r#"{"error":"Internals","message":"true","details":{"shown":true}}"#);
}

#[derive(Debug, ApiError)]
#[api(status = 400, message = "m", details)]
struct One<T> {
    v: T,
}

/// The value is on the wire, in `Serialize` and in `Value` what `serde_json` makes of it.
#[track_caller]
fn assert_value<T: Detail + serde::Serialize + std::fmt::Debug>(value: T) {
    let json = serde_json::to_string(&value).unwrap_or_default();
    assert_eq!(serde_json::to_string(&value.value()).unwrap_or_default(), json);
    let body = format!(r#"{{"error":"One","message":"m","details":{{"v":{json}}}}}"#);
    let error = One { v: value };
    assert_eq!(String::from_utf8_lossy(Answer::of(&error).body()), body);
    assert_eq!(serde_json::to_string(&error).unwrap_or_default(), body);
}

#[test]
fn every_value_is_as_json_has_it() {
    assert_value(true);
    assert_value([u8::MIN, u8::MAX]);
    assert_value([u16::MAX]);
    assert_value([u32::MAX]);
    assert_value([u64::MIN, u64::MAX]);
    assert_value(usize::MAX);
    assert_value([i8::MIN, i8::MAX]);
    assert_value([i16::MIN, 0]);
    assert_value([i32::MIN, 0]);
    assert_value([i64::MIN, i64::MAX]);
    assert_value([isize::MIN, isize::MAX]);
    assert_value('"');
    assert_value(String::from("a\u{1}\u{2028}😀"));
    assert_value("text");
    assert_value(Box::<str>::from("text"));
    assert_value(Cow::Borrowed("text"));
    assert_value(vec![Some("a"), None]);
    assert_value(vec![vec![1, 2], vec![]]);
    assert_value(None::<u8>);
    assert_value(Vec::<u8>::new());
}

#[test]
fn every_float_is_sent_without_a_loss() {
    for float in [0.0, -0.0, 0.1, 1.0, -1.5, 1e15, 1e16, 1e21, 1e-7, 1e300, f64::MIN_POSITIVE, f64::MAX, f64::MIN] {
        let body: serde_json::Value = serde_json::from_slice(Answer::of(&One { v: float }).body()).unwrap();
        assert_eq!(body["details"]["v"].as_f64().map(f64::to_bits), Some(f64::to_bits(float)));
        assert!(body["details"]["v"].is_f64());
    }
    for float in [f32::MAX, 0.5] {
        assert_eq!(float.value(), Value::Float(f64::from(float)));
    }
    for float in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_body(&One { v: float }, r#"{"error":"One","message":"m","details":{"v":null}}"#);
    }
}

#[test]
fn details_that_are_too_long_are_left_out() {
    let long = |length: usize| One { v: "\n".repeat(length) };
    assert!(Answer::of(&long(30_000)).body().len() > 60_000);
    assert_body(&long(40_000), r#"{"error":"One","message":"m"}"#);
}

#[test]
fn a_redacted_field_is_nowhere_on_the_wire() {
    let answer = Answer::of(&Switched::On { a: 1, b: "b", _secret: "canary".into(), cause: None });
    assert!(!String::from_utf8_lossy(answer.body()).contains("canary"));
    assert!(answer.headers().all(|(name, value)| !name.contains("canary") && !value.contains("canary")));
}

#[test]
fn a_field_that_is_not_a_detail_needs_no_json_type() {
    #[derive(Debug, ApiError)]
    #[api(details)]
    enum Sparing {
        #[api(status = 429, message = "Too many", retry_after = after)]
        TooMany { limit: u64, after: std::time::Duration },
        #[api(status = 500, message = "{path:?} failed")]
        Disk { path: std::path::PathBuf },
    }

    let error = Sparing::TooMany { limit: 3, after: std::time::Duration::from_secs(7) };
    assert_eq!(Answer::of(&error).body(), br#"{"error":"TooMany","message":"Too many","details":{"limit":3}}"#);
    assert_eq!(Answer::of(&Sparing::Disk { path: "/srv".into() }).body(), b"");
}
