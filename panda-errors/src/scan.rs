//! The search for bytes in a text, many bytes in a step.
//!
//! Long texts are read in windows without a branch inside, which the compiler turns into vector instructions. Short
//! texts are read in words of eight bytes.

/// A word with 1 in each byte.
const ONES: u64 = u64::MAX / 0xff;
/// A word with the highest bit of each byte.
const HIGHS: u64 = ONES << 7;

/// The bytes of a window of a short text.
const FEW: usize = 64;
/// The bytes of a window of a long text.
const MANY: usize = 512;

/// Returns `true` if a byte of a JSON string has to be escaped (RFC 8259 §7).
#[inline]
pub(crate) const fn is_dirty(byte: u8) -> bool {
    // `"` is 0x22: with this bit turned, it is the number behind the control characters.
    (byte ^ 2) < 0x21 || byte == b'\\'
}

/// Returns the number of bytes at the start that do not need an escape.
#[inline]
pub(crate) fn clean_length(bytes: &[u8]) -> usize {
    let rest = if bytes.len() < FEW { bytes } else { behind_clean_windows(bytes) };
    let dirty = |word| less(word ^ (2 * ONES), 0x21) | less(word ^ (u64::from(b'\\') * ONES), 1);
    search(bytes, rest, dirty).unwrap_or(bytes.len())
}

/// Returns the place of the first byte that is one of these two.
#[inline]
pub(crate) fn position(bytes: &[u8], [one, other]: [u8; 2]) -> Option<usize> {
    let found = |word| less(word ^ (u64::from(one) * ONES), 1) | less(word ^ (u64::from(other) * ONES), 1);
    search(bytes, bytes, found)
}

/// Returns `true` if one of these bytes has to be escaped. For a few vectors.
#[inline]
pub(crate) fn has_dirty<const N: usize>(window: &[u8; N]) -> bool {
    // Numbers, because `||` on booleans would be a branch for each byte.
    window.iter().fold(0, |dirty, &byte| dirty | u8::from((byte ^ 2) < 0x21) | u8::from(byte == b'\\')) != 0
}

/// Returns the same for many vectors, with fewer instructions for each and more at the end.
#[inline]
fn has_dirty_among_many<const N: usize>(window: &[u8; N]) -> bool {
    // A backslash becomes 0x20, and no other byte becomes less.
    let backslash = |byte: u8| (byte ^ b'\\').saturating_add(0x20);
    window.iter().fold(u8::MAX, |least, &byte| least.min(byte ^ 2).min(backslash(byte))) < 0x21
}

/// Returns the bytes behind the clean windows at the start. The windows get larger as long as all is clean.
#[inline(never)]
fn behind_clean_windows(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    for _ in 0..MANY / FEW {
        rest = match rest.split_first_chunk::<FEW>() {
            Some((window, behind)) if !has_dirty(window) => behind,
            _ => return behind_clean(rest, has_dirty::<16>),
        };
    }
    let rest = behind_clean(rest, has_dirty_among_many::<MANY>);
    behind_clean(behind_clean(rest, has_dirty::<FEW>), has_dirty::<16>)
}

#[inline]
fn behind_clean<const N: usize>(bytes: &[u8], has_dirty: impl Fn(&[u8; N]) -> bool) -> &[u8] {
    let mut rest = bytes;
    while let Some((window, behind)) = rest.split_first_chunk()
        && !has_dirty(window)
    {
        rest = behind;
    }
    rest
}

/// Returns the place of the first byte in `bytes` that is searched. It is in `rest`, the end of the bytes.
///
/// `in_word` returns the highest bit of the first byte that is found, and maybe bits of later bytes. It does not find
/// 0xff.
#[inline]
fn search(bytes: &[u8], rest: &[u8], in_word: impl Fn(u64) -> u64) -> Option<usize> {
    let place = |start: usize, found: u64| (found != 0).then(|| start + found.trailing_zeros() as usize / 8);
    let mut rest = rest;
    while let Some((word, behind)) = rest.split_first_chunk::<8>() {
        let found = in_word(u64::from_le_bytes(*word));
        if found != 0 {
            return place(bytes.len() - rest.len(), found);
        }
        rest = behind;
    }
    if rest.is_empty() {
        return None;
    }
    // The last word begins with bytes that have been searched.
    if let Some(word) = bytes.last_chunk::<8>() {
        return place(bytes.len() - 8, in_word(u64::from_le_bytes(*word)));
    }
    let mut word = [u8::MAX; 8];
    for (place, byte) in word.iter_mut().zip(rest) {
        *place = *byte;
    }
    place(0, in_word(u64::from_le_bytes(word)))
}

/// Returns the highest bit of each byte below the limit, which is at most 0x80. Bits of bytes behind the first such byte
/// may be wrong.
#[inline]
const fn less(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(limit as u64 * ONES) & !word & HIGHS
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{clean_length, is_dirty, position};

    #[test]
    fn every_byte_is_found_at_every_place() {
        for length in [1, 7, 8, 9, 63, 64, 79, 511, 512, 513, 591, 1_024, 1_111] {
            for at in 0..length {
                let mut bytes: Vec<u8> = core::iter::repeat_n(b'a', length).collect();
                for byte in *b"\0\x1f\x20\x21\"#[\\]z{|}\x7f\x80\xa2\xdc\xff" {
                    bytes[at] = byte;
                    assert_eq!(clean_length(&bytes), if is_dirty(byte) { at } else { length });
                    assert_eq!(position(&bytes, *b"{}"), matches!(byte, b'{' | b'}').then_some(at));
                }
            }
        }
    }

    #[test]
    fn a_byte_is_dirty_alone_if_it_is_dirty() {
        for byte in 0..=u8::MAX {
            for length in [1, 8, 64, 1_024] {
                let bytes: Vec<u8> = core::iter::repeat_n(byte, length).collect();
                assert_eq!(clean_length(&bytes), if is_dirty(byte) { 0 } else { length });
            }
        }
    }

    #[test]
    fn the_first_of_two_bytes_is_found() {
        for length in [2, 8, 11, 40, 80] {
            for (first, second) in (0..length).flat_map(|second| (0..second).map(move |first| (first, second))) {
                for (one, other) in [(b'"', b'\\'), (b'\\', 0x1f), (0, b'"'), (b'\\', b']'), (b'"', b'#')] {
                    let mut bytes: Vec<u8> = core::iter::repeat_n(0xff, length).collect();
                    bytes[first] = one;
                    bytes[second] = other;
                    assert_eq!(clean_length(&bytes), first);
                    assert_eq!(position(&bytes, [other, one]), Some(first));
                }
            }
        }
    }
}
