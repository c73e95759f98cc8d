//! The checker of templates: it runs in a constant, and splits a template into [`Piece`]s once.
//!
//! The checker walks the JSON with a stack of its own. A member whose hole may lack a value becomes a [`Piece::Group`],
//! which the renderer skips as a whole. All text that is always sent stays a slice of the template.

#![expect(clippy::indexing_slicing, reason = "it runs in constants, so a wrong index would be a compile error")]
#![expect(clippy::cast_possible_truncation, reason = "a template has at most 4096 bytes")]

use core::ops::Range;

use super::hole::{Hole, MOST_WORDS, Word, read_hole};
use crate::const_str::ConstText;

/// The most bytes of a template.
pub(crate) const MOST_BYTES: usize = 4 * 1024;
/// The most holes of a template.
const MOST_HOLES: usize = 64;
/// The most pieces of a template.
pub(crate) const MOST_PIECES: usize = 192;
/// The most levels of a template.
const MOST_LEVELS: usize = 32;
/// The most members of the objects around one place of a template.
const MOST_MEMBERS: usize = 128;
/// The most members beside a spread, in all objects with a spread together.
const MOST_SIBLINGS: usize = 32;

/// A part of the template's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slice {
    pub(crate) start: u16,
    pub(crate) end: u16,
}

impl Slice {
    pub(crate) fn range(self) -> Range<usize> {
        usize::from(self.start)..usize::from(self.end)
    }

    /// Returns this part of the template.
    pub(super) const fn of(self, template: &str) -> &str {
        template.split_at(self.end as usize).0.split_at(self.start as usize).1
    }
}

/// A step of rendering.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Piece {
    /// Does nothing. It was a group, but its member is always sent.
    Nothing,
    /// Writes JSON as it stands in the template.
    Text(Slice),
    /// Writes a character of a string, escaped as `serde_json` does.
    Char(char),
    /// Writes a comma, unless the object or array has just been opened.
    Comma,
    /// Skips to the piece of this index if no hole before it has a value.
    Group(u8),
    /// Writes the value of a hole.
    Hole(Hole),
    /// Writes the next word of a hole with several words, if the words before lack a value.
    Else(Hole),
    /// Writes the details as members of the object, except the names of its other members.
    Spread(Spread),
}

/// `"...":"{details}"`
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spread {
    pub(crate) as_text: bool,
    /// The start of the names in [`Program::siblings`].
    first: u8,
    end: u8,
}

/// A template that has been checked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Program {
    pub(crate) pieces: [Piece; MOST_PIECES],
    pub(crate) length: u8,
    /// The names of the members beside a spread.
    pub(crate) siblings: [Slice; MOST_SIBLINGS],
    pub(crate) sibling_count: u8,
    pub(crate) has_spread: bool,
    /// A word behind `{code|` that is a text.
    pub(super) text_fallback: Option<Slice>,
    /// A word behind `{code|` that is a number.
    pub(super) number_fallback: Option<Slice>,
}

const EMPTY: Slice = Slice { start: 0, end: 0 };

impl Program {
    /// The program of a shape without a template.
    pub(crate) const NONE: Self = Self {
        pieces: [Piece::Nothing; MOST_PIECES],
        length: 0,
        siblings: [EMPTY; MOST_SIBLINGS],
        sibling_count: 0,
        has_spread: false,
        text_fallback: None,
        number_fallback: None,
    };

    pub(crate) fn pieces(&self) -> &[Piece] {
        self.pieces.get(..usize::from(self.length)).unwrap_or_default()
    }

    /// Returns the names of the members beside a spread.
    pub(crate) fn siblings(&self, spread: Spread) -> &[Slice] {
        self.siblings.get(usize::from(spread.first)..usize::from(spread.end)).unwrap_or_default()
    }
}

/// The text before the next member of an object, or before the next element of an array.
#[derive(Clone, Copy)]
enum Before {
    Nothing,
    Something,
    /// A member that may be left out.
    Maybe,
}

/// An open object or array.
#[derive(Clone, Copy)]
struct Level {
    is_object: bool,
    before: Before,
    /// The piece that skips this object if it keeps no member.
    group: Option<u8>,
    is_always_sent: bool,
    /// The number of names in the objects around.
    names: usize,
    /// The piece of the spread.
    spread: Option<u8>,
}

const ROOT: Level =
    Level { is_object: false, before: Before::Nothing, group: None, is_always_sent: true, names: 0, spread: None };

struct Checker {
    template: &'static str,
    at: usize,
    program: Program,
    /// Whether the next text may continue the last piece.
    joins: bool,
    levels: [Level; MOST_LEVELS],
    depth: usize,
    names: [Slice; MOST_MEMBERS],
    name_count: usize,
    holes: usize,
}

