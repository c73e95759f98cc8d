//! [`Json`]: the buffer that a body is written to, and the escaping of strings.
//!
//! [`exact`] runs the code that writes a body. The first run goes into a small buffer on the stack, and a body that
//! fits is copied into one allocation of its size. A longer body is written again into a larger buffer. A body that
//! does not fit there either is counted, so that it has one allocation of its size as well.

use alloc::vec::Vec;
use core::fmt::{self, Write as _};

use crate::sink::Fault;

/// The most bytes of a body that is written only once, which nearly all bodies are.
const SMALL: usize = 512;
/// The most bytes of a body without details, with some to spare.
const LARGE: usize = 9 * 1024;

/// A writer of JSON into a buffer.
pub(crate) struct Json<'a> {
    out: Out<'a>,
    length: usize,
    last: u8,
}

enum Out<'a> {
    /// A buffer of fixed size. Once it is full, the length is a lower bound, and further text is not looked at.
    Fixed(&'a mut [u8]),
    Counter,
    Growing(&'a mut Vec<u8>),
}

/// Returns the bytes that this code writes, in an allocation of their exact size. The code runs again if the bytes do
/// not fit on the stack.
pub(crate) fn exact(write: &mut dyn FnMut(&mut Json<'_>) -> Result<(), Fault>) -> Result<Vec<u8>, Fault> {
    let mut buffer = [0; SMALL];
    let mut json = Json::fixed(&mut buffer);
    write(&mut json)?;
    match json.written() {
        Some(bytes) => Ok(bytes.to_vec()),
        None => exact_large(write),
    }
}

// A function of its own, so that a small body does not pay for the large buffer.
#[inline(never)]
fn exact_large(write: &mut dyn FnMut(&mut Json<'_>) -> Result<(), Fault>) -> Result<Vec<u8>, Fault> {
    let mut buffer = [0; LARGE];
    let mut json = Json::fixed(&mut buffer);
    write(&mut json)?;
    if let Some(bytes) = json.written() {
        return Ok(bytes.to_vec());
    }
    let mut counter = Json::counter();
    write(&mut counter)?;
    let mut bytes = Vec::with_capacity(counter.len());
    write(&mut Json::growing(&mut bytes))?;
    Ok(bytes)
}

impl<'a> Json<'a> {
    /// Writes into a buffer as long as it has room, and counts the bytes.
    pub(crate) fn fixed(buffer: &'a mut [u8]) -> Self {
        Self { out: Out::Fixed(buffer), length: 0, last: 0 }
    }

    /// Counts the bytes and does not keep them.
    pub(crate) fn counter() -> Self {
        Self { out: Out::Counter, length: 0, last: 0 }
    }

    pub(crate) fn growing(bytes: &'a mut Vec<u8>) -> Self {
        Self { out: Out::Growing(bytes), length: 0, last: 0 }
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// Returns the last byte that was written, or 0 at the beginning.
    pub(crate) fn last(&self) -> u8 {
        self.last
    }

    /// Returns the written bytes, or `None` if the buffer was too small.
    fn written(&self) -> Option<&[u8]> {
        match &self.out {
            Out::Fixed(buffer) => buffer.get(..self.length),
            Out::Counter => None,
            Out::Growing(bytes) => Some(bytes),
        }
    }

    /// Returns `true` if the buffer is too small for this many bytes more.
    fn is_full_with(&self, more: usize) -> bool {
        matches!(&self.out, Out::Fixed(buffer) if self.length + more > buffer.len())
    }

    /// Removes the bytes behind this length. `last` is the byte before it.
    pub(crate) fn truncate(&mut self, length: usize, last: u8) {
        self.length = length;
        self.last = last;
        if let Out::Growing(bytes) = &mut self.out {
            bytes.truncate(length);
        }
    }

    /// Writes JSON as it is.
    #[inline]
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        let end = self.length + bytes.len();
        match &mut self.out {
            Out::Fixed(buffer) => {
                if let Some(place) = buffer.get_mut(self.length..end) {
                    place.copy_from_slice(bytes);
                }
            }
            Out::Counter => {}
            Out::Growing(out) => out.extend_from_slice(bytes),
        }
        self.length = end;
        self.last = bytes.last().copied().unwrap_or(self.last);
    }

    /// Writes JSON as it is.
    #[inline]
    pub(crate) fn raw(&mut self, json: &str) {
        self.bytes(json.as_bytes());
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

    /// Writes text into a string, byte for byte as `serde_json` escapes it, and at most `room` bytes of it.
    ///
    /// The text is cut at a char boundary, and never inside an escape. Returns `false` if the text was cut.
    pub(crate) fn escape(&mut self, text: &str, room: usize) -> bool {
        let end = self.length.saturating_add(room);
        // Every byte becomes at least one byte, so bytes far behind the room are never read.
        let seen = text.len().min(room.saturating_add(1));
        if self.is_full_with(seen) {
            self.length += seen;
            return true;
        }
        let mut rest = text.as_bytes().get(..seen).unwrap_or_default();
        loop {
            let (clean, dirty) = rest.split_at_checked(clean_length(rest)).unwrap_or((rest, &[]));
            let room = end.saturating_sub(self.length);
            if clean.len() > room {
                self.bytes(whole_chars(clean, room));
                return false;
            }
            self.bytes(clean);
            rest = dirty;
            // A byte that needs an escape often has more such bytes around it.
            let mut is_dense = !rest.is_empty();
            while is_dense {
                let (window, behind) = rest.split_at_checked(whole_chars(rest, WINDOW).len()).unwrap_or((rest, &[]));
                let mut buffer = [0; 6 * WINDOW];
                let length = expand(window, &mut buffer);
                if length > end.saturating_sub(self.length) {
                    self.escape_bytewise(window, end);
                    return false;
                }
                self.bytes(buffer.get(..length).unwrap_or_default());
                rest = behind;
                is_dense = length > window.len() + 1 && !rest.is_empty();
            }
            if rest.is_empty() {
                return true;
            }
        }
    }

    /// Escapes byte after byte, as long as there is room.
    fn escape_bytewise(&mut self, window: &[u8], end: usize) {
        for (at, byte) in window.iter().enumerate() {
            let mut buffer = [0; 6 * WINDOW];
            let length = expand(core::slice::from_ref(byte), &mut buffer);
            // A character of several bytes is cut as a whole.
            let needed = if is_dirty(*byte) { length } else { char_length(window.get(at..).unwrap_or_default()) };
            if needed > end.saturating_sub(self.length) && !is_continued(*byte) {
                return;
            }
            self.bytes(buffer.get(..length).unwrap_or_default());
        }
    }
}

/// The number of bytes that are escaped at once.
const WINDOW: usize = 16;

/// Writes bytes with their escapes, and returns the length. Bytes of clean text stay as they are.
#[inline]
fn expand(window: &[u8], out: &mut [u8; 6 * WINDOW]) -> usize {
    let mut length = 0;
    for &byte in window {
        let escape = ESCAPES.get(usize::from(byte)).copied().unwrap_or_default();
        if escape == 0 {
            put(out, length, byte);
            length += 1;
        } else if escape == b'u' {
            for byte in [b'\\', b'u', b'0', b'0', hex_digit(byte >> 4), hex_digit(byte & 15)] {
                put(out, length, byte);
                length += 1;
            }
        } else {
            put(out, length, b'\\');
            put(out, length + 1, escape);
            length += 2;
        }
    }
    length
}

#[inline]
fn put(out: &mut [u8; 6 * WINDOW], at: usize, byte: u8) {
    if let Some(place) = out.get_mut(at) {
        *place = byte;
    }
}

/// The character behind the backslash for each byte, or 0 if the byte does not need an escape (RFC 8259 §7).
static ESCAPES: [u8; 256] = {
    let mut escapes = [0; 256];
    let mut control: &mut [u8] = escapes.split_at_mut(0x20).0;
    while let [escape, rest @ ..] = control {
        *escape = b'u';
        control = rest;
    }
    escapes[0x08] = b'b';
    escapes[0x09] = b't';
    escapes[0x0a] = b'n';
    escapes[0x0c] = b'f';
    escapes[0x0d] = b'r';
    escapes[0x22] = b'"';
    escapes[0x5c] = b'\\';
    escapes
};

/// Returns the longest start of these bytes that has at most `room` bytes and ends between two characters.
fn whole_chars(bytes: &[u8], room: usize) -> &[u8] {
    let mut end = room.min(bytes.len());
    while end > 0 && bytes.get(end).is_some_and(|&byte| is_continued(byte)) {
        end -= 1;
    }
    bytes.get(..end).unwrap_or_default()
}

/// Returns `true` for the second and later bytes of a character.
const fn is_continued(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// Returns the number of bytes of the first character.
fn char_length(bytes: &[u8]) -> usize {
    1 + bytes.iter().skip(1).take_while(|&&byte| is_continued(byte)).count()
}

struct Raw<'a, 'b>(&'a mut Json<'b>);

impl fmt::Write for Raw<'_, '_> {
    fn write_str(&mut self, json: &str) -> fmt::Result {
        self.0.raw(json);
        Ok(())
    }
}

/// Returns `true` if a byte of a JSON string has to be escaped (RFC 8259 §7).
#[inline]
const fn is_dirty(byte: u8) -> bool {
    // `"` is 0x22: with this bit turned, it is the number behind the control characters.
    (byte ^ 2) < 0x21 || byte == b'\\'
}

/// Returns the number of bytes at the start that do not need an escape.
///
/// Looks at whole windows without a branch inside, which the compiler turns into vector instructions.
#[inline]
fn clean_length(bytes: &[u8]) -> usize {
    let mut clean = 0;
    for window in bytes.chunks_exact(64) {
        if has_dirty(window) {
            break;
        }
        clean += window.len();
    }
    for window in bytes.get(clean..).unwrap_or_default().chunks_exact(16) {
        if has_dirty(window) {
            break;
        }
        clean += window.len();
    }
    let rest = bytes.get(clean..).unwrap_or_default();
    clean + rest.iter().position(|&byte| is_dirty(byte)).unwrap_or(rest.len())
}

#[inline]
fn has_dirty(window: &[u8]) -> bool {
    // Numbers, because `||` on booleans would be a branch for each byte.
    window.iter().fold(0, |dirty, &byte| dirty | u8::from((byte ^ 2) < 0x21) | u8::from(byte == b'\\')) != 0
}

/// Returns the lower-case digit of a number below 16.
pub(crate) const fn hex_digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble }
}
