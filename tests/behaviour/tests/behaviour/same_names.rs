//! A type of the ident of the error, or of a type of the standard library, in another module is another type.

use std::error::Error as _;

use panda_errors::{Answer, ApiError};

mod db {
    #[derive(Debug, panda_errors::ApiError)]
    #[api(status = 404, message = "no such row")]
    pub(crate) struct Error;

    pub(crate) mod generic {
        #[derive(Debug, panda_errors::ApiError)]
        #[api(status = 409, name = "Locked", message = "{0:?} is locked")]
        pub(crate) struct Error<T>(pub(crate) T);
    }
}

trait Service {
    type Error;
    type Inner;
}

#[derive(Debug)]
struct Videos;

impl Service for Videos {
    type Error = String;
    type Inner = db::Error;
}

mod transparent {
    use super::{Service, Videos, db};

    #[derive(Debug, panda_errors::ApiError)]
    pub(crate) enum Error {
        #[api(transparent)]
        Db(#[from] db::Error),
        #[api(transparent)]
        Boxed(Box<db::Error>),
        #[api(transparent)]
        Generic(db::generic::Error<u8>),
        #[api(transparent)]
        Associated(<Videos as Service>::Inner),
    }

    pub(crate) mod deeper {
        #[derive(Debug, panda_errors::ApiError)]
        #[api(transparent)]
        pub(crate) struct Error(#[from] pub(crate) super::Error);
    }

    #[derive(Debug, panda_errors::ApiError)]
    pub(crate) enum PandaError {
        #[api(transparent)]
        Inner(#[from] panda_errors::PandaError),
    }
}

#[test]
fn an_error_answers_as_the_error_of_the_same_ident_in_another_module() {
    let status = |error: &dyn ApiError| Answer::of(error).status().as_u16();
    assert_eq!(status(&transparent::Error::from(db::Error)), 404);
    assert_eq!(status(&transparent::Error::Boxed(Box::new(db::Error))), 404);
    assert_eq!(status(&transparent::Error::Generic(db::generic::Error(7))), 409);
    assert_eq!(status(&transparent::deeper::Error(transparent::Error::Associated(db::Error))), 404);
    let inner = panda_errors::PandaError::record_not_found("Video", "X");
    assert_eq!(status(&transparent::PandaError::from(inner)), 404);
}

mod bounds {
    use std::fmt::Debug;

    use super::Service;

    /// An associated type that is called like the error is printed, so it has a bound.
    #[derive(Debug, panda_errors::ApiError)]
    pub(crate) enum Error<S: Service<Error: Debug>> {
        #[api(status = 400, message = "in: {0}")]
        In(S::Error),
        #[api(status = 400, message = "qualified: {0}")]
        Qualified(<S as Service>::Error),
        #[api(status = 400, message = "maybe: {inner:?}")]
        Maybe { inner: Option<S::Error> },
    }

    /// A type that holds itself is not bounded by itself.
    #[derive(Debug, panda_errors::ApiError)]
    pub(crate) enum Tree<T> {
        #[api(status = 400, message = "leaf {0}")]
        Leaf(T),
        #[api(status = 400, message = "{0:?}")]
        Branch(Vec<Tree<T>>),
        #[api(status = 500)]
        Cause(#[source] Box<Tree<T>>),
    }

    mod my {
        #[derive(Debug)]
        pub(crate) struct Option<T>(pub(crate) T);

        impl<T> std::fmt::Display for Option<T> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("mine")
            }
        }
    }

    /// Prints although `T` does not.
    #[derive(Debug, panda_errors::ApiError)]
    #[api(status = 400, message = "{0}")]
    pub(crate) struct OfMyOption<T>(my::Option<T>);

    #[derive(Debug)]
    pub(crate) struct Unprinted;

    pub(crate) fn mine() -> OfMyOption<Unprinted> {
        OfMyOption(my::Option(Unprinted))
    }
}

#[test]
fn a_field_whose_type_is_called_like_the_error_has_its_bound() {
    assert_eq!(bounds::Error::<Videos>::In("a".into()).to_string(), "in: a");
    assert_eq!(bounds::Error::<Videos>::Qualified("b".into()).to_string(), "qualified: b");
    assert_eq!(bounds::Error::<Videos>::Maybe { inner: None }.to_string(), "maybe: None");
}

#[test]
fn a_generic_error_may_hold_itself_and_be_its_own_source() {
    let tree = bounds::Tree::Branch(vec![bounds::Tree::Leaf(1)]);
    assert_eq!(tree.to_string(), "[Leaf(1)]");
    assert_eq!(bounds::Tree::Cause(Box::new(tree)).source().unwrap().to_string(), "[Leaf(1)]");
}

#[test]
fn a_type_called_option_is_bounded_itself() {
    assert_eq!(bounds::mine().to_string(), "mine");
}

/// {docs} with braces
#[doc = concat!("one ", "two ", "{three}")]
#[derive(Debug, ApiError)]
#[api(status = 404, message = "m")]
struct Documented;

#[test]
fn a_doc_comment_that_is_a_macro_is_in_the_docs() {
    assert_eq!(Documented.definition().docs(), "{docs} with braces\none two {three}");
}
