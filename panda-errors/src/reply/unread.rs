//! [`Unread`]: why a response is not an error of the API, in words.

use alloc::string::String;
use core::error::Error;
use core::fmt;

use super::line::OneLine;

/// A reason why a response is not an error of the API. It is the source of a [`Reply`](super::Reply) without another
/// source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    /// The text ends after so many bytes.
    BreaksOff(usize),
    /// The byte at this place is wrong.
    Unexpected(usize),
    /// The bytes from this place on are not UTF-8.
    NotUtf8(usize),
    TooDeep,
    TooLong,
    Compressed,
    Markup,
    /// The name of a member that stands twice.
    Doubled(String),
    /// The content type, if the response has one.
    ContentType(Option<String>),
    ContentTypes,
    /// The name of the member that is missing or has another value.
    Member(String),
    Header(&'static str),
    Status,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BreaksOff(at) => write!(f, "the body breaks off after {at} bytes"),
            Self::Unexpected(at) => write!(f, "the body is not JSON from byte {at} on"),
            Self::NotUtf8(at) => write!(f, "the body is not UTF-8 from byte {at} on"),
            Self::TooDeep => f.write_str("the body has more than 128 levels"),
            Self::TooLong => f.write_str("the body has more than 64 KiB"),
            Self::Compressed => f.write_str("the body is compressed; let the client decompress it"),
            Self::Markup => f.write_str("the body is HTML or XML and not JSON"),
            Self::Doubled(name) => write!(f, "the member `{}` stands in one object twice", OneLine(name)),
            Self::ContentType(Some(text)) => write!(f, "the content type is `{}`", OneLine(text)),
            Self::ContentType(None) => f.write_str("there is no content type"),
            Self::ContentTypes => f.write_str("there are several content types"),
            Self::Member(name) if name.is_empty() => f.write_str("the body has another JSON type"),
            Self::Member(name) => write!(f, "the member `{}` is missing or has another value", OneLine(name)),
            Self::Header(name) => write!(f, "the header `{name}` is missing or has another value"),
            Self::Status => f.write_str("the error has another status"),
        }
    }
}

impl Error for Unread {}
