//! The rows about values that are not for clients.

use super::{assert_diagnostics, assert_fine};

#[test]
fn the_source_is_not_in_a_message() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "{0}")] struct E(#[from] X);"#,
        &[(
            r#""{0}""#,
            "`0` is the source, whose text is for the report and not for clients; remove `{0}`, or add `#[api(expose)]` to it if its text is for clients",
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{cause:?}")] struct E { #[source] cause: X }"#,
        &[(
            r#""{cause:?}""#,
            "`cause` is the source, whose text is for the report and not for clients; remove `{cause}`, or add `#[api(expose)]` to it if its text is for clients",
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{source}")] struct E { source: X }"#,
        &[(
            r#""{source}""#,
            "`source` is the source, whose text is for the report and not for clients; remove `{source}`, or add `#[api(expose)]` to it if its text is for clients",
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 502, message = "{0}")] struct E(#[from] X);"#,
        &[(
            r#""{0}""#,
            "`0` is the source, whose text is for the report and not for clients; remove `{0}`, or add `#[api(expose)]` to it if its text is for clients",
        )],
    );
    assert_diagnostics(
        r#"#[api(status = codes::GONE, message = "{0}")] struct E(#[from] X);"#,
        &[(
            r#""{0}""#,
            "`0` is the source, whose text is for the report and not for clients; remove `{0}`, or add `#[api(expose)]` to it if its text is for clients",
        )],
    );
    assert_diagnostics(
        r#"#[api(message = "{0}")] struct E(#[source] X, #[api(status)] ErrorStatus);"#,
        &[(
            r#""{0}""#,
            "`0` is the source, whose text is for the report and not for clients; remove `{0}`, or add `#[api(expose)]` to it if its text is for clients",
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{a:w$}")] struct E { a: u8, #[source] w: X }"#,
        &[(
            r#""{a:w$}""#,
            "`w` is the source, whose text is for the report and not for clients; remove `{w}`, or add `#[api(expose)]` to it if its text is for clients",
        )],
    );
}

#[test]
fn the_source_is_not_in_a_header() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "m", header("A" = source))] struct E { source: X }"#,
        &[("source", "this is the source, whose text is not for clients; use another field")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(header = "A")] #[source] x: X }"#,
        &[("header", "the source is not for clients; remove `header`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m", retry_after = 0)] struct E(#[from] X);"#,
        &[("0", "this is the source, whose text is not for clients; use another field")],
    );
}

#[test]
fn what_is_redacted_is_not_in_a_message() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "{secret}")] struct E { #[api(redact)] secret: u8 }"#,
        &[(r#""{secret}""#, "`secret` is redacted and not for clients; remove `{secret}`")],
    );
    assert_diagnostics(
        r#"#[api(status = 500, message = "{secret}")] struct E { #[api(redact)] secret: u8 }"#,
        &[(r#""{secret}""#, "`secret` is redacted and not for clients; remove `{secret}`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{secret:?} {cause}")] struct E { #[api(redact)] secret: u8, #[source] cause: X }"#,
        &[
            (r#""{secret:?} {cause}""#, "`secret` is redacted and not for clients; remove `{secret}`"),
            (
                r#""{secret:?} {cause}""#,
                "`cause` is the source, whose text is for the report and not for clients; remove `{cause}`, or add `#[api(expose)]` to it if its text is for clients",
            ),
        ],
    );
}

#[test]
fn no_address_is_printed() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "{0:p}")] struct E(u8);"#,
        &[(r#""{0:p}""#, "`p` prints an address of the server's memory; print the value")],
    );
}

#[test]
fn the_source_is_not_in_the_text_of_thiserror() {
    assert_diagnostics(
        r#"#[api(status = 404)] #[error("bad: {0}")] struct E(#[from] X);"#,
        &[(
            r#""bad: {0}""#,
            r#"`0` is the source, whose text is for the report and not for clients; add `message = "…"` for them, or add `#[api(expose)]` to it if its text is for clients"#,
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404)] #[error("bad: {source:?}")] struct E { source: X }"#,
        &[(
            r#""bad: {source:?}""#,
            r#"`source` is the source, whose text is for the report and not for clients; add `message = "…"` for them, or add `#[api(expose)]` to it if its text is for clients"#,
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404)] #[error("bad: {} {source}", 3)] struct E { source: X }"#,
        &[(
            r#""bad: {} {source}""#,
            r#"`source` is the source, whose text is for the report and not for clients; add `message = "…"` for them, or add `#[api(expose)]` to it if its text is for clients"#,
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404)] #[error("bad: {}", .0)] struct E(#[from] X);"#,
        &[(
            r#""bad: {}""#,
            r#"`0` is the source, whose text is for the report and not for clients; add `message = "…"` for them, or add `#[api(expose)]` to it if its text is for clients"#,
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404)] #[error("bad: {}", self.source)] struct E { source: X }"#,
        &[(
            r#""bad: {}""#,
            r#"`source` is the source, whose text is for the report and not for clients; add `message = "…"` for them, or add `#[api(expose)]` to it if its text is for clients"#,
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404)] #[error("bad: {why}", why = .0.to_string())] struct E(#[from] X);"#,
        &[(
            r#""bad: {why}""#,
            r#"`0` is the source, whose text is for the report and not for clients; add `message = "…"` for them, or add `#[api(expose)]` to it if its text is for clients"#,
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404)] #[error("bad: {}", &_0)] struct E(#[from] X);"#,
        &[(
            r#""bad: {}""#,
            r#"`0` is the source, whose text is for the report and not for clients; add `message = "…"` for them, or add `#[api(expose)]` to it if its text is for clients"#,
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404)] #[error("bad: {_0}")] struct E(#[from] X);"#,
        &[(
            r#""bad: {_0}""#,
            r#"`0` is the source, whose text is for the report and not for clients; add `message = "…"` for them, or add `#[api(expose)]` to it if its text is for clients"#,
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404)] #[error("{source:>0$}", 9)] struct E { source: X }"#,
        &[(
            r#""{source:>0$}""#,
            r#"`source` is the source, whose text is for the report and not for clients; add `message = "…"` for them, or add `#[api(expose)]` to it if its text is for clients"#,
        )],
    );
    assert_diagnostics(
        r#"#[error("bad: {source}")] enum E { #[api(status = 404)] A { source: X }, #[api(status = 500)] B { source: X } }"#,
        &[(
            r#""bad: {source}""#,
            r#"`source` is the source, whose text is for the report and not for clients; add `message = "…"` for them, or add `#[api(expose)]` to it if its text is for clients"#,
        )],
    );
    assert_diagnostics(
        "#[error(transparent)] enum E { #[api(status = 404)] A(X), #[api(transparent)] B(X) }",
        &[(
            "transparent",
            r#"the text of another error would be sent; add `message = "…"`, or `transparent` to `#[api(…)]`"#,
        )],
    );
    assert_diagnostics(
        r#"#[error("bad: {0}")] struct E(#[from] X, #[api(status)] ErrorStatus);"#,
        &[
            ("from", "`from` cannot fill the other fields; use `#[source]` and make the error yourself"),
            ("status", r#"the status may be a 5xx, whose text would be sent as it is; add `message = "…"`"#),
        ],
    );
    assert_diagnostics(
        r#"#[api(status = 404)] #[error("bad: {0}")] struct E(#[api(redact)] X);"#,
        &[(r#""bad: {0}""#, r#"`0` is redacted and not for clients; add `message = "…"` for them"#)],
    );
}

#[test]
fn thiserror_explains_no_5xx() {
    assert_diagnostics(
        r#"#[api(status = 503)] #[error("the queue {0} is full")] struct E(u8);"#,
        &[(
            r#""the queue {0} is full""#,
            r#"the text of a 503 would be sent as it is; add `message = "…"` for clients"#,
        )],
    );
    assert_diagnostics(
        "enum E { #[api(status = 502)] #[error(transparent)] A(#[from] X), #[api(status = 504)] #[error(fmt = show)] B }",
        &[
            ("transparent", r#"the text of a 502 would be sent as it is; add `message = "…"` for clients"#),
            ("B", r#"the text of a 504 would be sent as it is; add `message = "…"` for clients"#),
        ],
    );
}

#[test]
fn thiserror_sends_no_other_error() {
    assert_diagnostics(
        "#[api(status = 404)] #[error(transparent)] struct E(#[from] X);",
        &[(
            "transparent",
            r#"the text of another error would be sent; add `message = "…"`, or `transparent` to `#[api(…)]`"#,
        )],
    );
}

#[test]
fn a_500_tells_the_report_everything() {
    assert_fine(r#"#[api(status = 500, message = "the disk failed: {0}")] struct E(#[from] X);"#);
    assert_fine(r#"#[api(status = 500)] #[error("the disk failed: {0}")] struct E(#[from] X);"#);
}

#[test]
fn what_a_client_gets_is_apart_from_the_text_of_thiserror() {
    assert_fine(r#"#[api(status = 503, message = "busy")] #[error("the queue {0} is full")] struct E(u8);"#);
    assert_fine(r#"#[api(status = 404, message = "gone")] #[error("bad: {0}")] struct E(#[from] X);"#);
}

#[test]
fn expressions_of_thiserror_are_its_own() {
    assert_fine(r#"#[api(status = 404)] #[error("line {}", .0.line())] struct E(#[from] X);"#);
    assert_fine(r#"#[api(status = 404)] #[error("{source}", source = 5)] struct E { source: X }"#);
    assert_fine(r#"#[api(status = 404)] #[error("{x} {}", show(.x), x = self.x + 1)] struct E { x: u8, source: X }"#);
}

#[test]
fn what_is_redacted_is_in_no_argument_of_thiserror() {
    for arguments in
        [".0.clone()", "(.0)", ".0.len() + 1", "format!(\"{}\", .0)", "Some(.0).unwrap()", "_0", "self.0", "x = &.0.0"]
    {
        assert_diagnostics(
            &format!(r#"#[error("{{}}", {arguments})] #[api(status = 404)] struct E(#[api(redact)] String);"#),
            &[(r#""{}""#, "`0` is redacted and not for clients; add `message = \"…\"` for them")],
        );
    }
    assert_diagnostics(
        r#"#[error("{a:w$}")] #[api(status = 404)] struct E { a: u8, #[api(redact)] w: usize }"#,
        &[(r#""{a:w$}""#, "`w` is redacted and not for clients; add `message = \"…\"` for them")],
    );
    assert_fine(r#"#[error("{}", .0.len())] #[api(status = 404)] struct E(String, #[api(redact)] String);"#);
}

#[test]
fn a_source_in_parentheses_is_the_source() {
    assert_diagnostics(
        r#"#[error("{}", (.0))] #[api(status = 404)] struct E(#[source] X);"#,
        &[(
            r#""{}""#,
            "`0` is the source, whose text is for the report and not for clients; add `message = \"…\"` for them, or add `#[api(expose)]` to it if its text is for clients",
        )],
    );
    // The author is responsible for the result of a function or a method.
    assert_fine(r#"#[error("{}", kind(.0))] #[api(status = 404)] struct E(#[source] X);"#);
}

#[test]
fn an_address_is_not_for_clients() {
    assert_diagnostics(
        r#"#[error("at {0:p}")] #[api(status = 404)] struct E(&'static u8);"#,
        &[(r#""at {0:p}""#, "`p` prints an address of the server's memory; print the value")],
    );
    assert_fine(r#"#[error("at {0:p}")] #[api(status = 500)] struct E(&'static u8);"#);
}

#[test]
fn a_field_called_source_is_none_beside_another() {
    assert_fine(r#"#[api(status = 404, message = "{source}")] struct E { #[source] cause: X, source: u8 }"#);
}
