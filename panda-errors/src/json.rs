//! [`Json`]: the buffer that a body is written to, and the escaping of strings.
//!
//! [`exact`] runs the code that writes a body. It writes into buffers on the stack, and a body that fits is copied into
//! one allocation of its size. Only a body with long details is longer. It is counted, and the code runs again.

use alloc::vec::Vec;
use core::fmt::{self, Write as _};

use crate::scan::{clean_length, has_dirty, is_dirty};
use crate::sink::Fault;

/// The bytes of the first buffer, which is enough for nearly all bodies.
const FIRST: usize = 512;
/// The bytes of each later buffer.
const LATER: usize = 1792;
/// The later buffers of a body without details, with some bytes to spare.
const BUFFERS: usize = 5;

/// A writer of JSON into a buffer.
pub(crate) struct Json<'a> {
    out: Out<'a>,
    length: usize,
    last: u8,
}

/// A buffer that exists from its first byte on.
type Later = Option<[u8; LATER]>;

enum Out<'a> {
    /// Buffers that follow each other. The bytes behind their end are only counted.
    Stack(&'a mut [u8], &'a mut [Later]),
    Growing(&'a mut Vec<u8>),
}

/// Returns the bytes that this code writes, in an allocation of their exact size. The code runs again if the bytes do
/// not fit on the stack.
pub(crate) fn exact(write: &mut dyn FnMut(&mut Json<'_>) -> Result<(), Fault>) -> Result<Vec<u8>, Fault> {
    let (mut first, mut later) = ([0; FIRST], [None; BUFFERS]);
    let mut json = Json { out: Out::Stack(&mut first, &mut later), length: 0, last: 0 };
    write(&mut json)?;
    let length = json.len();
    if let Some(bytes) = first.get(..length) {
        return Ok(bytes.to_vec());
    }
    let mut bytes = Vec::with_capacity(length);
    if length > FIRST + BUFFERS * LATER {
        write(&mut Json::growing(&mut bytes))?;
        return Ok(bytes);
    }
    bytes.extend_from_slice(&first);
    for buffer in later.iter().flatten() {
        bytes.extend_from_slice(buffer.get(..length - bytes.len()).unwrap_or(buffer));
    }
    Ok(bytes)
}

impl<'a> Json<'a> {
    /// Counts the bytes and does not keep them.
    pub(crate) fn counter() -> Self {
        Self { out: Out::Stack(&mut [], &mut []), length: 0, last: 0 }
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

    /// Returns `true` if the next bytes are only counted.
    fn is_counting(&self) -> bool {
        matches!(&self.out, Out::Stack(first, later) if self.length >= first.len() + later.len() * LATER)
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
        let [.., last] = bytes else { return };
        let end = self.length + bytes.len();
        match &mut self.out {
            Out::Stack(first, _) => match first.get_mut(self.length..end) {
                Some(place) => place.copy_from_slice(bytes),
                None => self.bytes_across(bytes),
            },
            Out::Growing(out) => out.extend_from_slice(bytes),
        }
        self.length = end;
        self.last = *last;
    }

    /// Writes a byte of JSON as it is.
    #[inline]
    pub(crate) fn byte(&mut self, byte: u8) {
        match &mut self.out {
            Out::Stack(first, _) => match first.get_mut(self.length) {
                Some(place) => *place = byte,
                None => self.bytes_across(&[byte]),
            },
            Out::Growing(out) => out.push(byte),
        }
        self.length += 1;
        self.last = byte;
    }

    /// Writes bytes that do not fit into the first buffer, as long as there are buffers.
    #[inline(never)]
    fn bytes_across(&mut self, bytes: &[u8]) {
        let Out::Stack(first, later) = &mut self.out else { return };
        let mut rest = bytes;
        let mut place = match first.get_mut(self.length..) {
            Some(place) if !place.is_empty() => {
                rest = fill(place, rest);
                0
            }
            _ => self.length - first.len(),
        };
        while let Some(buffer) = later.get_mut(place / LATER)
            && !rest.is_empty()
        {
            let free = buffer.get_or_insert([0; LATER]).get_mut(place % LATER..).unwrap_or_default();
            place += free.len();
            rest = fill(free, rest);
        }
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
        self.byte(b'"');
        self.escape(text, usize::MAX);
        self.byte(b'"');
    }

    /// Writes text into a string, byte for byte as `serde_json` escapes it, and at most `room` bytes of it.
    ///
    /// The text is cut at a char boundary, and never inside an escape. Returns `false` if the text was cut.
    pub(crate) fn escape(&mut self, text: &str, room: usize) -> bool {
        // Every byte becomes at least one byte, so bytes far behind the room are never read.
        let seen = text.len().min(room.saturating_add(1));
        let bytes = text.as_bytes().get(..seen).unwrap_or_default();
        let clean = clean_length(bytes);
        if clean == bytes.len() && clean <= room {
            self.bytes(bytes);
            return true;
        }
        self.escape_from(bytes, clean, self.length.saturating_add(room))
    }

    /// Escapes a text with this number of clean bytes, up to the end.
    #[inline(never)]
    fn escape_from(&mut self, text: &[u8], clean: usize, end: usize) -> bool {
        let (mut rest, mut clean) = (text, clean);
        loop {
            let (bytes, dirty) = rest.split_at_checked(clean).unwrap_or((rest, &[]));
            let room = end.saturating_sub(self.length);
            if bytes.len() > room {
                self.bytes(whole_chars(bytes, room));
                return false;
            }
            self.bytes(bytes);
            if dirty.is_empty() {
                return true;
            }
            if end.saturating_sub(self.length) < LONGEST {
                return self.escape_to_the_end(dirty, end);
            }
            rest = self.escape_dirty(dirty, end);
            clean = clean_length(rest);
        }
    }

    /// Escapes the first byte, which is dirty, and the bytes behind it as long as they are dense. Returns the rest.
    fn escape_dirty<'t>(&mut self, text: &'t [u8], end: usize) -> &'t [u8] {
        let mut rest = text;
        // A byte that needs an escape often has more such bytes around it.
        if let [first, behind @ ..] = text
            && behind.first_chunk::<NEAR>().is_some_and(|near| !has_dirty(near))
        {
            self.bytes(escape_of(*first));
            return behind;
        }
        let mut buffer = [0; LONGEST + 8];
        while !rest.is_empty() && end.saturating_sub(self.length) >= LONGEST {
            let (window, behind) = rest.split_at_checked(WINDOW).unwrap_or((rest, &[]));
            let length = if self.is_counting() {
                let length = window.iter().map(|&byte| escaped_length(*entry(byte))).sum();
                self.length += length;
                length
            } else {
                let length = expand(window, &mut buffer);
                self.bytes(buffer.get(..length).unwrap_or_default());
                length
            };
            rest = behind;
            if length <= window.len() + 1 {
                break;
            }
        }
        rest
    }

    /// Escapes character after character, as long as there is room. Returns `false` if the text was cut.
    fn escape_to_the_end(&mut self, text: &[u8], end: usize) -> bool {
        let mut rest = text;
        while let [first, ..] = rest {
            // A character of several bytes is cut as a whole.
            let (char, behind) = rest.split_at_checked(char_length(rest)).unwrap_or((rest, &[]));
            let written = if is_dirty(*first) { escape_of(*first) } else { char };
            if written.len() > end.saturating_sub(self.length) {
                return false;
            }
            self.bytes(written);
            rest = behind;
        }
        true
    }
}

