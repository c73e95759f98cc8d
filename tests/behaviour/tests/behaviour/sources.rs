//! Sources of every kind are found, and no text of theirs is in an answer.

use std::error::Error;
use std::fmt::{self, Display};
use std::io;
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use panda_errors::{Answer, ApiError};

type Erased = Box<dyn Error + Send + Sync>;

/// A pointer to an error that is not an `Error` itself, as in some other libraries.
#[derive(Debug)]
struct Report(Erased);

impl Deref for Report {
    type Target = dyn Error + Send + Sync + 'static;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

#[derive(Debug, ApiError)]
enum Caused {
    #[api(status = 400, message = "caused")]
    Plain(#[from] io::Error),
    #[api(status = 400, message = "caused")]
    Boxed(#[source] Box<dyn Error>),
    #[api(status = 400, message = "caused")]
    Alias(#[from] Erased),
    #[api(status = 400, message = "caused")]
    BoxedPlain(#[source] Box<io::Error>),
    #[api(status = 400, message = "caused")]
    Shared(#[source] Arc<dyn Error + Send + Sync>),
    #[api(status = 400, message = "caused")]
    SharedPlain(#[source] Arc<io::Error>),
    #[api(status = 400, message = "caused")]
    Counted(#[source] Rc<io::Error>),
    #[api(status = 400, message = "caused")]
    Named { source: io::Error },
    #[api(status = 400, message = "caused")]
    Marked {
        #[source]
        cause: io::Error,
        at: u8,
    },
    #[api(status = 400, message = "caused")]
    Leaked(#[source] &'static io::Error),
    #[api(status = 400, message = "caused")]
    LeakedErased(#[source] &'static (dyn Error + Send + Sync)),
    #[api(status = 400, message = "caused")]
    Optional(#[source] Option<Box<dyn Error + Send>>),
    #[api(status = 400, message = "caused")]
    Pointer(#[from] Report),
}

fn canary() -> io::Error {
    io::Error::other("canary")
}

#[test]
fn every_source_is_found_and_not_sent() {
    let caused = [
        Caused::from(canary()),
        Caused::Boxed(Box::new(canary())),
        Caused::from(Erased::from("canary")),
        Caused::BoxedPlain(Box::new(canary())),
        Caused::Shared(Arc::new(canary())),
        Caused::SharedPlain(Arc::new(canary())),
        Caused::Counted(Rc::new(canary())),
        Caused::Named { source: canary() },
        Caused::Marked { cause: canary(), at: 7 },
        Caused::Leaked(Box::leak(Box::new(canary()))),
        Caused::LeakedErased(Box::leak(Box::new(canary()))),
        Caused::Optional(Some(Box::new(canary()))),
        Caused::from(Report("canary".into())),
    ];
    for error in &caused {
        assert_eq!(error.source().map(ToString::to_string).as_deref(), Some("canary"), "{error:?}");
        let body = format!(r#"{{"error":"{}","message":"caused"}}"#, error.name());
        assert_eq!(String::from_utf8_lossy(Answer::of(error).body()), body);
    }
    assert!(Caused::Optional(None).source().is_none());
    assert!(matches!(caused[8], Caused::Marked { at: 7, .. }));
}

#[test]
fn a_source_keeps_its_type() {
    let plain = Caused::from(canary());
    assert!(plain.source().is_some_and(<dyn Error>::is::<io::Error>));
    let named = Caused::Named { source: canary() };
    assert!(named.source().is_some_and(<dyn Error>::is::<io::Error>));
}

#[test]
fn a_type_parameter_is_a_source() {
    #[derive(Debug, ApiError)]
    enum Generic<E, F = io::Error> {
        #[api(status = 400, message = "first")]
        First(#[source] E),
        #[api(status = 400, message = "second")]
        Second(#[source] Option<F>),
    }

    let first: Generic<fmt::Error> = Generic::First(fmt::Error);
    assert!(first.source().is_some_and(<dyn Error>::is::<fmt::Error>));
    let second: Generic<fmt::Error> = Generic::Second(Some(canary()));
    assert!(second.source().is_some_and(<dyn Error>::is::<io::Error>));
}

#[test]
fn a_transparent_error_has_the_source_of_its_inner_error() {
    #[derive(Debug, ApiError)]
    #[api(transparent)]
    struct Outer<E>(E);

    fn shown(error: &dyn Display) -> String {
        error.to_string()
    }

    let outer = Outer(Caused::from(canary()));
    assert_eq!(shown(&outer), "caused");
    assert_eq!(outer.source().map(|source| shown(&source)).as_deref(), Some("canary"));
}

macro_rules! caused {
    ($ident:ident: $source:ty) => {
        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "caused")]
        struct $ident(#[source] $source);
    };
}

caused!(Maybe: Option<io::Error>);
caused!(Surely: io::Error);

#[test]
fn a_macro_variable_hides_no_source() {
    let source = || io::Error::other("disk");
    assert_eq!(Maybe(Some(source())).source().unwrap().to_string(), "disk");
    assert!(Maybe(None).source().is_none());
    assert_eq!(Surely(source()).source().unwrap().to_string(), "disk");
}

mod generic_sources {
    use std::error::Error;
    use std::rc::Rc;

    use panda_errors::ApiError;

    #[derive(Debug, ApiError)]
    enum Shared<T> {
        #[api(status = 500, message = "shared")]
        Once(#[source] Rc<T>),
        #[api(status = 500, message = "optional")]
        Maybe { source: Option<Rc<T>> },
    }

    #[derive(Debug, ApiError)]
    #[api(status = 502, message = "the other service failed")]
    struct Upstream(#[source] Box<dyn ApiError + Send + Sync>);

    fn assert_error<E: ApiError>(error: &E) -> String {
        error.source().map(ToString::to_string).unwrap_or_default()
    }

    #[test]
    fn a_generic_error_behind_an_rc_is_the_source() {
        assert_eq!(assert_error(&Shared::Once(Rc::new(std::fmt::Error))), std::fmt::Error.to_string());
        assert_eq!(
            assert_error(&Shared::Maybe { source: Some(Rc::new(std::fmt::Error)) }),
            std::fmt::Error.to_string()
        );
    }

    #[test]
    fn a_boxed_api_error_is_the_source() {
        let inner: Box<dyn ApiError + Send + Sync> = Box::new(panda_errors::PandaError::SignatureMismatch);
        let text = inner.to_string();
        let error = Upstream(inner);
        assert_eq!(Error::source(&error).map(ToString::to_string), Some(text));
    }
}
