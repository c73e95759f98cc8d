//! The rows of status, name, message and transparent.

use super::{assert_diagnostics, assert_fine};

#[test]
fn status() {
    assert_diagnostics(
        r#"#[api(message = "m")] struct E;"#,
        &[("E", "`E` has no status; add `#[api(status = 400, message = \"…\")]`, with a status from 400 to 599")],
    );
    assert_diagnostics(
        r#"enum E { #[api(message = "m")] A, B }"#,
        &[
            ("A", "`A` has no status; add `#[api(status = 400, message = \"…\")]`, with a status from 400 to 599"),
            ("B", "`B` has no status; add `#[api(status = 400, message = \"…\")]`, with a status from 400 to 599"),
        ],
    );
    assert_diagnostics(
        r#"#[api(status, message = "m")] struct E;"#,
        &[("status", "`status` has no value; write `status = 413`")],
    );
    assert_diagnostics(
        r#"#[api(status =, message = "m")] struct E;"#,
        &[("=", "`status` takes a number or a constant; write it like `status = 413`")],
    );
    assert_diagnostics(
        r#"#[api(status(413), message = "m")] struct E;"#,
        &[("(413)", "`status` takes a number or a constant; write it like `status = 413`")],
    );
}

#[test]
fn a_status_is_an_error() {
    assert_diagnostics(
        r#"#[api(status = 200, message = "m")] struct E;"#,
        &[("200", "status 200 is not an error status; expected 400 to 599")],
    );
    assert_diagnostics(
        r#"#[api(status = 600, message = "m")] struct E;"#,
        &[("600", "status 600 is not an error status; expected 400 to 599")],
    );
    assert_diagnostics(
        r#"#[api(status = 399, message = "m")] struct E;"#,
        &[("399", "status 399 is not an error status; expected 400 to 599")],
    );
    assert_diagnostics(
        r#"#[api(status = 0, message = "m")] struct E;"#,
        &[("0", "status 0 is not an error status; expected 400 to 599")],
    );
    assert_diagnostics(
        r#"#[api(status = 340282366920938463463374607431768211456, message = "m")] struct E;"#,
        &[(
            "340282366920938463463374607431768211456",
            "status 340282366920938463463374607431768211456 is not an error status; expected 400 to 599",
        )],
    );
}

#[test]
fn a_status_is_a_plain_number() {
    assert_diagnostics(
        r#"#[api(status = 413u16, message = "m")] struct E;"#,
        &[("413u16", "status `413u16` is not a plain number; write it like `413`")],
    );
    assert_diagnostics(
        r#"#[api(status = 0x19D, message = "m")] struct E;"#,
        &[("0x19D", "status `0x19D` is not a plain number; write it like `413`")],
    );
    assert_diagnostics(
        r#"#[api(status = 4_13, message = "m")] struct E;"#,
        &[("4_13", "status `4_13` is not a plain number; write it like `413`")],
    );
    assert_diagnostics(
        r#"#[api(status = 0413, message = "m")] struct E;"#,
        &[("0413", "status `0413` is not a plain number; write it like `413`")],
    );
    assert_diagnostics(
        r#"#[api(status = -413, message = "m")] struct E;"#,
        &[("-413", "status `-413` is not a plain number; write it like `413`")],
    );
}

