//! A template as a tree, for documents and for clients.
//!
//! The template has been checked in a constant, so reading it cannot fail.

use alloc::string::String;
use alloc::vec::Vec;
use core::str::Chars;

use super::Shape;
use crate::Value;

/// A value of a template.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Object(Vec<Member>),
    Array(Vec<Node>),
    /// A value without holes.
    Constant(Value),
    /// A string that is one hole.
    Hole(Hole),
    /// A longer string with holes inside.
    Text(Vec<Part>),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Member {
    Named(String, Node),
    /// `"...":"{details}"`: the details without a place of their own, as strings if `true`.
    Spread(bool),
}

/// A part of a string with holes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    Literal(String),
    Hole(Hole),
}

/// A hole. The first word with a value counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Hole {
    pub(crate) words: Vec<Word>,
    /// Whether the value is sent as a string: `{status:text}`.
    pub(crate) as_text: bool,
}

/// A word of a hole.
#[derive(Clone, Debug, PartialEq)]
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
    Details,
    Detail(String),
    Null,
    Integer(i64),
}

impl Shape {
    /// Returns the template as a tree, or `None` if a function writes the body.
    pub(crate) fn tree(&self) -> Option<Node> {
        Some(Reader { rest: self.template()?.chars() }.value())
    }
}

/// Returns the value of a header of a shape, which has holes like a string of a template.
pub(crate) fn header(value: &'static str) -> Node {
    string(value)
}

struct Reader {
    rest: Chars<'static>,
}

impl Reader {
    fn peek(&mut self) -> Option<char> {
        let rest = self.rest.as_str().trim_start();
        self.rest = rest.chars();
        rest.chars().next()
    }

    /// Takes this character, if it is the next.
    fn take(&mut self, wanted: char) -> bool {
        let is_next = self.peek() == Some(wanted);
        if is_next {
            self.rest.next();
        }
        is_next
    }

    fn value(&mut self) -> Node {
        match self.peek() {
            Some('{') => self.object(),
            Some('[') => self.array(),
            Some('"') => string(self.raw_string()),
            _ => self.scalar(),
        }
    }

    fn object(&mut self) -> Node {
        self.rest.next();
        let mut members = Vec::new();
        while !self.take('}') && self.peek().is_some() {
            self.take(',');
            let name = self.raw_string();
            self.take(':');
            members.push(match (name, self.value()) {
                ("...", Node::Hole(hole)) => Member::Spread(hole.as_text),
                (name, value) => Member::Named(name.into(), value),
            });
        }
        Node::Object(members)
    }

    fn array(&mut self) -> Node {
        self.rest.next();
        let mut elements = Vec::new();
        while !self.take(']') && self.peek().is_some() {
            self.take(',');
            elements.push(self.value());
        }
        Node::Array(elements)
    }

    /// Returns the text between the quotes of the next string, with its escapes.
    fn raw_string(&mut self) -> &'static str {
        self.take('"');
        let text = self.rest.as_str();
        let mut is_escaped = false;
        for (at, char) in text.char_indices() {
            match char {
                '"' if !is_escaped => {
                    let (inside, behind) = text.split_at_checked(at).unwrap_or_default();
                    self.rest = behind.get(1..).unwrap_or_default().chars();
                    return inside;
                }
                _ => is_escaped = char == '\\' && !is_escaped,
            }
        }
        self.rest = "".chars();
        text
    }

    fn scalar(&mut self) -> Node {
        let text = self.rest.as_str();
        let end = text.find([',', '}', ']', ' ', '\n', '\r', '\t']).unwrap_or(text.len());
        let (scalar, rest) = text.split_at_checked(end).unwrap_or_default();
        // At least one character is taken, so that the reading ends.
        self.rest = if end == 0 { text.get(1..).unwrap_or_default().chars() } else { rest.chars() };
        Node::Constant(match scalar {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            number => match number.parse() {
                Ok(number) => Value::Unsigned(number),
                Err(_) => Value::Signed(number.parse().unwrap_or_default()),
            },
        })
    }
}

/// Splits a string into text and holes.
fn string(raw: &'static str) -> Node {
    let mut parts = Vec::new();
    let mut text = String::new();
    let mut rest = raw;
    while let Some(char) = rest.chars().next() {
        let behind = rest.get(char.len_utf8()..).unwrap_or_default();
        match char {
            '{' | '}' if behind.starts_with(char) => {
                text.push(char);
                rest = behind.get(1..).unwrap_or_default();
            }
            '{' => {
                let (words, behind) = behind.split_once('}').unwrap_or((behind, ""));
                if !text.is_empty() {
                    parts.push(Part::Literal(core::mem::take(&mut text)));
                }
                parts.push(Part::Hole(hole(words)));
                rest = behind;
            }
            '\\' => {
                let (char, behind) = escaped(behind);
                text.push(char);
                rest = behind;
            }
            _ => {
                text.push(char);
                rest = behind;
            }
        }
    }
    if parts.is_empty() {
        return Node::Constant(Value::Text(text.into()));
    }
    if !text.is_empty() {
        parts.push(Part::Literal(text));
    }
    match parts.as_slice() {
        [Part::Hole(hole)] => Node::Hole(hole.clone()),
        _ => Node::Text(parts),
    }
}

/// Returns the character of an escape, and the text behind it.
fn escaped(behind: &'static str) -> (char, &'static str) {
    let rest = behind.get(1..).unwrap_or_default();
    let hex = |text: &'static str| u32::from_str_radix(text.get(..4)?, 16).ok().zip(text.get(4..));
    match behind.chars().next() {
        Some('b') => ('\u{8}', rest),
        Some('f') => ('\u{c}', rest),
        Some('n') => ('\n', rest),
        Some('r') => ('\r', rest),
        Some('t') => ('\t', rest),
        Some('u') => {
            let Some((code, rest)) = hex(rest) else { return ('u', rest) };
            if let (0xd800..=0xdbff, Some((low, behind))) = (code, rest.strip_prefix("\\u").and_then(hex)) {
                let char = char::from_u32(0x1_0000 + ((code - 0xd800) << 10) + (low & 0x3ff));
                return (char.unwrap_or_default(), behind);
            }
            (char::from_u32(code).unwrap_or_default(), rest)
        }
        other => (other.unwrap_or_default(), rest),
    }
}

fn hole(words: &str) -> Hole {
    let as_text = words.contains(":text");
    let word = |word: &str| match word.strip_suffix(":text").unwrap_or(word) {
        "name" => Word::Name,
        "code" => Word::Code,
        "message" => Word::Message,
        "status" => Word::Status,
        "reason_phrase" => Word::ReasonPhrase,
        "title" => Word::Title,
        "type" => Word::Type,
        "url" => Word::Url,
        "request_id" => Word::RequestId,
        "retry_after" => Word::RetryAfter,
        "details" => Word::Details,
        "null" => Word::Null,
        other => match other.strip_prefix("details.") {
            Some(key) => Word::Detail(key.into()),
            None => Word::Integer(other.parse().unwrap_or_default()),
        },
    };
    Hole { words: words.split('|').map(word).collect(), as_text }
}
