//! Errors that are declared by macros, with every kind of fragment.

use panda_errors::{Answer, ApiError, Cataloged, Definition, PandaError};

#[track_caller]
fn assert_body(error: &dyn ApiError, body: &str) {
    assert_eq!(String::from_utf8_lossy(Answer::of(error).body()), body);
}

macro_rules! declare {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident: $kind:ident {
            $($variant:ident($ty:ty) = $status:literal $error:literal $message:literal, $header:literal = $value:literal, $example:expr;)*
        }
    ) => {
        #[derive(Debug, ApiError)]
        #[api(kind = $kind)]
        $(#[$meta])*
        $vis enum $name {
            $(
                #[api(status = $status, name = $error, message = $message, header($header = $value))]
                $variant(#[api(example = $example)] $ty),
            )*
        }
    };
}

declare! {
    /// Made by a macro.
    #[api(details)]
    #[non_exhaustive]
    pub(crate) enum Declared: DeclaredKind {
        Number(u8) = 404 "number" "no {0}", "x-kind" = "number", 7;
        Text(&'static str) = 409 "text" "not {0:?}", "x-kind" = "text", "seven";
        List(Vec<Option<u8>>) = 400 "list" "{0:?}", "x-kind" = "list", [None, Some(7)];
    }
}

#[test]
fn fragments_of_every_kind_are_read() {
    assert_body(&Declared::Number(7), r#"{"error":"number","message":"no 7","details":{"0":7}}"#);
    assert_body(&Declared::Text("x"), r#"{"error":"text","message":"not \"x\"","details":{"0":"x"}}"#);
    assert_body(
        &Declared::List(vec![None, Some(1)]),
        r#"{"error":"list","message":"[None, Some(1)]","details":{"0":[null,1]}}"#,
    );
    assert_eq!(DeclaredKind::Number.definition().status(), 404);
}

macro_rules! with_attribute {
    ([$attribute:meta] $item:item) => {
        #[derive(Debug, ApiError)]
        #[$attribute]
        $item
    };
}

with_attribute! {
    [api(rename_all = "kebab-case")]
    enum Item {
        #[api(status = 400, message = "{0}")]
        InAnItem(u8),
    }
}

#[test]
fn an_item_is_read() {
    assert_body(&Item::InAnItem(1), r#"{"error":"in-an-item","message":"1"}"#);
}

macro_rules! generic {
    ($name:ident<$($lifetime:lifetime,)* $($parameter:ident: $bound:path),*> { $($field:ident: $ty:ty = $text:literal),* }) => {
        #[derive(Debug, ApiError)]
        enum $name<$($lifetime,)* $($parameter: $bound),*> {
            $(
                #[api(status = panda_errors::ErrorStatus::CONFLICT, message = $text)]
                #[allow(non_camel_case_types, reason = "one ident for the variant and the field")]
                $field { $field: $ty },
            )*
        }
    };
}

generic!(Generic<'a, T: Clone> { borrowed: &'a T = "{borrowed}", owned: Vec<T> = "{owned:?}" });

#[test]
fn generics_are_read() {
    assert_body(&Generic::borrowed { borrowed: &7 }, r#"{"error":"borrowed","message":"7"}"#);
    assert_body(&Generic::owned { owned: vec!['a'] }, r#"{"error":"owned","message":"['a']"}"#);
}

macro_rules! hygienic {
    ($field:ident) => {{
        #[derive(Debug, ApiError)]
        #[api(status = 400, message = "{field} and {other}")]
        struct Hygienic {
            field: u8,
            $field: u8,
        }

        // The caller has a variable of this name as well.
        let field = 1_u8;
        Hygienic { field, $field: 2 }
    }};
}

#[test]
fn names_of_a_macro_and_its_caller_do_not_conflict() {
    let field = "the caller's";
    assert_body(&hygienic!(other), r#"{"error":"Hygienic","message":"1 and 2"}"#);
    assert_eq!(field, "the caller's");
}

#[test]
fn functions_may_each_have_an_error_of_one_name() {
    fn first() -> Answer {
        #[derive(Debug, ApiError)]
        #[api(status = 400, message = "first", kind = Kind)]
        struct Local;
        assert_eq!(Kind::Local.definition().message(), "first");
        Answer::of(&Local)
    }
    fn second<T: std::fmt::Debug>(_: T) -> Answer {
        #[derive(Debug, ApiError)]
        enum Local {
            #[api(transparent)]
            Panda(PandaError),
        }
        assert!(Local::CATALOG.definitions().map(Definition::name).any(|name| name == "BadRequest"));
        Answer::of(&Local::Panda(PandaError::unsupported_format()))
    }
    let third = || {
        #[derive(Debug, ApiError)]
        #[api(status = 409, message = "third")]
        struct Local;
        Answer::of(&Local)
    };
    assert_eq!([first(), second(()), third()].map(|answer| answer.status().as_u16()), [400, 400, 409]);
}

macro_rules! plain {
    ($([$($item:tt)*])*) => {
        $({
            #[derive(ApiError)]
            $($item)*
        })*
    };
}

#[test]
fn tokens_are_read() {
    plain! {
        [
            #[derive(Debug)]
            #[api(status = 400, message = "tokens")]
            #[expect(dead_code, reason = "it only has to compile")]
            struct Tokens;
        ]
    }
}
