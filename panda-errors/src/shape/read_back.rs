//! The check of `decode` in a constant: a client can find each error of a type, and each of its details, in a response of
//! the shape.

use super::hole::{Form, Hole, MOST_WORDS, Word, read_hole};
use super::template::{Piece, Program};
use crate::JsonType;
use crate::const_str::{ConstText, same};

/// The values that identify the rows of a type.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    /// A row states its code.
    pub(super) with_code: bool,
    /// A row does not state its code, or a field decides the code. A client finds such a row by its name.
    pub(super) by_name: bool,
}

/// The words by which a client finds rows.
#[derive(Clone, Copy)]
pub(super) struct Sent {
    /// The code of each row that has one.
    code: bool,
    /// The name of each row without a code.
    name: bool,
}

impl Sent {
    const NOTHING: Self = Self { code: false, name: false };

    pub(super) const fn and(self, other: Self) -> Self {
        Self { code: self.code || other.code, name: self.name || other.name }
    }

    /// Returns the words that a hole shows. Only the first word shows a code, and only the code may stand before the name.
    const fn by(words: &[Hole]) -> Self {
        match words {
            [Hole { word: Word::Name, .. }, ..]
            | [Hole { word: Word::Code, .. }, Hole { word: Word::Name, .. }, ..] => Self { code: true, name: true },
            [Hole { word: Word::Code, .. }, ..] => Self { code: true, name: false },
            _ => Self::NOTHING,
        }
    }

    /// Returns the words that the headers of a shape show. A hole beside other text is not read.
    pub(super) const fn by_headers(mut headers: &[Option<(&'static str, &'static str)>]) -> Self {
        let mut sent = Self::NOTHING;
        while let [header, rest @ ..] = headers {
            if let Some((_, value)) = header
                && let [b'{', .., b'}'] = value.as_bytes()
                && closes_once(value)
            {
                let (holes, count) = read_hole(value, 1, value.len() - 1);
                sent = sent.and(Self::by(holes.split_at(count).0));
            }
            headers = rest;
        }
        sent
    }

    /// Rejects rows that no word identifies.
    #[track_caller]
    pub(super) const fn check(self, rows: Rows) {
        if rows.with_code && !self.code {
            ConstText::new()
                .then("this shape sends neither `{code}` nor `{name}`, so `decode` cannot tell the errors apart; ")
                .then("add one of them to the shape, or leave `decode` out")
                .refuse();
        }
        if rows.by_name && !self.name {
            ConstText::new()
                .then("this shape does not send the name of an error without a constant code, so `decode` cannot find it; ")
                .then("write `{code|name}`, state a `code` for each error, or leave `decode` out")
                .refuse();
        }
    }
}

const fn closes_once(value: &str) -> bool {
    let mut bytes = value.as_bytes();
    let mut closed = 0;
    while let [byte, rest @ ..] = bytes {
        if *byte == b'}' {
            closed += 1;
        }
        bytes = rest;
    }
    closed == 1
}

/// How the template shows a detail.
struct Place {
    is_shown: bool,
    /// Another word of its hole may show a value of the same JSON type.
    is_shared: bool,
}

impl Program {
    /// Returns the words that the template sends.
    pub(super) const fn sent(&self) -> Sent {
        let mut sent = Sent::NOTHING;
        let mut pieces = self.pieces.split_at(self.length as usize).0;
        while let [_, rest @ ..] = pieces {
            let (words, count) = words(pieces);
            sent = sent.and(Sent::by(words.split_at(count).0));
            pieces = rest;
        }
        sent
    }

    /// Rejects a detail that a client cannot find in the body, or cannot tell from another word of its hole.
    #[track_caller]
    pub(super) const fn check_details(&self, template: &str, mut keys: &[(&str, JsonType)]) {
        while let [(key, json), rest @ ..] = keys {
            let place = self.place(template, key, *json);
            if place.is_shared {
                ConstText::new()
                    .then("`decode` cannot tell the detail `")
                    .then(key)
                    .then("` from another word of its hole; give it a member of its own, or leave `decode` out")
                    .refuse();
            }
            if !place.is_shown {
                ConstText::new()
                    .then("this shape does not always send the detail `")
                    .then(key)
                    .then("`, so `decode` cannot read it; add `{details}` to the shape, or leave `decode` out")
                    .refuse();
            }
            keys = rest;
        }
    }

