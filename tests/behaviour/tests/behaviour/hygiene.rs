//! The expansion means the same whatever the names around it mean.

use tests_behaviour::header;

/// Asserts what holds for each type here: one error is a 404, the other a 500 with a source.
fn assert_answers(not_found: &dyn panda_errors::ApiError, internal: &dyn panda_errors::ApiError) {
    let answer = panda_errors::Answer::of(not_found);
    assert_eq!(answer.status(), 404);
    assert_eq!(String::from_utf8_lossy(answer.body()), r#"{"error":"NotFound","message":"no 7 of       1"}"#);
    assert_eq!(header(&answer, "x-id"), ["7"]);
    assert_eq!(header(&answer, "retry-after"), ["1"]);
    assert_eq!(panda_errors::Answer::of(internal).body(), b"");
    assert!(internal.source().is_some());
}

/// The same type, using as much of the derive as one type can, in whatever scope it is written.
macro_rules! everything {
    () => {
        #[derive(Debug, ::panda_errors::ApiError)]
        #[api(kind = EverythingKind, rename_all = "PascalCase")]
        pub(super) enum Everything {
            /// Documented.
            #[deprecated(note = "gone")]
            #[api(
                                                                                        status = 404,
                                                                                        message = "no {0:?} of {1:>0$}",
                                                                                        header("X-Id" = 0),
                                                                                        retry_after = 2,
                                                                                        help = "Look elsewhere",
                                                                                        url = "https://example.com",
                                                                                        log = "warn",
                                                                                        retry = "after",
                                                                                        since = "2"
                                                                                    )]
            NotFound(
                #[api(example = 7)] ::core::primitive::usize,
                #[api(example = 7)] ::core::primitive::usize,
                ::core::time::Duration,
            ),
            #[api(status = 409, message = "{text}", details)]
            Conflict {
                text: ::std::string::String,
                #[api(redact)]
                _secret: ::core::primitive::bool,
            },
            #[api(message = "{0}")]
            Upstream(#[api(status)] ::panda_errors::ErrorStatus),
            #[api(status = ::panda_errors::ErrorStatus::GONE, message = "gone")]
            Gone,
            #[api(status = 500)]
            Io(#[from] ::std::io::Error),
            #[api(status = 500, message = "boxed")]
            Boxed(#[source] ::core::option::Option<::std::boxed::Box<dyn ::core::error::Error>>),
            #[api(transparent)]
            Panda(#[from] ::panda_errors::PandaError),
        }

        #[allow(deprecated)]
        pub(super) fn assert_answers() {
            let one = ::core::time::Duration::from_secs(1);
            super::assert_answers(
                &Everything::NotFound(7, 1, one),
                &<Everything as ::core::convert::From<_>>::from(::std::io::Error::other("disk")),
            );
            let kind = <EverythingKind as ::core::convert::TryFrom<&::core::primitive::str>>::try_from("Gone");
            ::std::assert!(::core::matches!(kind, ::core::result::Result::Ok(EverythingKind::Gone)));
            let _ = [
                Everything::Conflict { text: ::core::default::Default::default(), _secret: true },
                Everything::Upstream(::panda_errors::ErrorStatus::CONFLICT),
                Everything::Gone,
                Everything::Boxed(::core::option::Option::None),
            ];
        }
    };
}

mod plain {
    everything!();
}

#[no_implicit_prelude]
mod without_a_prelude {
    everything!();
}

#[allow(dead_code, unused_imports, unused_macros, non_camel_case_types)]
mod among_shadows {
    pub(super) struct Option;
    pub(super) struct Result;
    pub(super) struct Box;
    pub(super) struct String;
    pub(super) struct Vec;
    pub(super) struct Definition;
    pub(super) struct Visitor;
    pub(super) struct Catalog;
    pub(super) struct ErrorStatus;
    pub(super) struct Fact;
    pub(super) struct str;
    pub(super) struct u16;
    pub(super) struct usize;
    pub(super) trait Error {}
    pub(super) trait Display {}
    pub(super) trait Debug {}
    pub(super) trait From {}
    pub(super) trait TryFrom {}
    pub(super) trait Serialize {}
    pub(super) trait Cataloged {}
    pub(super) enum Shadow {
        Some,
        None,
        Ok,
        Err,
    }
    pub(super) use Shadow::{Err, None, Ok, Some};
    pub(super) mod std {}
    pub(super) mod core {}
    pub(super) mod alloc {}
    pub(super) mod panda_errors {}
    pub(super) mod serde {}
    pub(super) fn drop() {}

    macro_rules! shadow {
        ($dollar:tt $($name:ident)*) => {
            $(
                macro_rules! $name {
                    ($dollar($dollar any:tt)*) => { ::core::compile_error!("this is another macro") };
                }
            )*
        };
    }
    shadow!($ write format_args panic matches concat stringify vec format unreachable assert line);

    everything!();
}

/// Methods of these names on everything there is.
mod among_methods {
    #[allow(dead_code)]
    trait Methods {
        fn definition(&self) {}
        fn status(&self) {}
        fn name(&self) {}
        fn visit(&self) {}
        fn text(&self) {}
        fn header(&self) {}
        fn detail(&self) {}
        fn fmt(&self) {}
        fn to_string(&self) {}
        fn source(&self) {}
        fn as_ref(&self) {}
        fn borrow(&self) {}
        fn with_facts(&self) {}
    }
    impl<T: ?Sized> Methods for T {}

    everything!();
}

#[test]
fn every_scope_expands_to_the_same() {
    plain::assert_answers();
    without_a_prelude::assert_answers();
    among_shadows::assert_answers();
    among_methods::assert_answers();
}

#[test]
fn fields_are_not_taken_for_items_of_their_name() {
    #![allow(dead_code, non_camel_case_types, non_upper_case_globals, unused_macros)]
    const limit: u8 = 1;
    static used: u8 = 2;
    struct size;
    fn text() {}
    mod id {}
    macro_rules! model {
        () => {};
    }

    #[derive(Debug, panda_errors::ApiError)]
    enum Named {
        #[api(status = 413, message = "{limit} {used} {size} {text} {id} {model}", header("X-Limit" = limit), details)]
        Fields { limit: u8, used: u8, size: u8, text: u8, id: u8, model: u8 },
    }

    let error = Named::Fields { limit: 3, used: 4, size: 5, text: 6, id: 7, model: 8 };
    assert_eq!(panda_errors::ApiError::name(&error), "Fields");
    assert_eq!(format!("{error}"), "3 4 5 6 7 8");
    assert_eq!((limit, used), (1, 2));
}

#[test]
fn variants_may_have_every_name() {
    #[derive(Debug, panda_errors::ApiError)]
    #[api(kind = Kind)]
    #[allow(non_camel_case_types)]
    enum Variants {
        #[api(status = 400, message = "ok")]
        Ok,
        #[api(status = 400, message = "err {0}")]
        Err(u8),
        #[api(status = 400, message = "none")]
        None,
        #[api(status = 400, message = "some")]
        Some {},
        #[api(status = 500)]
        Error(#[source] std::fmt::Error),
        #[api(status = 400, message = "status")]
        status,
        #[api(status = 400, message = "visit")]
        visit,
        #[api(status = 400, message = "Definition")]
        Definition,
        #[api(status = 400, message = "Catalog")]
        Catalog,
        #[api(status = 400, message = "display")]
        Display,
        #[api(status = 400, message = "raw")]
        r#fn,
        #[api(status = 400, message = "new keyword")]
        r#gen,
    }

    let variants = [
        Variants::Ok,
        Variants::Err(7),
        Variants::None,
        Variants::Some {},
        Variants::Error(std::fmt::Error),
        Variants::status,
        Variants::visit,
        Variants::Definition,
        Variants::Catalog,
        Variants::Display,
        Variants::r#fn,
        Variants::r#gen,
    ];
    let names = variants.each_ref().map(panda_errors::ApiError::name);
    let expected = ["Ok", "Err", "None", "Some", "Error", "status", "visit", "Definition"];
    assert_eq!(names[..8], expected);
    assert_eq!(names[8..], ["Catalog", "Display", "fn", "gen"]);
    assert_eq!(variants[1].to_string(), "err 7");
    assert_eq!(Kind::try_from("fn").map(|kind| kind.definition().message()), Ok("raw"));
}

#[test]
fn fields_and_parameters_may_have_every_name() {
    #[derive(Debug, panda_errors::ApiError)]
    #[api(status = 400, name = "Fields", details)]
    #[api(message = "{f}{formatter}{_0}{type}{this}{visitor}{serializer}{error}{name}{message}{values:?}{gen}")]
    #[allow(non_camel_case_types)]
    struct Fields<'error, S, E, T, __D, F, Serializer, const N: usize> {
        f: &'error str,
        formatter: S,
        _0: E,
        r#type: T,
        this: __D,
        visitor: F,
        serializer: Serializer,
        error: u8,
        name: u8,
        message: u8,
        values: [u8; N],
        r#gen: u8,
        source: std::fmt::Error,
    }

    let error = Fields {
        f: "f",
        formatter: 1,
        _0: 2,
        r#type: 3,
        this: 4,
        visitor: 5,
        serializer: 6,
        error: 7,
        name: 8,
        message: 9,
        values: [],
        r#gen: 0,
        source: std::fmt::Error,
    };
    assert_eq!(error.to_string(), "f123456789[]0");
    assert!(serde_json::to_string(&error).is_ok_and(|body| body.contains(r#""type":3,"#)));
}
