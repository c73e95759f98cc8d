//! The rows of the message grammar.

use super::{assert_diagnostics, assert_fine};

#[test]
fn a_placeholder_names_a_field() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "{limti}")] struct E { limit: u8, used: u8 }"#,
        &[(r#""{limti}""#, "no field `limti`; did you mean `{limit}`?")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{LIMIT}")] struct E { limit: u8 }"#,
        &[(r#""{LIMIT}""#, "no field `LIMIT`; did you mean `{limit}`?")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{count}")] struct E { limit: u8, used: u8 }"#,
        &[(r#""{count}""#, "no field `count`; there is `limit` and `used`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{limit}")] struct E;"#,
        &[(r#""{limit}""#, "no field `limit`; there are no fields, write `{{` for a brace")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{0}")] struct E { limit: u8 }"#,
        &[(r#""{0}""#, "no field `0`; there is `limit`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{2}")] struct E(u8, u8);"#,
        &[(r#""{2}""#, "no field `2`; there is `0` and `1`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{4294967296}")] struct E(u8);"#,
        &[(r#""{4294967296}""#, "no field `4294967296`; there is `0`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{größ}")] struct E { größe: u8 }"#,
        &[(r#""{größ}""#, "no field `größ`; did you mean `{größe}`?")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{r#type}")] struct E { kind: u8 }"#,
        &[(r#""{r#type}""#, "no field `type`; there is `kind`")],
    );
}

#[test]
fn every_placeholder_is_checked() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "{limti} of {usde} of {:?} of {limit:z}")] struct E { limit: u8, used: u8 }"#,
        &[
            (r#""{limti} of {usde} of {:?} of {limit:z}""#, "no field `limti`; did you mean `{limit}`?"),
            (r#""{limti} of {usde} of {:?} of {limit:z}""#, "no field `usde`; did you mean `{used}`?"),
            (r#""{limti} of {usde} of {:?} of {limit:z}""#, "`{:?}` names no field; write `{limit:?}`"),
            (r#""{limti} of {usde} of {:?} of {limit:z}""#, "unknown format `z`; write `{field}` or `{field:?}`"),
        ],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{x} and {x}")] struct E { limit: u8 }"#,
        &[(r#""{x} and {x}""#, "no field `x`; there is `limit`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{x} {")] struct E { limit: u8 }"#,
        &[
            (r#""{x} {""#, "no field `x`; there is `limit`"),
            (r#""{x} {""#, "this `{` is never closed; write `}` behind the field, or `{{` for a brace"),
        ],
    );
}

#[test]
fn a_placeholder_is_not_empty() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "{}")] struct E(u8);"#,
        &[(r#""{}""#, "`{}` names no field; write `{0}`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{:?}")] struct E { limit: u8 }"#,
        &[(r#""{:?}""#, "`{:?}` names no field; write `{limit:?}`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{ }")] struct E;"#,
        &[(r#""{ }""#, "`{ }` names no field, and there is none; write `{{ }}` for braces")],
    );
}

#[test]
fn a_placeholder_is_no_expression() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "{self}")] struct E;"#,
        &[(r#""{self}""#, "`{self}` would print the message inside the message; name a field")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{self.limit}")] struct E { limit: u8 }"#,
        &[(
            r#""{self.limit}""#,
            "`{self.limit}` is an expression; write a field, `{field}` or `{0}`, or `{{` for a brace",
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a.b}")] struct E { a: u8 }"#,
        &[(r#""{a.b}""#, "`{a.b}` is an expression; write a field, `{field}` or `{0}`, or `{{` for a brace")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a()}")] struct E { a: u8 }"#,
        &[(r#""{a()}""#, "`{a()}` is an expression; write a field, `{field}` or `{0}`, or `{{` for a brace")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a + 1}")] struct E { a: u8 }"#,
        &[(r#""{a + 1}""#, "`{a + 1}` is an expression; write a field, `{field}` or `{0}`, or `{{` for a brace")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a!r}")] struct E { a: u8 }"#,
        &[(r#""{a!r}""#, "`{a!r}` is an expression; write a field, `{field}` or `{0}`, or `{{` for a brace")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{💥}")] struct E { a: u8 }"#,
        &[(r#""{💥}""#, "`{💥}` is an expression; write a field, `{field}` or `{0}`, or `{{` for a brace")],
    );
}

#[test]
fn braces_are_closed() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a")] struct E { a: u8 }"#,
        &[(r#""{a""#, "this `{` is never closed; write `}` behind the field, or `{{` for a brace")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "a}")] struct E { a: u8 }"#,
        &[(r#""a}""#, "this `}` closes nothing; write `}}` for a brace")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{{a}")] struct E { a: u8 }"#,
        &[(r#""{{a}""#, "this `}` closes nothing; write `}}` for a brace")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a}}")] struct E { a: u8 }"#,
        &[(r#""{a}}""#, "this `}` closes nothing; write `}}` for a brace")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{{{a}}}}")] struct E { a: u8 }"#,
        &[(r#""{{{a}}}}""#, "this `}` closes nothing; write `}}` for a brace")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{{{a}}")] struct E { a: u8 }"#,
        &[(r#""{{{a}}""#, "this `}` closes nothing; write `}}` for a brace")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a:{b}}")] struct E { a: u8, b: u8 }"#,
        &[(r#""{a:{b}}""#, "a brace in a format; write `{x:w$}` for the width that a field `w` says")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{\"a\": {b}}")] struct E { b: u8 }"#,
        &[(r#""{\"a\": {b}}""#, "this `{` is never closed; write `}` behind the field, or `{{` for a brace")],
    );
}

#[test]
fn a_format_is_known() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a:z}")] struct E { a: u8 }"#,
        &[(r#""{a:z}""#, "unknown format `z`; write `{field}` or `{field:?}`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a:#?x}")] struct E { a: u8 }"#,
        &[(r#""{a:#?x}""#, "unknown format `?x`; write `{field}` or `{field:?}`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a::}")] struct E { a: u8 }"#,
        &[(r#""{a::}""#, "unknown format `:`; write `{field}` or `{field:?}`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a:,}")] struct E { a: u8 }"#,
        &[(r#""{a:,}""#, "unknown format `,`; write `{field}` or `{field:?}`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a:$}")] struct E { a: u8 }"#,
        &[(r#""{a:$}""#, "unknown format `$`; write `{field}` or `{field:?}`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a:.*}")] struct E { a: u8 }"#,
        &[(r#""{a:.*}""#, "`.*` takes a value that a message does not have; write `.p$` with a field `p`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a:65536}")] struct E { a: u8 }"#,
        &[(r#""{a:65536}""#, "a width or precision is at most 65535; write a smaller one")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a:.99999}")] struct E { a: u8 }"#,
        &[(r#""{a:.99999}""#, "a width or precision is at most 65535; write a smaller one")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a:w$}")] struct E { a: u8, width: usize }"#,
        &[(r#""{a:w$}""#, "no field `w`; there is `a` and `width`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a:.prec$}")] struct E { a: u8, precision: usize }"#,
        &[(r#""{a:.prec$}""#, "no field `prec`; there is `a` and `precision`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{0:1$}")] struct E(u8);"#,
        &[(r#""{0:1$}""#, "no field `1`; there is `0`")],
    );
}

#[test]
fn formats_are_those_of_the_standard_library() {
    assert_fine(
        r#"#[api(status = 404, message = "{{{a}}} { a } {a:} {a:?} {a:#?} {a:x?} {a:>8} {a:*^+#010.3e} {a:}>5} {a:{<5} {a:💥^5}")]
            struct E { a: u8 }"#,
    );
    assert_fine(r#"#[api(status = 404, message = "{0:1$} {0:.1$} {0:>1$.1$} {1:0$}")] struct E(usize, usize);"#);
    assert_fine(
        r#"#[api(status = 404, message = "{type} {r#type} {größe:größe$}")] struct E { r#type: u8, größe: usize }"#,
    );
}

#[test]
fn a_hundred_placeholders_are_fine() {
    let message = "{x} ".repeat(100);
    assert_fine(&format!("#[api(status = 404, message = {message:?})] struct E {{ x: u8 }}"));
}

#[test]
fn raw_texts_are_read() {
    assert_fine(r##"#[api(status = 404, message = r#"{x} is "quoted" in C:\x"#)] struct E { x: u8 }"##);
}

#[test]
fn an_unclosed_brace_is_not_a_width() {
    for (message, field) in [("limit is {limit:?", "limit: u8"), ("at {time: now", "time: u8"), ("{0", "")] {
        let fields = if field.is_empty() { "(u8);".to_owned() } else { format!("{{ {field} }}") };
        let source = format!("#[api(status = 404, message = {message:?})] struct E {fields}");
        let words = format!("{message:?}");
        assert_diagnostics(
            &source,
            &[(&words, "this `{` is never closed; write `}` behind the field, or `{{` for a brace")],
        );
    }
}

#[test]
fn the_second_empty_braces_name_the_second_field() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "Couldn't find {} with ID={}")] struct E { model: String, id: u8 }"#,
        &[
            (r#""Couldn't find {} with ID={}""#, "`{}` names no field; write `{model}`"),
            (r#""Couldn't find {} with ID={}""#, "`{}` names no field; write `{id}`"),
        ],
    );
}

#[test]
fn a_format_of_c_is_removed() {
    for format in ["d", "f", "s"] {
        assert_diagnostics(
            &format!("#[api(status = 404, message = \"{{x:.2{format}}}\")] struct E {{ x: f64 }}"),
            &[(
                &format!("\"{{x:.2{format}}}\""),
                &format!("`{format}` is a format of C, and here the type of the field says it; remove `{format}`"),
            )],
        );
    }
}

#[test]
fn a_value_behind_the_message_is_an_argument_and_a_key_is_a_key() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "{n}", n = id.len())] struct E { id: String }"#,
        &[("n = id.len()", "a message has no arguments; write the field in it, `{id}`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{}", id)] struct E { id: String }"#,
        &[("id", "a message has no arguments; write the field in it, `{id}`")],
    );
    assert_diagnostics(
        r#"#[api(status = 429, message = "m", retry_after = self.wait)] struct E { wait: Duration }"#,
        &[("self.wait", "`retry_after` takes a field; write it like `retry_after = delay`")],
    );
}
