//! [`Definition`]: the static facts of one error, which are a row in the table of its type.

use core::fmt;

use crate::const_str::same;
use crate::{ErrorStatus, JsonType};

/// The static facts of one error: status, name, message template, documentation.
///
/// The derive makes one definition per variant. For an error that you write by hand, use [`new`](Definition::new) and a
/// `static`:
///
/// ```
/// use panda_errors::{Definition, ErrorStatus, Fact};
///
/// static EXPIRED: Definition = Definition::new(ErrorStatus::GONE, "VideoExpired")
///     .with_docs("The video was deleted when its account was closed.")
///     .with_facts(&[Fact::Since("2.1")]);
///
/// assert_eq!(EXPIRED.name(), "VideoExpired");
/// ```
#[derive(Clone, Copy)]
pub struct Definition {
    status: ErrorStatus,
    text: Text,
    has: Has,
    /// The length of the name in the texts.
    name: u32,
    /// All texts of a row in one string, so that a row has one pointer instead of four: the JSON with the name in it, or
    /// the name alone; the message; and the documentation.
    texts: &'static str,
    message: DeclaredMessage,
    /// The documentation that is set by hand. It replaces the documentation in `texts`.
    docs: Option<&'static str>,
    /// The public code, if the flag in `has` is set. An `Option` would take 8 bytes more.
    code: Code,
    facts: Option<&'static [Fact]>,
}

/// A program has a definition for each of its errors, so the size of a definition counts.
const _: () = assert!(size_of::<Definition>() <= 88);

/// The place of the declared message.
#[derive(Clone, Copy, Debug)]
enum DeclaredMessage {
    /// The message is in the texts. These are the lengths of the JSON and of the message.
    ///
    /// The JSON of a constant usually contains its message unchanged. The message is then not repeated, and its length is
    /// [`IN_JSON`].
    InTexts { json: u32, message: u32 },
    /// The message is set by hand.
    ByHand(&'static str),
}

/// The length that marks a message inside the JSON.
const IN_JSON: u32 = u32::MAX;

/// The JSON before the name.
const BEFORE_NAME: &str = r#"{"error":""#;

/// The JSON between the name and the message.
const BEFORE_MESSAGE: &str = r#"","message":""#;

/// The JSON of a constant behind the message.
const AFTER_MESSAGE: &str = r#""}"#;

/// Returns the text before and after this place. If the place is not in the text, the whole text is before it.
const fn cut(text: &'static str, at: usize) -> (&'static str, &'static str) {
    match text.split_at_checked(at) {
        Some(parts) => parts,
        None => (text, ""),
    }
}

/// A public code of an error, for shapes that send a code beside the name or in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A JSON string: `"HE_02"`.
    Text(&'static str),
    /// A JSON number: `10023`.
    Number(i64),
}

/// Prints the code without quotes: `HE_02`, `10023`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(code) => f.write_str(code),
            Self::Number(code) => code.fmt(f),
        }
    }
}

/// The origin of the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    /// The definition contains the whole message and the whole body.
    Constant,
    /// The definition contains the text around the placeholders.
    Template,
    /// The message is the error's own `Display`.
    Display,
}

/// The answers to the questions below, one bit for each. They are asked once, in a constant, so that errors without the
/// fact cost nothing.
#[derive(Clone, Copy, Debug)]
struct Has(u8);

impl Has {
    const NOTHING: Self = Self(0);
    /// `visit` shows headers.
    const HEADERS: Self = Self(1);
    /// `visit` shows details or a code.
    const DETAILS: Self = Self(1 << 1);
    const EXPOSED: Self = Self(1 << 2);
    const NO_MESSAGE: Self = Self(1 << 3);
    /// A field decides the status.
    const STATUS_FIELD: Self = Self(1 << 4);
    const CODE: Self = Self(1 << 5);

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn has(self, bit: Self) -> bool {
        self.0 & bit.0 != 0
    }

