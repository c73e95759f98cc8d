//! Shapes that are wrong: each mistake is refused in a constant, in words that say what to do.
//!
//! The checker runs at run time here, where its compile error is a panic. `tests/ui` has the error of the compiler.

use std::panic::catch_unwind;

use panda_errors::{Definition, ErrorStatus, Shape};

/// Returns the words of the compile error that making this shape would be.
fn refusal(make: impl FnOnce() -> Shape + std::panic::UnwindSafe) -> String {
    let Err(payload) = catch_unwind(make) else { return "the shape is accepted".to_owned() };
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

fn template(text: impl Into<String>) -> String {
    let text: &'static str = text.into().leak();
    refusal(move || Shape::json(text))
}

#[test]
fn a_template_that_is_not_json_shows_the_place() {
    for (text, words) in [
        ("", "a template is a JSON object or array; begin it with `{` (at byte 0: ``)"),
        ("\"{message}\"", "a template is a JSON object or array; begin it with `{` (at byte 0: `\"{message}\"`)"),
        ("{\"a\":1", "the JSON ends too early; close what is open (at byte 6: ``)"),
        (
            "{\"a\":1]",
            "expected `,` or the end of the object or array; is a quote missing before this? (at byte 6: `]`)",
        ),
        ("{\"a\":}", "this is not JSON; expected a value (at byte 5: `}`)"),
        ("{\"a\"}", "expected `:` behind the name of a member (at byte 4: `}`)"),
        ("{\"a\":1,}", "a comma before the end is not JSON; remove it (at byte 7: `}`)"),
        ("[1,]", "a comma before the end is not JSON; remove it (at byte 3: `]`)"),
        ("{a:1}", "expected the name of a member in quotes (at byte 1: `a:1}`)"),
        ("{\"a\":1} x", "the JSON ends before this; remove what follows (at byte 8: `x`)"),
        ("{\"a\":nul}", "this is not JSON; expected a value (at byte 5: `nul}`)"),
        ("{\"a\":'x'}", "this is not JSON; expected a value (at byte 5: `'x'}`)"),
        ("{\"a\":\"\\x\"}", "this escape is not JSON; write `\\\\` for a backslash (at byte 6: `\\x\"}`)"),
        ("{\"a\":\"\\u12\"}", "`\\u` needs four hexadecimal digits (at byte 6: `\\u12\"}`)"),
        (
            "{\"a\":\"\\ud800\"}",
            "half of a surrogate pair is not a character; write the character itself (at byte 6: `\\ud800\"}`)",
        ),
        ("{\"a\":\"x\ny\"}", "this string is not closed; write `\"` behind it (at byte 5: `\"x\ny\"}`)"),
    ] {
        assert_eq!(template(text), words, "{text}");
    }
}

#[test]
fn the_diagnostic_of_a_misplaced_hole_names_the_right_place() {
    for (text, words) in [
        (
            "{\"s\":{status}}",
            "a hole stands in a string; put quotes around it, its value keeps its own JSON type (at byte 5: `{status}}`)",
        ),
        (
            "[{status}]",
            "a hole stands in a string; put quotes around it, its value keeps its own JSON type (at byte 1: `{status}]`)",
        ),
        (
            "{\"m\":\"{message},\"c\":1}",
            "expected `,` or the end of the object or array; is a quote missing before this? (at byte 17: `c\":1}`)",
        ),
        ("{\"m\":\"{message}", "this string is not closed; write `\"` behind it (at byte 5: `\"{message}`)"),
        (
            "{\"m\":\"{message\"}",
            "this hole is not closed; write `}` behind its word, or `{{` for a brace (at byte 6: `{message\"}`)",
        ),
        ("{\"m\":\"a } b\"}", "this `}` closes nothing; write `}}` for a brace (at byte 8: `} b\"}`)"),
        (
            "{\"{name}\":1}",
            "a hole in the name of a member is not supported; put it in the value (at byte 2: `{name}\":1}`)",
        ),
        (
            "{\"a\\u0041\":1}",
            "an escape in the name of a member is not supported; write the character itself (at byte 3: `\\u0041\":1}`)",
        ),
        (
            "{\"a\":1,\"b\":2,\"a\":3}",
            "this object has a member of this name already; remove one of them (at byte 14: `a\":3}`)",
        ),
        (
            "{\"a\":1.5}",
            "a number of a template is an integer of at most 15 digits; write it so, or as a string (at byte 5: `1.5}`)",
        ),
        (
            "{\"a\":1e3}",
            "a number of a template is an integer of at most 15 digits; write it so, or as a string (at byte 5: `1e3}`)",
        ),
        (
            "{\"a\":-0}",
            "a number of a template is an integer of at most 15 digits; write it so, or as a string (at byte 5: `-0}`)",
        ),
        (
            "{\"a\":1234567890123456}",
            "a number of a template is an integer of at most 15 digits; write it so, or as a string (at byte 5: `1234567890123456}`)",
        ),
        ("{\"...\":1}", "`\"...\"` takes the details; write `\"...\":\"{details}\"` (at byte 7: `1}`)"),
        ("{\"...\":\"{details.a}\"}", "`\"...\"` takes the details; write `\"...\":\"{details}\"`"),
        ("{\"...\":\"{details}\",\"...\":\"{details}\"}", "an object has one `\"...\"`; remove this one"),
        (
            "{\"a\":\"x {code}\"}",
            "a hole inside of a longer string always needs a value; make it the whole string, or end it with a word that always has one, such as `|name` (at byte 8: `{code}\"}`)",
        ),
        ("{\"a\":\"x {url}\"}", "a hole inside of a longer string always needs a value"),
        ("{\"a\":\"x {details}\"}", "a hole inside of a longer string always needs a value"),
        ("{\"a\":\"{name|code}\"}", "the word before always has a value; remove this one"),
        ("{\"a\":\"{null}\"}", "a constant is the last word of a hole with several; write it without a hole"),
        ("{\"a\":\"{code|0|name}\"}", "a constant is the last word of a hole with several; write it without a hole"),
    ] {
        assert!(template(text).starts_with(words), "{text}: {}", template(text));
    }
}

#[test]
fn the_diagnostic_of_an_unknown_hole_names_the_nearest_or_the_intended_hole() {
    for (hole, words) in [
        ("mesage", "unknown hole `{mesage}`; did you mean `{message}`?"),
        ("staus", "unknown hole `{staus}`; did you mean `{status}`?"),
        ("requestid", "unknown hole `{requestid}`; did you mean `{request_id}`?"),
        ("error", "unknown hole `{error}`; write `{name}` for the name of the error, or `{code}` for its public code"),
        ("msg", "unknown hole `{msg}`; write `{message}`"),
        ("detail", "unknown hole `{detail}`; write `{message}`, or `{details}` for the values of the error"),
        ("kind", "unknown hole `{kind}`; write `{name}`, or `{type}` for the class of the error"),
        ("status_code", "unknown hole `{status_code}`; write `{status}`"),
        ("timestamp", "unknown hole `{timestamp}`; only `Shape::custom` can send a time"),
        ("path", "unknown hole `{path}`; only `Shape::custom` can send the path"),
        ("wombat", "unknown hole `{wombat}`; there is `name`, `code`, `message`"),
        ("", "unknown hole `{}`; there is `name`, `code`, `message`"),
        ("code|", "unknown hole `{}`; there is `name`, `code`, `message`"),
        ("details.", "unknown hole `{details.}`; did you mean `{details}`?"),
        ("Name", "unknown hole `{Name}`; did you mean `{name}`?"),
        ("name:string", "unknown hole `{name:string}`; there is"),
    ] {
        let refused = template(format!(r#"{{"a":"{{{hole}}}"}}"#));
        assert!(refused.starts_with(words), "{hole}: {refused}");
    }
}

#[test]
fn a_template_over_a_limit_is_refused_with_the_limit() {
    let holes = |count: usize| format!("[{}]", vec![r#""{status}""#; count].join(","));
    let levels = |count: usize| format!("{}{}", "[".repeat(count), "]".repeat(count));
    let members = |count: usize| {
        format!("{{{}}}", (0..count).map(|index| format!(r#""m{index}":0"#)).collect::<Vec<_>>().join(","))
    };
    let pieces = |count: usize| format!("[{}]", vec!["1"; count].join(" , "));
    for (text, words) in [
        (
            format!(r#"{{"a":"{}"}}"#, "x".repeat(64 * 1024)),
            "a template has at most 4096 bytes, and this one has 65544",
        ),
        (format!("[{}]", vec![r#""{name}""#; 450].join(",")), "a template has at most 64 holes"),
        (holes(65), "a template has at most 64 holes"),
        (levels(200), "a template has at most 32 levels"),
        (levels(33), "a template has at most 32 levels"),
        (members(129), "a template has at most 128 members"),
        (pieces(100), "a template has at most 192 pieces"),
        (r#"{"a":"{code|type|url|title|name}"}"#.to_owned(), "a hole has at most 4 words"),
    ] {
        assert!(template(text.clone()).starts_with(words), "{}", template(text));
    }
    for text in [holes(64), levels(32), members(128), format!(r#"{{"a":"{}"}}"#, "x".repeat(4088))] {
        let _ = Shape::json(text.leak());
    }
}

#[test]
fn the_methods_of_a_shape_refuse_what_cannot_be_sent() {
    let shape = || Shape::json(r#"{"m":"{message}"}"#);
    let of_status = |status: ErrorStatus| Definition::new(status, "internal");
    let brace = of_status(ErrorStatus::INTERNAL_SERVER_ERROR).with_message("no {id}");
    assert_eq!(
        refusal(move || shape().content_type("json")),
        "`json` is not a content type; write it like `application/problem+json`"
    );
    assert!(refusal(move || shape().content_type("application/json\r\nx: y")).contains("is not a content type"));
    assert!(refusal(move || shape().content_type("text/plain; charset=utf-8")).starts_with("`text/plain` marks"));
    assert!(refusal(|| Shape::custom("S3", "text/plain", |_| Vec::new())).starts_with("`text/plain` marks"));
    assert_eq!(
        refusal(move || shape().internal(of_status(ErrorStatus::BAD_GATEWAY))),
        "the error of a hidden 500 has status 500 and not 502; use `ErrorStatus::INTERNAL_SERVER_ERROR`"
    );
    assert!(refusal(move || shape().internal(brace)).contains("write it without `{` and `}`"));
    assert_eq!(
        refusal(move || shape().types_by_status(&[(400, 499, "a"), (404, 404, "b")])),
        "the type of 404 to 404 is never reached; the rows before it have all of its statuses"
    );
    assert_eq!(
        refusal(move || shape().types_by_status(&[(399, 499, "a")])),
        "the type of 399 to 499 is not a range within 400 to 599; write one like `(400, 499, …)`"
    );
    assert!(refusal(move || shape().types_by_status(&[(500, 400, "a")])).contains("is not a range"));
    for name in ["content-type", "Content-Length", "x-request-id", "", "a b"] {
        assert!(refusal(move || shape().header(name, "x")).contains("is not a header that a shape can set"), "{name}");
    }
    assert!(refusal(move || shape().header("x-code", "{message}")).starts_with("a header takes `code`, `name`"));
    assert!(refusal(move || shape().header("x-code", "{cod}")).contains("did you mean `{code}`?"));
    assert!(refusal(move || shape().header("x-code", "{code")).starts_with("this hole is not closed"));
    assert!(refusal(move || shape().header("x-code", "a\nb")).starts_with("the value of a header is visible ASCII"));
    let five = move || {
        let four = shape().header("a", "1").header("b", "1").header("c", "1").header("d", "1");
        four.header("e", "1")
    };
    assert!(refusal(five).starts_with("a shape has at most 4 headers"));
    assert!(refusal(|| Shape::PANDA.content_type("application/x")).starts_with("the Panda shape is fixed"));
}