/// Checks a template and splits it into pieces.
#[track_caller]
pub(crate) const fn check(template: &'static str) -> Program {
    if template.len() > MOST_BYTES {
        ConstText::new()
            .then("a template has at most 4096 bytes, and this one has ")
            .then_number(template.len() as u32)
            .then("; send less, or write the body in `Shape::custom`")
            .refuse();
    }
    let mut checker = Checker {
        template,
        at: 0,
        program: Program::NONE,
        joins: false,
        levels: [ROOT; MOST_LEVELS],
        depth: 0,
        names: [EMPTY; MOST_MEMBERS],
        name_count: 0,
        holes: 0,
    };
    checker.run();
    checker.program
}

impl Checker {
    #[track_caller]
    const fn run(&mut self) {
        self.skip_space();
        if !matches!(self.peek(), b'{' | b'[') {
            self.refuse("a template is a JSON object or array; begin it with `{`");
        }
        self.open(None);
        while self.depth > 0 {
            self.item();
        }
        self.skip_space();
        if self.at < self.template.len() {
            self.refuse("the JSON ends before this; remove what follows");
        }
    }

    /// Reads one member or element, or the end of the object or array.
    #[track_caller]
    const fn item(&mut self) {
        self.skip_space();
        let level = self.level();
        let close = if level.is_object { b'}' } else { b']' };
        let is_first = matches!(level.before, Before::Nothing);
        if self.peek() == close {
            return self.close();
        }
        if self.at >= self.template.len() {
            self.refuse("the JSON ends too early; close what is open");
        }
        let mut comma = None;
        if !is_first {
            if self.peek() != b',' {
                self.refuse("expected `,` or the end of the object or array; is a quote missing before this?");
            }
            comma = Some(self.at);
            self.at += 1;
            self.skip_space();
        }
        if self.peek() == close {
            self.refuse("a comma before the end is not JSON; remove it");
        }
        let mut name = None;
        if level.is_object {
            let read = self.name();
            if self.is_spread(read) {
                return self.spread();
            }
            self.add_name(read);
            name = Some(read);
        }
        self.value(comma, name);
    }

    /// Reads a value, and writes the comma and the name before it.
    #[track_caller]
    const fn value(&mut self, comma: Option<usize>, name: Option<Slice>) {
        match self.peek() {
            b'{' => {
                self.refuse_bare_hole();
                let group = self.group();
                self.before_value(comma, name);
                self.open(Some(group));
            }
            b'[' => {
                self.before_value(comma, name);
                self.open(None);
            }
            b'"' => {
                if let Some((holes, count)) = self.lone_hole() {
                    let is_always = is_always(&holes, count);
                    let group = if is_always { None } else { Some(self.group()) };
                    self.before_value(comma, name);
                    self.push_hole(&holes, count);
                    self.end_value(group, is_always);
                } else {
                    self.before_value(comma, name);
                    self.string();
                    self.end_value(None, true);
                }
            }
            _ => {
                self.before_value(comma, name);
                self.scalar();
                self.end_value(None, true);
            }
        }
    }

    #[track_caller]
    const fn before_value(&mut self, comma: Option<usize>, name: Option<Slice>) {
        if let Some(comma) = comma {
            match self.level().before {
                Before::Nothing => {}
                Before::Something => self.text(comma, comma + 1),
                Before::Maybe => self.push(Piece::Comma),
            }
        }
        if let Some(Slice { start, end }) = name {
            self.text(start as usize - 1, end as usize + 1);
            // The colon is behind the name, possibly after white space.
            let mut colon = end as usize + 1;
            while self.byte(colon) != b':' {
                colon += 1;
            }
            self.text(colon, colon + 1);
        }
    }

    /// Ends a member or an element, and returns whether it is always sent.
    #[track_caller]
    const fn end_value(&mut self, group: Option<u8>, is_always: bool) {
        if let Some(group) = group {
            let end = self.program.length;
            self.set(group, if is_always { Piece::Nothing } else { Piece::Group(end) });
            self.joins = false;
        }
        let mut level = self.level();
        if is_always {
            level.before = Before::Something;
            level.is_always_sent = true;
        } else if matches!(level.before, Before::Nothing) {
            level.before = Before::Maybe;
        }
        self.set_level(level);
    }