    /// Rejects a code that a client takes for the fallback of an error without a code.
    #[track_caller]
    pub(super) const fn check_numbers(&self, template: &str, mut numbers: &[i64]) {
        while let [number, rest @ ..] = numbers {
            let mut pieces = self.pieces.split_at(self.length as usize).0;
            while let [piece, more @ ..] = pieces {
                if let Piece::Else(hole) = piece
                    && matches!(hole.word, Word::Constant)
                    && is_number(hole.text.of(template), *number)
                {
                    ConstText::new()
                        .then("the code ")
                        .then(hole.text.of(template))
                        .then(" is the fallback of the template, so `decode` does not take it for a code; ")
                        .then("use another code or another fallback")
                        .refuse();
                }
                pieces = more;
            }
            numbers = rest;
        }
    }

    const fn place(&self, template: &str, key: &str, json: JsonType) -> Place {
        // A detail with a hole of its own is not among the others.
        let has_own = self.has_place(template, key);
        let mut place = Place { is_shown: self.has_spread && !has_own, is_shared: false };
        let mut pieces = self.pieces.split_at(self.length as usize).0;
        while let [_, rest @ ..] = pieces {
            let (words, count) = words(pieces);
            let mut before = 0;
            while before < count {
                let (before_it, from_it) = words.split_at(count).0.split_at(before);
                if let [hole, behind @ ..] = from_it
                    && shows(*hole, template, key, has_own)
                {
                    place.is_shown = place.is_shown || !has_always(before_it);
                    // The object of all details is not mistaken for a text or a number.
                    let may_be_shared = has_own || is_bare(key);
                    place.is_shared = place.is_shared
                        || may_be_shared && (is_like(before_it, template, json) || is_like(behind, template, json));
                }
                before += 1;
            }
            pieces = rest;
        }
        place
    }
}

/// Returns `true` if a text is this integer.
const fn is_number(text: &str, number: i64) -> bool {
    match i64::from_str_radix(text, 10) {
        Ok(written) => written == number,
        Err(_) => false,
    }
}

/// Returns the words of the hole that the first of these pieces begins. The list is empty if another piece is the first.
const fn words(mut pieces: &[Piece]) -> ([Hole; MOST_WORDS], usize) {
    let mut words = [Hole::EMPTY; MOST_WORDS];
    let mut count = 0;
    while let [piece, rest @ ..] = pieces {
        let hole = match piece {
            Piece::Hole(hole) if count == 0 => *hole,
            Piece::Else(hole) if count > 0 => *hole,
            _ => break,
        };
        let [slot, ..] = words.split_at_mut(count).1 else { break };
        *slot = hole;
        count += 1;
        pieces = rest;
    }
    (words, count)
}

/// Returns `true` if a word shows this detail: as the one that it names, or among all.
const fn shows(hole: Hole, template: &str, key: &str, has_own: bool) -> bool {
    match hole.word {
        Word::Detail => same(hole.text.of(template), key),
        Word::Details => !has_own,
        _ => false,
    }
}

/// Returns `true` if a detail is the bare value of a tuple, whose key is its number.
const fn is_bare(key: &str) -> bool {
    matches!(key.as_bytes(), [b'0'..=b'9', ..])
}

/// Returns `true` if one of these words has a value in every response, so that later words are never shown.
const fn has_always(mut words: &[Hole]) -> bool {
    while let [hole, rest @ ..] = words {
        if hole.is_always() || matches!(hole.word, Word::Message) {
            return true;
        }
        words = rest;
    }
    false
}

/// Returns `true` if one of these words may show a text or a number, as the detail may.
const fn is_like(mut words: &[Hole], template: &str, json: JsonType) -> bool {
    let (is_text, is_number) = json.may_be_text_or_number();
    while let [hole, rest @ ..] = words {
        let is_alike = match hole.word {
            Word::Constant => is_number && !same(hole.text.of(template), "null"),
            Word::Status | Word::RetryAfter if matches!(hole.form, Form::Json) => is_number,
            Word::Detail | Word::Code => is_text || is_number,
            Word::Details => false,
            _ => is_text,
        };
        if is_alike {
            return true;
        }
        words = rest;
    }
    false
}