    /// Returns the answers that the facts give, beside the code.
    const fn of(mut facts: &[Fact]) -> Self {
        let mut has = Self::NOTHING;
        while let [fact, rest @ ..] = facts {
            has = has.and(match fact {
                Fact::HeaderField(_) => Self::HEADERS,
                Fact::Detail(..) | Fact::CodeField => Self::DETAILS,
                Fact::Exposed => Self::EXPOSED,
                Fact::StatusField => Self::STATUS_FIELD,
                Fact::WithoutMessage => Self::NO_MESSAGE,
                _ => Self::NOTHING,
            });
            facts = rest;
        }
        has
    }
}

/// A fact of an error beside status, name and message.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Fact {
    /// The advice for a person who gets the error.
    Help(&'static str),
    /// The link to further reading.
    Url(&'static str),
    /// The version of the API that introduced the error.
    Since(&'static str),
    /// The error is not sent any more, or will not be. The text is the reason or the replacement.
    Deprecated(&'static str),
    /// A header of every answer, name and value: `("WWW-Authenticate", "Signature")`.
    Header(&'static str, &'static str),
    /// The name of a header whose value comes from the error.
    HeaderField(&'static str),
    /// The name of a member of `details`, and the JSON type of its value.
    Detail(&'static str, JsonType),
    /// The class of the error: the `{type}` of a shape.
    Type(&'static str),
    /// The text that is the same for every occurrence of the error: the `{title}` of a shape.
    Title(&'static str),
    /// The name and the message of this 500 are for clients, if the shape sends a 500 at all.
    Exposed,
    /// A field of the error decides its public code.
    CodeField,
    /// The error does not have a message, although its status is sent.
    WithoutMessage,
    /// The rule for sending the same request again.
    Retry(Retry),
    /// The level of the report.
    Level(Level),
    /// A field of the error decides the status. The status in the definition is only the usual one.
    StatusField,
    /// Fills the placeholders with the examples of the declaration.
    Example(fn(&mut crate::Visitor<'_>) -> fmt::Result),
}

/// A rule for sending the same request again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// Do not send it again: the answer will be the same.
    Never,
    /// Send it again after the time in `Retry-After`.
    After,
    /// Send it again at once: nothing was done.
    Safe,
}

/// A level of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// No report is made, except of a 500: every 500 is reported, at the level `Error`.
    Off,
    /// A report for a person who looks for it.
    Debug,
    /// A report that is useful in the long run.
    Info,
    /// Somebody should look at it some day.
    Warn,
    /// Somebody should look at it now.
    Error,
}

impl Definition {
    /// Returns a definition whose message is the error's `Display`.
    ///
    /// The name must consist of ASCII letters, digits, `_`, `.` and `-`. The derive checks the name, but this function
    /// does not.
    #[must_use]
    pub const fn new(status: ErrorStatus, name: &'static str) -> Self {
        // A length beyond the end of the text means that the name is the whole text.
        displayed(status.as_u16(), name, [u32::MAX, 0, 0])
    }

    /// Returns the same definition with a message template for the documentation: `"Couldn't find {model} with
    /// ID={id}"`.
    #[must_use]
    pub const fn with_message(self, message: &'static str) -> Self {
        // The JSON of a derived definition has another message, so it is left out.
        let (texts, docs) = (self.name(), Some(self.docs()));
        Self { text: Text::Display, texts, message: DeclaredMessage::ByHand(message), docs, ..self }
    }

    /// Returns the same definition with the meaning of the error, in Markdown.
    #[must_use]
    pub const fn with_docs(self, docs: &'static str) -> Self {
        Self { docs: Some(docs), ..self }
    }

    /// Returns the same definition with these facts.
    #[must_use]
    pub const fn with_facts(self, facts: &'static [Fact]) -> Self {
        let code = Has(self.has.0 & Has::CODE.0);
        Self { facts: Some(facts), has: Has::of(facts).and(code), ..self }
    }

    /// Returns the same definition with a public code: the `{code}` of a [`Shape`](crate::Shape).
    #[must_use]
    pub const fn with_code(self, code: &'static str) -> Self {
        Self { code: Code::Text(code), has: self.has.and(Has::CODE), ..self }
    }

    /// Returns the same definition with a public code that is a number.
    #[must_use]
    pub const fn with_code_number(self, code: i64) -> Self {
        Self { code: Code::Number(code), has: self.has.and(Has::CODE), ..self }
    }

    /// Returns the same definition with this status. The derive writes `status = PATH` with it.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_status(self, status: ErrorStatus) -> Self {
        Self { status, ..self }
    }

    /// The row in a table that stands for the definitions of another type.
    #[doc(hidden)]
    pub const TRANSPARENT: Self = constant(500, "", [0, 0, 0]);

    pub(crate) const fn is_transparent(&self) -> bool {
        self.name().is_empty()
    }

    /// Returns the status of the answer.
    #[must_use]
    pub const fn status(&self) -> ErrorStatus {
        self.status
    }

    /// Returns the `error` member of the body.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        let start = if self.json_end() == 0 { 0 } else { BEFORE_NAME.len() };
        cut(cut(self.texts, start).1, self.name as usize).0
    }

    /// Returns the message as declared, with its placeholders: `"Couldn't find {model} with ID={id}"`.
    #[must_use]
    pub const fn message(&self) -> &'static str {
        match self.message {
            DeclaredMessage::ByHand(message) => message,
            DeclaredMessage::InTexts { message: IN_JSON, .. } => self.json().1,
            DeclaredMessage::InTexts { message, .. } => cut(self.texts_after_json(), message as usize).0,
        }
    }

    /// Returns the message of a constant, if it is in the JSON as it is. Such a message does not contain braces.
    pub(crate) const fn plain_message(&self) -> Option<&'static str> {
        match (self.text, self.message) {
            (Text::Constant, DeclaredMessage::InTexts { message: IN_JSON, .. }) => Some(self.json().1),
            _ => None,
        }
    }

    /// Returns the meaning of the error in Markdown, which is its doc comment.
    #[must_use]
    pub const fn docs(&self) -> &'static str {
        match (self.docs, self.message) {
            (Some(docs), _) => docs,
            (None, DeclaredMessage::ByHand(_) | DeclaredMessage::InTexts { message: IN_JSON, .. }) => {
                self.texts_after_json()
            }
            (None, DeclaredMessage::InTexts { message, .. }) => cut(self.texts_after_json(), message as usize).1,
        }
    }

    /// Returns the length of the JSON. It is zero if the texts begin with the name alone.
    const fn json_end(&self) -> usize {
        match self.message {
            DeclaredMessage::InTexts { json, .. } => json as usize,
            DeclaredMessage::ByHand(_) => 0,
        }
    }

    /// Returns the message, if it is not in the JSON, and the documentation.
    const fn texts_after_json(&self) -> &'static str {
        let json = self.json_end();
        cut(self.texts, if json == 0 { self.name as usize } else { json }).1
    }

    /// Returns the public code, if the declaration has one.
    #[must_use]
    pub const fn code(&self) -> Option<Code> {
        if self.has.has(Has::CODE) { Some(self.code) } else { None }
    }

    /// Returns the class of the error, if the declaration has one.
    #[must_use]
    pub fn error_type(&self) -> Option<&'static str> {
        self.find(|fact| if let Fact::Type(text) = fact { Some(*text) } else { None })
    }

    /// Returns the text that is the same for every occurrence of the error, if the declaration has one.
    #[must_use]
    pub fn title(&self) -> Option<&'static str> {
        self.find(|fact| if let Fact::Title(text) = fact { Some(*text) } else { None })
    }

    /// Returns the link for more to read, if the declaration has one.
    #[must_use]
    pub fn url(&self) -> Option<&'static str> {
        self.find(|fact| if let Fact::Url(text) = fact { Some(*text) } else { None })
    }

    /// Returns `true` if the name and the message were written for clients although the status is 500.
    #[must_use]
    pub const fn is_exposed(&self) -> bool {
        self.has.has(Has::EXPOSED)
    }

    fn find<T>(&self, fact: impl Fn(&'static Fact) -> Option<T>) -> Option<T> {
        self.facts().iter().find_map(fact)
    }

    /// Returns all other declared facts, in the order of the declaration.
    #[must_use]
    pub const fn facts(&self) -> &'static [Fact] {
        match self.facts {
            Some(facts) => facts,
            None => &[],
        }
    }

    /// Returns the declared level of the report, `log = "…"`. Returns `None` if the author declared no level.
    ///
    /// The level of a report without a declared level follows its status, see
    /// [`Report::level`](crate::report::Report::level).
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.facts().iter().find_map(|fact| match fact {
            Fact::Level(level) => Some(*level),
            _ => None,
        })
    }

    /// Returns the headers of every answer, name and value.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        self.facts().iter().filter_map(|fact| match fact {
            Fact::Header(name, value) => Some((*name, *value)),
            _ => None,
        })
    }

    pub(crate) const fn text(&self) -> Text {
        self.text
    }

    /// Returns `true` for a 500 whose name is never sent.
    pub(crate) const fn is_hidden(&self) -> bool {
        self.status.as_u16() == 500 && !self.has.has(Has::EXPOSED.and(Has::STATUS_FIELD))
    }

    /// Returns `true` if an answer has a body, but not a message.
    pub(crate) const fn is_without_message(&self) -> bool {
        self.has.has(Has::NO_MESSAGE)
    }

    /// Returns the JSON up to the message, and the JSON of the message with a mark for each placeholder.
    ///
    /// Both are empty if the definition is written by hand.
    pub(crate) const fn json(&self) -> (&'static str, &'static str) {
        let (frame, message) = cut(self.body(), BEFORE_NAME.len() + self.name as usize + BEFORE_MESSAGE.len());
        match self.text {
            Text::Constant => (frame, cut(message, message.len().saturating_sub(AFTER_MESSAGE.len())).0),
            Text::Template | Text::Display => (frame, message),
        }
    }

    /// Returns the JSON as far as it is known at compile time. It is empty if nothing is known.
    pub(crate) const fn body(&self) -> &'static str {
        cut(self.texts, self.json_end()).0
    }

    /// Returns `true` if every answer has this header, whose name is in lower case.
    pub(crate) const fn has_header(&self, wanted: &str) -> bool {
        let mut facts = self.facts();
        while let [fact, rest @ ..] = facts {
            match fact {
                Fact::Header(name, _) | Fact::HeaderField(name) if same(name, wanted) => return true,
                _ => facts = rest,
            }
        }
        false
    }

    pub(crate) const fn has_header_fields(&self) -> bool {
        self.has.has(Has::HEADERS)
    }

    pub(crate) const fn has_details(&self) -> bool {
        self.has.has(Has::DETAILS)
    }
}

