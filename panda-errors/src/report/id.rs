//! [`Id`]: the id that an answer and its report share.

use alloc::sync::Arc;
use core::fmt;
use core::hash::{BuildHasher as _, Hasher as _};
use std::hash::RandomState;
use std::time::SystemTime;

/// An id that leads from an answer to its report. It is the `x-request-id` of the request, or else 32 hexadecimal
/// digits without a meaning.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Id(Text);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Text {
    /// The bytes after the length are zero.
    Short {
        length: u8,
        bytes: [u8; SHORT],
    },
    Long(Arc<str>),
}

/// The length of the longest id that is kept without an allocation: a UUID with its hyphens.
const SHORT: usize = 36;

/// The length of the longest id that is taken over from a request.
const LENGTH_LIMIT: usize = 128;

impl Id {
    /// Returns an id of 128 random bits.
    pub(crate) fn random() -> Self {
        let mut bytes = [0; SHORT];
        for (eight, part) in bytes.as_chunks_mut().0.iter_mut().zip(random()) {
            *eight = digits(part);
        }
        Self(Text::Short { length: 32, bytes })
    }

    /// Returns the `x-request-id` of a request, if it is well-formed: 1 to 128 ASCII letters, digits, `-`, `_`, `.` and
    /// `:`. Any other value may be an attempt to write into a log.
    pub(crate) fn given(header: &[u8]) -> Option<Self> {
        let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
        let well_formed = (1..=LENGTH_LIMIT).contains(&header.len()) && header.iter().all(belongs);
        let text = core::str::from_utf8(header).ok().filter(|_| well_formed)?;
        Some(Self(Text::of(text)))
    }

    /// Returns the id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Short { .. } => core::str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Text::Long(text) => text,
        }
    }

    /// Returns the id as bytes, which costs less than the text.
    #[inline]
    pub(crate) fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Text::Short { length, bytes } => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Text::Long(text) => text.as_bytes(),
        }
    }
}

impl Text {
    fn of(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(start), Ok(length)) => {
                start.copy_from_slice(text.as_bytes());
                Self::Short { length, bytes }
            }
            _ => Self::Long(text.into()),
        }
    }
}

/// Returns 128 random bits.
///
/// Each `RandomState` has its own keys, which begin with random keys from the operating system for each thread. A
/// process that was forked, or restored from a snapshot, continues with the keys of the other process. So the keys are
/// not the result. They key a hash of the process and the time, at least one of which differs.
fn random() -> [u32; 4] {
    let mut hasher = RandomState::new().build_hasher();
    // WebAssembly has neither, and no `fork`.
    if !cfg!(target_family = "wasm") {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        hasher.write_u64(now.as_secs());
        hasher.write_u64(u64::from(std::process::id()) << 32 | u64::from(now.subsec_nanos()));
    }
    let half = hasher.finish();
    // The keys are secret, so the hash of more text does not follow from the hash of less.
    hasher.write_u64(1);
    let other = hasher.finish();
    [low_half(half), low_half(half >> 32), low_half(other), low_half(other >> 32)]
}

#[expect(clippy::cast_possible_truncation, reason = "the other half is taken on its own")]
const fn low_half(bits: u64) -> u32 {
    bits as u32
}

/// Returns the eight lower-case hexadecimal digits of a number, all at once.
const fn digits(number: u32) -> [u8; 8] {
    /// A word with this byte in each place.
    const fn repeat(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    let spread = number as u64;
    let spread = (spread | spread << 16) & 0x0000_ffff_0000_ffff;
    let spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ff;
    let spread = (spread | spread << 4) & repeat(0x0f);
    // 6 more than 10 to 15 has a fifth bit.
    let letters = ((spread + repeat(6)) >> 4) & repeat(1);
    (spread + repeat(b'0') + letters * (b'a' - b'0' - 10) as u64).to_be_bytes()
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn digits_are_the_digits_of_the_formatter() {
        for number in [0, 1, 9, 10, 0x0123_4567, 0x89ab_cdef, 0xa0b9_f001, u32::MAX] {
            assert_eq!(digits(number), alloc::format!("{number:08x}").as_bytes());
        }
    }
}