#[test]
fn a_status_is_a_number_or_a_constant() {
    assert_diagnostics(
        r#"#[api(status = 413.0, message = "m")] struct E;"#,
        &[("413.0", "`status` takes a number or a constant; write it like `status = 413`")],
    );
    assert_diagnostics(
        r#"#[api(status = "413", message = "m")] struct E;"#,
        &[(r#""413""#, "`status` takes a number or a constant; write it like `status = 413`")],
    );
    assert_diagnostics(
        r#"#[api(status = 413 413, message = "m")] struct E;"#,
        &[("413 413", "`status` takes a number or a constant; write it like `status = 413`")],
    );
    assert_diagnostics(
        r#"#[api(status = 400 + 13, message = "m")] struct E;"#,
        &[("400 + 13", "`status` takes a number or a constant; write it like `status = 413`")],
    );
    assert_diagnostics(
        r#"#[api(status = ErrorStatus::new(413), message = "m")] struct E;"#,
        &[("ErrorStatus::new(413)", "`status` takes a number or a constant; write it like `status = 413`")],
    );
    assert_diagnostics(
        r#"#[api(status = Codes::<u8>::GONE, message = "m")] struct E;"#,
        &[("Codes::<u8>::GONE", "`status` takes a number or a constant; write it like `status = 413`")],
    );
    assert_diagnostics(
        r#"#[api(status = 'a, message = "m")] struct E;"#,
        &[("'a", "`status` takes a number or a constant; write it like `status = 413`")],
    );
}

#[test]
fn a_status_may_be_of_one_field() {
    assert_diagnostics(
        r#"#[api(message = "m")] struct E { #[api(status = 413)] x: ErrorStatus }"#,
        &[("413", "`status` takes no value; write `status`")],
    );
    assert_diagnostics(
        r#"#[api(message = "m")] struct E { #[api(status)] x: ErrorStatus, #[api(status)] y: ErrorStatus, #[api(status)] z: ErrorStatus }"#,
        &[
            ("status", "a second `status`; only one field can have it"),
            ("status", "a second `status`; only one field can have it"),
        ],
    );
}

#[test]
fn name() {
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", name)] struct E;"#,
        &[("name", r#"`name` has no value; write `name = "RecordNotFound"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", name = "")] struct E;"#,
        &[(r#""""#, "the name is empty; write one, or leave `name` out")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", name = "Not Found")] struct E;"#,
        &[(r#""Not Found""#, "' ' does not belong in a name; it takes ASCII letters, digits, `_`, `.` and `-`")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", name = "a\"b\\")] struct E;"#,
        &[(r#""a\"b\\""#, r#"'"' does not belong in a name; it takes ASCII letters, digits, `_`, `.` and `-`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", name = "naïve")] struct E;"#,
        &[(r#""naïve""#, "'ï' does not belong in a name; it takes ASCII letters, digits, `_`, `.` and `-`")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", name = NotFound)] struct E;"#,
        &[("NotFound", r#"`name` takes a text; write it like `name = "RecordNotFound"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", name("NotFound"))] struct E;"#,
        &[(r#"("NotFound")"#, r#"`name` takes a text; write it like `name = "RecordNotFound"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m")] struct Größe;"#,
        &[("Größe", r#"'ö' does not belong in a name; add `name = "…"` in ASCII letters, digits, `_`, `.` and `-`"#)],
    );
}

#[test]
fn message() {
    assert_diagnostics(
        "#[api(status = 413, message)] struct E;",
        &[("message", r#"`message` has no value; write `message = "Couldn't find {model}"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "")] struct E;"#,
        &[(r#""""#, "the message is empty; say what is wrong")],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = " \n")] struct E;"#,
        &[(r#"" \n""#, "the message is empty; say what is wrong")],
    );
    assert_diagnostics(
        "#[api(status = 413, message = m)] struct E;",
        &[("m", r#"`message` takes a text; write it like `message = "Couldn't find {model}"`"#)],
    );
    assert_diagnostics(
        "#[api(status = 413, message = 'm')] struct E;",
        &[("'m'", r#"`message` takes a text; write it like `message = "Couldn't find {model}"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = b"m")] struct E;"#,
        &[(r#"b"m""#, r#"`message` takes a text; write it like `message = "Couldn't find {model}"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = c"m")] struct E;"#,
        &[(r#"c"m""#, r#"`message` takes a text; write it like `message = "Couldn't find {model}"`"#)],
    );
    assert_diagnostics(
        "#[api(status = 413, message = 413)] struct E;",
        &[("413", r#"`message` takes a text; write it like `message = "Couldn't find {model}"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "a" "b")] struct E;"#,
        &[(r#""a" "b""#, r#"`message` takes a text; write it like `message = "Couldn't find {model}"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = concat!("a", "b"))] struct E;"#,
        &[(r#"concat!("a", "b")"#, r#"`message` takes a text; write it like `message = "Couldn't find {model}"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message("m"))] struct E;"#,
        &[(r#"("m")"#, r#"`message` takes a text; write it like `message = "Couldn't find {model}"`"#)],
    );
    assert_diagnostics(
        r#"enum E { #[api(status = 413, message = "m")] A, #[api(status = 500)] Silent, #[api(status = 404)] B }"#,
        &[("B", r#"`B` has no message; add `message = "…"`"#)],
    );
}

#[test]
fn transparent() {
    assert_diagnostics(
        "#[api(transparent = true)] struct E(Inner);",
        &[("true", "`transparent` takes no value; write `transparent`")],
    );
    assert_diagnostics(
        "#[api(transparent(Inner))] struct E(Inner);",
        &[("(Inner)", "`transparent` takes no value; write `transparent`")],
    );
    assert_diagnostics(
        r#"#[api(transparent "x")] struct E(Inner);"#,
        &[(r#""x""#, "`transparent` takes no value; write `transparent`")],
    );
    assert_diagnostics(
        "#[api(transparent)] struct E;",
        &[("E", "a transparent struct has one field, the inner error, and not 0; leave `transparent` out")],
    );
    assert_diagnostics(
        "enum E { #[api(transparent)] A { a: Inner, b: Inner } }",
        &[("A", "a transparent variant has one field, the inner error, and not 2; mark it with `#[api(transparent)]`")],
    );
    assert_diagnostics(
        r#"#[api(transparent, status = 413, message = "m")] struct E(Inner);"#,
        &[(
            "status",
            "a transparent error answers as its inner error; remove `status` and `message`, or `transparent`",
        )],
    );
    assert_diagnostics(
        r#"enum E { #[api(transparent, header("Allow" = "GET"), header("Vary" = "Accept"))] A(Inner) }"#,
        &[("header", "a transparent error answers as its inner error; remove `header`, or `transparent`")],
    );
    assert_diagnostics(
        "#[api(transparent)] struct E(#[api(detail, redact)] #[from] Inner);",
        &[("detail", "a transparent error answers as its inner error; remove `detail` and `redact`, or `transparent`")],
    );
    assert_diagnostics(
        r#"#[api(transparent, name = "N")] struct E;"#,
        &[
            ("name", "a transparent error answers as its inner error; remove `name`, or `transparent`"),
            ("E", "a transparent struct has one field, the inner error, and not 0; leave `transparent` out"),
        ],
    );
}

#[test]
fn a_transparent_error_is_another_one() {
    assert_diagnostics(
        "#[api(transparent)] struct E(Box<E>);",
        &[("E", "an error cannot answer as itself; leave `transparent` out, and give it a status")],
    );
    assert_diagnostics(
        "enum E { #[api(transparent)] A(Self) }",
        &[("A", "an error cannot answer as itself; leave `transparent` out, and give it a status")],
    );
    // A type of the same ident in another module is another type.
    assert_fine(
        "enum Error { #[api(transparent)] Db(#[from] db::Error), #[api(transparent)] Io(Box<crate::io::Error>) }",
    );
    assert_fine("struct Error<S: Service>(#[api(transparent)] S::Error);");
}

#[test]
fn a_name_means_one_status() {
    assert_diagnostics(
        r#"enum E { #[api(status = 404, name = "N", message = "m")] A, #[api(status = 410, name = "N", message = "m")] B }"#,
        &[("410", "`N` has status 404 above; a name means one status, use 404 or another `name`")],
    );
    assert_diagnostics(
        r#"enum E { #[api(status = 404, message = "m")] A, #[api(status = 410, name = "A", message = "m")] B }"#,
        &[("410", "`A` has status 404 above; a name means one status, use 404 or another `name`")],
    );
    assert_diagnostics(
        r#"#[api(rename_all = "lowercase")] enum E { #[api(status = 404, message = "m")] Gone, #[api(status = 410, message = "m")] GONE }"#,
        &[("410", "`gone` has status 404 above; a name means one status, use 404 or another `name`")],
    );
    assert_diagnostics(
        r#"enum E { #[api(status = 404, name = "N", message = "m")] A, #[api(status = 20, message = "m")] B, #[api(status = 410, name = "N", message = "m")] C }"#,
        &[
            ("20", "status 20 is not an error status; expected 400 to 599"),
            ("410", "`N` has status 404 above; a name means one status, use 404 or another `name`"),
        ],
    );
}

#[test]
fn a_name_may_have_its_status_twice() {
    assert_fine(
        r#"enum E {
            #[api(status = 401, name = "NotAuthorized", message = "Signatures do not match")] Wrong,
            #[api(status = 401, name = "NotAuthorized", message = "Signatures expired")] Old,
        }"#,
    );
}

#[test]
fn every_error_status_is_a_status() {
    for status in (400..600).filter(|status| ![405, 407, 426].contains(status)) {
        assert_fine(&format!(r#"#[api(status = {status}, message = "m")] struct E;"#));
    }
}

#[test]
fn a_constant_is_a_status() {
    assert_fine(r#"#[api(status = ErrorStatus::GONE, message = "m")] struct E;"#);
    assert_fine(r#"#[api(status = ::codes::GONE, message = "m")] struct E;"#);
}

#[test]
fn a_message_is_as_long_as_what_is_sent() {
    let of = |length| format!(r#"#[api(status = 413, message = "{}")] struct E;"#, "m".repeat(length));
    assert_fine(&of(8192));
    let long = of(8193);
    let literal = long.split(['=', ')']).nth(2).unwrap().trim();
    assert_diagnostics(&long, &[(literal, "the message has 8193 bytes; at most 8192 are sent, write a shorter one")]);
}

#[test]
fn a_message_is_measured_as_the_json_that_is_sent() {
    // As written, the length of the unit in JSON, and how often it fits.
    for (unit, length) in [(r#"\""#, 2), (r"\\", 2), (r"\u{8}", 2), (r"\u{1}", 6), ("é", 2), ("{{", 1)] {
        let of = |count: usize| format!("#[api(status = 413, message = \"{}\")] struct E;", unit.repeat(count));
        assert_fine(&of(8192 / length));
        let count = 8192 / length + 1;
        let (bytes, sent) = (if unit == "é" { "bytes" } else { "bytes as JSON" }, count * length);
        let message = format!("the message has {sent} {bytes}; at most 8192 are sent, write a shorter one");
        assert_diagnostics(&of(count), &[(&format!("\"{}\"", unit.repeat(count)), &message)]);
    }
    let names = "{a_long_name_that_is_not_sent}".repeat(400);
    assert_fine(&format!(
        r#"#[api(status = 413, message = "{names}")] struct E {{ a_long_name_that_is_not_sent: u8 }}"#
    ));
}

#[test]
fn a_status_code_of_http_is_a_number() {
    for (constant, code) in [("NOT_FOUND", 404), ("PAYLOAD_TOO_LARGE", 413), ("UNPROCESSABLE_ENTITY", 422)] {
        assert_diagnostics(
            &format!("#[api(status = http::StatusCode::{constant}, message = \"m\")] struct E;"),
            &[(
                &format!("http::StatusCode::{constant}"),
                &format!("a status is a number or an `ErrorStatus`, and not a `StatusCode`; write `{code}`"),
            )],
        );
    }
}

#[test]
fn a_name_has_at_most_128_letters() {
    assert_fine(&format!("#[api(status = 404, message = \"m\", name = {:?})] struct E;", "n".repeat(128)));
    let name = format!("{:?}", "n".repeat(129));
    assert_diagnostics(
        &format!("#[api(status = 404, message = \"m\", name = {name})] struct E;"),
        &[(&name, "the name has 129 letters; at most 128 are allowed, write a shorter `name`")],
    );
}

#[test]
fn an_enum_of_hidden_500s_needs_no_message() {
    assert_fine(
        "enum E { #[api(status = 500)] Io(#[from] std::io::Error), #[api(status = 500)] Fmt(#[from] std::fmt::Error) }",
    );
}

#[test]
fn names_that_differ_in_case_only_are_refused() {
    assert_diagnostics(
        r#"enum E { #[api(status = 410, message = "m")] Gone, #[api(status = 404, message = "m", name = "gone")] Lost }"#,
        &[(r#""gone""#, "`gone` and `Gone` differ in case only; rename one of them")],
    );
    assert_diagnostics(
        r#"enum E { #[api(status = 404, message = "m", name = "IdTaken")] A, #[api(status = 404, message = "m")] IDTaken }"#,
        &[("IDTaken", "`IDTaken` and `IdTaken` differ in case only; rename one of them")],
    );
    // The name of a hidden 500 is never sent.
    assert_fine(r#"enum E { #[api(status = 410, message = "m")] Gone, #[api(status = 500, name = "gone")] Lost }"#);
}

#[test]
fn an_error_of_a_known_library_is_not_transparent() {
    for ty in ["anyhow::Error", "std::io::Error", "sqlx::Error", "::eyre::Report"] {
        assert_diagnostics(
            &format!("enum E {{ #[api(transparent)] Other(#[from] {ty}) }}"),
            &[(
                ty,
                &format!(
                    "`{ty}` has no status of its own; leave `transparent` out, and give the variant a `status`, such as 500"
                ),
            )],
        );
    }
    for ty in ["crate::io::Error", "db::Error", "std::boxed::Box<Inner>", "Inner"] {
        assert_fine(&format!("enum E {{ #[api(transparent)] Other(#[from] {ty}) }}"));
    }
}
