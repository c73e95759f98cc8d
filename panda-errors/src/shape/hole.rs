//! The holes of a template: `{code|name}`, `{status:text}`, `{details.limit}`.

#![expect(clippy::indexing_slicing, reason = "it runs in constants, so a wrong index would be a compile error")]
#![expect(clippy::cast_possible_truncation, reason = "a template has at most 4096 bytes")]

use super::template::{Slice, refuse};
use crate::const_str::{ConstText, same};

/// The most words of a hole, separated by `|`.
pub(crate) const MOST_WORDS: usize = 4;

/// The kinds of values that a hole may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Name,
    Code,
    Message,
    Status,
    ReasonPhrase,
    Title,
    Type,
    Url,
    RequestId,
    RetryAfter,
    /// The details that are not shown elsewhere.
    Details,
    /// One detail, whose key is in [`Hole::text`].
    Detail,
    /// `null` or an integer, which is in [`Hole::text`].
    Constant,
}

/// The form in which a hole shows its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The value with its own JSON type.
    Json,
    /// The value as a string.
    Text,
    /// The value as a part of a string.
    Inside,
}

/// A word of a hole.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hole {
    pub(crate) word: Word,
    pub(crate) form: Form,
    pub(crate) text: Slice,
}

/// The words, as they are written.
const WORDS: [(&str, Word); 11] = [
    ("name", Word::Name),
    ("code", Word::Code),
    ("message", Word::Message),
    ("status", Word::Status),
    ("reason_phrase", Word::ReasonPhrase),
    ("title", Word::Title),
    ("type", Word::Type),
    ("url", Word::Url),
    ("request_id", Word::RequestId),
    ("retry_after", Word::RetryAfter),
    ("details", Word::Details),
];

/// Other words that people try first, with the right word.
const OTHER_WORDS: [(&str, &str); 17] = [
    ("error", "write `{name}` for the name of the error, or `{code}` for its public code"),
    ("msg", "write `{message}`"),
    ("text", "write `{message}`"),
    ("description", "write `{message}`"),
    ("detail", "write `{message}`, or `{details}` for the values of the error"),
    ("data", "write `{details}`"),
    ("kind", "write `{name}`, or `{type}` for the class of the error"),
    ("class", "write `{type}`"),
    ("status_code", "write `{status}`"),
    ("http_status", "write `{status}`"),
    ("reason", "write `{reason_phrase}`, or `{message}`"),
    ("id", "write `{request_id}`"),
    ("trace_id", "write `{request_id}`"),
    ("docs", "write `{url}`"),
    ("timestamp", "only `Shape::custom` can send a time"),
    ("path", "only `Shape::custom` can send the path"),
    ("instance", "write `{request_id}` in a string, such as `/errors/{request_id}`"),
];

impl Hole {
    pub(crate) const EMPTY: Self = Self { word: Word::Constant, form: Form::Json, text: Slice { start: 0, end: 0 } };

    /// Returns `true` if every response has a value for the word.
    pub(crate) const fn is_always(self) -> bool {
        matches!(self.word, Word::Name | Word::Status | Word::ReasonPhrase | Word::Title | Word::Constant)
    }

    pub(crate) const fn is_details(self) -> bool {
        matches!(self.word, Word::Details | Word::Detail)
    }

    /// Returns `true` if the word lacks a value only for an error without a message, or outside of a response.
    pub(crate) const fn may_stand_in_a_string(self) -> bool {
        matches!(self.word, Word::RequestId | Word::Message)
    }

    pub(crate) const fn as_text(self) -> bool {
        matches!(self.form, Form::Text)
    }

    pub(crate) const fn inside(self) -> Self {
        Self { form: Form::Inside, ..self }
    }
}

/// Reads the words of a hole between these places of a template.
#[track_caller]
pub(crate) const fn read_hole(template: &'static str, start: usize, end: usize) -> ([Hole; MOST_WORDS], usize) {
    let mut holes = [Hole::EMPTY; MOST_WORDS];
    let mut count = 0;
    let mut at = start;
    loop {
        let next = next_bar(template, at, end);
        if count == MOST_WORDS {
            refuse(template, start - 1, "a hole has at most 4 words; remove some");
        }
        let hole = read_word(template, at, next);
        if count > 0 && holes[count - 1].is_always() {
            refuse(template, at, "the word before always has a value; remove this one");
        }
        if matches!(hole.word, Word::Constant) && (count == 0 || next < end) {
            refuse(template, at, "a constant is the last word of a hole with several; write it without a hole");
        }
        holes[count] = hole;
        count += 1;
        if next == end {
            return (all_of_one_form(holes, count), count);
        }
        at = next + 1;
    }
}

