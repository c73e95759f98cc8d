//! The JSON of a body as a flat list of tokens (RFC 8259).
//!
//! It reads bodies of foreign servers: bodies that break off, are not JSON, or are built to cost much. So it does not
//! recurse, looks at each byte a fixed number of times, and keeps the tokens before a mistake. This crate has its own
//! reader, because the behaviour of `serde_json` depends on features that any crate of a build can switch on.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::Unread;
use crate::Value;

/// Some servers begin a text with it. It is not a part of the JSON (RFC 8259 §8.1).
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The most arrays and objects inside each other.
const MOST_LEVELS: usize = 128;

/// The kind of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    True,
    False,
    Number,
    Text,
    Array,
    Object,
}

/// A scalar, the name of a member, or the beginning of an array or object.
#[derive(Clone, Copy, Debug)]
struct Token {
    kind: Kind,
    /// The start of its text. The text of a string is without the quotes.
    start: usize,
    end: usize,
    /// The index of the first token behind the value. While an array or object is open, it is the index of the parent.
    next: usize,
}

/// A JSON text, as far as it can be read.
#[derive(Debug)]
pub(super) struct Json<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// The mistake that ended the reading.
    pub(super) fault: Option<Unread>,
    /// The number of times that a byte was looked at.
    #[cfg(test)]
    visits: usize,
}

/// A value of a [`Json`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    json: &'a Json<'a>,
    index: usize,
    token: Token,
}

/// The tokens that may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Value,
    ValueOrEnd,
    Name,
    NameOrEnd,
    Colon,
    CommaOrEnd,
    Nothing,
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    /// The innermost array or object that is open.
    open: Option<usize>,
    levels: usize,
    #[cfg(test)]
    visits: usize,
}

impl<'a> Json<'a> {
    /// Reads a text up to its first mistake.
    pub(super) fn read(text: &'a str) -> Self {
        let mut lexer = Lexer {
            text,
            at: if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 },
            tokens: Vec::new(),
            open: None,
            levels: 0,
            #[cfg(test)]
            visits: 0,
        };
        let fault = lexer.run().err();
        while lexer.open.is_some() {
            lexer.close();
        }
        #[cfg(test)]
        let visits = lexer.visits;
        Self {
            text,
            tokens: lexer.tokens,
            fault,
            #[cfg(test)]
            visits,
        }
    }

    /// Returns the outermost value.
    pub(super) fn root(&'a self) -> Option<Place<'a>> {
        self.place(0)
    }

    fn place(&'a self, index: usize) -> Option<Place<'a>> {
        Some(Place { json: self, index, token: *self.tokens.get(index)? })
    }

    /// Returns the name of a member that stands in one object twice.
    pub(super) fn doubled(&'a self) -> Option<String> {
        let objects =
            (0..self.tokens.len()).filter_map(|index| self.place(index)).filter(|place| place.is(Kind::Object));
        objects.into_iter().find_map(|object| {
            let mut names: Vec<_> = object.members().map(|(name, _)| name).collect();
            names.sort_unstable();
            names.windows(2).find_map(|pair| match pair {
                [name, next] if name == next => Some(name.clone().into_owned()),
                _ => None,
            })
        })
    }
}

impl Lexer<'_> {
    fn peek(&mut self) -> Option<u8> {
        #[cfg(test)]
        {
            self.visits += 1;
        }
        self.text.as_bytes().get(self.at).copied()
    }

    /// Returns the next byte that is not white space.
    fn peek_token(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    fn wrong(&mut self) -> Unread {
        if self.at < self.text.len() { Unread::Unexpected(self.at) } else { Unread::BreaksOff(self.at) }
    }

    fn run(&mut self) -> Result<(), Unread> {
        let mut expected = Expected::Value;
        loop {
            let byte = self.peek_token();
            expected = match (expected, byte) {
                (Expected::Nothing, None) => return Ok(()),
                (Expected::CommaOrEnd, Some(b',')) => {
                    self.at += 1;
                    if self.open_kind() == Some(Kind::Object) { Expected::Name } else { Expected::Value }
                }
                (Expected::CommaOrEnd | Expected::ValueOrEnd, Some(b']')) if self.open_kind() == Some(Kind::Array) => {
                    self.end()
                }
                (Expected::CommaOrEnd | Expected::NameOrEnd, Some(b'}')) if self.open_kind() == Some(Kind::Object) => {
                    self.end()
                }
                (Expected::Name | Expected::NameOrEnd, Some(b'"')) => {
                    self.string()?;
                    Expected::Colon
                }
                (Expected::Colon, Some(b':')) => {
                    self.at += 1;
                    Expected::Value
                }
                (Expected::Value | Expected::ValueOrEnd, Some(byte)) => self.value(byte)?,
                _ => return Err(self.wrong()),
            };
        }
    }

    fn open_kind(&self) -> Option<Kind> {
        self.tokens.get(self.open?).map(|token| token.kind)
    }

    fn value(&mut self, byte: u8) -> Result<Expected, Unread> {
        match byte {
            b'{' => return self.begin(Kind::Object, Expected::NameOrEnd),
            b'[' => return self.begin(Kind::Array, Expected::ValueOrEnd),
            b'"' => self.string()?,
            b't' => self.literal(Kind::True, "true")?,
            b'f' => self.literal(Kind::False, "false")?,
            b'n' => self.literal(Kind::Null, "null")?,
            _ => self.number()?,
        }
        Ok(self.after())
    }

    /// Returns the tokens that may follow a value.
    fn after(&self) -> Expected {
        if self.open.is_some() { Expected::CommaOrEnd } else { Expected::Nothing }
    }

    fn begin(&mut self, kind: Kind, expected: Expected) -> Result<Expected, Unread> {
        if self.levels == MOST_LEVELS {
            return Err(Unread::TooDeep);
        }
        self.levels += 1;
        let index = self.tokens.len();
        // Index 0 is its own parent, because nothing is around it.
        let next = self.open.unwrap_or(index);
        self.tokens.push(Token { kind, start: self.at, end: self.at, next });
        self.open = Some(index);
        self.at += 1;
        Ok(expected)
    }

    fn end(&mut self) -> Expected {
        self.at += 1;
        self.close();
        self.after()
    }

    /// Closes the innermost array or object.
    fn close(&mut self) {
        let next = self.tokens.len();
        let Some(index) = self.open.take() else { return };
        self.levels -= 1;
        if let Some(token) = self.tokens.get_mut(index) {
            self.open = Some(token.next).filter(|around| *around != index);
            token.next = next;
            token.end = self.at;
        }
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let next = self.tokens.len() + 1;
        self.tokens.push(Token { kind, start, end, next });
    }

    fn literal(&mut self, kind: Kind, literal: &str) -> Result<(), Unread> {
        let start = self.at;
        for byte in literal.bytes() {
            if self.peek() != Some(byte) {
                return Err(self.wrong());
            }
            self.at += 1;
        }
        self.push(kind, start, self.at);
        Ok(())
    }

    fn string(&mut self) -> Result<(), Unread> {
        self.at += 1;
        let start = self.at;
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    self.at += 1;
                    match self.peek() {
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
                        Some(b'u') => {
                            self.at += 1;
                            for _ in 0..4 {
                                if !self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                                    return Err(self.wrong());
                                }
                                self.at += 1;
                            }
                        }
                        _ => return Err(self.wrong()),
                    }
                }
                Some(0x20..) => self.at += 1,
                _ => return Err(self.wrong()),
            }
        }
        self.push(Kind::Text, start, self.at);
        self.at += 1;
        Ok(())
    }

    fn number(&mut self) -> Result<(), Unread> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        self.push(Kind::Number, start, self.at);
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Unread> {
        if !self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            return Err(self.wrong());
        }
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        Ok(())
    }
}

