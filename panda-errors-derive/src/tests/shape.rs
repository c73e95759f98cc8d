//! The rows of shape, code, type, title, prefix, expose and rejection, and of `status` on an enum.

use super::{assert_diagnostics, assert_fine};

#[test]
fn shape() {
    assert_fine(r#"#[api(shape = SHAPE, status = 404, message = "m")] struct E;"#);
    assert_fine(r#"#[api(shape = errors::Shape::PROBLEM, status = 404, message = "m")] struct E;"#);
    assert_fine(r##"#[api(shape = r#"{"m":"{message}"}"#)] enum E { #[api(status = 404, message = "m")] A }"##);
    assert_diagnostics(
        r#"#[api(shape = Shape::json("{}"), status = 404, message = "m")] struct E;"#,
        &[(
            r#"Shape::json("{}")"#,
            "`shape` takes a path or a template; put the shape in a constant, \
             `const SHAPE: Shape = Shape::json(…);`, and write `shape = SHAPE`",
        )],
    );
    assert_diagnostics(
        r#"#[api(shape = "problem", status = 404, message = "m")] struct E;"#,
        &[(
            r#""problem""#,
            "this is not a template, which is a JSON object; write `shape = r#\"{…}\"#`, or the path to a constant",
        )],
    );
    assert_diagnostics(
        r#"enum E { #[api(shape = SHAPE, status = 404, message = "m")] A }"#,
        &[("shape", "`shape` does not belong on a variant; it goes on a struct or an enum")],
    );
    assert_diagnostics(
        r#"#[api(body = SHAPE, status = 404, message = "m")] struct E;"#,
        &[("body", "unknown key `body`; did you mean `shape`?")],
    );
}

#[test]
fn code() {
    assert_fine(
        r#"enum E { #[api(status = 404, code = 10023, message = "m")] A, #[api(status = 404, code = -7, message = "m")] B }"#,
    );
    assert_fine(r#"#[api(status = 404, message = "m")] struct E(#[api(code)] u32);"#);
    assert_diagnostics(
        r#"#[api(status = 404, code = 1.5, message = "m")] struct E;"#,
        &[("1.5", "`code` takes a text or an integer; write it like `code = \"HE_02\"`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, code = 9007199254740993, message = "m")] struct E;"#,
        &[("9007199254740993", "`code` takes a text or an integer; write it like `code = \"HE_02\"`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, code = "", message = "m")] struct E;"#,
        &[(r#""""#, "the code is empty; write one, or leave `code` out")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, code = "A", message = "m")] struct E(#[api(code)] String);"#,
        &[("code", "a field decides the code; remove one of the two `code`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[api(code)] String, #[api(code)] String);"#,
        &[("code", "a second `code`; only one field can have it")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[source] #[api(code)] X);"#,
        &[("code", "the source is not for clients; remove `code`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[api(code, redact)] String);"#,
        &[("code", "`redact` and `code` do not go together; keep one of them")],
    );
    assert_diagnostics(
        r#"enum E { #[api(status = 404, code = "A", message = "m")] A, #[api(status = 404, code = 7, message = "m")] B }"#,
        &[(
            "code",
            "this code is a number and the codes above are texts; a member has one JSON type, use one of the two",
        )],
    );
    assert_diagnostics(
        r#"enum E { #[api(status = 404, message = "m")] A(#[api(code)] u64), #[api(status = 404, code = "A", message = "m")] B }"#,
        &[(
            r#""A""#,
            "this code is a text and the codes above are numbers; a member has one JSON type, use one of the two",
        )],
    );
    assert_diagnostics(
        r#"#[api(code = "A")] enum E { #[api(status = 404, message = "m")] A }"#,
        &[("code", "`code` does not belong on an enum; it goes on a struct, a variant or a field")],
    );
}

#[test]
fn type_() {
    assert_fine(r#"#[api(type = "api")] enum E { #[api(status = 404, type = "b", message = "m")] A }"#);
    assert_diagnostics(
        r#"#[api(type = " ")] enum E { #[api(status = 404, message = "m")] A, #[api(status = 404, message = "m")] B }"#,
        &[(r#"" ""#, "`type` is empty; write it, or leave it out")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, class = "a", message = "m")] struct E;"#,
        &[("class", "unknown key `class`; did you mean `type`?")],
    );
}

#[test]
fn title() {
    assert_fine(r#"#[api(title = "Out of credit", status = 404, message = "m")] struct E;"#);
    assert_diagnostics(
        r#"#[api(title = "", status = 404, message = "m")] struct E;"#,
        &[(r#""""#, "`title` is empty; write it, or leave it out")],
    );
}

#[test]
fn prefix() {
    assert_fine(r#"#[api(prefix = "M_", status = 404, message = "m")] struct E;"#);
    assert_diagnostics(
        r#"#[api(prefix = "M ", status = 404, message = "m")] struct E;"#,
        &[(r#""M ""#, "' ' does not belong in a name; a prefix takes ASCII letters, digits, `_`, `.` and `-`")],
    );
    assert_diagnostics(
        r#"#[api(prefix = "", status = 404, message = "m")] struct E;"#,
        &[(r#""""#, "the prefix is empty; write one, or leave `prefix` out")],
    );
}

#[test]
fn expose() {
    assert_fine(r#"#[api(shape = S, status = 500, expose, message = "m")] struct E;"#);
    assert_fine(r#"#[api(status = 404, message = "{0}")] struct E(#[from] #[api(expose)] X);"#);
    assert_diagnostics(
        r#"#[api(status = 500, expose, message = "m")] struct E;"#,
        &[("expose", "`expose` has no effect in the Panda shape, whose 500 is empty; remove it, or state a `shape`")],
    );
    assert_diagnostics(
        r#"#[api(shape = S, status = 404, expose, message = "m")] struct E;"#,
        &[("expose", "`expose` is for a 500, and the message of a 404 is sent anyway; remove it")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m {0}")] struct E(#[api(expose)] String);"#,
        &[("expose", "only the text of a source is hidden; remove `expose`, the message may print this field")],
    );
    assert_diagnostics(
        r#"#[api(shape = S, status = 500, expose, message = "m {0}")] struct E(#[from] X);"#,
        &[(
            r#""m {0}""#,
            "`0` is the source, whose text is for the report and not for clients; remove `{0}`, or add \
             `#[api(expose)]` to it if its text is for clients",
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "{0}")] struct E(#[from] #[api(public)] X);"#,
        &[
            (
                r#""{0}""#,
                "`0` is the source, whose text is for the report and not for clients; remove `{0}`, or add \
                 `#[api(expose)]` to it if its text is for clients",
            ),
            ("public", "unknown key `public`; did you mean `expose`?"),
        ],
    );
}

#[test]
fn rejection() {
    let rest = "#[api(transparent, rejection)] Other(Rejection)";
    assert_fine(&format!(r#"enum E {{ #[api(status = 404, message = "m", rejection)] A, {rest} }}"#));
    assert_fine(&format!(r#"enum E {{ #[api(status = 405, message = "m", rejection)] A(Rejection), {rest} }}"#));
    assert_fine("#[api(transparent, rejection, shape = S)] struct E(#[from] AppError);");
    assert_diagnostics(
        r#"enum E { #[api(status = 404, message = "m", rejection)] A }"#,
        &[(
            "rejection",
            "nothing takes the other refusals of the framework; add `#[api(transparent, rejection)] Other(Rejection)`",
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m", rejection)] struct E;"#,
        &[(
            "rejection",
            "nothing takes the other refusals of the framework; `rejection` on a struct goes with `transparent`",
        )],
    );
    assert_diagnostics(
        &format!("enum E {{ {rest}, #[api(transparent, rejection)] More(Rejection) }}"),
        &[("rejection", "a second variant takes the rest of the refusals; keep one of them")],
    );
    assert_diagnostics(
        &format!(r#"enum E {{ #[api(status = 404, message = "m", rejection)] A(String), {rest} }}"#),
        &[("rejection", "a refusal fills no fields; leave them out, or hold the `Rejection` alone")],
    );
    assert_diagnostics(
        &format!(
            r#"enum E {{ #[api(status = 404, message = "m", rejection)] A, #[api(status = 404, message = "m", rejection)] B, {rest} }}"#
        ),
        &[("rejection", "a second variant takes the refusals with status 404; keep one of them")],
    );
    assert_diagnostics(
        &format!(r#"enum E {{ #[api(status = GONE, message = "m", rejection)] A, {rest} }}"#),
        &[("rejection", "the status of a refusal is a number here, which the framework's is compared with; write it")],
    );
    assert_diagnostics(
        &format!(r#"enum E {{ #[api(status = 405, message = "m", rejection)] A, {rest} }}"#),
        &[(
            "405",
            "status 405 needs the header `Allow`; hold the `Rejection`, or add `header(\"Allow\" = \"GET, POST\")`",
        )],
    );
}

#[test]
fn a_status_of_an_enum_is_for_variants_without_a_hidden_source() {
    assert_fine(r#"#[api(status = 400)] enum E { #[api(message = "m")] A, #[api(status = 404, message = "m")] B }"#);
    assert_fine(r#"#[api(status = 400)] enum E { #[api(message = "{0}")] A(#[from] #[api(expose)] X) }"#);
    assert_diagnostics(
        r#"#[api(status = 400)] enum E { #[api(message = "m")] A(#[from] X) }"#,
        &[("A", "`A` has a source, so it does not take the status of the enum; add `status = 500`, or another")],
    );
    assert_diagnostics(
        r#"#[api(status = 200)] enum E { #[api(message = "m")] A, #[api(message = "m")] B }"#,
        &[("200", "status 200 is not an error status; expected 400 to 599")],
    );
}

#[test]
fn details_have_keys_of_their_own() {
    assert_fine(
        r#"#[api(status = 404, message = "{0}", details)] struct E(#[api(detail = "a")] u8, #[api(detail = false)] u8);"#,
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[api(detail = "")] u8);"#,
        &[(r#""""#, "the key of a detail is empty; write one, or `detail` alone for the name of the field")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { a: u8, #[api(detail = "b")] c: u8, #[api(detail)] b: u8 }"#,
        &[("detail", "a second detail `b`; give one of them another key")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E(#[api(detail = true)] u8);"#,
        &[("true", "`detail` takes no value, a text or `false`; write it like `detail = \"key\"`")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(rename = "b")] a: u8 }"#,
        &[("rename", "unknown key `rename`; did you mean `detail`?")],
    );
}
