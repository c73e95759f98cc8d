//! Errors for HTTP APIs. You declare an error once, on the enum. The compiler checks it, and every framework answers
//! with it, byte for byte the same.
//!
//! ```
//! use panda_errors::{Answer, ApiError};
//!
//! #[derive(Debug, ApiError)]
//! pub enum UploadError {
//!     /// The file is larger than the account's plan allows.
//!     #[api(
//!         status = 413,
//!         name = "FileSizeLimitExceeded",
//!         message = "File size limit for this account is set to {limit} bytes"
//!     )]
//!     TooLarge { limit: u64 },
//!
//!     #[api(status = 500, message = "the disk failed")]
//!     Disk(#[from] std::io::Error),
//! }
//!
//! let answer = Answer::of(&UploadError::TooLarge { limit: 10_485_760 });
//! assert_eq!(answer.status(), 413);
//! assert_eq!(
//!     answer.body(),
//!     br#"{"error":"FileSizeLimitExceeded","message":"File size limit for this account is set to 10485760 bytes"}"#,
//! );
//! ```
//!
//! With the feature of your framework, `Result<_, UploadError>` is all that a handler needs:
//!
//! | feature | what every derived type is with it |
//! |---|---|
//! | `actix-web-4` | a `ResponseError` |
//! | `axum-0.8` | an `IntoResponse` |
//! | `poem-3` | a `ResponseError` |
//! | `rocket-0.5` | a `Responder` |
//! | `salvo-1` | a `Scribe` |
//! | `warp-0.4` | a `Reply` |
//! | `tower` | a response by a function, and a layer for what axum, warp and hyper refuse by themselves |
//! | `utoipa-6` | an `IntoResponses` |
//!
//! | feature | what it adds |
//! |---|---|
//! | `docs` | a [`catalog!`] of your types becomes documentation for people and for programs |
//! | `lock` | a test keeps what clients rely on |
//! | `reqwest-0.13`, `ureq-3` | a client gets an error response as a [`Reply`] |
//! | `tracing` | each report is an event |
//! | `serde` | every derived type is `Serialize`, and any `Serialize` value can be a detail; on by default |
//!
//! The features of frameworks are off by default. A feature may need a newer compiler than this crate, because its
//! framework does.
//!
//! A 500 is never explained to the client: its body is empty, and the team gets a [`report`]. The text of a
//! [source](core::error::Error::source) is never sent, at any status.
//!
//! Without the default feature `std` the crate is `no_std` with `alloc`. Reports and ids are then missing, and a
//! `Display` that panics is not caught.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;
// The derive writes `::panda_errors::…`, here too.
extern crate self as panda_errors;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod answer;
mod api_error;
mod body;
mod canonical;
mod catalog;
mod const_str;
mod definition;
mod detail;
mod digits;
#[cfg(feature = "docs")]
pub mod docs;
mod failure;
mod from_value;
mod header;
pub mod integrations;
mod json;
#[cfg(feature = "lock")]
pub mod lock;
mod mark;
mod message;
mod rejection;
mod reply;
#[cfg(feature = "std")]
pub mod report;
mod scan;
#[cfg(feature = "serde")]
mod serialize;
mod shape;
mod sink;
mod source;
mod status;
mod visitor;

pub use panda_errors_derive::ApiError;

pub use crate::answer::Answer;
pub use crate::api_error::ApiError;
pub use crate::canonical::{OrInternal, PandaError, PandaErrorKind, Parameters};
pub use crate::catalog::{Catalog, Cataloged};
pub use crate::definition::{Code, Definition, Fact, Level, Retry, UnknownName};
#[cfg(feature = "serde")]
pub use crate::detail::Serialized;
pub use crate::detail::{Detail, JsonType, Value};
pub use crate::failure::Failure;
pub use crate::from_value::FromValue;
pub use crate::rejection::Rejection;
pub use crate::reply::{Decode, Reading, Reply};
pub use crate::shape::{Parts, Shape};
pub use crate::sink::Fault;
pub use crate::status::{ErrorStatus, NotAnErrorStatus};
pub use crate::visitor::{RetryAfter, Visitor};
