//! `Serialized`: a client reads the value that the server serialized.

use std::collections::BTreeMap;
use std::fmt::Debug;

use panda_errors::{Answer, ApiError, Cataloged, Detail, FromValue, JsonType, Reading, Reply, Serialized, Value};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Rule {
    Required,
    Most(u64),
    Between(i64, i64),
    OneOf { values: Vec<String>, fold: bool },
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Field(String);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Violation {
    #[serde(rename = "ref")]
    pointer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<Box<Violation>>,
    #[serde(flatten)]
    more: BTreeMap<String, serde_json::Value>,
}

/// Asserts that the value comes back from the JSON that it is serialized as.
#[track_caller]
fn comes_back<T: Serialize + DeserializeOwned + Clone + PartialEq + Debug>(value: T, json: &str) {
    let detail = Serialized(value.clone()).value();
    assert_eq!(serde_json::to_string(&detail).unwrap(), json);
    assert_eq!(Serialized::<T>::from_value(&detail), Some(Serialized(value)));
}

#[test]
fn every_form_of_serde_comes_back() {
    comes_back(
        (true, 'x', "text".to_owned(), 1.5_f32, -1_i8, u64::MAX),
        r#"[true,"x","text",1.5,-1,18446744073709551615]"#,
    );
    comes_back((None::<u8>, Some(7), Some(vec![0_u8; 2]), (), Unit), "[null,7,[0,0],null,null]");
    comes_back(Rule::Required, r#""Required""#);
    comes_back(Rule::Most(7), r#"{"Most":7}"#);
    comes_back(Rule::Between(-1, 1), r#"{"Between":[-1,1]}"#);
    let rule = Rule::OneOf { values: vec![String::new()], fold: false };
    comes_back(rule.clone(), r#"{"OneOf":{"values":[""],"fold":false}}"#);
    comes_back(Field("a".to_owned()), r#""a""#);
    comes_back(
        BTreeMap::from([(Field("a".to_owned()), vec![rule])]),
        r#"{"a":[{"OneOf":{"values":[""],"fold":false}}]}"#,
    );
    comes_back(BTreeMap::from([(-1_i64, 1.0), (2, 2.5)]), r#"{"-1":1.0,"2":2.5}"#);
    comes_back(BTreeMap::from([(true, 1_u16)]), r#"{"true":1}"#);
    let inner = Violation { pointer: "/b".to_owned(), ..Violation::default() };
    let more = BTreeMap::from([("code".to_owned(), serde_json::json!([1, {"a": null}]))]);
    let outer = Violation { pointer: "/a".to_owned(), hint: Some(Box::new(inner)), more };
    comes_back(outer, r#"{"ref":"/a","hint":{"ref":"/b"},"code":[1,{"a":null}]}"#);
}

#[test]
fn a_value_of_another_form_is_not_read() {
    let rule = |json: Value| Serialized::<Rule>::from_value(&json);
    assert!(rule(Value::from("Other")).is_none());
    assert!(rule(Value::from("Most")).is_none(), "a variant with a value");
    assert!(rule(Value::Object(vec![])).is_none());
    assert!(rule(Value::Object(vec![("Most".into(), Value::Unsigned(7)), ("Required".into(), Value::Null)])).is_none());
    let pair = |length| Serialized::<(u8, u8)>::from_value(&Value::List(vec![Value::Unsigned(1); length]));
    assert_eq!((pair(1), pair(2), pair(3)), (None, Some(Serialized((1, 1))), None));
    assert_eq!(Serialized::<u8>::from_value(&Value::Unsigned(256)), None);
    assert_eq!(Serialized::<BTreeMap<u8, u8>>::from_value(&Value::Object(vec![("x".into(), Value::Null)])), None);
}

#[test]
fn a_value_is_read_to_64_levels_as_it_is_sent() {
    let nested = |levels| (0..levels).fold(Value::Null, |value, _| Value::List(vec![value]));
    let read = |levels| Serialized::<serde_json::Value>::from_value(&nested(levels)).is_some();
    assert_eq!((read(64), read(65)), (true, false));
    let sent = |levels| {
        let value = (0..levels).fold(serde_json::Value::Null, |value, _| serde_json::json!([value]));
        Serialized(value).value() == nested(levels)
    };
    assert_eq!((sent(64), sent(65)), (true, false));
}

#[derive(Debug, PartialEq, ApiError)]
#[api(status = 422, message = "The profile is not valid", details, decode)]
struct InvalidProfile {
    rules: Serialized<BTreeMap<String, Vec<Rule>>>,
    input: Serialized<serde_json::Value>,
    sizes: BTreeMap<String, u64>,
    other: Value,
}

#[test]
fn an_error_with_serialized_details_is_decoded() {
    let error = InvalidProfile {
        rules: Serialized([("width".to_owned(), vec![Rule::Required, Rule::Most(7)])].into()),
        input: Serialized(serde_json::json!({"width": [null, -1, 1.5]})),
        sizes: [("width".to_owned(), 7)].into(),
        other: Value::List(vec![Value::Bool(true)]),
    };
    let answer = Answer::of(&error);
    assert_eq!(
        String::from_utf8_lossy(answer.body()),
        r#"{"error":"InvalidProfile","message":"The profile is not valid","details":{"rules":{"width":["Required",{"Most":7}]},"input":{"width":[null,-1,1.5]},"sizes":{"width":7},"other":[true]}}"#
    );
    let reply = Reply::of(InvalidProfile::CATALOG, &answer);
    assert_eq!(reply.reading(), Reading::Known);
    assert_eq!(reply.detail("rules"), Some(error.rules.clone()));
    assert_eq!(reply.decode(), Some(error));
    assert_eq!(<BTreeMap<String, u64> as Detail>::TYPE, JsonType::Object);
}
