//! How keys are written: unknown, misplaced, doubled, without a value, with the wrong one.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use super::{assert_diagnostics, assert_fine, diagnostics};
use crate::derive;

#[test]
fn unknown_keys_are_guessed() {
    assert_diagnostics(
        r#"#[api(statu = 413, message = "m", sauce)] struct E;"#,
        &[
            ("statu", "unknown key `statu`; did you mean `status`?"),
            (
                "sauce",
                "unknown key `sauce`; a struct takes `status`, `name`, `message`, `transparent`, `header`, `retry_after`, `details`, `shape`, `code`, `type`, `title`, `expose`, `rejection`, `help`, `url`, `log`, `retry`, `since`, `crate`, `rename_all`, `prefix`, `kind`, `decode`, `skip`, `only` and `with`",
            ),
        ],
    );
    assert_diagnostics(
        r#"#[api(code = 404, msg = "m")] struct E;"#,
        &[
            ("msg", "unknown key `msg`; did you mean `message`?"),
            ("E", "`E` has no status; write `status = 404`, a `code` is for the body"),
        ],
    );
    assert_diagnostics(
        r#"#[api(Status = 404, MESSAGE = "m")] struct E;"#,
        &[
            ("Status", "unknown key `Status`; did you mean `status`?"),
            ("MESSAGE", "unknown key `MESSAGE`; did you mean `message`?"),
        ],
    );
    assert_diagnostics(
        "#[api(transparant)] struct E(Inner);",
        &[("transparant", "unknown key `transparant`; did you mean `transparent`?")],
    );
    assert_diagnostics(
        r#"enum E { #[api(status = 404, message = "m")] A { #[api(exmple = 5, detials, redacted, sensitive)] x: u8 } }"#,
        &[
            ("exmple", "unknown key `exmple`; did you mean `example`?"),
            ("detials", "unknown key `detials`; did you mean `detail`?"),
            ("redacted", "unknown key `redacted`; did you mean `redact`?"),
            ("sensitive", "unknown key `sensitive`; did you mean `redact`?"),
        ],
    );
    assert_diagnostics(
        r#"#[api(renam_all = "snake_case")] enum E {}"#,
        &[("renam_all", "unknown key `renam_all`; did you mean `rename_all`?")],
    );
}

#[test]
fn unknown_keys_that_are_near_to_none_list_what_there_is() {
    assert_diagnostics(
        r#"#[api(xyzzy(a, b = c), status = 404, message = "m")] struct E;"#,
        &[(
            "xyzzy",
            "unknown key `xyzzy`; a struct takes `status`, `name`, `message`, `transparent`, `header`, `retry_after`, `details`, `shape`, `code`, `type`, `title`, `expose`, `rejection`, `help`, `url`, `log`, `retry`, `since`, `crate`, `rename_all`, `prefix`, `kind`, `decode`, `skip`, `only` and `with`",
        )],
    );
    assert_diagnostics(
        "#[api(größe = 5)] enum E {}",
        &[(
            "größe",
            "unknown key `größe`; an enum takes `status`, `details`, `shape`, `type`, `title`, `crate`, `rename_all`, `prefix`, `kind`, `decode`, `skip`, `only` and `with`",
        )],
    );
    assert_diagnostics(
        r#"enum E { #[api(status = 404, message = "m", api(x))] A }"#,
        &[(
            "api",
            "unknown key `api`; a variant takes `status`, `name`, `message`, `transparent`, `header`, `retry_after`, `details`, `code`, `type`, `title`, `expose`, `rejection`, `help`, `url`, `log`, `retry` and `since`",
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(hidden)] x: u8 }"#,
        &[(
            "hidden",
            "unknown key `hidden`; a field takes `status`, `transparent`, `header`, `code`, `expose`, `detail`, `redact` and `example`",
        )],
    );
}