/// Copies as many bytes as there is place, and returns the rest.
fn fill<'t>(place: &mut [u8], bytes: &'t [u8]) -> &'t [u8] {
    let (bytes, rest) = bytes.split_at_checked(place.len()).unwrap_or((bytes, &[]));
    if let Some(place) = place.get_mut(..bytes.len()) {
        place.copy_from_slice(bytes);
    }
    rest
}

/// The number of bytes that are escaped at once.
const WINDOW: usize = 32;

/// The most bytes that a window becomes.
const LONGEST: usize = 6 * WINDOW;

/// The number of bytes behind a dirty byte that decide whether a whole window is escaped.
const NEAR: usize = 16;

/// Writes bytes with their escapes, and returns the length. Bytes of clean text stay as they are.
#[inline]
fn expand(window: &[u8], out: &mut [u8; LONGEST + 8]) -> usize {
    let mut length = 0;
    for &byte in window {
        let escape = entry(byte);
        // The next byte overwrites the zeros behind the escape.
        if let Some(place) = out.get_mut(length..length + 8) {
            place.copy_from_slice(escape);
        }
        length += escaped_length(*escape);
    }
    length
}

/// Returns the bytes that stand for a byte in a string.
#[inline]
fn escape_of(byte: u8) -> &'static [u8] {
    let escape = entry(byte);
    escape.get(..escaped_length(*escape)).unwrap_or_default()
}

#[inline]
fn entry(byte: u8) -> &'static [u8; 8] {
    ESCAPES.get(usize::from(byte)).unwrap_or(&[0; 8])
}

#[inline]
fn escaped_length([.., length]: [u8; 8]) -> usize {
    usize::from(length)
}

/// The bytes that stand for each byte in a string (RFC 8259 §7). The last element is their number.
static ESCAPES: [[u8; 8]; 256] = {
    let mut escapes = [[0; 8]; 256];
    let mut rest: &mut [[u8; 8]] = &mut escapes;
    let mut byte: u8 = 0;
    while let [escape, behind @ ..] = rest {
        let short = match byte {
            0x08 => b'b',
            b'\t' => b't',
            b'\n' => b'n',
            0x0c => b'f',
            b'\r' => b'r',
            b'"' | b'\\' => byte,
            _ => 0,
        };
        *escape = match byte {
            _ if short != 0 => [b'\\', short, 0, 0, 0, 0, 0, 2],
            ..0x20 => [b'\\', b'u', b'0', b'0', hex_digit(byte >> 4), hex_digit(byte & 15), 0, 6],
            _ => [byte, 0, 0, 0, 0, 0, 0, 1],
        };
        byte = byte.wrapping_add(1);
        rest = behind;
    }
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

/// Returns the lower-case digit of a number below 16.
pub(crate) const fn hex_digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'a' - 10 + nibble }
}
