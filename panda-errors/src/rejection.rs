//! [`Rejection`]: an error that the framework produced before a handler ran.

use alloc::string::String;
use core::any::Any;
use core::error::Error;
use core::fmt;

use crate::definition::bare;
use crate::status::registered;
use crate::{ApiError, Catalog, Cataloged, Definition, ErrorStatus};

/// An error that the framework produced before a handler could run, or a panic. Examples are a missing route, a wrong
/// method, malformed JSON and too large a body.
///
/// A rejection is an API error itself, and the default of every integration. Its name and message come from its status:
/// `{"error":"NotFound","message":"Not Found"}`. For names and messages of your own, convert a rejection into your
/// error type, and name the type at the setup of the integration:
///
/// ```
/// use panda_errors::{ApiError, Rejection};
///
/// #[derive(Debug, ApiError)]
/// enum AppError {
///     #[api(status = 404, name = "NoSuchPage", message = "There is nothing at this address")]
///     NoRoute,
///     #[api(transparent)]
///     Other(Rejection),
/// }
///
/// impl From<Rejection> for AppError {
///     fn from(rejection: Rejection) -> Self {
///         match rejection.status().as_u16() {
///             404 => Self::NoRoute,
///             _ => Self::Other(rejection),
///         }
///     }
/// }
/// ```
#[derive(Debug)]
pub struct Rejection {
    status: ErrorStatus,
    text: Option<Text>,
}

impl Rejection {
    /// Returns a rejection with this status.
    #[must_use]
    pub const fn new(status: ErrorStatus) -> Self {
        Self { status, text: None }
    }

    /// Sets the framework's text of the rejection. The text goes to the report. It may name types of Rust and repeat
    /// what the client sent, so an answer contains it only if you put it there.
    #[must_use]
    pub fn with_text(self, text: impl Into<String>) -> Self {
        Self { text: Some(Text(text.into())), ..self }
    }

    /// Returns the rejection for a handler that panicked with this payload.
    #[must_use]
    pub fn panicked(payload: &(dyn Any + Send)) -> Self {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Self::new(ErrorStatus::INTERNAL_SERVER_ERROR).with_text(text.unwrap_or("a panic without a text"))
    }

    /// Returns the status that the framework answers with.
    #[must_use]
    pub const fn status(&self) -> ErrorStatus {
        self.status
    }

    /// Returns the framework's text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.text.as_ref().map(|text| text.0.as_str())
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.status.reason())
    }
}

impl Error for Rejection {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.text.as_ref().map(|text| text as _)
    }
}

impl ApiError for Rejection {
    fn definition(&self) -> &'static Definition {
        refused(REFUSED, self)
    }

    fn status(&self) -> ErrorStatus {
        self.status
    }
}

/// The rejections that the frameworks answer with by themselves.
impl Cataloged for Rejection {
    const CATALOG: &'static Catalog = {
        static ROWS: [Definition; USUAL.len()] = rest(REFUSED, &[]);
        &Catalog::new("Rejection", &ROWS)
    };
}

/// The statuses that the frameworks answer with by themselves.
const USUAL: [u16; 8] = [400, 404, 405, 408, 413, 415, 422, 500];

/// Returns how many of the usual statuses are not claimed.
#[must_use]
pub const fn count_rest(claimed: &[u16]) -> usize {
    let mut count = 0;
    let mut usual: &[u16] = &USUAL;
    while let [code, more @ ..] = usual {
        if !contains(claimed, *code) {
            count += 1;
        }
        usual = more;
    }
    count
}

/// Returns the rows of the usual statuses that are not claimed.
#[must_use]
pub const fn rest<const COUNT: usize>(refused: &[Definition], claimed: &[u16]) -> [Definition; COUNT] {
    let mut rows = [Definition::TRANSPARENT; COUNT];
    let mut places: &mut [Definition] = &mut rows;
    let mut usual: &[u16] = &USUAL;
    while let [code, more @ ..] = usual {
        if !contains(claimed, *code)
            && let [place, others @ ..] = places
        {
            *place = row(refused, *code);
            places = others;
        }
        usual = more;
    }
    rows
}

const fn contains(codes: &[u16], wanted: u16) -> bool {
    let mut codes = codes;
    while let [code, rest @ ..] = codes {
        if *code == wanted {
            return true;
        }
        codes = rest;
    }
    false
}

/// Returns the definition of a rejection among these rows, which have one row for each registered code.
#[must_use]
pub fn refused(rows: &'static [Definition], rejection: &Rejection) -> &'static Definition {
    static UNKNOWN: Definition = Definition::TRANSPARENT;
    let rest = if rejection.status.is_server_error() { 599 } else { 499 };
    let find = |code: u16| rows.iter().find(|row| row.status() == code);
    find(rejection.status.as_u16()).or_else(|| find(rest)).unwrap_or(&UNKNOWN)
}

/// Returns the row of a registered code.
const fn row(rows: &[Definition], code: u16) -> Definition {
    let mut rows = rows;
    while let [row, rest @ ..] = rows {
        if row.status().as_u16() == code {
            return *row;
        }
        rows = rest;
    }
    Definition::TRANSPARENT
}

/// The framework's text, as the source of the rejection.
#[derive(Debug)]
struct Text(String);

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Text {}

macro_rules! bare {
    ($code:literal $reason:literal $name:literal) => {
        bare($code, $name, concat!(r#"{"error":""#, $name, r#"","message":""#, $reason, r#""}"#))
    };
}

macro_rules! definitions {
    ($($code:literal $constant:ident $reason:literal $name:literal,)*) => {
        /// A definition for each registered code, and a last definition for the other codes of each class. The message
        /// is only the reason phrase.
        pub const REFUSED: &[Definition] = &[
            $(bare!($code $reason $name),)*
            bare!(499 "Client Error" "ClientError"),
            bare!(599 "Server Error" "ServerError"),
        ];
    };
}

registered!(definitions);