    #[track_caller]
    const fn open(&mut self, group: Option<u8>) {
        if self.depth == MOST_LEVELS {
            self.refuse("a template has at most 32 levels; nest less, or write the body in `Shape::custom`");
        }
        let is_object = self.peek() == b'{';
        self.text(self.at, self.at + 1);
        self.at += 1;
        self.depth += 1;
        let names = self.name_count;
        // An array is sent even if all of its elements are left out, and so is the root.
        let is_always_sent = !is_object || self.depth == 1;
        self.set_level(Level { is_object, before: Before::Nothing, group, is_always_sent, names, spread: None });
    }

    #[track_caller]
    const fn close(&mut self) {
        let level = self.level();
        if let Some(spread) = level.spread {
            self.add_siblings(spread, level.names);
        }
        self.text(self.at, self.at + 1);
        self.at += 1;
        self.depth -= 1;
        self.name_count = level.names;
        if self.depth > 0 {
            let is_empty = matches!(level.before, Before::Nothing);
            self.end_value(level.group, level.is_always_sent || level.spread.is_some() || is_empty);
        }
    }

    /// Reads a member's name and the colon.
    #[track_caller]
    const fn name(&mut self) -> Slice {
        if self.peek() != b'"' {
            self.refuse("expected the name of a member in quotes");
        }
        let start = self.at + 1;
        self.at = start;
        while self.peek() != b'"' {
            match self.peek() {
                b'\\' => self.refuse("an escape in the name of a member is not supported; write the character itself"),
                b'{' | b'}' => {
                    self.refuse("a hole in the name of a member is not supported; put it in the value");
                }
                0..=0x1f => self.refuse("the name of a member is not closed; write `\"` behind it"),
                _ => self.at += 1,
            }
        }
        let name = Slice { start: start as u16, end: self.at as u16 };
        self.at += 1;
        self.skip_space();
        if self.peek() != b':' {
            self.refuse("expected `:` behind the name of a member");
        }
        self.at += 1;
        self.skip_space();
        name
    }

    const fn is_spread(&self, name: Slice) -> bool {
        let (_, rest) = self.template.as_bytes().split_at(name.start as usize);
        matches!(rest, [b'.', b'.', b'.', b'"', ..])
    }

    /// Reads `"...":"{details}"`.
    #[track_caller]
    const fn spread(&mut self) {
        let mut level = self.level();
        let is_details = match self.lone_hole() {
            Some((holes, 1)) => {
                let [hole, ..] = holes;
                if matches!(hole.word, Word::Details) { Some(hole.as_text()) } else { None }
            }
            _ => None,
        };
        let Some(as_text) = is_details else {
            self.refuse("`\"...\"` takes the details; write `\"...\":\"{details}\"`");
        };
        if level.spread.is_some() {
            self.refuse("an object has one `\"...\"`; remove this one");
        }
        level.spread = Some(self.program.length);
        self.push(Piece::Spread(Spread { as_text, first: 0, end: 0 }));
        if matches!(level.before, Before::Nothing) {
            level.before = Before::Maybe;
        }
        self.set_level(level);
        self.program.has_spread = true;
    }

    #[track_caller]
    const fn add_name(&mut self, name: Slice) {
        let mut index = self.level().names;
        while index < self.name_count {
            if self.are_same(self.names[index], name) {
                self.at = name.start as usize;
                self.refuse("this object has a member of this name already; remove one of them");
            }
            index += 1;
        }
        if self.name_count == MOST_MEMBERS {
            self.refuse("a template has at most 128 members; send less, or write the body in `Shape::custom`");
        }
        self.names[self.name_count] = name;
        self.name_count += 1;
    }

    #[track_caller]
    const fn add_siblings(&mut self, spread: u8, names: usize) {
        let first = self.program.sibling_count;
        let mut index = names;
        while index < self.name_count {
            let count = self.program.sibling_count as usize;
            if count == MOST_SIBLINGS {
                self.refuse("the objects with `\"...\"` have at most 32 other members");
            }
            self.program.siblings[count] = self.names[index];
            self.program.sibling_count += 1;
            index += 1;
        }
        let end = self.program.sibling_count;
        if let Piece::Spread(Spread { as_text, .. }) = self.program.pieces[spread as usize] {
            self.set(spread, Piece::Spread(Spread { as_text, first, end }));
        }
    }

    const fn are_same(&self, a: Slice, b: Slice) -> bool {
        if a.end - a.start != b.end - b.start {
            return false;
        }
        let mut index = 0;
        while index < (a.end - a.start) as usize {
            if self.byte(a.start as usize + index) != self.byte(b.start as usize + index) {
                return false;
            }
            index += 1;
        }
        true
    }

