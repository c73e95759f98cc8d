//! [`Definition`]: the static facts of one error, a row of a type's table.

use core::fmt;

use crate::const_str::same;
use crate::{ErrorStatus, JsonType};

/// The static facts of one error: status, name, message template, documentation.
///
/// The derive makes one per variant. For an error of your own making, [`new`](Definition::new) and a `static` do:
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
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    status: ErrorStatus,
    text: Text,
    has: Has,
    name: &'static str,
    message: &'static str,
    body: &'static str,
    docs: &'static str,
    code: Option<Code>,
    facts: &'static [Fact],
}

/// The public code of an error, for shapes that send one beside the name or in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A JSON string: `"HE_02"`.
    Text(&'static str),
    /// A JSON number: `10023`.
    Number(i64),
}

/// The code without quotes: `HE_02`, `10023`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(code) => f.write_str(code),
            Self::Number(code) => code.fmt(f),
        }
    }
}

/// Where the message comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    /// It is all in the definition, and so is the body.
    Constant,
    /// The definition has the text around the placeholders.
    Template,
    /// It is the error's own `Display`.
    Display,
}

/// What `visit` has beside placeholders: asked once, in a constant, so that an error without pays nothing.
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

/// One more fact of an error, beside status, name and message.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Fact {
    /// What a person can do about it.
    Help(&'static str),
    /// Where to read more.
    Url(&'static str),
    /// The version of the API that introduced the error.
    Since(&'static str),
    /// The error is not sent any more, or will not be; why, or what stands in its place.
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
    /// The error has no message, although its status is sent.
    WithoutMessage,
    /// Whether the same request may be sent again.
    Retry(Retry),
    /// How loud the report is.
    Level(Level),
    /// The status is the error's to say; that of the definition is what it says most of the time.
    StatusField,
    /// Fills the placeholders with the examples of the declaration.
    Example(fn(&mut crate::Visitor<'_>) -> fmt::Result),
}

/// Whether the same request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// The answer will be the same.
    Never,
    /// Yes, after the time that `Retry-After` says.
    After,
    /// Yes, at once: nothing was done.
    Safe,
}

/// How loud a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// No report is made, except of a 500: every 500 is reported, at the level `Error`.
    Off,
    /// For whoever looks for it.
    Debug,
    /// Of interest in the long run.
    Info,
    /// Somebody should look at it some day.
    Warn,
    /// Somebody should look at it now.
    Error,
}

impl Definition {
    /// A definition whose message is the error's `Display`.
    ///
    /// The name is ASCII letters, digits, `_`, `.` and `-`; the derive checks it, here it is yours to keep.
    #[must_use]
    pub const fn new(status: ErrorStatus, name: &'static str) -> Self {
        displayed(status.as_u16(), name, "", "", "")
    }

    /// The same definition with a message template for the documentation: `"Couldn't find {model} with ID={id}"`.
    #[must_use]
    pub const fn with_message(self, message: &'static str) -> Self {
        Self { message, ..self }
    }

    /// The same definition with what the error means, in Markdown.
    #[must_use]
    pub const fn with_docs(self, docs: &'static str) -> Self {
        Self { docs, ..self }
    }

    /// The same definition with these facts.
    #[must_use]
    pub const fn with_facts(self, facts: &'static [Fact]) -> Self {
        Self { facts, has: Has::of(facts), ..self }
    }

    /// The same definition with a public code: the `{code}` of a [`Shape`](crate::Shape).
    #[must_use]
    pub const fn with_code(self, code: &'static str) -> Self {
        Self { code: Some(Code::Text(code)), ..self }
    }

    /// The same definition with a public code that is a number.
    #[must_use]
    pub const fn with_code_number(self, code: i64) -> Self {
        Self { code: Some(Code::Number(code)), ..self }
    }

    /// The same definition with this status: how the derive writes `status = PATH`.
    #[doc(hidden)]
    #[must_use]
    pub const fn with_status(self, status: ErrorStatus) -> Self {
        Self { status, ..self }
    }

    /// The place in a table where another type's definitions belong.
    #[doc(hidden)]
    pub const TRANSPARENT: Self = constant(500, "", "", "", "");

    pub(crate) const fn is_transparent(&self) -> bool {
        self.name.is_empty()
    }

    /// The status of the answer.
    #[must_use]
    pub const fn status(&self) -> ErrorStatus {
        self.status
    }

    /// The `error` member of the body.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The message as declared, with its placeholders: `"Couldn't find {model} with ID={id}"`.
    #[must_use]
    pub const fn message(&self) -> &'static str {
        self.message
    }

    /// What the error means, in Markdown: the doc comment.
    #[must_use]
    pub const fn docs(&self) -> &'static str {
        self.docs
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
        self.facts.iter().find_map(fact)
    }

    /// Everything else that was declared, in the order of the declaration.
    #[must_use]
    pub const fn facts(&self) -> &'static [Fact] {
        self.facts
    }

    /// Returns the declared level of the report, `log = "…"`. Returns `None` if the author declared no level.
    ///
    /// The level of a report without a declared level follows its status, see
    /// [`Report::level`](crate::report::Report::level).
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.facts.iter().find_map(|fact| match fact {
            Fact::Level(level) => Some(*level),
            _ => None,
        })
    }

    /// The headers that every answer has, name and value.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        self.facts.iter().filter_map(|fact| match fact {
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

    /// Returns `true` if an answer has no message although it has a body.
    pub(crate) const fn is_without_message(&self) -> bool {
        !self.has.message
    }

    /// The JSON up to the message, and the JSON of the message with a mark for each placeholder. Both are empty if the
    /// definition is written by hand.
    pub(crate) fn json(&self) -> (&'static str, &'static str) {
        const FRAME: usize = r#"{"error":"","message":""#.len();
        let (frame, message) = self.body.split_at_checked(FRAME + self.name.len()).unwrap_or_default();
        let end = if self.text == Text::Constant { "\"}" } else { "" };
        (frame, message.strip_suffix(end).unwrap_or(message))
    }

    /// The JSON as far as it is known at compile time; empty where that is not at all.
    pub(crate) const fn body(&self) -> &'static str {
        self.body
    }

    /// Whether every answer has this header, whose name is in lower case.
    pub(crate) const fn has_header(&self, wanted: &str) -> bool {
        let mut facts = self.facts;
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

/// How the derive writes a row: functions that stand alone and call no other are the cheapest for the compiler to look up
/// and to run, and there are as many calls as errors.
macro_rules! rows {
    ($($(#[$docs:meta])* $name:ident: $text:ident;)*) => {
        $(
            $(#[$docs])*
            #[must_use]
            pub const fn $name(
                code: u16,
                name: &'static str,
                message: &'static str,
                body: &'static str,
                docs: &'static str,
            ) -> Definition {
                let status = match ErrorStatus::new(code) {
                    Some(status) => status,
                    None => ErrorStatus::INTERNAL_SERVER_ERROR,
                };
                let has = Has { headers: false, details: false, exposed: false, message: true, status: false };
                Definition { status, text: Text::$text, has, name, message, body, docs, code: None, facts: &[] }
            }
        )*
    };
}

rows! {
    /// A row without placeholders; `body` is the JSON.
    constant: Constant;
    /// A row with placeholders; `body` is the JSON up to the end of the message, with U+0001 for each.
    template: Template;
    /// A row whose message is the `Display`; `body` has one mark.
    displayed: Display;
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

/// No error has the name that was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownName;

impl fmt::Display for UnknownName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no error has this name")
    }
}

impl core::error::Error for UnknownName {}
