//! [`Id`]: what an answer and its report have in common.

use alloc::sync::Arc;
use core::fmt;
use core::hash::{BuildHasher as _, Hasher as _};

use crate::json::hex_digit;

/// An id that says nothing, to find the report of an answer: the `x-request-id` of the request, else 32 hexadecimal
/// digits.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Id(Text);

#[derive(Clone, PartialEq, Eq, Hash)]
enum Text {
    // Whether it is random is not kept: the same text is the same id.
    OfRandomLength([u8; 32]),
    OfAnotherLength(Arc<str>),
}

/// The longest id that is taken over from a request.
const LENGTH_LIMIT: usize = 128;

impl Id {
    /// 128 random bits.
    pub(crate) fn random() -> Self {
        let mut digits = [0; 32];
        for half in digits.chunks_exact_mut(16) {
            // Each state has keys of its own, made from what the operating system gives each thread at random.
            let random = std::hash::RandomState::new().build_hasher().finish();
            for (digit, byte) in half.chunks_exact_mut(2).zip(random.to_be_bytes()) {
                digit.copy_from_slice(&[hex_digit(byte >> 4), hex_digit(byte & 15)]);
            }
        }
        Self(Text::OfRandomLength(digits))
    }

    /// The `x-request-id` of a request, if it is well-formed: 1 to 128 ASCII letters, digits, `-`, `_`, `.` and `:`.
    /// Anything else may be an attempt to write into a log.
    pub(crate) fn given(header: &[u8]) -> Option<Self> {
        let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
        let well_formed = (1..=LENGTH_LIMIT).contains(&header.len()) && header.iter().all(belongs);
        let text = core::str::from_utf8(header).ok().filter(|_| well_formed)?;
        Some(Self(header.try_into().map_or_else(|_| Text::OfAnotherLength(text.into()), Text::OfRandomLength)))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::OfRandomLength(text) => core::str::from_utf8(text).unwrap_or_default(),
            Text::OfAnotherLength(text) => text,
        }
    }
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
