//! The error layer that the service of `docs/axum-service.md` had before. It compiles, and nothing more.

#![expect(missing_docs, clippy::missing_errors_doc, clippy::unused_async, reason = "a service of a user's")]

include!(concat!(env!("OUT_DIR"), "/before.rs"));

/// The code blocks of the page are doctests.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/keep-your-body.md")]
mod keep_your_body {}

/// The code blocks of the README are doctests here, because its first one is a service on axum.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
mod readme {}
