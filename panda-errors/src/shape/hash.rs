//! Hashes of the parts of a shape. Shapes are compared by them, because constants cannot compare long texts in reasonable
//! time.
//!
//! The hash of a shape is the XOR of the hashes of its parts, so the order of the method calls does not matter.

use crate::const_str::hash64;
use crate::{Code, Definition, Fact};

/// The seeds of the parts. Equal texts in two parts have different hashes.
const TEMPLATE: u64 = 1;
const CUSTOM: u64 = 2;
const MEDIA_TYPE: u64 = 3;
const HIDDEN: u64 = 4;
const TYPES: u64 = 5;
const HEADER: u64 = 6;
const TYPE: u64 = 7;
const TITLE: u64 = 8;

/// Returns the hash of a template without the white space outside of its strings, which is not sent.
pub(super) const fn of_template(template: &str) -> u64 {
    let mut hash = hash64(TEMPLATE, "");
    let (mut is_inside, mut is_escaped) = (false, false);
    let mut bytes = template.as_bytes();
    while let [byte, rest @ ..] = bytes {
        let is_quote = *byte == b'"' && !is_escaped;
        is_escaped = is_inside && *byte == b'\\' && !is_escaped;
        is_inside ^= is_quote;
        if is_inside || !byte.is_ascii_whitespace() {
            hash = (hash ^ *byte as u64).wrapping_mul(0x100_0000_01b3);
        }
        bytes = rest;
    }
    hash
}

pub(super) const fn of_custom(name: &str) -> u64 {
    hash64(CUSTOM, name)
}

pub(super) const fn of_media_type(media_type: &str) -> u64 {
    hash64(MEDIA_TYPE, media_type)
}

pub(super) const fn of_hidden(row: &Definition) -> u64 {
    let hash = hash64(hash64(HIDDEN, row.name()), row.message());
    let mut hash = match row.code() {
        Some(Code::Text(code)) => hash64(hash, code),
        Some(Code::Number(code)) => hash64(hash ^ code.cast_unsigned(), ""),
        None => hash,
    };
    let mut facts = row.facts();
    while let [fact, rest @ ..] = facts {
        hash ^= match fact {
            Fact::Type(text) => hash64(TYPE, text),
            Fact::Title(text) => hash64(TITLE, text),
            _ => 0,
        };
        facts = rest;
    }
    hash
}

pub(super) const fn of_types(types: &[(u16, u16, &str)]) -> u64 {
    let mut hash = TYPES;
    let mut rows = types;
    while let [(first, last, text), rest @ ..] = rows {
        hash = hash64(hash ^ ((*first as u64) << 16 | *last as u64), text);
        rows = rest;
    }
    hash
}

pub(super) const fn of_header(name: &str, value: &str) -> u64 {
    hash64(hash64(HEADER, name), value)
}
