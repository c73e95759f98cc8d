//! [`Definition`]: the static facts of one error, a row of a type's table.

use crate::ErrorStatus;
use crate::const_str::same;

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
    facts: &'static [Fact],
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
struct Has {
    headers: bool,
    details: bool,
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
    /// The name of a member of `details`, and the Rust type of its value as written.
    Detail(&'static str, &'static str),
    /// Whether the same request may be sent again.
    Retry(Retry),
    /// How loud the report is.
    Level(Level),
    /// The status is the error's to say; that of the definition is what it says most of the time.
    StatusField,
    /// Fills the placeholders with the examples of the declaration.
    Example(fn(&mut crate::Visitor<'_>) -> core::fmt::Result),
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
    /// No report is made.
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

    /// Everything else that was declared, in the order of the declaration.
    #[must_use]
    pub const fn facts(&self) -> &'static [Fact] {
        self.facts
    }

    /// How loud the report is: as declared, else `Error` from 500 on and `Info` below.
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
                let has = Has { headers: false, details: false };
                Definition { status, text: Text::$text, has, name, message, body, docs, facts: &[] }
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
        let mut has = Self { headers: false, details: false };
        while let [fact, rest @ ..] = facts {
            match fact {
                Fact::HeaderField(_) => has.headers = true,
                Fact::Detail(..) => has.details = true,
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

impl core::fmt::Display for UnknownName {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("no error has this name")
    }
}

impl core::error::Error for UnknownName {}
