//! The integrations: one file per framework, each behind a feature of the same name.
//!
//! A new framework is
//!
//! 1. a feature in `Cargo.toml`, named after the framework's breaking line, and its smallest crate,
//! 2. a file here, with `respond`, which translates an `Answer` and decides nothing, and the two definitions of the
//!    hidden macro: the real one, and the empty one for when the feature is off,
//! 3. a row in the derive's `INTEGRATIONS`, so that `skip` and `only` know it,
//! 4. a file in `tests/frameworks/tests` and a heading in `docs/frameworks.md`.

#![cfg_attr(
    not(all(
        feature = "actix-web-4",
        feature = "axum-0.8",
        feature = "poem-3",
        feature = "rocket-0.5",
        feature = "salvo-1",
        feature = "tower",
        feature = "warp-0.4",
    )),
    allow(dead_code, reason = "a framework needs a part of what all of them share")
)]

/// Implements the usual traits for a layer without a bound on its error type. A derive would require the traits of the
/// error type too.
#[cfg(feature = "_layer")]
macro_rules! plain_layer {
    ($layer:ident) => {
        impl<E> ::core::default::Default for $layer<E> {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<E> ::core::clone::Clone for $layer<E> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<E> ::core::marker::Copy for $layer<E> {}

        impl<E> ::core::fmt::Debug for $layer<E> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(stringify!($layer))
            }
        }
    };
}

#[cfg(feature = "_response")]
#[macro_use]
mod headers;

#[cfg(feature = "actix-web-4")]
pub mod actix_web_4;
#[cfg(feature = "_response")]
mod answered;
#[cfg(feature = "axum-0.8")]
pub mod axum_0_8;
#[cfg(feature = "_body-1")]
mod body_1;
#[cfg(feature = "_http-1")]
mod http_1;
#[cfg(feature = "_layer")]
mod inside;
#[cfg(feature = "poem-3")]
pub mod poem_3;
#[cfg(feature = "_polled")]
mod polled;
#[cfg(feature = "_rejection")]
mod rejected;
#[cfg(all(feature = "reqwest-0.13", not(target_arch = "wasm32")))]
pub mod reqwest_0_13;
#[cfg(feature = "rocket-0.5")]
pub mod rocket_0_5;
#[cfg(feature = "salvo-1")]
pub mod salvo_1;
#[cfg(feature = "_layer")]
mod shapes;
#[cfg(feature = "_body-1")]
mod stream_1;
#[cfg(feature = "tower")]
pub mod tower;
#[cfg(feature = "ureq-3")]
pub mod ureq_3;
#[cfg(feature = "utoipa-6")]
pub mod utoipa_6;
#[cfg(feature = "_layer")]
mod verdict;
#[cfg(feature = "warp-0.4")]
pub mod warp_0_4;

/// Writes the integrations for one type. The derive calls it with the hidden macros of `Serialize` and the frameworks,
/// because it cannot see which features are on. If a feature is off, its macro is empty.
#[cfg(any(feature = "_response", feature = "utoipa-6"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __integrate {
    ([$($framework:ident)*] $item:tt) => {
        $($crate::$framework! { $item })*
    };
}

/// The same without any framework. Seven calls of empty macros would take time in every type.
#[cfg(not(any(feature = "_response", feature = "utoipa-6")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __integrate {
    ([__serialize $($framework:ident)*] $item:tt) => {
        $crate::__serialize! { $item }
    };
    ([$($framework:ident)*] $item:tt) => {};
}

#[cfg(not(feature = "actix-web-4"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __actix_web_4 {
    ($item:tt) => {};
}

#[cfg(not(feature = "axum-0.8"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __axum_0_8 {
    ($item:tt) => {};
}

#[cfg(not(feature = "poem-3"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __poem_3 {
    ($item:tt) => {};
}

#[cfg(not(feature = "rocket-0.5"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __rocket_0_5 {
    ($item:tt) => {};
}

#[cfg(not(feature = "salvo-1"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __salvo_1 {
    ($item:tt) => {};
}

#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serialize {
    ($item:tt) => {};
}

#[cfg(not(feature = "utoipa-6"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __utoipa_6 {
    ($item:tt) => {};
}

#[cfg(not(feature = "warp-0.4"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __warp_0_4 {
    ($item:tt) => {};
}