#[test]
fn misplaced_keys_say_where_they_go() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] enum E { A, B }"#,
        &[("message", "`message` does not belong on an enum; it goes on a struct or a variant")],
    );
    assert_diagnostics(
        r#"enum E { #[api(crate = x, rename_all = "lowercase", kind = K, skip(Display), status = 404, message = "m")] A }"#,
        &[
            ("crate", "`crate` does not belong on a variant; it goes on a struct or an enum"),
            ("rename_all", "`rename_all` does not belong on a variant; it goes on a struct or an enum"),
            ("kind", "`kind` does not belong on a variant; it goes on a struct or an enum"),
            ("skip", "`skip` does not belong on a variant; it goes on a struct or an enum"),
        ],
    );
    assert_diagnostics(
        r#"enum E { #[api(status = 404)] A { #[api(message = "m")] x: u8 }, #[api(status = 404, message = "m")] B }"#,
        &[("message", "`message` does not belong on a field; it goes on a struct or a variant")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m", detail, redact, example = 5)] struct E;"#,
        &[
            ("detail", "`detail` does not belong on a struct; it goes on a field"),
            ("redact", "`redact` does not belong on a struct; it goes on a field"),
            ("example", "`example` does not belong on a struct; it goes on a field"),
        ],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api(retry_after = x, details)] x: u8 }"#,
        &[
            ("retry_after", "`retry_after` does not belong on a field; it goes on a struct or a variant"),
            ("details", "`details` does not belong on a field; it goes on a struct, an enum or a variant"),
        ],
    );
}

#[test]
fn doubled_keys_are_told() {
    assert_diagnostics(
        r#"#[api(status = 404, name = "A")] #[api(status = 404, message = "m", name = "B")] struct E;"#,
        &[("status", "`status` is given twice; keep one of them"), ("name", "`name` is given twice; keep one of them")],
    );
    assert_diagnostics(
        r#"#[api(status = 404, status = 500, status = 503, message = "m")] struct E;"#,
        &[
            ("status", "`status` is given twice; keep one of them"),
            ("status", "`status` is given twice; keep one of them"),
        ],
    );
    assert_diagnostics(
        "#[api(transparent, transparent)] struct E(Inner);",
        &[("transparent", "`transparent` is given twice; keep one of them")],
    );
    assert_diagnostics(
        "#[api(crate = a, crate = b)] enum E {}",
        &[("crate", "`crate` is given twice; keep one of them")],
    );
}

