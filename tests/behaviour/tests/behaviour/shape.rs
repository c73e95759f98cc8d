//! Shapes: what a template sends for an error.

use std::fmt;

use panda_errors::{Answer, ApiError, Definition, ErrorStatus, Fact, Shape, Value, Visitor};

/// An error that is written by hand, with everything that a template can show.
#[derive(Debug)]
struct Refused {
    shape: &'static Shape,
    definition: &'static Definition,
    details: Vec<(&'static str, Value)>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("say \"no\"")
    }
}

impl std::error::Error for Refused {}

impl ApiError for Refused {
    fn definition(&self) -> &'static Definition {
        self.definition
    }

    fn shape(&self) -> &'static Shape {
        self.shape
    }

    fn visit(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        visitor.text(&[&self])?;
        for (name, value) in &self.details {
            visitor.detail(name, &Plain(value.clone()))?;
        }
        Ok(())
    }
}

struct Plain(Value);

impl panda_errors::Detail for Plain {
    fn value(&self) -> Value {
        self.0.clone()
    }
}

static BARE: Definition = Definition::new(ErrorStatus::CONFLICT, "InUse");
static FULL: Definition = Definition::new(ErrorStatus::CONFLICT, "InUse").with_code("E17").with_facts(&[
    Fact::Type("conflict"),
    Fact::Title("In use"),
    Fact::Url("https://example.com/in-use"),
    Fact::Header("retry-after", "30"),
    Fact::Detail("count", panda_errors::JsonType::Integer),
    Fact::Detail("owner", panda_errors::JsonType::Any),
]);

