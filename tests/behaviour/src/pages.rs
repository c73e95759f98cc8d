//! The code blocks of the pages for users run as doctests: one module for each page. Pages about frameworks and
//! about the output of a catalog run in the packages that build these.

#[doc = include_str!("../../../docs/attributes.md")]
mod attributes {}

#[doc = include_str!("../../../docs/errors.md")]
mod errors {}

#[doc = include_str!("../../../docs/expansion.md")]
mod expansion {}

#[doc = include_str!("../../../docs/from-thiserror.md")]
mod from_thiserror {}

#[doc = include_str!("../../../docs/never-sent.md")]
mod never_sent {}

#[doc = include_str!("../../../docs/performance.md")]
mod performance {}

#[doc = include_str!("../../../docs/reports.md")]
mod reports {}

#[doc = include_str!("../../../docs/who-writes-what.md")]
mod who_writes_what {}

#[doc = include_str!("../../../docs/wire.md")]
mod wire {}
