//! [`Id`]: the id that an answer and its report share.

use alloc::sync::Arc;
use core::fmt;
use core::hash::{BuildHasher as _, Hasher as _};
use std::hash::RandomState;
use std::time::SystemTime;

use crate::json::hex_digit;

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
        let mut digits = [0; 32];
        for half in digits.chunks_exact_mut(16) {
            for (digit, byte) in half.chunks_exact_mut(2).zip(random().to_be_bytes()) {
                digit.copy_from_slice(&[hex_digit(byte >> 4), hex_digit(byte & 15)]);
            }
        }
        Self(Text::of(core::str::from_utf8(&digits).unwrap_or_default()))
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
            Text::Short { length, bytes } => {
                let bytes = bytes.get(..usize::from(*length)).unwrap_or_default();
                core::str::from_utf8(bytes).unwrap_or_default()
            }
            Text::Long(text) => text,
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

/// Returns 64 random bits.
///
/// Each `RandomState` has its own keys, which begin with random keys from the operating system for each thread. A
/// process that was forked, or restored from a snapshot, continues with the keys of the other process. So the keys are
/// not the result. They key a hash of the process and the time, at least one of which differs.
fn random() -> u64 {
    let mut hasher = RandomState::new().build_hasher();
    // WebAssembly has neither, and no `fork`.
    if !cfg!(target_family = "wasm") {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        hasher.write_u32(std::process::id());
        hasher.write_u128(now.as_nanos());
    }
    hasher.finish()
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
