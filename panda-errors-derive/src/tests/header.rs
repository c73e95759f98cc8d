//! The rows of header and `retry_after`, and what a status demands of the headers.

use super::{assert_diagnostics, assert_fine};

#[test]
fn header() {
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header)] struct E;"#,
        &[("header", r#"`header` has no value; write `header("Allow" = "GET")`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header = "Allow")] struct E;"#,
        &[(r#""Allow""#, r#"`header` takes a name and its value; write it like `header("Allow" = "GET")`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow"))] struct E;"#,
        &[(r#"("Allow")"#, r#"`header` takes a name and its value; write it like `header("Allow" = "GET")`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow" =))] struct E;"#,
        &[(r#"("Allow" =)"#, r#"`header` takes a name and its value; write it like `header("Allow" = "GET")`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header(Allow = "GET"))] struct E;"#,
        &[(r#"(Allow = "GET")"#, r#"`header` takes a name and its value; write it like `header("Allow" = "GET")`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow" = "GET", "Vary" = "Accept"))] struct E;"#,
        &[(
            r#"("Allow" = "GET", "Vary" = "Accept")"#,
            r#"`header` takes a name and its value; write it like `header("Allow" = "GET")`"#,
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow" = 5))] struct E;"#,
        &[("5", r#"no field `5`; write `"5"` for a text"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow" = method))] struct E { methods: String, x: u8 }"#,
        &[("method", "no field `method`; did you mean `methods`?")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow" = public))] struct E { methods: String, x: u8 }"#,
        &[("public", r#"no field `public`; there is `methods` and `x`, or write `"public"` for a text"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow" = a.b))] struct E { a: u8 }"#,
        &[(r#"("Allow" = a.b)"#, r#"`header` takes a name and its value; write it like `header("Allow" = "GET")`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m")] struct E { #[api(header)] x: u8 }"#,
        &[("header", r#"`header` has no value; write `header = "Allow"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m")] struct E { #[api(header = Allow)] x: u8 }"#,
        &[("Allow", r#"`header` takes a text; write it like `header = "Allow"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m")] struct E { #[api(header("Allow" = "GET"))] x: u8 }"#,
        &[(r#"("Allow" = "GET")"#, r#"`header` takes a text; write it like `header = "Allow"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m")] struct E { #[api(header = "Allow", header = "Vary")] x: u8 }"#,
        &[("header", "`header` is given twice; keep one of them")],
    );
}

#[test]
fn a_header_has_a_name() {
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("" = "x"))] struct E;"#,
        &[(r#""""#, r#""" is not the name of a header; write it like `Allow`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Not Allowed" = "x"))] struct E;"#,
        &[(r#""Not Allowed""#, r#""Not Allowed" is not the name of a header; write it like `Allow`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow:" = "x"))] struct E;"#,
        &[(r#""Allow:""#, r#""Allow:" is not the name of a header; write it like `Allow`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Länge" = "x"))] struct E;"#,
        &[(r#""Länge""#, r#""Länge" is not the name of a header; write it like `Allow`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("A\r\nB" = "x"))] struct E;"#,
        &[(r#""A\r\nB""#, r#""A\r\nB" is not the name of a header; write it like `Allow`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m")] struct E { #[api(header = "(")] x: u8 }"#,
        &[(r#""(""#, r#""(" is not the name of a header; write it like `Allow`"#)],
    );
}

#[test]
fn a_header_has_a_value() {
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow" = ""))] struct E;"#,
        &[(r#""""#, "the header is empty; give it a value, or leave it out")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow" = " GET"))] struct E;"#,
        &[(r#"" GET""#, "a header has no space around it; remove it")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow" = "GET\r\nSet-Cookie: a=b"))] struct E;"#,
        &[(r#""GET\r\nSet-Cookie: a=b""#, r"'\r' does not belong in a header; it takes visible ASCII, space and tab")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow" = "\0"))] struct E;"#,
        &[(r#""\0""#, r"'\0' does not belong in a header; it takes visible ASCII, space and tab")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow" = "größer"))] struct E;"#,
        &[(r#""größer""#, "'ö' does not belong in a header; it takes visible ASCII, space and tab")],
    );
}

#[test]
fn headers_of_the_server_are_refused() {
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Content-Type" = "text/html"))] struct E;"#,
        &[(r#""Content-Type""#, "`Content-Type` is not an error's to set; leave it out")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("content-length" = "0"), header("TRANSFER-ENCODING" = "chunked"))] struct E;"#,
        &[
            (r#""content-length""#, "`content-length` is not an error's to set; leave it out"),
            (r#""TRANSFER-ENCODING""#, "`TRANSFER-ENCODING` is not an error's to set; leave it out"),
        ],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m")] struct E { #[api(header = "Connection")] x: u8 }"#,
        &[(r#""Connection""#, "`Connection` is not an error's to set; leave it out")],
    );
}

#[test]
fn a_header_is_set_once() {
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Vary-By" = "x"), header("vary-by" = "y"), header("VARY-BY" = "z"))] struct E;"#,
        &[
            (r#""vary-by""#, "the header `vary-by` is set twice; keep one of them"),
            (r#""VARY-BY""#, "the header `VARY-BY` is set twice; keep one of them"),
        ],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow" = "GET"))] struct E { #[api(header = "allow")] x: u8 }"#,
        &[(r#""allow""#, "the header `allow` is set twice; keep one of them")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", retry_after = d, header("Retry-After" = "5"))] struct E { d: Duration }"#,
        &[(r#""Retry-After""#, "the header `Retry-After` is set twice; keep one of them")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m")] struct E { #[api(header = "A")] x: u8, #[api(header = "A")] y: u8 }"#,
        &[(r#""A""#, "the header `A` is set twice; keep one of them")],
    );
}

#[test]
fn a_status_has_its_header() {
    assert_diagnostics(
        r#"#[api(status = 405, message = "m")] struct E;"#,
        &[("405", r#"status 405 needs the header `Allow`; add `header("Allow" = "GET, POST")`"#)],
    );
    assert_diagnostics(
        r#"enum E { #[api(status = 407, message = "m")] A, #[api(status = 426, message = "m", header("Allow" = "GET"))] B }"#,
        &[
            (
                "407",
                r#"status 407 needs the header `Proxy-Authenticate`; add `header("Proxy-Authenticate" = "Basic")`"#,
            ),
            ("426", r#"status 426 needs the header `Upgrade`; add `header("Upgrade" = "HTTP/2.0")`"#),
        ],
    );
}

#[test]
fn some_statuses_are_never_cached() {
    assert_diagnostics(
        r#"#[api(status = 428, message = "m", header("Cache-Control" = "max-age=60"))] struct E;"#,
        &[("428", "status 428 is never cached; leave `Cache-Control` out, `no-store` is what is sent")],
    );
    assert_diagnostics(
        r#"#[api(status = 429, message = "m", header("cache-control" = "public, no-store-please"))] struct E;"#,
        &[("429", "status 429 is never cached; leave `Cache-Control` out, `no-store` is what is sent")],
    );
    assert_diagnostics(
        r#"#[api(status = 431, message = "m", header("Cache-Control" = cached))] struct E { cached: String }"#,
        &[("431", "status 431 is never cached; leave `Cache-Control` out, `no-store` is what is sent")],
    );
    assert_diagnostics(
        r#"#[api(status = 511, message = "m")] struct E { #[api(header = "Cache-Control")] x: u8 }"#,
        &[("511", "status 511 is never cached; leave `Cache-Control` out, `no-store` is what is sent")],
    );
}

#[test]
fn nothing_of_a_500_is_sent() {
    assert_diagnostics(
        r#"#[api(status = 500, message = "m", header("Vary" = "x"), retry_after = d, details)] struct E { d: Duration }"#,
        &[
            ("header", "`header` has no effect on a 500, of which nothing is sent; remove it"),
            ("retry_after", "`retry_after` has no effect on a 500, of which nothing is sent; remove it"),
            ("details", "`details` has no effect on a 500, of which nothing is sent; remove it"),
        ],
    );
    assert_diagnostics(
        r#"#[api(status = 500, message = "m")] struct E { #[api(header = "Vary")] x: u8, #[api(detail)] y: u8 }"#,
        &[
            ("header", "`header` has no effect on a 500, of which nothing is sent; remove it"),
            ("detail", "`detail` has no effect on a 500, of which nothing is sent; remove it"),
        ],
    );
}

#[test]
fn retry_after() {
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", retry_after)] struct E;"#,
        &[("retry_after", "`retry_after` has no value; write `retry_after = delay`")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", retry_after = "d")] struct E { d: Duration }"#,
        &[(r#""d""#, "`retry_after` takes a field; write it like `retry_after = delay`")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", retry_after = 30)] struct E;"#,
        &[("30", "`retry_after` takes a field; for a constant write `header(\"Retry-After\" = \"30\")`")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", retry_after = dealy)] struct E { delay: Duration }"#,
        &[("dealy", "no field `dealy`; did you mean `delay`?")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", retry_after = 1)] struct E(Duration);"#,
        &[("1", "`retry_after` takes a field; for a constant write `header(\"Retry-After\" = \"1\")`")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", retry_after = d, retry_after = d)] struct E { d: Duration }"#,
        &[("retry_after", "`retry_after` is given twice; keep one of them")],
    );
}

#[test]
fn lists_may_be_set_twice() {
    assert_fine(r#"#[api(status = 413, message = "m", header("Link" = "<a>"), header("link" = "<b>"))] struct E;"#);
}

#[test]
fn what_is_never_cached_may_say_so() {
    assert_fine(r#"#[api(status = 429, message = "m", header("Cache-Control" = "private, No-Store"))] struct E;"#);
}

#[test]
fn retry_after_is_a_time() {
    for (value, mend) in [("\"soon\"", "soon"), ("\"1.5\"", "1.5"), ("\"-1\"", "-1")] {
        assert_diagnostics(
            &format!(r#"#[api(status = 429, message = "m", header("Retry-After" = {value}))] struct E;"#),
            &[(value, &format!("\"{mend}\" is no time; write whole seconds, like `\"30\"`"))],
        );
    }
    assert_fine(r#"#[api(status = 429, message = "m", header("Retry-After" = "30"))] struct E;"#);
    assert_fine(
        r#"#[api(status = 429, message = "m", header("retry-after" = "Fri, 31 Dec 1999 23:59:59 GMT"))] struct E;"#,
    );
    for date in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Tue, 29 Feb 2028 00:00:00 GMT",
        "Sat, 31 Dec 2016 23:59:60 GMT",
        "Thursday, 01-Jan-70 00:00:00 GMT",
        "Fri Nov 27 08:49:37 2026",
    ] {
        assert_fine(&format!(r#"#[api(status = 429, message = "m", header("Retry-After" = "{date}"))] struct E;"#));
    }
    for no_date in [
        "whenever GMT",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "sun, 06 nov 1994 08:49:37 gmt",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Thu, 29 Feb 2029 00:00:00 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 +8:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT",
        "Sun Nov 6 08:49:37 1994",
        "Sun Nov  6 08:49:37 1994 GMT",
        "1994-11-06T08:49:37Z",
    ] {
        assert_diagnostics(
            &format!(r#"#[api(status = 429, message = "m", header("Retry-After" = "{no_date}"))] struct E;"#),
            &[(&format!("\"{no_date}\""), &format!("\"{no_date}\" is no time; write whole seconds, like `\"30\"`"))],
        );
    }
}

#[test]
fn a_field_may_be_the_header_retry_after() {
    assert_fine(r#"#[api(status = 429, message = "m", header("Retry-After" = x))] struct E { x: u64 }"#);
    assert_fine(
        r#"enum E { #[api(status = 503, message = "m", retry = "after")] A { #[api(header = "retry-after")] x: u32 } }"#,
    );
    assert_fine(r#"#[api(status = 429, message = "m", details)] struct E(#[api(header = "Retry-After")] Duration);"#);
    assert_diagnostics(
        r#"#[api(status = 429, message = "m", header("Retry-After" = y))] struct E { x: u64 }"#,
        &[("y", "no field `y`; there is `x`, or write `\"30\"` for a constant")],
    );
    assert_diagnostics(
        r#"#[api(status = 429, message = "m", retry_after = x)] struct E { x: u64, #[api(header = "Retry-After")] y: u8 }"#,
        &[(r#""Retry-After""#, "the header `Retry-After` is set twice; keep one of them")],
    );
}

#[test]
fn a_header_has_no_placeholders() {
    assert_diagnostics(
        r#"#[api(status = 409, message = "m", header("Link" = "<{x}>"))] struct E { x: String }"#,
        &[(r#""<{x}>""#, "a header has no placeholders; write `= x` for the field alone")],
    );
    assert_fine(r#"#[api(status = 409, message = "m", header("Link" = "{y}"))] struct E { x: String }"#);
}