    /// Reads a string that is one hole. Any other string is not read.
    #[track_caller]
    const fn lone_hole(&mut self) -> Option<([Hole; MOST_WORDS], usize)> {
        if self.peek() != b'"' || self.byte(self.at + 1) != b'{' || self.byte(self.at + 2) == b'{' {
            return None;
        }
        let start = self.at;
        self.at += 1;
        let (holes, count) = self.hole();
        if self.peek() == b'"' {
            self.at += 1;
            return Some((holes, count));
        }
        self.at = start;
        self.holes -= 1;
        None
    }

    /// Reads `{word|word}`.
    #[track_caller]
    const fn hole(&mut self) -> ([Hole; MOST_WORDS], usize) {
        let start = self.at + 1;
        let mut end = start;
        while self.byte(end) != b'}' {
            if matches!(self.byte(end), 0..=0x1f | b'"' | b'\\' | b'{') {
                self.refuse("this hole is not closed; write `}` behind its word, or `{{` for a brace");
            }
            end += 1;
        }
        self.holes += 1;
        if self.holes > MOST_HOLES {
            self.refuse("a template has at most 64 holes; send less, or write the body in `Shape::custom`");
        }
        let read = read_hole(self.template, start, end);
        self.at = end + 1;
        read
    }

    #[track_caller]
    const fn push_hole(&mut self, holes: &[Hole; MOST_WORDS], count: usize) {
        let mut index = 0;
        while index < count {
            let hole = holes[index];
            self.push(if index == 0 { Piece::Hole(hole) } else { Piece::Else(hole) });
            index += 1;
        }
        self.program.add_fallbacks(self.template, holes.split_at(count).0);
        self.joins = false;
    }

    /// Reads a string with text in it.
    #[track_caller]
    const fn string(&mut self) {
        let start = self.at;
        self.text(start, start + 1);
        self.at += 1;
        loop {
            let at = self.at;
            match self.peek() {
                b'"' => break,
                b'{' if self.byte(at + 1) == b'{' => {
                    self.text(at, at + 1);
                    self.joins = false;
                    self.at += 2;
                }
                b'}' if self.byte(at + 1) == b'}' => {
                    self.text(at, at + 1);
                    self.joins = false;
                    self.at += 2;
                }
                b'}' => self.refuse("this `}` closes nothing; write `}}` for a brace"),
                b'{' => {
                    let (holes, count) = self.hole();
                    if !is_always_in_a_string(&holes, count) {
                        self.at = at;
                        self.refuse(
                            "a hole inside of a longer string always needs a value; make it the whole string, or end \
                             it with a word that always has one, such as `|name`",
                        );
                    }
                    let mut inside = holes;
                    let mut index = 0;
                    while index < count {
                        inside[index] = holes[index].inside();
                        index += 1;
                    }
                    self.push_hole(&inside, count);
                }
                b'\\' => self.escape(),
                0..=0x1f => {
                    self.at = start;
                    self.refuse("this string is not closed; write `\"` behind it");
                }
                _ => {
                    self.text(at, at + 1);
                    self.at += 1;
                }
            }
        }
        self.text(self.at, self.at + 1);
        self.at += 1;
    }

    /// Reads an escape, and writes it as `serde_json` does.
    #[track_caller]
    const fn escape(&mut self) {
        let at = self.at;
        match self.byte(at + 1) {
            b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't' => {
                self.text(at, at + 2);
                self.at += 2;
            }
            b'/' => {
                self.push(Piece::Char('/'));
                self.at += 2;
            }
            b'u' => {
                let mut code = self.four_digits(at + 2);
                self.at += 6;
                if matches!(code, 0xd800..=0xdbff) && self.byte(at + 6) == b'\\' && self.byte(at + 7) == b'u' {
                    let low = self.four_digits(at + 8);
                    if matches!(low, 0xdc00..=0xdfff) {
                        code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                        self.at += 6;
                    }
                }
                let Some(char) = char::from_u32(code) else {
                    self.at = at;
                    self.refuse("half of a surrogate pair is not a character; write the character itself")
                };
                self.push(Piece::Char(char));
            }
            _ => self.refuse("this escape is not JSON; write `\\\\` for a backslash"),
        }
        self.joins = false;
    }

    #[track_caller]
    const fn four_digits(&self, at: usize) -> u32 {
        let mut code = 0;
        let mut index = 0;
        while index < 4 {
            let Some(digit) = (self.byte(at + index) as char).to_digit(16) else {
                self.refuse("`\\u` needs four hexadecimal digits")
            };
            code = code * 16 + digit;
            index += 1;
        }
        code
    }