fn body(shape: &'static Shape, definition: &'static Definition, details: &[(&'static str, Value)]) -> String {
    let error = Refused { shape, definition, details: details.to_vec() };
    String::from_utf8(Answer::of(&error).into_body().into_owned()).unwrap()
}

macro_rules! shape {
    ($template:expr) => {{
        static SHAPE: Shape = Shape::json($template);
        &SHAPE
    }};
}

#[test]
fn a_hole_that_is_a_whole_string_keeps_its_json_type() {
    let shape = shape!(
        r#"{"n":"{name}","c":"{code}","m":"{message}","s":"{status}","t":"{status:text}","p":"{reason_phrase}",
            "T":"{title}","k":"{type}","u":"{url}","r":"{retry_after}"}"#
    );
    assert_eq!(
        body(shape, &FULL, &[]),
        r#"{"n":"InUse","c":"E17","m":"say \"no\"","s":409,"t":"409","p":"Conflict","T":"In use","k":"conflict","u":"https://example.com/in-use","r":30}"#
    );
}

#[test]
fn a_member_without_a_value_is_left_out_with_an_object_that_becomes_empty() {
    let shape = shape!(r#"{"a":{"c":"{code}","b":{"u":"{url}"}},"c":"{code}","n":"{name}","o":{},"l":["{code}"]}"#);
    assert_eq!(body(shape, &BARE, &[]), r#"{"n":"InUse","o":{},"l":[]}"#);
    assert_eq!(
        body(shape, &FULL, &[]),
        r#"{"a":{"c":"E17","b":{"u":"https://example.com/in-use"}},"c":"E17","n":"InUse","o":{},"l":["E17"]}"#
    );
}

#[test]
fn the_first_word_with_a_value_counts() {
    let shape = shape!(r#"{"a":"{code|name}","b":"{code|null}","c":"{code|0}","d":"/errors/{code|name}#{status}"}"#);
    assert_eq!(body(shape, &BARE, &[]), r#"{"a":"InUse","b":null,"c":0,"d":"/errors/InUse#409"}"#);
    assert_eq!(body(shape, &FULL, &[]), r#"{"a":"E17","b":"E17","c":"E17","d":"/errors/E17#409"}"#);
}

#[test]
fn details_are_spread_shown_alone_or_left_out() {
    let shape = shape!(r#"{"o":"{details.owner}","d":"{details}","x":{"count":"{name}","...":"{details}"}}"#);
    let details = [("count", Value::Unsigned(2)), ("owner", Value::Text("a\"b".into())), ("left", Value::Null)];
    assert_eq!(
        body(shape, &FULL, &details),
        r#"{"o":"a\"b","d":{"count":2},"x":{"count":"InUse"}}"#,
        "a member of the template wins over a detail of its name"
    );
    assert_eq!(body(shape, &FULL, &[]), r#"{"x":{"count":"InUse"}}"#);
    let text = shape!(r#"{"...":"{details:text}","d":"{details:text}"}"#);
    assert_eq!(body(text, &FULL, &details), r#"{"count":"2","owner":"a\"b","d":{"count":"2","owner":"a\"b"}}"#);
}

#[test]
fn a_hidden_500_is_the_row_of_the_shape() {
    static SHAPE: Shape = Shape::json(r#"{"error":{"code":"{code}","text":"{message}","id":"{request_id}"}}"#)
        .internal(
            Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "internal").with_code("E00").with_message("Sorry"),
        );
    static INTERNAL: Definition = Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "Secret").with_code("S3CR3T");
    let answer = Answer::of(&Refused { shape: &SHAPE, definition: &INTERNAL, details: Vec::new() });
    let id = answer.headers().find(|(name, _)| *name == "x-request-id").unwrap().1.to_owned();
    assert_eq!(
        String::from_utf8_lossy(answer.body()),
        format!(r#"{{"error":{{"code":"E00","text":"Sorry","id":"{id}"}}}}"#)
    );
    assert_eq!(answer.headers().find(|(name, _)| *name == "content-type").unwrap().1, "application/json");
}

#[test]
fn constants_are_sent_as_serde_json_writes_them() {
    let shape =
        shape!("{ \"a\" : [ 1, -20, true, null, {} ],\n\t\"b\": \"caf\\u00e9\\/\\n\\u001F{{}}\\ud83d\\ude00 ü\" }");
    assert_eq!(body(shape, &BARE, &[]), "{\"a\":[1,-20,true,null,{}],\"b\":\"café/\\n\\u001f{}😀 ü\"}");
}

const PLAIN: Shape = Shape::json(r#"{"error":"{name}","m":["a b",1]}"#);
const ROW: Definition = Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "internal");

#[test]
fn shapes_are_equal_if_they_send_the_same() {
    const SPACED: Shape = Shape::json("{\n  \"error\": \"{name}\",\r\n\t\"m\": [ \"a b\", 1 ]\n}\n");
    assert_eq!(PLAIN, SPACED, "white space outside of strings is not sent");
    let full =
        PLAIN.internal(ROW).content_type("application/x+json").header("x-name", "{name}").header("x-code", "{code}");
    let reordered =
        SPACED.header("x-name", "{name}").content_type("application/x+json").header("x-code", "{code}").internal(ROW);
    assert_eq!(full, reordered, "the order of the methods does not matter");
    assert_eq!(PLAIN, PLAIN.content_type("application/json").types_by_status(&[]), "a default may be written");
}

#[test]
fn shapes_that_send_something_else_are_not_equal() {
    static OTHERS: [Shape; 21] = [
        PLAIN,
        Shape::json(r#"{"error":"{name}","m":["ab",1]}"#),
        Shape::json(r#"{"m":"a\" b"}"#),
        Shape::json(r#"{"m":"a\"b"}"#),
        Shape::json(r#"{"m":"\\","n": 1}"#),
        Shape::json(r#"{"m":"\\","n": 2}"#),
        PLAIN.content_type("application/x+json"),
        PLAIN.internal(ROW),
        PLAIN.internal(ROW.with_code("7")),
        PLAIN.internal(ROW.with_code_number(7)),
        PLAIN.internal(ROW.with_message("Sorry")),
        PLAIN.internal(ROW.with_facts(&[Fact::Type("api")])),
        PLAIN.internal(ROW.with_facts(&[Fact::Title("api")])),
        PLAIN.types_by_status(&[(400, 499, "api")]),
        PLAIN.types_by_status(&[(400, 498, "api")]),
        PLAIN.header("x-name", "{name}"),
        PLAIN.header("x-name", "{code}"),
        PLAIN.header("x-nam", "e{name}"),
        Shape::custom(r#"{"error":"{name}","m":["a b",1]}"#, "application/json", |_| Vec::new()),
        Shape::PANDA,
        Shape::PROBLEM,
    ];
    for (at, one) in OTHERS.iter().enumerate() {
        for other in &OTHERS[..at] {
            assert_ne!(one, other);
        }
    }
}

#[test]
fn shapes_with_other_white_space_stand_in_one_catalog() {
    const COMPACT: Shape = Shape::json(r#"{"error":"{name}"}"#);
    const WIDE: Shape = Shape::json(r#"{ "error" : "{name}" }"#);

    #[derive(Debug, ApiError)]
    #[api(shape = COMPACT, status = 404, message = "no video")]
    struct NoVideo;

    #[derive(Debug, ApiError)]
    #[api(shape = WIDE, status = 409, message = "busy")]
    struct Busy;

    panda_errors::catalog!(static API = [NoVideo, Busy]);
    assert_eq!(API.definitions().count(), 2);
}
