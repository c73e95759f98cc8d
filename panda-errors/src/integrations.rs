//! The integrations: one file per framework, each behind a feature of the same name.
//!
//! A new framework is
//!
//! 1. a feature in `Cargo.toml`, named after the framework's breaking line, and its smallest crate,
//! 2. a file here, with `respond`, which translates an `Answer` and decides nothing, and the two definitions of the
//!    hidden macro: the real one, and the empty one for when the feature is off,
//! 3. a row in the derive's `INTEGRATIONS`, so that `skip` and `only` know it,
//! 4. a file in `tests/frameworks/tests` and a heading in `docs/frameworks.md`.

#[cfg(feature = "axum-0.8")]
pub mod axum_0_8;
#[cfg(any(feature = "axum-0.8", feature = "tower"))]
mod http_1;
#[cfg(feature = "tower")]
pub mod tower;

/// Writes the integrations for one type. The derive calls it with the hidden macros of the frameworks, since it cannot
/// see which features are on; the macro of one that is off is empty.
#[doc(hidden)]
#[macro_export]
macro_rules! __integrate {
    ([$($framework:ident)*] $item:tt) => {
        $($crate::$framework! { $item })*
    };
}

#[cfg(not(feature = "axum-0.8"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __axum_0_8 {
    ($item:tt) => {};
}
