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
    /// All texts of a row in one string, so that a row has one pointer instead of four.
    texts: &'static str,
    ends: Ends,
    /// The message that is set by hand. It replaces the message in `texts`.
    message: Option<&'static str>,
    /// The documentation that is set by hand. It replaces the documentation in `texts`.
    docs: Option<&'static str>,
    code: Option<Code>,
    facts: Option<&'static [Fact]>,
}

/// The lengths of the parts of the texts: the JSON with the name in it, and the message. The rest is the documentation.
///
/// If a definition does not have JSON, the first part is the name alone. The JSON of a constant usually contains its
/// message unchanged. The message is then not repeated, and its length is [`IN_JSON`].
#[derive(Clone, Copy, Debug)]
struct Ends {
    name: u32,
    json: u32,
    message: u32,
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

/// The values that `visit` shows beside placeholders. They are asked for once, in a constant, so that errors without
/// them cost nothing.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one for each question")]
struct Has {
    headers: bool,
    details: bool,
    exposed: bool,
    message: bool,
    /// A field decides the status.
    status: bool,
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
        Self { message: Some(message), ..self }
    }

    /// Returns the same definition with the meaning of the error, in Markdown.
    #[must_use]
    pub const fn with_docs(self, docs: &'static str) -> Self {
        Self { docs: Some(docs), ..self }
    }

    /// Returns the same definition with these facts.
    #[must_use]
    pub const fn with_facts(self, facts: &'static [Fact]) -> Self {
        Self { facts: Some(facts), has: Has::of(facts), ..self }
    }

    /// Returns the same definition with a public code: the `{code}` of a [`Shape`](crate::Shape).
    #[must_use]
    pub const fn with_code(self, code: &'static str) -> Self {
        Self { code: Some(Code::Text(code)), ..self }
    }

    /// Returns the same definition with a public code that is a number.
    #[must_use]
    pub const fn with_code_number(self, code: i64) -> Self {
        Self { code: Some(Code::Number(code)), ..self }
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
        let start = if self.ends.json == 0 { 0 } else { BEFORE_NAME.len() };
        cut(cut(self.texts, start).1, self.ends.name as usize).0
    }

    /// Returns the message as declared, with its placeholders: `"Couldn't find {model} with ID={id}"`.
    #[must_use]
    pub const fn message(&self) -> &'static str {
        match self.message {
            Some(message) => message,
            None if self.ends.message == IN_JSON => {
                let (_, message) = self.json();
                message
            }
            None => cut(self.texts_after_json(), self.ends.message as usize).0,
        }
    }

    /// Returns the meaning of the error in Markdown, which is its doc comment.
    #[must_use]
    pub const fn docs(&self) -> &'static str {
        match self.docs {
            Some(docs) => docs,
            None if self.ends.message == IN_JSON => self.texts_after_json(),
            None => cut(self.texts_after_json(), self.ends.message as usize).1,
        }
    }

    /// Returns the message, if it is not in the JSON, and the documentation.
    const fn texts_after_json(&self) -> &'static str {
        let end = if self.ends.json == 0 { self.ends.name } else { self.ends.json };
        cut(self.texts, end as usize).1
    }

    /// Returns the public code, if the declaration has one.
    #[must_use]
    pub const fn code(&self) -> Option<Code> {
        self.code
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
        self.has.exposed
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
        self.status.as_u16() == 500 && !self.has.exposed && !self.has.status
    }

    /// Returns `true` if an answer has a body, but not a message.
    pub(crate) const fn is_without_message(&self) -> bool {
        !self.has.message
    }

    /// Returns the JSON up to the message, and the JSON of the message with a mark for each placeholder.
    ///
    /// Both are empty if the definition is written by hand.
    pub(crate) const fn json(&self) -> (&'static str, &'static str) {
        let (frame, message) = cut(self.body(), BEFORE_NAME.len() + self.ends.name as usize + BEFORE_MESSAGE.len());
        match self.text {
            Text::Constant => (frame, cut(message, message.len().saturating_sub(AFTER_MESSAGE.len())).0),
            Text::Template | Text::Display => (frame, message),
        }
    }

    /// Returns the JSON as far as it is known at compile time. It is empty if nothing is known.
    pub(crate) const fn body(&self) -> &'static str {
        cut(self.texts, self.ends.json as usize).0
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
        self.has.headers
    }

    pub(crate) const fn has_details(&self) -> bool {
        self.has.details
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
                let has = Has { headers: false, details: false, exposed: false, message: true, status: false };
                let ends = Ends { name, json, message };
                Definition { status, text: Text::$text, has, texts, ends, message: None, docs: None, code: None, facts: None }
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
            .field("code", &self.code)
            .field("facts", &self.facts())
            .finish_non_exhaustive()
    }
}

impl Has {
    const fn of(mut facts: &[Fact]) -> Self {
        let mut has = Self { headers: false, details: false, exposed: false, message: true, status: false };
        while let [fact, rest @ ..] = facts {
            match fact {
                Fact::HeaderField(_) => has.headers = true,
                Fact::Detail(..) | Fact::CodeField => has.details = true,
                Fact::Exposed => has.exposed = true,
                Fact::StatusField => has.status = true,
                Fact::WithoutMessage => has.message = false,
                _ => {}
            }
            facts = rest;
        }
        has
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
