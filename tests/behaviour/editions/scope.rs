//! Errors in the editions before ours, with names that have become keywords since.

#[allow(unused_extern_crates)] // It is not idiomatic, but the only way in the first of them.
extern crate panda_errors;

use panda_errors::ApiError;
use std::error::Error as Cause;

/// Everything that an expansion can have in it.
#[derive(Debug, ApiError)]
#[api(kind = AgedKind)]
#[allow(non_camel_case_types)]
pub enum Aged {
    /// Its fields are keywords of later editions.
    #[api(status = 404, message = "no {gen} of {async:?} and {dyn}", header("X-Gen" = gen), details)]
    NotFound {
        /// A keyword since 2024.
        gen: u8,
        /// A keyword since 2018.
        r#async: String,
        /// A keyword since 2018.
        r#dyn: u8,
    },
    /// A keyword since 2024.
    #[api(status = 409, message = "{0:>4} {0:?}")]
    gen(u8),
    /// A keyword since 2018.
    #[deprecated(note = "gone")]
    #[api(status = 410, message = "{try}", retry_after = gen)]
    r#async {
        /// A keyword since 2018.
        r#try: u8,
        /// A keyword since 2024.
        gen: ::std::time::Duration,
    },
    /// A source.
    #[api(status = 500)]
    Io(#[from] ::std::io::Error),
    /// A source of any type.
    #[api(status = 500)]
    Boxed(#[source] Box<dyn Cause + Send + Sync>),
    /// Another error.
    #[api(transparent)]
    Panda(#[from] panda_errors::PandaError),
}

/// A type parameter, and a module of the name of a crate.
pub mod core {
    use panda_errors::ApiError;

    /// Generic.
    #[derive(Debug, ApiError)]
    #[api(status = 400, message = "{value:?}")]
    pub struct Generic<'a, T> {
        /// A value.
        pub value: &'a T,
    }
}
