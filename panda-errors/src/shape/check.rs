//! The checks of a shape in a constant, except of its template: its headers, and the details and codes of a type.

use super::hole::{Form, Hole, MOST_WORDS, Word, read_hole};
use super::template::{Piece, Program, refuse};
use crate::const_str::{ConstText, same};

/// Checks the value of a shape's header.
#[track_caller]
pub(super) const fn check_header(value: &'static str) {
    let bytes = value.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let (_, rest) = bytes.split_at(at);
        match rest {
            [b'{', inside @ ..] => {
                let mut length = 0;
                let mut words = inside;
                while let [byte, more @ ..] = words
                    && *byte != b'}'
                {
                    length += 1;
                    words = more;
                }
                if words.is_empty() {
                    refuse(value, at, "this hole is not closed; write `}` behind its word");
                }
                let (holes, count) = read_hole(value, at + 1, at + 1 + length);
                check_header_words(&holes, count);
                at += length + 2;
            }
            [b' '..=b'|' | b'~' | b'\t', ..] => at += 1,
            _ => refuse(value, at, "the value of a header is visible ASCII, with holes such as `{code|name}`"),
        }
    }
}

#[track_caller]
const fn check_header_words(holes: &[Hole; MOST_WORDS], count: usize) {
    let mut rest: &[Hole] = holes;
    let mut left = count;
    while let [hole, more @ ..] = rest
        && left > 0
    {
        if matches!(
            hole.word,
            Word::Message | Word::Details | Word::Detail | Word::Title | Word::Url | Word::ReasonPhrase
        ) {
            ConstText::new()
                .then("a header takes `code`, `name`, `type`, `status`, `request_id` and `retry_after`; remove the other hole")
                .refuse();
        }
        rest = more;
        left -= 1;
    }
}

impl Program {
    /// Checks the details and codes of a type against the template.
    #[track_caller]
    pub(super) const fn check(&self, template: &str, keys: &[&str], is_bare: bool, codes: u8) {
        if is_bare && self.has_spread {
            ConstText::new()
                .then("a spread `\"...\"` takes an object, and a tuple with one field is a bare value; ")
                .then("name the field, or add `detail = \"…\"` to it")
                .refuse();
        }
        let mut sibling = 0;
        while sibling < self.sibling_count as usize && !keys.is_empty() {
            let (_, rest) = self.siblings.split_at(sibling);
            let [name, ..] = rest else { return };
            let name = name.of(template);
            let mut left = keys;
            while let [key, more @ ..] = left {
                if same(key, name) && !self.has_place(template, key) {
                    ConstText::new()
                        .then("the detail `")
                        .then(key)
                        .then("` is called like a member of the template that it is spread into; ")
                        .then("give it another name with `detail = \"…\"`, or leave it out with `detail = false`")
                        .refuse();
                }
                left = more;
            }
            sibling += 1;
        }
        self.check_codes(template, codes);
    }

    /// Returns `true` if a detail has a hole of its own.
    pub(super) const fn has_place(&self, template: &str, key: &str) -> bool {
        let mut pieces: &[Piece] = &self.pieces;
        while let [piece, rest @ ..] = pieces {
            if let Piece::Hole(hole) | Piece::Else(hole) = piece
                && matches!(hole.word, Word::Detail)
                && same(hole.text.of(template), key)
            {
                return true;
            }
            pieces = rest;
        }
        false
    }

    /// Checks that the fallback of a code has the JSON type of the code.
    #[track_caller]
    const fn check_codes(&self, template: &str, codes: u8) {
        let (fallback, is, other) = match codes {
            0 => return,
            2 => (self.text_fallback, "numbers", "text"),
            _ => (self.number_fallback, "texts", "number"),
        };
        if let Some(fallback) = fallback {
            ConstText::new()
                .then("the codes of this type are ")
                .then(is)
                .then(", and the fallback `")
                .then(fallback.of(template))
                .then("` of the template is a ")
                .then(other)
                .then("; a member has one JSON type, use codes and a fallback of the same")
                .refuse();
        }
    }

    /// Remembers the fallbacks of a code, so that a type is checked without a search.
    pub(super) const fn add_fallbacks(&mut self, template: &str, holes: &[Hole]) {
        let [first, rest @ ..] = holes else { return };
        if !matches!(first.word, Word::Code) || !matches!(first.form, Form::Json) {
            return;
        }
        let mut rest = rest;
        while let [hole, more @ ..] = rest {
            match hole.word {
                Word::Constant if same(hole.text.of(template), "null") => {}
                Word::Constant | Word::Status | Word::RetryAfter => self.number_fallback = Some(hole.text),
                _ => self.text_fallback = Some(hole.text),
            }
            rest = more;
        }
    }
}