    /// Reads `true`, `false`, `null` or an integer.
    #[track_caller]
    const fn scalar(&mut self) {
        let start = self.at;
        let (_, rest) = self.template.as_bytes().split_at(start);
        let length = match rest {
            [b't', b'r', b'u', b'e', ..] | [b'n', b'u', b'l', b'l', ..] => 4,
            [b'f', b'a', b'l', b's', b'e', ..] => 5,
            [b'-' | b'0'..=b'9', ..] => self.integer(),
            [] => self.refuse("the JSON ends too early; close what is open"),
            _ => self.refuse("this is not JSON; expected a value"),
        };
        self.at += length;
        self.text(start, start + length);
    }

    #[track_caller]
    const fn integer(&self) -> usize {
        let sign = if self.peek() == b'-' { 1 } else { 0 };
        let mut length = sign;
        while self.byte(self.at + length).is_ascii_digit() {
            length += 1;
        }
        let digits = length - sign;
        let is_zero = self.byte(self.at + sign) == b'0';
        let is_padded = is_zero && (digits > 1 || sign > 0);
        let goes_on = matches!(self.byte(self.at + length), b'.' | b'e' | b'E' | b'_' | b'a'..=b'z');
        if digits == 0 || digits > 15 || is_padded || goes_on {
            self.refuse("a number of a template is an integer of at most 15 digits; write it so, or as a string");
        }
        length
    }

    /// Reports a common mistake: a hole in the place of an object.
    #[track_caller]
    const fn refuse_bare_hole(&self) {
        if self.byte(self.at + 1).is_ascii_lowercase() {
            self.refuse("a hole stands in a string; put quotes around it, its value keeps its own JSON type");
        }
    }

    /// Adds a piece that skips the following pieces, as soon as it is known whether they are always sent.
    #[track_caller]
    const fn group(&mut self) -> u8 {
        let index = self.program.length;
        self.push(Piece::Nothing);
        self.joins = false;
        index
    }

    #[track_caller]
    const fn text(&mut self, start: usize, end: usize) {
        if self.joins
            && let Piece::Text(last) = self.program.pieces[self.program.length as usize - 1]
            && last.end as usize == start
        {
            self.program.pieces[self.program.length as usize - 1] =
                Piece::Text(Slice { start: last.start, end: end as u16 });
            return;
        }
        self.push(Piece::Text(Slice { start: start as u16, end: end as u16 }));
        self.joins = true;
    }

    #[track_caller]
    const fn push(&mut self, piece: Piece) {
        let length = self.program.length as usize;
        if length == MOST_PIECES {
            self.refuse(
                "a template has at most 192 pieces; remove white space and escapes, or write the body in \
                 `Shape::custom`",
            );
        }
        self.program.pieces[length] = piece;
        self.program.length += 1;
        self.joins = false;
    }

    const fn set(&mut self, index: u8, piece: Piece) {
        self.program.pieces[index as usize] = piece;
    }

    const fn level(&self) -> Level {
        self.levels[self.depth - 1]
    }

    const fn set_level(&mut self, level: Level) {
        self.levels[self.depth - 1] = level;
    }

    const fn peek(&self) -> u8 {
        self.byte(self.at)
    }

    /// Returns a byte of the template, or 0 behind its end.
    const fn byte(&self, at: usize) -> u8 {
        let bytes = self.template.as_bytes();
        if at < bytes.len() { bytes[at] } else { 0 }
    }

    const fn skip_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.at += 1;
        }
    }

    #[track_caller]
    const fn refuse(&self, message: &str) -> ! {
        refuse(self.template, self.at, message)
    }
}

/// Rejects a template with the mistake and its place.
#[track_caller]
pub(crate) const fn refuse(template: &str, at: usize, message: &str) -> ! {
    let place = ConstText::new().then(message).then(" (at byte ").then_number(at as u32);
    place.then(": `").then(excerpt(template, at)).then("`)").refuse()
}

/// Returns at most 24 bytes of the template from this place on, cut between characters.
const fn excerpt(template: &str, at: usize) -> &str {
    let mut start = if at < template.len() { at } else { template.len() };
    while !template.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = if template.len() - start < 24 { template.len() } else { start + 24 };
    while !template.is_char_boundary(end) {
        end -= 1;
    }
    template.split_at(end).0.split_at(start).1
}

const fn is_always(holes: &[Hole; MOST_WORDS], count: usize) -> bool {
    holes[count - 1].is_always()
}

const fn is_always_in_a_string(holes: &[Hole; MOST_WORDS], count: usize) -> bool {
    let mut index = 0;
    while index < count {
        // A list or an object cannot be a part of a string.
        if holes[index].is_details() {
            return false;
        }
        index += 1;
    }
    holes[count - 1].is_always() || holes[count - 1].may_stand_in_a_string()
}
