//! The texts that a message has.

/// A text of this many bytes that needs no escape.
pub(crate) fn clean(length: usize) -> &'static str {
    "abcdefghijklmnopqrstuvwxyz0123456789".chars().cycle().take(length).collect::<String>().leak()
}

/// A text of this many bytes, of which each `nth` is a quote.
pub(crate) fn quoted(length: usize, nth: usize) -> &'static str {
    (1..=length).map(|at| if at % nth == 0 { '"' } else { 'a' }).collect::<String>().leak()
}
