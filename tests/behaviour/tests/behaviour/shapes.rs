//! Types of every shape are errors.

use std::borrow::Cow;
use std::error::Error;
use std::fmt::{Debug, Display};
use std::marker::PhantomData;
use std::sync::Arc;

use panda_errors::{Answer, ApiError, Cataloged, Definition, PandaError};

#[track_caller]
fn assert_body(error: &dyn ApiError, body: &str) {
    assert_eq!(String::from_utf8_lossy(Answer::of(error).body()), body);
}

fn names<T: Cataloged>() -> Vec<&'static str> {
    T::CATALOG.definitions().map(Definition::name).collect()
}

#[test]
fn structs_of_every_kind_are_errors() {
    #[derive(Debug, ApiError)]
    #[api(status = 400, message = "unit")]
    struct Unit;
    #[derive(Debug, ApiError)]
    #[api(status = 400, message = "empty tuple")]
    struct EmptyTuple();
    #[derive(Debug, ApiError)]
    #[api(status = 400, message = "empty")]
    struct Empty {}
    #[derive(Debug, ApiError)]
    #[api(status = 400, message = "{1}{0}")]
    struct Tuple(u8, char);
    #[derive(Debug, ApiError)]
    #[api(status = 500, message = "from")]
    struct From(#[from] std::io::Error);
    #[derive(Debug, ApiError)]
    #[api(status = 500, message = "from")]
    struct NamedFrom {
        #[from]
        cause: std::io::Error,
    }
    #[derive(Debug, ApiError)]
    #[api(transparent)]
    struct Transparent(#[from] PandaError);

    assert_body(&Unit, r#"{"error":"Unit","message":"unit"}"#);
    assert_body(&EmptyTuple(), r#"{"error":"EmptyTuple","message":"empty tuple"}"#);
    assert_body(&Empty {}, r#"{"error":"Empty","message":"empty"}"#);
    assert_body(&Tuple(1, 'a'), r#"{"error":"Tuple","message":"a1"}"#);
    assert_eq!(From::from(std::io::Error::other("disk")).source().unwrap().to_string(), "disk");
    assert_eq!(NamedFrom::from(std::io::Error::other("disk")).source().unwrap().to_string(), "disk");
    assert_eq!(Transparent::from(PandaError::unsupported_format()).status(), 400);
    assert_eq!(names::<Transparent>(), names::<PandaError>());
}

#[test]
fn an_enum_without_variants_is_an_error() {
    #[derive(Debug, ApiError)]
    #[api(kind = NeverKind)]
    enum Never {}

    fn never(result: Result<u8, Never>) -> Result<u8, PandaError> {
        result.map_err(|never| PandaError::internal(never.to_string()))
    }
    assert_eq!(never(Ok(7)).unwrap(), 7);
    assert_eq!(names::<Never>(), [""; 0]);
    assert!(NeverKind::try_from("Never").is_err());
}

#[test]
fn lifetimes_are_carried_along() {
    #[derive(Debug, ApiError)]
    enum Borrowed<'a, 'b: 'a, T: ?Sized> {
        #[api(status = 404, message = "no {0}")]
        Text(&'a str),
        #[api(status = 400, message = "{text:?}", header("X-Text" = text))]
        Cow { text: Cow<'b, str> },
        #[api(status = 409, message = "{0}")]
        Any(&'a T),
    }

    let text = String::from("record");
    assert_body(&Borrowed::<str>::Text(&text), r#"{"error":"Text","message":"no record"}"#);
    assert_body(&Borrowed::Any(&text), r#"{"error":"Any","message":"record"}"#);
    assert_body(&Borrowed::Cow::<u8> { text: text.into() }, r#"{"error":"Cow","message":"\"record\""}"#);
    assert_eq!(names::<Borrowed<'_, '_, str>>(), ["Text", "Cow", "Any"]);
}

#[test]
fn an_inner_error_may_borrow() {
    #[derive(Debug, ApiError)]
    #[api(status = 404, message = "no {0}")]
    struct Inner<'a>(&'a str);

    #[derive(Debug, ApiError)]
    enum Outer<'a, F>
    where
        for<'x> F: Fn(&'x str) -> bool + Debug,
    {
        #[api(transparent)]
        Inner(#[from] Inner<'a>),
        #[api(status = 400, message = "not so")]
        Not(F),
    }

    let text = String::from("record");
    assert_body(&Outer::<fn(&str) -> bool>::from(Inner(&text)), r#"{"error":"Inner","message":"no record"}"#);
    let not: Outer<'_, fn(&str) -> bool> = Outer::Not(str::is_empty);
    assert_eq!(not.status(), 400);
}

#[test]
fn constant_parameters_with_defaults_are_carried_along() {
    #[derive(Debug, ApiError)]
    enum Sized<T = [u8; 2], const LIMIT: usize = 3, const STRICT: bool = true> {
        #[api(status = 413, message = "over the limit by {0}")]
        TooLarge(usize),
        #[api(status = 400, message = "{items:?}")]
        Items { items: [T; LIMIT] },
    }

    assert_body(&<Sized>::TooLarge(7), r#"{"error":"TooLarge","message":"over the limit by 7"}"#);
    assert_body(&Sized::<_, 2, false>::Items { items: ["a", "b"] }, r#"{"error":"Items","message":"[\"a\", \"b\"]"}"#);
    assert_eq!(names::<Sized>(), ["TooLarge", "Items"]);
}

#[test]
fn only_a_printed_parameter_has_bounds() {
    #[derive(Debug)]
    struct Silent;

    #[derive(Debug, ApiError)]
    enum Generic<Shown, Debugged, Hidden, Cause>
    where
        Cause: Clone,
    {
        #[api(status = 400, message = "{0}")]
        Shown(Shown),
        #[api(status = 401, message = "{0:?} {1:>4x?}")]
        Debugged(Option<Debugged>, Vec<Debugged>),
        #[api(status = 402, message = "hidden")]
        Hidden(Hidden),
        #[api(status = 403, message = "caused")]
        Caused(#[source] Arc<Cause>, PhantomData<Hidden>),
    }

    let error: Generic<u8, Silent, Silent, std::fmt::Error> = Generic::Shown(7);
    assert_body(&error, r#"{"error":"Shown","message":"7"}"#);
    let error: Generic<u8, Silent, Silent, std::fmt::Error> = Generic::Debugged(Some(Silent), vec![]);
    assert_body(&error, r#"{"error":"Debugged","message":"Some(Silent) []"}"#);
    let error: Generic<u8, Silent, Silent, _> = Generic::Caused(Arc::new(std::fmt::Error), PhantomData);
    assert!(error.source().is_some());
    let error: Generic<u8, Silent, Silent, std::fmt::Error> = Generic::Hidden(Silent);
    assert_eq!(error.status(), 402);
}

trait Store {
    type Key: Display + Debug;
    type Failure: Error + 'static;
}

#[derive(Debug)]
struct Disk;

impl Store for Disk {
    type Key = u64;
    type Failure = std::io::Error;
}

#[test]
fn associated_types_are_bounded_as_they_are_printed() {
    #[derive(Debug, ApiError)]
    enum StoreError<S: Store<Key: Clone> + ?Sized>
    where
        S::Failure: Send,
    {
        #[api(status = 404, message = "nothing at {key}")]
        NotFound { key: S::Key },
        #[api(status = 409, message = "{0} and {1:?}")]
        Conflict(<S as Store>::Key, Box<S::Key>),
        #[api(status = 500)]
        Failed(#[source] S::Failure),
    }

    assert_body(&StoreError::<Disk>::NotFound { key: 7 }, r#"{"error":"NotFound","message":"nothing at 7"}"#);
    assert_body(&StoreError::<Disk>::Conflict(1, Box::new(2)), r#"{"error":"Conflict","message":"1 and 2"}"#);
    let failed = StoreError::<Disk>::Failed(std::io::Error::other("disk"));
    assert_eq!(failed.source().unwrap().to_string(), "disk");
}

#[test]
fn a_type_may_hold_itself() {
    #[derive(Debug, ApiError)]
    enum Chain {
        #[api(status = 400, message = "in {place}")]
        In {
            place: &'static str,
            #[source]
            inner: Box<Self>,
        },
        #[api(status = 400, message = "maybe in {0}")]
        Maybe(u8, #[source] Option<Arc<Chain>>),
        #[api(status = 409, message = "the end, {0:?}")]
        End(Vec<Chain>),
    }

    #[derive(Debug, ApiError)]
    #[api(status = 400, message = "{value} of {rest:?}")]
    struct List<T> {
        value: T,
        rest: Option<Box<List<T>>>,
    }

    let end = Chain::Maybe(1, Some(Arc::new(Chain::End(vec![]))));
    let chain = Chain::In { place: "the list", inner: Box::new(end) };
    assert_eq!(chain.source().unwrap().source().unwrap().to_string(), "the end, []");
    assert_eq!(names::<Chain>(), ["In", "Maybe", "End"]);
    let list = List { value: 1, rest: Some(Box::new(List { value: 2, rest: None })) };
    assert_eq!(list.to_string(), "1 of Some(List { value: 2, rest: None })");
}

#[test]
fn a_field_or_variant_that_cfg_removes_is_not_expanded() {
    #[derive(Debug, ApiError)]
    #[cfg_attr(all(), api(rename_all = "snake_case"))]
    enum Configured {
        #[cfg(any())]
        #[api(status = 999, message = "{nowhere}")]
        NotThere { nowhere: Nothing },
        #[cfg(not(any()))]
        #[api(status = 400, message = "{kept}")]
        IsThere {
            #[cfg(any())]
            lost: Nothing,
            #[cfg(not(any()))]
            kept: u8,
        },
        #[cfg_attr(any(), api(status = 999))]
        #[cfg_attr(all(), api(status = 404, message = "{0}"))]
        IsToo(#[cfg(any())] Nothing, u8),
    }

    assert_body(&Configured::IsThere { kept: 1 }, r#"{"error":"is_there","message":"1"}"#);
    assert_body(&Configured::IsToo(2), r#"{"error":"is_too","message":"2"}"#);
    assert_eq!(names::<Configured>(), ["is_there", "is_too"]);
}

#[test]
fn discriminants_and_representations_stay() {
    #[derive(Debug, Clone, Copy, ApiError)]
    #[repr(u16)]
    #[non_exhaustive]
    enum Code {
        #[api(status = 404, message = "seven")]
        Seven = 7,
        #[api(status = 400, message = "one")]
        One = 1,
        #[api(status = 409, message = "after one")]
        Two,
    }

    #[derive(Debug, ApiError)]
    #[repr(transparent)]
    #[non_exhaustive]
    #[api(status = 400, message = "{0}")]
    struct Wrapped(u8);

    assert_eq!([Code::Seven, Code::One, Code::Two].map(|code| code as u16), [7, 1, 2]);
    assert_body(&Code::Seven, r#"{"error":"Seven","message":"seven"}"#);
    assert_body(&Code::Two, r#"{"error":"Two","message":"after one"}"#);
    assert_body(&Wrapped(1), r#"{"error":"Wrapped","message":"1"}"#);
}

#[test]
fn a_last_field_that_may_be_unsized_is_printed_if_it_is_sized() {
    #[derive(Debug, ApiError)]
    #[api(status = 404, message = "no {name} {value}")]
    struct Last<T: ?Sized> {
        name: &'static str,
        value: T,
    }

    #[derive(Debug, ApiError)]
    enum Boxed<T>
    where
        T: ?Sized,
    {
        #[api(status = 404, message = "no {0}")]
        None(Box<T>),
    }

    let error = Last { name: "video", value: 7 };
    assert_eq!(Answer::of(&error).body(), br#"{"error":"Last","message":"no video 7"}"#);
    assert_eq!(Boxed::<str>::None("x".into()).to_string(), "no x");
    let unsized_one: &Last<dyn Display> = &error;
    assert_eq!(unsized_one.value.to_string(), "7");
}
