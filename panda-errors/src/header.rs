//! The headers of an answer: the headers that an error may set, the defaults, the challenge of a 401, and the encoding
//! of values.
//!
//! The derive checks the same rules at compile time. An error that is written by hand is checked here.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::const_str::same_ignoring_case;
use crate::{ErrorStatus, mark};

/// The headers whose values come from the error.
pub(crate) type Headers = Vec<(&'static str, Cow<'static, str>)>;

/// Returns the default headers, which the author of an error can override.
///
/// Some errors are cacheable by default (RFC 9110 §15.1). No browser may treat the text in a message as a page.
pub(crate) fn defaults(status: ErrorStatus) -> [(&'static str, &'static str); 2] {
    [("cache-control", "no-store"), (mark::HEADER, mark::nosniff(status))]
}

/// The challenge that a 401 must carry (RFC 9110 §15.5.2). Browsers do not know this scheme, so they do not ask for a
/// password.
pub(crate) const CHALLENGE: (&str, &str) = ("www-authenticate", "API");

/// The headers that the server sets, and the headers of the connection (RFC 9110 §7.6.1).
///
/// The derive rejects them. They are dropped from definitions that are written by hand, because a wrong value would
/// desynchronise the connection.
const RESERVED: [&str; 10] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "x-request-id",
];

/// Returns `true` if an error may set a header of this name (RFC 9110 §5.1).
pub(crate) const fn may_set(name: &str) -> bool {
    let mut bytes = name.as_bytes();
    while let [byte, rest @ ..] = bytes {
        if !matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~')
            && !byte.is_ascii_alphanumeric()
        {
            return false;
        }
        bytes = rest;
    }
    let mut reserved: &[&str] = &RESERVED;
    while let [other, rest @ ..] = reserved {
        if same_ignoring_case(other, name) {
            return false;
        }
        reserved = rest;
    }
    !name.is_empty()
}

/// Returns `false` for a header that would make an answer cacheable whose status forbids it.
pub(crate) fn may_be_sent(status: ErrorStatus, name: &str, value: &str) -> bool {
    !(is_never_cached(status) && makes_cacheable(name, value))
}

/// Returns `true` for the statuses that no cache may store (RFC 6585 §3 to §6).
pub(crate) fn is_never_cached(status: ErrorStatus) -> bool {
    matches!(status.as_u16(), 428 | 429 | 431 | 511)
}

/// Returns `true` if a cache may store a response that has this header.
///
/// Such headers are `Expires`, `Cache-Control`, `Surrogate-Control`, and the controls for one kind of cache, such as
/// `CDN-Cache-Control` (RFC 9213). A control does not count if it contains `no-store`.
pub(crate) fn makes_cacheable(name: &str, value: &str) -> bool {
    let ends_with = |end: &str| {
        let start = name.len().checked_sub(end.len());
        start.and_then(|start| name.get(start..)).is_some_and(|rest| rest.eq_ignore_ascii_case(end))
    };
    let is_no_store = |directive: &str| directive.trim().eq_ignore_ascii_case("no-store");
    // A comma inside quotes does not separate directives, so a value with quotes counts as cacheable.
    let is_stored = || value.contains('"') || !value.split(',').any(is_no_store);
    let is_control = ends_with("cache-control") || name.eq_ignore_ascii_case("surrogate-control");
    is_control && is_stored() || name.eq_ignore_ascii_case("expires")
}

/// Returns `true` if a text can be the value of a header: visible ASCII, space and tab, and not blank.
pub(crate) fn is_visible(value: &str) -> bool {
    value.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~')) && !value.trim_ascii().is_empty()
}

/// The most bytes of a header value after percent-encoding. A longer value is left out.
const HEADER_LIMIT: usize = 4 * 1024;

/// A header value in the making. Visible ASCII, space and tab stay, and other bytes are percent-encoded.
pub(crate) struct HeaderText {
    text: String,
    fits: bool,
}

impl HeaderText {
    pub(crate) const fn new() -> Self {
        Self { text: String::new(), fits: true }
    }

    /// Returns the text, or `None` if it is too long or blank. A blank value is useless, and would replace a default
    /// such as the challenge of a 401.
    pub(crate) fn finish(self) -> Option<String> {
        (self.fits && !self.text.trim_ascii().is_empty()).then_some(self.text)
    }
}

impl fmt::Write for HeaderText {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for byte in text.bytes() {
            let is_plain = matches!(byte, b'\t' | b' '..=b'~');
            self.fits &= self.text.len() + if is_plain { 1 } else { 3 } <= HEADER_LIMIT;
            match byte {
                _ if !self.fits => break,
                _ if is_plain => self.text.push(char::from(byte)),
                _ => fmt::Write::write_fmt(&mut self.text, format_args!("%{byte:02X}"))?,
            }
        }
        Ok(())
    }
}
