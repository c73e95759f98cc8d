//! The rows of from, source, details, detail, redact and example.

use super::{assert_diagnostics, assert_fine};

#[test]
fn from() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[from] X, Y);"#,
        &[("from", "`from` cannot fill the other fields; use `#[source]` and make the error yourself")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[from] X, #[from] X);"#,
        &[("from", "a second `from`; only one field can have it")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[from] #[from] X);"#,
        &[("from", "`from` is given twice; keep one of them")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[from(X)] X);"#,
        &[("from(X)", "`from` takes no value; write `#[from]`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[from = "X"] X);"#,
        &[(r#"from = "X""#, "`from` takes no value; write `#[from]`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[api(from)] X);"#,
        &[("from", "`from` is an attribute of its own; write `#[from]`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] #[from] struct E(X);"#,
        &[("from", "`from` does not belong on a struct; it goes on a field")],
    );
    assert_diagnostics(
        r#"enum E { #[api(status = 404, message = "m")] A(#[from] Box < X >), #[api(status = 404, message = "m")] B(#[from] Box<X>) }"#,
        &[("from", "a second `from` of the same type; only one variant can be made from it, use `#[source]`")],
    );
}

#[test]
fn source() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[source] X, #[source] Y);"#,
        &[("source", "a second `source`; only one field can have it")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[from] X, #[source] Y);"#,
        &[("from", "`from` cannot fill the other fields; use `#[source]` and make the error yourself")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[source()] X);"#,
        &[("source()", "`source` takes no value; write `#[source]`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[api(source = x)] X);"#,
        &[("x", "`source` is an attribute of its own; write `#[source]`")],
    );
    assert_diagnostics(
        r#"#[source] enum E { #[source] #[api(status = 404, message = "m")] A(X) }"#,
        &[
            ("source", "`source` does not belong on an enum; it goes on a field"),
            ("source", "`source` does not belong on a variant; it goes on a field"),
        ],
    );
}

#[test]
fn details() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "m", details = true)] struct E { x: u8 }"#,
        &[("true", "`details` takes no value; write `details`")],
    );
    assert_diagnostics("#[api(details(x))] enum E {}", &[("(x)", "`details` takes no value; write `details`")]);
    assert_diagnostics(
        r#"enum E { #[api(status = 404, message = "m", details, details)] A { x: u8 } }"#,
        &[("details", "`details` is given twice; keep one of them")],
    );
}

#[test]
fn detail() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(detail)] #[source] x: X }"#,
        &[("detail", "the source is not for clients; remove `detail`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(detail)] source: X }"#,
        &[("detail", "the source is not for clients; remove `detail`")],
    );
}

#[test]
fn redact() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(redact = true)] x: u8 }"#,
        &[("true", "`redact` takes no value; write `redact`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(redact, detail)] x: u8 }"#,
        &[("redact", "`redact` and `detail` do not go together; keep one of them")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(redact, header = "A")] x: u8 }"#,
        &[("redact", "`redact` and `header` do not go together; keep one of them")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(example = 5, redact)] x: u8 }"#,
        &[("redact", "`redact` and `example` do not go together; keep one of them")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m", header("A" = x), retry_after = y)] struct E { #[api(redact)] x: u8, #[api(redact)] y: Duration }"#,
        &[
            ("x", "this is redacted and not for clients; use another field"),
            ("y", "this is redacted and not for clients; use another field"),
        ],
    );
}

#[test]
fn an_example_is_a_value_of_any_type() {
    assert_fine(
        r#"#[api(status = 404, message = "{a} {b:?}", details)] struct E {
            #[api(example = -5)] a: i64,
            #[api(example = Some("x"))] b: Option<String>,
            #[api(example = ["a", "b"])] c: Vec<String>,
            #[api(example = Kind::Video)] d: Kind,
            #[api(example = Size { width: 1 })] e: Size,
            #[api(example = None)] f: Option<u8>,
            #[api(example = &["a"])] g: &'static [&'static str],
        }"#,
    );
}

#[test]
fn a_field_called_source_is_no_text() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "Source {source} not found")] struct E { source: String }"#,
        &[(
            "source",
            "a field called `source` is the error behind this one, and a `String` is not an error; call it otherwise",
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m", details)] struct E { source: Option<u64> }"#,
        &[(
            "source",
            "a field called `source` is the error behind this one, and a `Option < u64 >` is not an error; call it otherwise",
        )],
    );
}

#[test]
fn example() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(example)] x: u8 }"#,
        &[("example", "`example` has no value; write `example = 10485760`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(example = { 5 })] x: u8 }"#,
        &[("{ 5 }", "`example` takes a value of the type of the field; write it like `example = 10485760`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(example = 5u8)] x: u8 }"#,
        &[("5u8", "`example` takes a value of the type of the field; write it like `example = 10485760`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(example = "5"x)] x: u8 }"#,
        &[(r#""5"x"#, "`example` takes a value of the type of the field; write it like `example = 10485760`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(example = b"5")] x: u8 }"#,
        &[(r#"b"5""#, "an example is a text, a number, a character or a boolean; write one of these")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(example = c"5")] x: u8 }"#,
        &[(r#"c"5""#, "an example is a text, a number, a character or a boolean; write one of these")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{x:#x} {y:e} {z:b}")] struct E { #[api(example = "5")] x: u8, #[api(example = true)] y: f32, #[api(example = -5)] z: i8 }"#,
        &[
            (r#""5""#, "the message prints this as `:#x`; make it a whole number, not negative"),
            ("true", "the message prints this as `:e`; make it a number"),
        ],
    );
}

#[test]
fn from_and_source_are_one_field() {
    assert_fine(r#"#[api(status = 404, message = "m")] struct E(#[from] #[source] X);"#);
    assert_fine(r#"#[api(status = 404, message = "m")] struct E { source: X, #[source] cause: Y }"#);
}