#[test]
fn attributes_without_keys_are_told() {
    assert_diagnostics(
        "#[api] struct E;",
        &[("api", "`api` needs its keys in parentheses; write `#[api(status = 413)]`")],
    );
    assert_diagnostics(
        r#"#[api = "x"] struct E;"#,
        &[(r#"api = "x""#, "`api` needs its keys in parentheses; write `#[api(status = 413)]`")],
    );
    assert_diagnostics(
        r#"#[api[status = 413, message = "m"]] struct E;"#,
        &[(r#"api[status = 413, message = "m"]"#, "`api` needs its keys in parentheses; write `#[api(status = 413)]`")],
    );
    assert_diagnostics(
        "#[api{details}] enum E {}",
        &[("api{details}", "`api` needs its keys in parentheses; write `#[api(status = 413)]`")],
    );
    assert_diagnostics(
        r#"#[api = 5] enum E { #[api(status = 404, message = "m")] A { #[api] x: u8 } }"#,
        &[
            ("api = 5", "`api` needs its keys in parentheses; write `#[api(status = 413)]`"),
            ("api", "`api` needs its keys in parentheses; write `#[api(status)]`"),
        ],
    );
}

#[test]
fn what_is_no_key_is_told() {
    assert_diagnostics(
        r#"#[api("status" = 413, message = "m")] struct E;"#,
        &[(
            r#""status""#,
            "this is no key; a struct takes `status`, `name`, `message`, `transparent`, `header`, `retry_after`, `details`, `shape`, `code`, `type`, `title`, `expose`, `rejection`, `help`, `url`, `log`, `retry`, `since`, `crate`, `rename_all`, `prefix`, `kind`, `decode`, `skip`, `only` and `with`",
        )],
    );
    assert_diagnostics(
        "enum E { #[api(= 413)] A }",
        &[(
            "=",
            "this is no key; a variant takes `status`, `name`, `message`, `transparent`, `header`, `retry_after`, `details`, `code`, `type`, `title`, `expose`, `rejection`, `help`, `url`, `log`, `retry` and `since`",
        )],
    );
    assert_diagnostics(
        r#"#[api(status = 404, message = "m")] struct E { #[api((detail))] x: u8 }"#,
        &[(
            "(detail)",
            "this is no key; a field takes `status`, `transparent`, `header`, `code`, `expose`, `detail`, `redact` and `example`",
        )],
    );
    assert_diagnostics(
        "#[api('static)] enum E {}",
        &[(
            "'",
            "this is no key; an enum takes `status`, `details`, `shape`, `type`, `title`, `crate`, `rename_all`, `prefix`, `kind`, `decode`, `skip`, `only` and `with`",
        )],
    );
}

#[test]
fn commas_are_told() {
    assert_diagnostics(
        r#"#[api(status = 413 message = "m")] struct E;"#,
        &[("message", "a comma is missing before `message`; write `, message`")],
    );
    assert_diagnostics(
        r#"#[api(status = 413 name = "N" message = "m")] struct E;"#,
        &[
            ("name", "a comma is missing before `name`; write `, name`"),
            ("message", "a comma is missing before `message`; write `, message`"),
        ],
    );
    assert_diagnostics(
        "#[api(transparent crate = x)] struct E(Inner);",
        &[("crate", "a comma is missing before `crate`; write `, crate`")],
    );
    assert_diagnostics(
        r#"#[api(status = 413,, message = "m")] struct E;"#,
        &[(",", "a key is missing before this comma; remove the comma")],
    );
    assert_diagnostics(
        r#"#[api(, status = 413, message = "m")] struct E;"#,
        &[(",", "a key is missing before this comma; remove the comma")],
    );
    assert_diagnostics(
        r#"#[api(status = 413; message = "m")] struct E;"#,
        &[(";", "keys are separated by commas; write `,`")],
    );
    assert_diagnostics("#[api(transparent;)] struct E(Inner);", &[(";", "keys are separated by commas; write `,`")]);
}

#[test]
fn values_have_no_suffix() {
    assert_diagnostics(
        r#"#[api(status = 413, message = "m"x)] struct E;"#,
        &[(r#""m"x"#, r#"`message` takes a text; write it like `message = "Couldn't find {model}"`"#)],
    );
    assert_diagnostics(
        r#"#[api(status = 413, message = "m", header("Allow"x = "GET"), header("Vary" = "A"x))] struct E;"#,
        &[
            (
                r#"("Allow"x = "GET")"#,
                r#"`header` takes a name and its value; write it like `header("Allow" = "GET")`"#,
            ),
            (r#"("Vary" = "A"x)"#, r#"`header` takes a name and its value; write it like `header("Allow" = "GET")`"#),
        ],
    );
}

#[test]
fn an_equals_sign_is_one_equals_sign() {
    assert_diagnostics(
        r#"#[api(status: 413, message => "m", name == "N")] struct E;"#,
        &[
            (": 413", "`status` takes a number or a constant; write it like `status = 413`"),
            (r#"> "m""#, r#"`message` takes a text; write it like `message = "Couldn't find {model}"`"#),
            (r#"= "N""#, r#"`name` takes a text; write it like `name = "RecordNotFound"`"#),
        ],
    );
    assert_diagnostics(
        r#"#[api(status::x = 413, message = "m")] struct E;"#,
        &[("::x = 413", "`status` takes a number or a constant; write it like `status = 413`")],
    );
}

#[test]
fn commas_at_the_end_are_fine() {
    assert_fine(r#"#[api(status = 413, message = "m",)] struct E;"#);
    assert_fine(r#"#[api(status = 413, message = "m", header("Allow" = "GET",), skip(Display,),)] struct E;"#);
}

#[test]
fn several_attributes_are_read_as_one() {
    assert_fine(r#"#[api(status = 413)] #[api()] #[api(message = "m")] struct E;"#);
    assert_fine("#[api(skip(Display))] #[api(skip(Error), skip(axum))] enum E {}");
}

#[test]
fn what_a_macro_variable_holds_is_read() {
    let held = |tokens: TokenStream| Group::new(Delimiter::None, tokens);
    let (meta, ident) = (held(quote!(status = 413)), held(quote!(axum)));
    let (path, text, name) = (held(quote!(codes::GONE)), held(quote!("m")), held(quote!("Vary")));
    let number = held(TokenStream::from(TokenTree::from(held(quote!(413)))));
    for item in [
        quote!(
            #[api(#meta, message = #text)]
            struct E;
        ),
        quote!(
            #[api(status = #number, message = #text, header(#name = #text))]
            struct E;
        ),
        quote!(
            #[api(status = #path, message = #text, header(#name = #ident))]
            struct E {
                axum: u8,
            }
        ),
        quote!(
            #[api(#meta, message = #text, retry_after = #ident)]
            struct E {
                #[api(example = #number)]
                axum: u8,
            }
        ),
        quote!(
            #[api(crate = #path, kind = #ident, skip(#ident), with(#path))]
            enum E {}
        ),
    ] {
        let expansion = derive(item.clone()).to_string();
        assert!(!expansion.contains("compile_error"), "{item}\n{expansion}");
    }
}

#[test]
fn a_message_has_no_arguments() {
    for (argument, field) in [("self.x", "x"), (".x", "x"), ("&self.x", "x"), ("y = self.x", "x"), ("self", "field")] {
        assert_diagnostics(
            &format!(
                r#"#[api(status = 404, message = "{{}} and {{}}", {argument}, self.z)] struct E {{ x: u8, z: u8 }}"#
            ),
            &[(argument, &format!("a message has no arguments; write the field in it, `{{{field}}}`"))],
        );
    }
}

#[test]
fn values_without_a_key_say_the_key() {
    assert_diagnostics(
        r#"enum E { #[api(404, "no {0}")] A(u8) }"#,
        &[("404", "this is no key; write `status = 404`"), (r#""no {0}""#, "this is no key; write `message = \"…\"`")],
    );
}

#[test]
fn a_key_is_one_word() {
    assert_diagnostics(
        r#"#[api(status = 429, message = "m", retry-after = x)] struct E { x: Duration }"#,
        &[("retry-after", "unknown key `retry-after`; did you mean `retry_after`?")],
    );
}

#[test]
fn a_comma_in_angle_brackets_separates_no_keys() {
    assert_diagnostics(
        r#"#[api(status = Codes::<A, B>::X, message = "m")] struct E;"#,
        &[("Codes::<A, B>::X", "`status` takes a number or a constant; write it like `status = 413`")],
    );
    assert_diagnostics(
        r#"#[api(status < 413, message = "m")] struct E;"#,
        &[("< 413", "`status` takes a number or a constant; write it like `status = 413`")],
    );
}

#[test]
fn a_comma_that_is_missing_before_a_misspelt_key_is_one_mistake() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "m" nmae = "N")] struct E;"#,
        &[("nmae", "a comma is missing before `nmae`; write `, name`")],
    );
}

#[test]
fn a_second_one_is_told_and_not_read() {
    assert_diagnostics(
        r#"#[api(status = 404, message = "m", status)] struct E;"#,
        &[("status", "`status` is given twice; keep one of them")],
    );
}

#[test]
fn many_keys_without_commas_are_read() {
    for key in ["header(\"Link\" = \"x\")", "skip(axum)", "details"] {
        let keys = vec![key; 20_000].join(" ");
        assert!(!diagnostics(&format!("#[api(status = 404, {keys})] struct E;")).is_empty(), "{key}");
    }
    for soup in ["<", "< >", "a<", "="] {
        let soup = vec![soup; 50_000].join(" ");
        assert!(!diagnostics(&format!("#[api(status = 404, {soup})] struct E;")).is_empty());
    }
}