impl<'a> Place<'a> {
    pub(super) fn is(self, kind: Kind) -> bool {
        self.token.kind == kind
    }

    pub(super) fn kind(self) -> Kind {
        self.token.kind
    }

    fn raw(self) -> &'a str {
        self.json.text.get(self.token.start..self.token.end).unwrap_or_default()
    }

    /// Returns the text of a string.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        self.is(Kind::Text).then(|| unescaped(self.raw()))
    }

    /// Returns the members of an object. If the text breaks off, the last member may lack its value and is then left
    /// out.
    pub(super) fn members(self) -> impl Iterator<Item = (Cow<'a, str>, Place<'a>)> {
        let mut index = if self.is(Kind::Object) { self.index + 1 } else { self.token.next };
        core::iter::from_fn(move || {
            let value = self.json.place(index + 1).filter(|value| value.index < self.token.next)?;
            let name = unescaped(self.json.place(index)?.raw());
            index = value.token.next;
            Some((name, value))
        })
    }

    /// Returns the elements of an array.
    pub(super) fn elements(self) -> impl Iterator<Item = Place<'a>> {
        let mut index = if self.is(Kind::Array) { self.index + 1 } else { self.token.next };
        core::iter::from_fn(move || {
            let value = self.json.place(index).filter(|value| value.index < self.token.next)?;
            index = value.token.next;
            Some(value)
        })
    }

    /// Returns the value. The tokens are taken from the end, so that the contents of an array or object are complete
    /// before it is.
    pub(super) fn value(self) -> Value {
        let mut values = Vec::new();
        let places = (self.index..self.token.next).rev().filter_map(|index| self.json.place(index));
        for place in places {
            let value = match place.kind() {
                Kind::Array => Value::List(place.elements().filter_map(|_| values.pop()).collect()),
                Kind::Object => {
                    let member = |(name, _): (Cow<'_, str>, _)| {
                        values.pop();
                        Some((Cow::Owned(name.into_owned()), values.pop()?))
                    };
                    Value::Object(place.members().filter_map(member).collect())
                }
                Kind::Null => Value::Null,
                Kind::True => Value::Bool(true),
                Kind::False => Value::Bool(false),
                Kind::Number => number(place.raw()),
                Kind::Text => Value::Text(Cow::Owned(unescaped(place.raw()).into_owned())),
            };
            values.push(value);
        }
        values.pop().unwrap_or(Value::Null)
    }
}

