//! [`Json`]: the buffer that a body is written to, and the escaping of strings.

use alloc::vec::Vec;
use core::fmt::{self, Write as _};

/// JSON on its way into a buffer, or only its length: count, then write, and the buffer has the size it needs.
#[derive(Default)]
pub(crate) struct Json {
    bytes: Vec<u8>,
    length: usize,
    counts: bool,
}

impl Json {
    /// Counts what is written.
    pub(crate) fn counter() -> Self {
        Self { counts: true, ..Self::default() }
    }

    /// Writes, with room for this many bytes.
    pub(crate) fn with_capacity(length: usize) -> Self {
        Self { bytes: Vec::with_capacity(length), ..Self::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    #[inline]
    fn push(&mut self, bytes: &[u8]) {
        self.length += bytes.len();
        if !self.counts {
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// Writes JSON as it is.
    pub(crate) fn raw(&mut self, json: &str) {
        self.push(json.as_bytes());
    }

    /// Writes a value whose `Display` is JSON and does not fail.
    pub(crate) fn display(&mut self, value: &dyn fmt::Display) {
        let _ = write!(Raw(self), "{value}");
    }

    /// Writes a string, with its quotes.
    pub(crate) fn string(&mut self, text: &str) {
        self.raw("\"");
        self.escape(text, usize::MAX);
        self.raw("\"");
    }

    /// Writes text into a string, byte for byte as `serde_json` escapes it, as much of it as fits into `room` bytes:
    /// cut at a char boundary and never inside an escape. `false` if it was cut.
    pub(crate) fn escape(&mut self, mut text: &str, room: usize) -> bool {
        let end = self.length.saturating_add(room);
        loop {
            let (clean, rest) = text.split_at_checked(clean_length(text.as_bytes())).unwrap_or((text, ""));
            let room = end.saturating_sub(self.length);
            if clean.len() > room {
                let cut = (0..=room).rev().find(|&at| clean.is_char_boundary(at)).unwrap_or(0);
                self.push(clean.as_bytes().get(..cut).unwrap_or_default());
                return false;
            }
            self.push(clean.as_bytes());
            let Some(&byte) = rest.as_bytes().first() else { return true };
            let mut buffer = [0; 6];
            let escape = escape_of(byte, &mut buffer);
            if escape.len() > end.saturating_sub(self.length) {
                return false;
            }
            self.push(escape);
            text = rest.get(1..).unwrap_or_default();
        }
    }
}

struct Raw<'a>(&'a mut Json);

impl fmt::Write for Raw<'_> {
    fn write_str(&mut self, json: &str) -> fmt::Result {
        self.0.raw(json);
        Ok(())
    }
}

/// Whether a byte of a JSON string has to be escaped (RFC 8259 §7).
#[inline]
const fn is_dirty(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// How many bytes at the start need no escape.
///
/// Looks at whole windows without a branch inside, which the compiler turns into vector instructions.
#[inline]
fn clean_length(bytes: &[u8]) -> usize {
    let mut windows = bytes.chunks_exact(32);
    let mut clean = 0;
    for window in windows.by_ref() {
        if window.iter().fold(false, |dirty, &byte| dirty | is_dirty(byte)) {
            break;
        }
        clean += window.len();
    }
    let rest = bytes.get(clean..).unwrap_or_default();
    clean + rest.iter().position(|&byte| is_dirty(byte)).unwrap_or(rest.len())
}

fn escape_of(byte: u8, buffer: &mut [u8; 6]) -> &[u8] {
    match byte {
        b'"' => br#"\""#,
        b'\\' => br"\\",
        b'\n' => br"\n",
        b'\r' => br"\r",
        b'\t' => br"\t",
        0x08 => br"\b",
        0x0c => br"\f",
        _ => {
            *buffer = [b'\\', b'u', b'0', b'0', hex_digit(byte >> 4), hex_digit(byte & 15)];
            buffer
        }
    }
}

/// The lower-case digit of a number below 16.
pub(crate) const fn hex_digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble }
}