/// Declares the functions that the derive writes rows with.
///
/// There are as many calls as errors. Functions that stand alone and call no other are the cheapest for the compiler to
/// look up and to run.
macro_rules! rows {
    ($($(#[$docs:meta])* $name:ident: $text:ident;)*) => {
        $(
            $(#[$docs])*
            #[must_use]
            pub const fn $name(code: u16, texts: &'static str, [name, json, message]: [u32; 3]) -> Definition {
                let status = match ErrorStatus::new(code) {
                    Some(status) => status,
                    None => ErrorStatus::INTERNAL_SERVER_ERROR,
                };
                Definition {
                    status,
                    text: Text::$text,
                    has: Has::NOTHING,
                    name,
                    texts,
                    message: DeclaredMessage::InTexts { json, message },
                    docs: None,
                    code: Code::Number(0),
                    facts: None,
                }
            }
        )*
    };
}

rows! {
    /// Makes a row without placeholders: the JSON is whole.
    constant: Constant;
    /// Makes a row with placeholders: the JSON ends with the message, and has U+0001 for each placeholder.
    template: Template;
    /// Makes a row whose message is the `Display`: the JSON has one mark.
    displayed: Display;
}

/// Makes the row of a rejection from its JSON. The message is only this reason phrase.
#[expect(clippy::cast_possible_truncation, reason = "the texts are ours, and short")]
pub(crate) const fn bare(code: u16, name: &str, json: &'static str) -> Definition {
    constant(code, json, [name.len() as u32, json.len() as u32, IN_JSON])
}

impl fmt::Debug for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Definition")
            .field("status", &self.status)
            .field("name", &self.name())
            .field("message", &self.message())
            .field("docs", &self.docs())
            .field("code", &self.code())
            .field("facts", &self.facts())
            .finish_non_exhaustive()
    }
}

/// An error for a name that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownName;

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no error has this name")
    }
}

impl core::error::Error for UnknownName {}