/// Gives all words of a hole one form: one `:text` counts for all of them. So the member has one JSON type as far as
/// possible.
const fn all_of_one_form(mut holes: [Hole; MOST_WORDS], count: usize) -> [Hole; MOST_WORDS] {
    let mut index = 0;
    let mut form = Form::Json;
    while index < count {
        if holes[index].as_text() {
            form = Form::Text;
        }
        index += 1;
    }
    while index > 0 {
        index -= 1;
        holes[index].form = form;
    }
    holes
}

const fn next_bar(template: &str, start: usize, end: usize) -> usize {
    let bytes = template.as_bytes();
    let mut at = start;
    while at < end && bytes[at] != b'|' {
        at += 1;
    }
    at
}

#[track_caller]
const fn read_word(template: &'static str, start: usize, end: usize) -> Hole {
    let written = template.split_at(end).0.split_at(start).1;
    if let Some(constant) = constant(written, start) {
        return constant;
    }
    let (written, form) = match written.as_bytes() {
        [word @ .., b':', b't', b'e', b'x', b't'] => (written.split_at(word.len()).0, Form::Text),
        _ => (written, Form::Json),
    };
    if let [b'd', b'e', b't', b'a', b'i', b'l', b's', b'.', key @ ..] = written.as_bytes()
        && !key.is_empty()
    {
        let text = Slice { start: (start + "details.".len()) as u16, end: (start + written.len()) as u16 };
        return Hole { word: Word::Detail, form, text };
    }
    let mut index = 0;
    while index < WORDS.len() {
        let (word, meaning) = WORDS[index];
        if same(word, written) {
            return Hole { word: meaning, form, text: Slice { start: start as u16, end: end as u16 } };
        }
        index += 1;
    }
    unknown(written)
}

/// Reads `null` or an integer of at most 15 digits.
#[track_caller]
const fn constant(written: &str, start: usize) -> Option<Hole> {
    let digits = match written.as_bytes() {
        [b'-', digits @ ..] | digits => digits,
    };
    let mut index = 0;
    while index < digits.len() && digits[index].is_ascii_digit() {
        index += 1;
    }
    let is_integer = index == digits.len() && matches!(digits.len(), 1..=15);
    let is_plain = matches!(digits, [b'1'..=b'9', ..]) || same(written, "0");
    if same(written, "null") || (is_integer && is_plain) {
        let text = Slice { start: start as u16, end: (start + written.len()) as u16 };
        return Some(Hole { word: Word::Constant, form: Form::Json, text });
    }
    None
}

/// Rejects an unknown word, and suggests the nearest known word.
#[track_caller]
const fn unknown(written: &str) -> ! {
    let text = ConstText::new().then("unknown hole `{").then(written).then("}`; ");
    let mut index = 0;
    while index < OTHER_WORDS.len() {
        let (word, advice) = OTHER_WORDS[index];
        if same(word, written) {
            text.then(advice).refuse();
        }
        index += 1;
    }
    let mut nearest = "";
    let mut least = 3;
    index = 0;
    while index < WORDS.len() {
        let (word, _) = WORDS[index];
        let distance = distance(written.as_bytes(), word.as_bytes());
        if distance < least {
            (nearest, least) = (word, distance);
        }
        index += 1;
    }
    if nearest.is_empty() {
        text.then(
            "there is `name`, `code`, `message`, `status`, `reason_phrase`, `title`, `type`, `url`, `request_id`, \
             `retry_after`, `details` and `details.KEY`; write `{{` for a brace",
        )
        .refuse();
    }
    text.then("did you mean `{").then(nearest).then("}`?").refuse()
}

/// Returns how many letters were added, left out or exchanged. A long word counts as far from every other word.
const fn distance(a: &[u8], b: &[u8]) -> usize {
    const MOST: usize = 20;
    if a.len() >= MOST || b.len() >= MOST {
        return MOST;
    }
    let mut row = [0; MOST];
    let mut j = 0;
    while j <= b.len() {
        row[j] = j;
        j += 1;
    }
    let mut i = 0;
    while i < a.len() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        j = 0;
        while j < b.len() {
            let exchanged = diagonal + if a[i] == b[j] { 0 } else { 1 };
            diagonal = row[j + 1];
            let changed = if row[j] < row[j + 1] { row[j] + 1 } else { row[j + 1] + 1 };
            row[j + 1] = if exchanged < changed { exchanged } else { changed };
            j += 1;
        }
        i += 1;
    }
    row[b.len()]
}
