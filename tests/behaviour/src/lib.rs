//! Code that the tests of this package share: the headers of an answer as values, and types of many parts.

pub mod many;
#[cfg(doctest)]
mod pages;

use panda_errors::Answer;

/// The values of one header.
#[must_use]
pub fn header<'a>(answer: &'a Answer, wanted: &str) -> Vec<&'a str> {
    answer.headers().filter(|(name, _)| *name == wanted).map(|(_, value)| value).collect()
}

/// All headers, sorted, one a line.
#[must_use]
pub fn headers(answer: &Answer) -> String {
    let mut lines: Vec<_> = answer.headers().map(|(name, value)| format!("{name}: {value}\n")).collect();
    lines.sort_unstable();
    lines.concat()
}
