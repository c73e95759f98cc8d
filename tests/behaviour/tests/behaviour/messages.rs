//! A message means what it means to `format!`.

// Each literal is a message and a format string: what is odd in it is odd on purpose.
#![allow(clippy::needless_raw_string_hashes)]

use std::fmt;

use panda_errors::{Answer, ApiError};

#[track_caller]
fn assert_message(error: &dyn ApiError, expected: &str) {
    assert_eq!(error.to_string(), expected);
    let name = error.name();
    let expected = serde_json::to_string(expected).unwrap_or_default();
    let body = format!(r#"{{"error":"{name}","message":{expected}}}"#);
    assert_eq!(String::from_utf8_lossy(Answer::of(error).body()), body);
}

/// Declares an error for each message, with these fields, and compares it with `format!`.
macro_rules! assert_formats {
    ($fields:tt $($message:literal)*) => {
        $(assert_format!($fields $message);)*
    };
}

macro_rules! assert_format {
    ({ $($field:ident: $ty:ty),* } $message:literal) => {{
        #[derive(Debug, ApiError)]
        #[api(status = 400, message = $message)]
        #[allow(dead_code, reason = "not every message has all of them")]
        struct Formatted {
            $($field: $ty),*
        }

        let error = Formatted { $($field: $field.clone()),* };
        assert_message(&error, &format!($message));
    }};
}

/// Prints the trait that it is printed by, and the flags.
#[derive(Clone)]
struct Flags;

macro_rules! flags {
    ($($by:ident)*) => {
        $(
            impl fmt::$by for Flags {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    let align = f.align().map(|align| match align {
                        fmt::Alignment::Left => '<',
                        fmt::Alignment::Right => '>',
                        fmt::Alignment::Center => '^',
                    });
                    let signs = [f.sign_plus(), f.sign_minus(), f.alternate(), f.sign_aware_zero_pad()];
                    let flags = format!("{:?} {align:?} {:?} {:?} {signs:?}", f.fill(), f.width(), f.precision());
                    write!(f, concat!(stringify!($by), " {}"), flags)
                }
            }
        )*
    };
}

flags!(Display Debug LowerHex UpperHex Octal Binary LowerExp UpperExp);

#[test]
fn every_format_reaches_the_field() {
    let (x, w, p) = (Flags, 5_usize, 3_usize);
    assert_formats!({ x: Flags, w: usize, p: usize }
        "{x}" "{x:?}" "{x:x}" "{x:X}" "{x:o}" "{x:b}" "{x:e}" "{x:E}" "{x:x?}" "{x:X?}" "{x:#?}" "{x:#x}"
        "{x:<}" "{x:^}" "{x:>}" "{x:*<}" "{x:é^}" "{x:😀>}" "{x:{<}" "{x:}<}" "{x::>}" "{x:<<}" "{x:?<}"
        "{x:+}" "{x:-}" "{x:#}" "{x:0}" "{x:+#0}" "{x:-#0?}"
        "{x:8}" "{x:08}" "{x:>8}" "{x:0>8}" "{x:0>08}" "{x:65535}" "{x:w$}" "{x:>w$}" "{x:0w$}"
        "{x:.0}" "{x:.3}" "{x:.p$}" "{x:8.3}" "{x:w$.p$}" "{x:w$.w$}" "{x:p$.3}" "{x:8.p$}"
        "{x:*^+#012.5}" "{x:*^+#012.5?}" "{x:é>-#0w$.p$X?}" "{x:.65535e}"
        "{x }" "{x: }" "{x:? }" "{x:8 }" "{x : >8}"
    );
}

#[test]
fn every_format_prints_the_same_as_format() {
    let (text, number, float, list) = ("a\"é\n", -42_i64, 1234.5678_f64, vec![1_u8, 255]);
    let (char, flag, width, precision) = ('\'', true, 12_usize, 2_usize);
    assert_formats!({
        text: &'static str, number: i64, float: f64, list: Vec<u8>, char: char, flag: bool, width: usize, precision: usize
    }
        "{text}" "{text:?}" "{text:>8}" "{text:*^9}" "{text:.2}" "{text:>width$.precision$}|" "{text:#?}"
        "{number}" "{number:+}" "{number:05}" "{number:#x}" "{number:#010b}" "{number:o}" "{number:e}" "{number:E}"
        "{float}" "{float:.0}" "{float:.1}" "{float:08.2}" "{float:+.precision$}" "{float:e}" "{float:?}"
        "{list:?}" "{list:#?}" "{list:x?}" "{list:02X?}"
        "{char}" "{char:?}" "{flag}" "{flag:>6}" "{flag:?}"
        "{text}{number}{float}{text}" "{text} {text:?} {text:>5}" "{number:>width$} of {width}"
    );
}

#[test]
fn braces_are_written_twice() {
    let x = 7_u8;
    assert_formats!({ x: u8 }
        "{{" "}}" "{{}}" "}}{{" "{{{{" "{{x}}" "{{{x}}}" "{{{{{x}}}}}" "{x}{{" "}}{x}" "{{{x}" "{x}}}" "{{x}} is {x}"
        "{{\"x\":{x}}}"
    );
}

