//! A chain of sources that is endless, too long, or panics is reported up to that source.

use std::error::Error;
use std::fmt;

use panda_errors::report::capture;
use panda_errors::{Answer, ApiError};

/// The number of sources that a report has at most.
const DEPTH: usize = 64;

#[derive(Debug, ApiError)]
enum Chained {
    #[api(status = 400, message = "a chain")]
    Shown(#[source] Box<dyn Error + Send + Sync>),
    #[api(status = 500)]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

#[track_caller]
fn sources<E: Error + Send + Sync + 'static>(source: impl Fn() -> E) -> Vec<String> {
    let (answer, mut reports) = capture(|| Answer::of(&Chained::Shown(Box::new(source()))));
    assert_eq!(answer.body(), br#"{"error":"Shown","message":"a chain"}"#);
    let (answer, internal) = capture(|| Answer::of(&Chained::Internal(Box::new(source()))));
    assert_eq!(answer.body(), b"");
    assert_eq!((reports.len(), internal.len()), (1, 1));
    assert!(reports.iter().chain(&internal).all(|report| report.fault.is_none()));
    let sources = reports.pop().map(|report| report.sources).unwrap_or_default();
    assert!(internal.iter().all(|report| report.sources == sources));
    sources
}

/// Its own source.
#[derive(Debug)]
struct Cycle;

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("again")
    }
}

impl Error for Cycle {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(self)
    }
}

/// An error with this number of sources, one inside the other.
#[derive(Debug)]
struct Link(usize, Option<Box<Self>>);

impl Link {
    fn chain(length: usize) -> Self {
        (1..length).fold(Self(1, None), |inner, _| Self(inner.0 + 1, Some(Box::new(inner))))
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} left", self.0)
    }
}

impl Error for Link {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.1.as_deref().map(|inner| inner as _)
    }
}

/// Has no source that one could ask for.
#[derive(Debug)]
struct Panics;

impl fmt::Display for Panics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ask me")
    }
}

impl Error for Panics {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        panic!("do not ask me")
    }
}

#[test]
fn a_cycle_of_sources_is_reported_up_to_the_limit() {
    assert_eq!(sources(|| Cycle), vec!["again"; DEPTH]);
}

#[test]
fn a_long_chain_of_sources_is_reported_from_its_start() {
    for length in [1, 2, DEPTH - 1, DEPTH] {
        assert_eq!(sources(|| Link::chain(length)).len(), length);
    }
    let lines = sources(|| Link::chain(10_000));
    assert_eq!(lines.len(), DEPTH);
    assert_eq!((&*lines[0], &*lines[DEPTH - 1]), ("10000 left", "9937 left"));
}

#[test]
fn a_source_that_panics_ends_the_chain() {
    assert_eq!(sources(|| Panics), ["ask me", "[`source` panicked]"]);
}
