//! The headers of an answer: which ones an error may set, the defaults, the challenge of a 401, and the encoding of
//! values.
//!
//! The derive checks the same rules at compile time. An error that is written by hand is checked here.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::const_str::same_ignoring_case;
use crate::{ErrorStatus, mark};

/// Headers whose values come from the error.
pub(crate) type Headers = Vec<(&'static str, Cow<'static, str>)>;

/// What every answer has, unless the author says otherwise: some errors are cacheable by default (RFC 9110 §15.1), and
/// no browser shall take the text in a message for a page.
pub(crate) fn defaults(status: ErrorStatus) -> [(&'static str, &'static str); 2] {
    [("cache-control", "no-store"), (mark::HEADER, mark::nosniff(status))]
}

/// A 401 has to carry a challenge (RFC 9110 §15.5.2); no browser knows this scheme, so none asks for a password.
pub(crate) const CHALLENGE: (&str, &str) = ("www-authenticate", "API");

/// What the server says itself, and what is of the connection (RFC 9110 §7.6.1): the derive refuses the same, and from an
/// error that is written by hand it is left out, because a client would lose step.
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

/// Returns `true` if a cache may store a response that has this header: `Cache-Control`, the controls for one kind of
/// cache, such as `CDN-Cache-Control` (RFC 9213), and `Surrogate-Control`, unless they say `no-store`; and `Expires`.
pub(crate) fn makes_cacheable(name: &str, value: &str) -> bool {
    let ends_with = |end: &str| {
        let start = name.len().checked_sub(end.len());
        start.and_then(|start| name.get(start..)).is_some_and(|rest| rest.eq_ignore_ascii_case(end))
    };
    let is_no_store = |directive: &str| directive.trim().eq_ignore_ascii_case("no-store");
    // A comma in quotes separates nothing.
    let is_stored = || value.contains('"') || !value.split(',').any(is_no_store);
    let is_control = ends_with("cache-control") || name.eq_ignore_ascii_case("surrogate-control");
    is_control && is_stored() || name.eq_ignore_ascii_case("expires")
}

/// Returns `true` if a text can be the value of a header: visible ASCII, space and tab, and not blank.
pub(crate) fn is_visible(value: &str) -> bool {
    value.bytes().all(|byte| matches!(byte, b'\t' | b' '..=b'~')) && !value.trim_ascii().is_empty()
}

/// A header value of more bytes than this, after percent-encoding, is left out.
const HEADER_LIMIT: usize = 4 * 1024;

/// The text of a header value: visible ASCII, space and tab as they are, other bytes percent-encoded.
pub(crate) struct HeaderText {
    text: String,
    fits: bool,
}

impl HeaderText {
    pub(crate) const fn new() -> Self {
        Self { text: String::new(), fits: true }
    }

    /// Returns the text. `None` if it is too long or blank: a blank value says nothing, and would take the place of a
    /// default such as the challenge of a 401.
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
