//! Strings in constants: compared, hashed, and put together for a compile error.

/// Returns `true` if two strings are equal.
pub(crate) const fn same(a: &str, b: &str) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let ([x, rest_of_a @ ..], [y, rest_of_b @ ..]) = (a, b) {
        if *x != *y {
            return false;
        }
        (a, b) = (rest_of_a, rest_of_b);
    }
    true
}

/// Returns `true` if two strings differ in the case of ASCII letters at most.
pub(crate) const fn same_ignoring_case(a: &str, b: &str) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let ([x, rest_of_a @ ..], [y, rest_of_b @ ..]) = (a, b) {
        if !x.eq_ignore_ascii_case(y) {
            return false;
        }
        (a, b) = (rest_of_a, rest_of_b);
    }
    true
}

/// Returns `true` if a string contains another.
#[cfg(feature = "std")]
pub(crate) const fn contains(text: &str, part: &str) -> bool {
    let mut rest = text.as_bytes();
    loop {
        let (mut bytes, mut wanted) = (rest, part.as_bytes());
        while let ([byte, behind @ ..], [want, more @ ..]) = (bytes, wanted) {
            if *byte != *want {
                break;
            }
            (bytes, wanted) = (behind, more);
        }
        match rest {
            _ if wanted.is_empty() => return true,
            [_, behind @ ..] => rest = behind,
            [] => return false,
        }
    }
}

/// Returns the FNV-1a hash of a string.
pub(crate) const fn hash(name: &str) -> usize {
    let mut hash: u32 = 0x811c_9dc5;
    let mut bytes = name.as_bytes();
    while let [byte, rest @ ..] = bytes {
        hash = (hash ^ *byte as u32).wrapping_mul(0x0100_0193);
        bytes = rest;
    }
    hash as usize
}

/// Returns the 64-bit FNV-1a hash of a string, continued from another hash.
pub(crate) const fn hash64(seed: u64, text: &str) -> u64 {
    // The length separates texts that follow each other.
    let mut hash = (0xcbf2_9ce4_8422_2325 ^ seed ^ text.len() as u64).wrapping_mul(0x100_0000_01b3);
    let mut bytes = text.as_bytes();
    while let [byte, rest @ ..] = bytes {
        hash = (hash ^ *byte as u64).wrapping_mul(0x100_0000_01b3);
        bytes = rest;
    }
    hash
}

/// A text that is put together in a constant. A text that is longer than the buffer is cut.
pub(crate) struct ConstText {
    bytes: [u8; 512],
    length: usize,
}

impl ConstText {
    /// Returns an empty text.
    pub(crate) const fn new() -> Self {
        Self { bytes: [0; 512], length: 0 }
    }

    /// Makes the text a compile error: this function only ever runs in a constant.
    #[track_caller]
    pub(crate) const fn refuse(&self) -> ! {
        let text = self.bytes.split_at(self.length).0;
        let text = match core::str::from_utf8(text) {
            Err(cut) => core::str::from_utf8(text.split_at(cut.valid_up_to()).0),
            whole => whole,
        };
        #[expect(clippy::panic, reason = "how a constant says no")]
        match text {
            Ok(text) => panic!("{}", text),
            Err(_) => panic!("this constant is refused"),
        }
    }

    pub(crate) const fn then(mut self, text: &str) -> Self {
        let mut text = text.as_bytes();
        while let [byte, rest @ ..] = text {
            let (_, room) = self.bytes.split_at_mut(self.length);
            let [slot, ..] = room else { return self };
            *slot = *byte;
            self.length += 1;
            text = rest;
        }
        self
    }

    /// Appends a number in decimal digits.
    pub(crate) const fn then_number(mut self, number: u32) -> Self {
        if number >= 10 {
            self = self.then_number(number / 10);
        }
        let (_, rest) = "0123456789".split_at((number % 10) as usize);
        self.then(rest.split_at(1).0)
    }
}
