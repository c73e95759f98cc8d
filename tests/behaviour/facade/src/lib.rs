//! A crate that has `panda-errors` under another name, passes it on under a third, and declares errors for others.

pub use panda as errors;
use panda::ApiError;

/// An error of a crate that does not know the name `panda_errors`.
#[derive(Debug, ApiError)]
#[api(crate = panda, kind = RenamedKind)]
#[non_exhaustive]
pub enum Renamed {
    /// Its message has placeholders.
    #[api(status = 404, message = "no {what:?}", header("X-What" = what), details)]
    NotFound {
        /// The kind of thing that does not exist.
        what: String,
    },
    /// It has a source.
    #[api(status = 500)]
    Broken(#[from] std::io::Error),
    /// It is another error.
    #[api(transparent)]
    Panda(#[from] panda::PandaError),
}

/// Declares an error in a crate that knows only this one.
#[macro_export]
macro_rules! declare {
    ($(#[$meta:meta])* $visibility:vis $name:ident { $($field:ident: $ty:ty),* } $status:literal $message:literal) => {
        $(#[$meta])*
        #[derive(Debug, $crate::errors::ApiError)]
        #[api(crate = $crate::errors, status = $status, message = $message)]
        $visibility struct $name {
            $(
                #[doc = stringify!($field)]
                $visibility $field: $ty,
            )*
        }
    };
}
