//! `skip`, `only` and `with`: which impls are written, and by whom.

use std::error::Error;
use std::fmt::{self, Display};

use panda_errors::{Answer, ApiError};
use serde::{Serialize, Serializer};

#[test]
fn display_error_and_from_stand_with_skip() {
    #[derive(Debug, ApiError)]
    #[api(skip(Display, Error), skip(From))]
    enum ByHand {
        #[api(status = 400, message = "on the wire: {0}")]
        Message(u8),
        #[api(status = 500)]
        Disk(#[from] std::io::Error),
    }

    impl Display for ByHand {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("by hand")
        }
    }

    impl Error for ByHand {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            match self {
                Self::Message(_) => Some(&fmt::Error),
                Self::Disk(disk) => Some(disk),
            }
        }
    }

    impl From<std::io::Error> for ByHand {
        fn from(error: std::io::Error) -> Self {
            if error.kind() == std::io::ErrorKind::NotFound { Self::Message(1) } else { Self::Disk(error) }
        }
    }

    let error = ByHand::from(std::io::Error::from(std::io::ErrorKind::NotFound));
    assert_eq!((error.to_string(), error.source().is_some()), ("by hand".to_owned(), true));
    assert_eq!(Answer::of(&error).body(), br#"{"error":"Message","message":"on the wire: 1"}"#);
    assert_eq!(Answer::of(&ByHand::from(std::io::Error::other("disk"))).status(), 500);
}

#[test]
fn skip_leaves_the_impls_that_it_does_not_name() {
    #[derive(Debug, Serialize, ApiError)]
    #[api(skip(Serialize, From))]
    enum Only {
        #[api(status = 400, message = "message {0}")]
        Message(u8),
        #[api(status = 409, message = "conflict")]
        Conflict(#[from] Cause),
    }

    #[derive(Debug, Serialize)]
    struct Cause;

    impl Display for Cause {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("cause")
        }
    }

    impl Error for Cause {}

    impl From<Cause> for Only {
        fn from(cause: Cause) -> Self {
            Self::Conflict(cause)
        }
    }

    assert_eq!(serde_json::to_string(&Only::Message(7)).unwrap(), r#"{"Message":7}"#);
    assert_eq!(Only::from(Cause).source().unwrap().to_string(), "cause");
}

#[test]
fn only_selects_frameworks_and_keeps_the_other_impls() {
    #[derive(Debug, ApiError)]
    #[api(only(axum), skip(Serialize), status = 400, message = "only")]
    struct Only(#[source] fmt::Error);

    impl Serialize for Only {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_unit()
        }
    }

    let error = Only(fmt::Error);
    assert_eq!((error.to_string(), error.source().is_some()), ("only".to_owned(), true));
    assert_eq!(serde_json::to_string(&error).unwrap(), "null");
}

/// A framework of somebody else's.
trait Respond {
    fn respond(&self) -> String;
}

macro_rules! respond {
    ({ [$($generics:tt)*] [$ty:ty] [$($bounds:tt)*] }) => {
        impl<$($generics)*> Respond for $ty
        where
            $($bounds)*
        {
            fn respond(&self) -> String {
                let answer = Answer::of(self);
                format!("{} {}", answer.status(), String::from_utf8_lossy(answer.body()))
            }
        }
    };
}

mod elsewhere {
    macro_rules! nothing {
        ($($item:tt)*) => {};
    }
    pub(crate) use nothing;
}

#[test]
fn a_macro_named_by_with_writes_an_impl_too() {
    #[derive(Debug, ApiError)]
    #[api(with(respond, elsewhere::nothing))]
    enum Plain {
        #[api(status = 404, message = "no {0}")]
        NotFound(u8),
    }

    #[derive(Debug, ApiError)]
    #[api(with(respond), status = 400, message = "{text} {values:?}")]
    struct Generic<'a, T: Clone, const COUNT: usize = 1>
    where
        T: Display,
    {
        text: &'a str,
        values: [T; COUNT],
    }

    assert_eq!(Plain::NotFound(7).respond(), r#"404 {"error":"NotFound","message":"no 7"}"#);
    let generic = Generic { text: "a", values: [1, 2] };
    assert_eq!(generic.respond(), r#"400 {"error":"Generic","message":"a [1, 2]"}"#);
}
