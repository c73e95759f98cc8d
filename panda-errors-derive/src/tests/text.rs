//! The rows of help, url, log, retry and since.

use super::assert_diagnostics;

#[test]
fn help() {
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", help)] struct E;"#,
        &[("help", r#"`help` has no value; write `help = "Try again later"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", help = "")] struct E;"#,
        &[(r#""""#, "`help` is empty; write it, or leave it out")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", help = 5)] struct E;"#,
        &[("5", r#"`help` takes a text; write it like `help = "Try again later"`"#)],
    );
}

#[test]
fn url() {
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", url = " ")] struct E;"#,
        &[(r#"" ""#, "`url` is empty; write it, or leave it out")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", url = "javascript:alert(1)")] struct E;"#,
        &[(
            r#""javascript:alert(1)""#,
            r#""javascript:alert(1)" is not a link; write it like `https://example.com/errors`"#,
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", url = "example.com")] struct E;"#,
        &[(r#""example.com""#, r#""example.com" is not a link; write it like `https://example.com/errors`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", url = "//example.com")] struct E;"#,
        &[(r#""//example.com""#, r#""//example.com" is not a link; write it like `https://example.com/errors`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", url = "https://")] struct E;"#,
        &[(r#""https://""#, r#""https://" is not a link; write it like `https://example.com/errors`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", url = "https://a b")] struct E;"#,
        &[(r#""https://a b""#, r#""https://a b" is not a link; write it like `https://example.com/errors`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", url = https)] struct E;"#,
        &[("https", r#"`url` takes a text; write it like `url = "https://example.com"`"#)],
    );
}

#[test]
fn log() {
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", log = warn)] struct E;"#,
        &[("warn", r#"`log` takes a text; write it like `log = "warn"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", log = "WARN")] struct E;"#,
        &[(r#""WARN""#, "`WARN` is not a value of `log`; did you mean `warn`?")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", log = "critical")] struct E;"#,
        &[(r#""critical""#, "`critical` is not a value of `log`; there is `error`, `warn`, `info`, `debug` and `off`")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", log = "")] struct E;"#,
        &[(r#""""#, "`log` is empty; write it, or leave it out")],
    );
    assert_diagnostics(
        r#"#[api(status = 500, message = "m", log = "off")] struct E;"#,
        &[(r#""off""#, "every 500 is reported; use another level, or leave `log` out")],
    );
}

#[test]
fn retry() {
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", retry = true)] struct E;"#,
        &[("true", r#"`retry` takes a text; write it like `retry = "after"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", retry = "alwyas")] struct E;"#,
        &[(r#""alwyas""#, "`alwyas` is not a value of `retry`; there is `never`, `after` and `safe`")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", retry = "Never")] struct E;"#,
        &[(r#""Never""#, "`Never` is not a value of `retry`; did you mean `never`?")],
    );
    assert_diagnostics(
        r#"#[api(status = 429, message = "m", retry = "after")] struct E;"#,
        &[(
            r#""after""#,
            "the answer does not say after what time; add `retry_after`, or `header(\"Retry-After\" = \"30\")`",
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 429, message = "m", retry = "never", retry_after = x)] struct E { x: Duration }"#,
        &[(r#""never""#, "the answer says when to come back; leave `retry` out, or `Retry-After`")],
    );
}

#[test]
fn since() {
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", since = 2.1)] struct E;"#,
        &[("2.1", r#"`since` takes a text; write it like `since = "2.1"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", since = "")] struct E;"#,
        &[(r#""""#, "`since` is empty; write it, or leave it out")],
    );
}
