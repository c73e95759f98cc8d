//! The mark of a response of this library: the address of the `nosniff` that the response carries.
//!
//! Every answer has `X-Content-Type-Options: nosniff`, and takes the text from one static table with an element for
//! each status. So a layer can see from the address of the header value that this library made the response, and with
//! which status. The mark costs nothing. It stays on a response that goes through another task, loses its extensions,
//! or is made again from the same headers.

use crate::ErrorStatus;

/// The header that carries the mark.
pub(crate) const HEADER: &str = "x-content-type-options";

/// One `nosniff` for each status, from 400 on. The addresses differ, so this is not a constant.
static NOSNIFF: [[u8; 7]; 200] = [*b"nosniff"; 200];

/// The same bytes as one text, so that a part of it is a text without a check of its bytes.
static TEXT: &str = match core::str::from_utf8(NOSNIFF.as_flattened()) {
    Ok(text) => text,
    Err(_) => "",
};

/// Returns the `nosniff` for an answer with this status.
pub(crate) fn nosniff(status: ErrorStatus) -> &'static str {
    let start = 7 * (usize::from(status.as_u16()) - 400);
    TEXT.get(start..start + 7).unwrap_or("nosniff")
}

/// Returns the status that the answer was made with. Returns `None` if the value is not from an answer of this library.
#[cfg(any(test, feature = "_layer"))]
pub(crate) fn status_of(value: &[u8]) -> Option<ErrorStatus> {
    let offset = value.as_ptr().addr().checked_sub(NOSNIFF.as_ptr().addr())?;
    let is_element = offset.is_multiple_of(7) && value.len() == 7;
    let code = u16::try_from(offset / 7).ok()?.checked_add(400)?;
    ErrorStatus::new(code).filter(|_| is_element)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::{NOSNIFF, nosniff, status_of};
    use crate::ErrorStatus;

    #[test]
    fn every_status_has_a_mark_of_its_own() {
        for status in (400..=599).filter_map(ErrorStatus::new) {
            assert_eq!(nosniff(status), "nosniff");
            assert_eq!(status_of(nosniff(status).as_bytes()), Some(status));
        }
    }

    #[test]
    fn the_same_text_of_somebody_else_is_not_a_mark() {
        assert_eq!(status_of(b"nosniff"), None);
        assert_eq!(status_of(String::from("nosniff").as_bytes()), None);
        assert_eq!(status_of(b""), None);
    }

    #[test]
    fn a_part_of_the_table_is_not_a_mark() {
        let table = NOSNIFF.as_flattened();
        assert_eq!(status_of(&table[1..8]), None);
        assert_eq!(status_of(&table[..6]), None);
        assert_eq!(status_of(&table[..14]), None);
        assert_eq!(status_of(&table[1400..]), None);
    }
}
