//! The rows of crate, `rename_all`, kind, skip, only and with, and of several mistakes in one item.

use super::{assert_diagnostics, assert_fine};
use crate::spec::COMPARED;

#[test]
fn crate_() {
    assert_diagnostics("#[api(crate)] enum E {}", &[("crate", "`crate` has no value; write `crate = panda_errors`")]);
    assert_diagnostics(
        r#"#[api(crate = "panda_errors")] enum E {}"#,
        &[(r#""panda_errors""#, "`crate` takes a path; write it like `crate = panda_errors`")],
    );
    assert_diagnostics(
        "#[api(crate(panda_errors))] enum E {}",
        &[("(panda_errors)", "`crate` takes a path; write it like `crate = panda_errors`")],
    );
    assert_diagnostics(
        "#[api(crate = panda::<u8>)] enum E {}",
        &[("panda::<u8>", "`crate` takes a path; write it like `crate = panda_errors`")],
    );
}

#[test]
fn rename_all() {
    assert_diagnostics(
        "#[api(rename_all)] enum E {}",
        &[("rename_all", r#"`rename_all` has no value; write `rename_all = "snake_case"`"#)],
    );
    assert_diagnostics(
        "#[api(rename_all = snake_case)] enum E {}",
        &[("snake_case", r#"`rename_all` takes a text; write it like `rename_all = "snake_case"`"#)],
    );
    assert_diagnostics(
        r#"#[api(rename_all = "snake-case")] enum E {}"#,
        &[(r#""snake-case""#, "unknown style `snake-case`; did you mean `snake_case`?")],
    );
    assert_diagnostics(
        r#"#[api(rename_all = "Title Case")] enum E {}"#,
        &[(
            r#""Title Case""#,
            "unknown style `Title Case`; there is `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case` and `SCREAMING-KEBAB-CASE`",
        )],
    );
    assert_diagnostics(
        r#"#[api(rename_all = "snake_case")] enum E { #[api(status = 413, message = "m")] __ }"#,
        &[("__", r#"this leaves no letter for a name; add `name = "…"`"#)],
    );
}

#[test]
fn kind() {
    assert_diagnostics("#[api(kind)] enum E {}", &[("kind", "`kind` has no value; write `kind = ErrorKind`")]);
    assert_diagnostics(
        r#"#[api(kind = "ErrorKind")] enum E {}"#,
        &[(r#""ErrorKind""#, "`kind` takes an ident; write it like `kind = ErrorKind`")],
    );
    assert_diagnostics(
        "#[api(kind = a::ErrorKind)] enum E {}",
        &[("a::ErrorKind", "`kind` takes an ident; write it like `kind = ErrorKind`")],
    );
    assert_diagnostics(
        "#[api(kind = struct)] enum E {}",
        &[("struct", "`kind` takes an ident; write it like `kind = ErrorKind`")],
    );
    assert_diagnostics("#[api(kind = E)] enum E {}", &[("E", "`E` is the error itself; give its kind another ident")]);
    assert_diagnostics(
        r#"#[api(kind = K)] enum E { #[api(status = 413, message = "m", name = "1a")] A, #[api(status = 413, message = "m", name = "-")] B }"#,
        &[
            ("A", "`1a` is no ident for `kind`; give it another `name`"),
            ("B", "`-` is no ident for `kind`; give it another `name`"),
        ],
    );
    assert_diagnostics(
        r#"#[api(kind = K)] enum E { #[api(status = 413, message = "m", name = "a.b")] A, #[api(status = 413, message = "m", name = "a-b")] B }"#,
        &[("B", "`a-b` and `a.b` are one ident for `kind`; rename one of them")],
    );
}

#[test]
fn decode() {
    assert_diagnostics("#[api(decode = true)] enum E {}", &[("true", "`decode` takes no value; write `decode`")]);
    assert_diagnostics(
        r#"#[api(status = 404, message = "m", decode)] struct E<T>(T);"#,
        &[("decode", "`decode` cannot tell which generic type was sent; leave it out")],
    );
    assert_diagnostics(
        r#"#[api(decode)] enum E { #[api(status = 404, message = "m")] A { #[api(detail)] x: u8, y: u8 }, #[api(status = 404, message = "m")] B(u8) }"#,
        &[
            ("A", "`y` is not in `details`, so `decode` cannot make this error again; add `detail` to it"),
            ("B", "`0` is not in `details`, so `decode` cannot make this error again; add `detail` to it"),
        ],
    );
    assert_diagnostics(
        r#"#[api(decode)] enum E { #[api(status = 404, message = "m", details)] A { x: u8, #[api(redact)] y: u8 } }"#,
        &[("A", "`y` is not in `details`, so `decode` cannot make this error again; leave `decode` out")],
    );
    // A header brings a field back, and so does `Retry-After`.
    assert_fine(
        r#"#[api(decode)] enum E { #[api(status = 429, message = "m", retry_after = t, header("X-Plan" = plan))] A { t: Duration, plan: String } }"#,
    );
}

#[test]
fn decode_tells_rows_of_one_name_apart() {
    assert_diagnostics(
        r#"#[api(decode, details)] enum E {
            #[api(status = 409, name = "N", message = "{x}")] A { x: u8 },
            #[api(status = 409, name = "N", message = "is {x}")] B { x: u16 },
            #[api(status = 409, name = "N", message = "{x} of {y}")] C { x: u8, y: u8 },
            #[api(status = 409, name = "N", message = "one")] D,
            #[api(status = 409, name = "N", message = "two")] F,
            #[api(status = 409, name = "N", message = "two")] G {},
        }"#,
        &[
            ("B", "`decode` cannot tell this `N` from the one before; give it another name or other details"),
            ("G", "`decode` cannot tell this `N` from the one before; give it another name or other details"),
        ],
    );
}

#[test]
fn skip() {
    assert_diagnostics("#[api(skip)] enum E {}", &[("skip", "`skip` has no value; write `skip(Display)`")]);
    assert_diagnostics("#[api(skip())] enum E {}", &[("()", "`skip` takes a list; write it like `skip(Display)`")]);
    assert_diagnostics(
        "#[api(skip = Display)] enum E {}",
        &[("Display", "`skip` takes a list; write it like `skip(Display)`")],
    );
    assert_diagnostics(
        r#"#[api(skip("Display"))] enum E {}"#,
        &[(r#"("Display")"#, "`skip` takes a list; write it like `skip(Display)`")],
    );
    assert_diagnostics(
        "#[api(skip(Displya, Error))] enum E {}",
        &[("Displya", "`skip` does not know `Displya`; did you mean `Display`?")],
    );
    assert_diagnostics(
        "#[api(skip(Debug, std::fmt::Display))] enum E {}",
        &[
            (
                "Debug",
                "`skip` does not know `Debug`; there is `Display`, `Error`, `From`, `Serialize`, `actix_web`, `axum`, `poem`, `rocket`, `salvo`, `utoipa` and `warp`",
            ),
            (
                "std::fmt::Display",
                "`skip` does not know `std::fmt::Display`; there is `Display`, `Error`, `From`, `Serialize`, `actix_web`, `axum`, `poem`, `rocket`, `salvo`, `utoipa` and `warp`",
            ),
        ],
    );
}

#[test]
fn only() {
    assert_diagnostics("#[api(only)] enum E {}", &[("only", "`only` has no value; write `only(axum)`")]);
    assert_diagnostics(
        "#[api(only(axmu))] enum E {}",
        &[("axmu", "`only` does not know `axmu`; did you mean `axum`?")],
    );
}

#[test]
fn with() {
    assert_diagnostics("#[api(with)] enum E {}", &[("with", "`with` has no value; write `with(path::to_macro)`")]);
    assert_diagnostics(
        "#[api(with = path::to_macro)] enum E {}",
        &[("path::to_macro", "`with` takes a list; write it like `with(path::to_macro)`")],
    );
    assert_diagnostics(
        "#[api(with(path::to_macro!))] enum E {}",
        &[("(path::to_macro!)", "`with` takes a list; write it like `with(path::to_macro)`")],
    );
}

#[test]
fn a_union_is_refused() {
    assert_diagnostics(
        r#"#[api(status = 413, message = "m")] union E { a: u8 }"#,
        &[("union", "a union is no error; use an enum or a struct")],
    );
}

#[test]
fn one_mistake_does_not_hide_another() {
    assert_diagnostics(
        r#"#[api(rename_all = "x", skip(x), kind = 5, sttaus = 3)] enum E { #[api(status = 200, message = "{x}", name = "", log = "x")] A { #[api(example = b"x", redact, detail)] y: u8 }, #[api(transparent)] B, C(#[from] X, #[from] Y) }"#,
        &[
            (
                r#""x""#,
                "unknown style `x`; there is `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case` and `SCREAMING-KEBAB-CASE`",
            ),
            (
                "x",
                "`skip` does not know `x`; there is `Display`, `Error`, `From`, `Serialize`, `actix_web`, `axum`, `poem`, `rocket`, `salvo`, `utoipa` and `warp`",
            ),
            ("5", "`kind` takes an ident; write it like `kind = ErrorKind`"),
            ("sttaus", "unknown key `sttaus`; did you mean `status`?"),
            ("200", "status 200 is not an error status; expected 400 to 599"),
            (r#""{x}""#, "no field `x`; there is `y`"),
            (r#""""#, "the name is empty; write one, or leave `name` out"),
            (r#""x""#, "`x` is not a value of `log`; there is `error`, `warn`, `info`, `debug` and `off`"),
            (r#"b"x""#, "an example is a text, a number, a character or a boolean; write one of these"),
            ("redact", "`redact` and `detail` do not go together; keep one of them"),
            ("B", "a transparent variant has one field, the inner error, and not 0; leave `transparent` out"),
            ("from", "a second `from`; only one field can have it"),
        ],
    );
    assert_diagnostics(
        r#"enum E { #[api(status = 99, message = "m")] A, #[api(status = 404, message = "{")] B, #[api(status = 404, message = "m", url = "x", help = "", retry = "x", since = "")] C }"#,
        &[
            ("99", "status 99 is not an error status; expected 400 to 599"),
            (r#""{""#, "this `{` is never closed; write `}` behind the field, or `{{` for a brace"),
            (r#""x""#, r#""x" is not a link; write it like `https://example.com/errors`"#),
            (r#""""#, "`help` is empty; write it, or leave it out"),
            (r#""x""#, "`x` is not a value of `retry`; there is `never`, `after` and `safe`"),
            (r#""""#, "`since` is empty; write it, or leave it out"),
        ],
    );
}

#[test]
fn one_mistake_is_told_once() {
    assert_diagnostics(
        r#"enum E { #[api(stat, status = 404, message = "m")] A, #[api(status = 405, message = "m", heder("Allow" = "GET"))] B, #[api(status = 405, message = "m")] C { #[api(heder = "Allow")] x: u8 } }"#,
        &[
            (
                "stat",
                "unknown key `stat`; a variant takes `status`, `name`, `message`, `transparent`, `header`, `retry_after`, `details`, `code`, `type`, `title`, `expose`, `rejection`, `help`, `url`, `log`, `retry` and `since`",
            ),
            ("heder", "unknown key `heder`; did you mean `header`?"),
            ("heder", "unknown key `heder`; did you mean `header`?"),
        ],
    );
    assert_diagnostics(
        r#"#[api(status = 404, mesage = "m")] struct E { #[from] a: X, #[source] b: Y }"#,
        &[
            ("mesage", "unknown key `mesage`; did you mean `message`?"),
            ("from", "`from` cannot fill the other fields; use `#[source]` and make the error yourself"),
        ],
    );
    assert_diagnostics(
        r#"enum E { #[api(sttaus = 404, message = "m")] A, #[api(status = 404, mesage = "m")] B, #[api(trnasparent)] C(X), #[api] D }"#,
        &[
            ("sttaus", "unknown key `sttaus`; did you mean `status`?"),
            ("mesage", "unknown key `mesage`; did you mean `message`?"),
            ("trnasparent", "unknown key `trnasparent`; did you mean `transparent`?"),
            ("api", "`api` needs its keys in parentheses; write `#[api(status = 413)]`"),
        ],
    );
}

#[test]
fn decode_refuses_fields_beside_a_transparent_error() {
    assert_diagnostics(
        "#[api(decode)] enum E { V { #[api(transparent)] a: A, b: u8 } }",
        &[(
            "V",
            "the fields beside a transparent error are not sent, so `decode` cannot make this one again; leave `decode` out",
        )],
    );
}

#[test]
fn an_attribute_of_derive_more_is_left_alone() {
    assert_fine(r#"#[api(skip(From))] enum E { #[from(skip)] #[api(status = 404, message = "m")] A(u8) }"#);
    assert_fine(
        r#"enum E { #[from(u16, u32)] #[api(status = 404, message = "m")] A(u8), #[source(forward)] #[api(status = 409, message = "m")] B }"#,
    );
    assert_fine(
        r#"enum E { #[error(ignore)] #[api(status = 404, message = "m")] A(u8), #[api(status = 500)] B(#[from] io::Error) }"#,
    );
}

/// Returns the comparisons that `decode` makes for an enum of this many variants.
fn comparisons(count: usize, variant: impl Fn(usize) -> String) -> usize {
    let variants: String = (0..count).map(variant).collect();
    COMPARED.set(0);
    assert_fine(&format!("#[api(decode, details, shape = S)] enum E {{ {variants} }}"));
    COMPARED.get()
}

#[test]
fn decode_compares_rows_in_linear_time() {
    // One name for all, told apart by the details.
    let by_key = |at| format!(r#"#[api(status = 404, name = "N", message = "m {{k{at}}}")] V{at} {{ k{at}: u8 }},"#);
    assert_eq!(comparisons(1_000, by_key), 1_000);
    // By the messages.
    let by_message = |at| format!(r#"#[api(status = 404, name = "N", message = "{at}")] V{at} {{ x: u8 }},"#);
    assert_eq!(comparisons(1_000, by_message), 1_000);
    // Some have a detail that may be left out. Each of them is compared with all rows.
    let some_optional = |at| {
        let ty = if at % 32 == 0 { "Option<u8>" } else { "u8" };
        format!(r#"#[api(status = 404, name = "N", message = "m")] V{at} {{ r{at}: u8, o{at}: {ty} }},"#)
    };
    assert!(comparisons(1_000, some_optional) <= 1_000 * 33);
}

#[test]
fn decode_takes_few_optional_details_of_one_name() {
    let variant =
        |at| format!(r#"#[api(status = 404, name = "N", message = "m")] V{at} {{ r{at}: u8, o: Option<u8> }},"#);
    let variants: String = (0..33).map(variant).collect();
    assert_diagnostics(
        &format!("#[api(decode, details, shape = S)] enum E {{ {variants} }}"),
        &[("V32", "more than 32 errors called `N` have details that may be left out; give it another name")],
    );
}

#[test]
fn decode_takes_a_varying_status_for_any() {
    assert_diagnostics(
        r#"#[api(decode, details)] enum E {
            #[api(status = 404, name = "N", message = "a")] A,
            #[api(status = 409, name = "M", message = "a")] B,
            #[api(name = "N", message = "a")] C { #[api(status)] status: ErrorStatus },
            #[api(name = "N", message = "b")] D { #[api(status)] status: ErrorStatus },
            #[api(status = 404, name = "N", message = "b")] F,
        }"#,
        &[
            ("C", "`decode` cannot tell this `N` from the one before; give it another name or other details"),
            ("F", "`decode` cannot tell this `N` from the one before; give it another name or other details"),
        ],
    );
}