#[test]
fn a_literal_comes_out_exactly() {
    let x = 'é';
    assert_formats!({ x: char }
        "plain" "\t{x}\n" "\0{x}\u{1}" "\"{x}\" \\{x}\\" "'{x}'" "%{x}%n" "${x}" "é{x}ü" "日本語{x}" "😀{x}👩‍👩‍👧"
        "\u{202e}{x}\u{2028}" "\u{10ffff}" "a\x20{x}" r"raw \n {x}" r#"raw "{x}" \u{{41}}"# r##"raw "# {x}"## "over \
        two {x} lines" "with
        a line feed {x}"
    );
}

#[test]
fn raw_identifiers_are_named_without_their_prefix() {
    let (r#type, r#match) = (1_u8, 2_usize);
    assert_formats!({ r#type: u8, r#match: usize } "{type}" "{type:>match$}" "{match}{type:?}");
}

#[test]
fn identifiers_may_be_in_any_script() {
    let (größe, размер, サイズ) = (1_u8, 2_usize, 3_u8);
    assert_formats!({ größe: u8, размер: usize, サイズ: u8 } "{größe}{размер}{サイズ}" "{größe:>размер$}");
}

#[test]
fn positions_are_fields() {
    #[derive(Debug, ApiError)]
    enum Positions {
        #[api(status = 400, message = "{0}")]
        One(u8),
        #[api(status = 400, message = "{1:?} before {0:>4}, {0} and {1}")]
        Two(u8, &'static str),
        #[api(status = 400, message = "{0:1$} {0:.2$} {0:>1$.2$}|{3:>01$}")]
        Counts(f64, usize, usize, u8),
        #[api(status = 400, message = "{10}{9}{0}")]
        Eleven(u8, (), (), (), (), (), (), (), (), char, char),
    }

    assert_message(&Positions::One(7), "7");
    assert_message(&Positions::Two(7, "x"), &format!("{1:?} before {0:>4}, {0} and {1}", 7, "x"));
    let expected = format!("{0:1$} {0:.2$} {0:>1$.2$}|{3:>01$}", 1.25, 8, 1, 9);
    assert_message(&Positions::Counts(1.25, 8, 1, 9), &expected);
    assert_message(&Positions::Eleven(0, (), (), (), (), (), (), (), (), 'j', 'k'), "kj0");
}

#[test]
fn a_message_is_looked_up_in_fields_alone() {
    const SIZE: &str = "not this one";
    #[derive(Debug, ApiError)]
    #[api(status = 413, message = "{limit} {SIZE}")]
    #[expect(non_snake_case, reason = "the name of the constant")]
    struct TooLarge {
        limit: u8,
        SIZE: u8,
    }

    let limit = "nor this one";
    assert_message(&TooLarge { limit: 1, SIZE: 2 }, "1 2");
    assert_eq!((limit, SIZE), ("nor this one", "not this one"));
}

#[test]
fn a_long_message_is_whole() {
    #[derive(Debug, ApiError)]
    #[api(status = 400, message = "{0}{1}{2}{3}{4}{5}{6}{7}{8}{9}{0:?}{1:?}{2:?}{3:?}{4:?}{5:?}{6:?}{7:?}{8:?}{9:?}")]
    struct Long(u8, u8, u8, u8, u8, u8, u8, u8, u8, String);

    let text = "é".repeat(300);
    assert_message(&Long(0, 1, 2, 3, 4, 5, 6, 7, 8, text.clone()), &format!("012345678{text}012345678{text:?}"));
}

#[test]
fn every_integer_is_printed_as_by_format() {
    macro_rules! assert_integers {
        ($($type:ident)*) => {
            $(for (first, second) in [($type::MIN, $type::MAX), (0, 1), (9, 10), (100, 99)] {
                #[derive(Debug, ApiError)]
                #[api(status = 400, message = "{first}{second} of {text} {second:>4}{first}")]
                struct Integers {
                    first: $type,
                    second: $type,
                    text: &'static str,
                }

                let text = "\"text\"";
                let expected = format!("{first}{second} of {text} {second:>4}{first}");
                assert_message(&Integers { first, second, text }, &expected);
            })*
        };
    }
    assert_integers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }
}

#[test]
#[expect(clippy::builtin_type_shadow, reason = "a type parameter may have the name of an integer")]
fn a_type_with_the_name_of_an_integer_is_printed_by_its_display() {
    #[derive(Debug)]
    #[allow(non_camel_case_types, reason = "the name of an integer")]
    struct u64;

    impl fmt::Display for u64 {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("not \"a\" number")
        }
    }

    #[allow(non_camel_case_types, reason = "the name of an integer")]
    type i32 = &'static str;

    #[derive(Debug, ApiError)]
    #[api(status = 400, message = "{0}, {1}")]
    struct Named(u64, i32);

    #[derive(Debug, ApiError)]
    #[api(status = 400, message = "{0}")]
    #[allow(non_camel_case_types, reason = "the name of an integer")]
    struct Parameter<u8>(u8);

    assert_message(&Named(u64, "text"), "not \"a\" number, text");
    assert_message(&Parameter(&*String::from("short")), "short");
}