/// Returns a whole number if the number is written so and fits, else a float.
fn number(text: &str) -> Value {
    if let Ok(number) = text.parse() {
        return Value::Unsigned(number);
    }
    match text.parse() {
        // `-0` counts as a whole number.
        Ok(0) => Value::Unsigned(0),
        Ok(number) => Value::Signed(number),
        Err(_) => Value::Float(text.parse().unwrap_or(f64::NAN)),
    }
}

/// Returns the text of a string whose grammar has been checked. Half of a surrogate pair becomes U+FFFD.
fn unescaped(raw: &str) -> Cow<'_, str> {
    let Some((clean, rest)) = raw.split_once('\\') else { return Cow::Borrowed(raw) };
    let mut text = String::with_capacity(raw.len());
    text.push_str(clean);
    let mut rest = Some(rest);
    while let Some(escape) = rest {
        let mut chars = escape.chars();
        let char = match chars.next() {
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let (unit, behind) = code_unit(chars.as_str());
                chars = behind.chars();
                let low = behind.strip_prefix("\\u").map(code_unit);
                match (unit, low) {
                    (0xd800..=0xdbff, Some((low @ 0xdc00..=0xdfff, behind))) => {
                        chars = behind.chars();
                        char::from_u32(0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
                    }
                    _ => char::from_u32(unit),
                }
                .unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            other => other.unwrap_or(char::REPLACEMENT_CHARACTER),
        };
        text.push(char);
        let (clean, next) = match chars.as_str().split_once('\\') {
            Some((clean, next)) => (clean, Some(next)),
            None => (chars.as_str(), None),
        };
        text.push_str(clean);
        rest = next;
    }
    Cow::Owned(text)
}

/// Returns the four digits of an escape as a number, and the text behind them.
fn code_unit(text: &str) -> (u32, &str) {
    let (digits, behind) = text.split_at_checked(4).unwrap_or((text, ""));
    (u32::from_str_radix(digits, 16).unwrap_or(0xfffd), behind)
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use super::{Json, Unread};

    const BODY: &str = r#" {"error":"Too\u004carge","message":"é \ud83d\ude00 \n","details":{"a":[1,-2,{"b":[true,false,null,1.5e-3]}],"":{}}} "#;

    #[test]
    #[cfg(feature = "serde")]
    fn a_token_list_has_the_values_of_serde_json() {
        let ours = serde_json::to_value(Json::read(BODY).root().unwrap().value()).unwrap();
        assert_eq!(ours, serde_json::from_str::<serde_json::Value>(BODY).unwrap());
    }

    #[test]
    fn every_prefix_of_an_object_breaks_off() {
        let body = BODY.trim();
        for end in (0..body.len()).filter(|end| body.is_char_boundary(*end)) {
            assert_eq!(Json::read(&body[..end]).fault, Some(Unread::BreaksOff(end)), "{}", &body[..end]);
        }
        assert_eq!(Json::read(body).fault, None);
    }

    #[test]
    #[cfg(feature = "serde")]
    fn the_members_before_a_break_are_kept() {
        let json = Json::read(r#"{"a":1,"b":{"c":[2,{"d":3},"#);
        assert_eq!(serde_json::to_string(&json.root().unwrap().value()).unwrap(), r#"{"a":1,"b":{"c":[2,{"d":3}]}}"#);
        let json = Json::read(r#"{"a":1,"b""#);
        assert_eq!(serde_json::to_string(&json.root().unwrap().value()).unwrap(), r#"{"a":1}"#);
    }

    #[test]
    fn a_name_that_is_written_in_two_ways_stands_twice() {
        assert_eq!(Json::read(r#"[{"a":1,"b":2},{"x":{"b":1,"\u0062":2}}]"#).doubled().as_deref(), Some("b"));
        assert_eq!(Json::read(r#"[{"a":{"a":1}},{"a":2}]"#).doubled(), None);
    }

    #[test]
    fn a_text_of_128_levels_is_read_and_one_of_129_is_not() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(Json::read(&nested(128)).fault, None);
        assert_eq!(Json::read(&nested(129)).fault, Some(Unread::TooDeep));
    }

    #[test]
    fn twice_the_text_is_twice_the_work() {
        let kinds: [(&str, &str, &str); 7] = [
            ("[", "1,", "1]"),
            ("[", "{},", "{}]"),
            ("[", "\"\\u00e9\",", "0]"),
            ("[", "[[[[]]]],", "0]"),
            ("{", "\"a\":1 ,\t", "\"b\":2}"),
            ("\"", "text ", "\""),
            ("", " \n", "1"),
        ];
        for (start, repeated, end) in kinds {
            let visits = |times: usize| {
                let text: String = [start, &repeated.repeat(times), end].concat();
                let json = Json::read(&text);
                assert_eq!(json.fault, None, "{text}");
                assert!(json.visits <= 8 * text.len(), "{} visits of {} bytes", json.visits, text.len());
                json.visits
            };
            let (once, twice) = (visits(1_000), visits(2_000));
            assert!(twice <= 2 * once, "{repeated}: {once} and {twice}");
        }
    }
}
