//! [`Reply`]: an error response, as a client receives it.
//!
//! A reply is read in three steps. [`json`](self::json) makes tokens of the body, as far as the body is JSON.
//! [`body`](self::body) walks the template of the shape beside the tokens. [`rows`](self::rows) searches the catalog
//! for the error. The steps cannot fail: a step that finds less leaves less for the next step.

mod body;
mod decode;
mod json;
mod line;
mod rows;
mod time;
mod unread;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;
use core::time::Duration;

use self::body::Found;
pub use self::decode::Decode;
use self::json::Json;
use self::line::OneLine;
use self::rows::Evidence;
use self::unread::Unread;
use crate::shape::tree::{self, Word};
use crate::{Answer, Catalog, Definition, Fact, FromValue, Retry, Value};

/// An error response that a client received.
///
/// Reading a response never fails, even if a gateway or a broken connection has changed it. [`reading`](Self::reading)
/// returns how much of the response is an error of the API.
///
/// ```
/// use panda_errors::{Cataloged, PandaError, PandaErrorKind, Reading, Reply};
///
/// let headers = [("content-type", "application/json")];
/// let body = br#"{"error":"RecordNotFound","message":"Couldn't find Video with ID=X"}"#;
/// let reply = Reply::read(PandaError::CATALOG, 404, headers, body).unwrap();
///
/// assert_eq!(reply.reading(), Reading::Known);
/// assert_eq!(reply.kind(), Some(PandaErrorKind::RecordNotFound));
/// assert_eq!(reply.to_string(), "404 RecordNotFound: Couldn't find Video with ID=X");
/// ```
///
/// A reply is not an [`ApiError`](crate::ApiError). So the text of another service does not reach your clients by
/// accident.
pub struct Reply(Box<Inner>);

struct Inner {
    status: u16,
    headers: Vec<(Box<str>, Box<[u8]>)>,
    body: Vec<u8>,
    shape: &'static crate::Shape,
    reading: Reading,
    /// The rows that the response may be. Several rows remain if the response does not distinguish them.
    rows: Vec<&'static Definition>,
    word: Option<String>,
    message: Option<String>,
    details: Option<Value>,
    code: Option<Value>,
    request_id: Option<String>,
    unread: Option<Unread>,
    source: Option<Box<dyn Error + Send + Sync>>,
}

/// A measure of how much of a response is an error of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reading {
    /// The response is an error of the catalog: its word, its status and its body agree.
    ///
    /// A gateway may send the same word, status and members. A [header](crate::Shape::header) of the shape that
    /// contains the word gives certainty.
    Known,
    /// The response is a 500 that shows nothing of the error. A 500 to a HEAD request looks the same.
    Internal,
    /// The response has the shape of the API, but its word is not in the catalog. Either the server is newer, or the
    /// shape does not send words.
    Unknown,
    /// The word of the response is in the catalog with another status.
    Contradiction,
    /// The response is without a body.
    Empty,
    /// The response is not from the API, or was damaged on the way.
    Foreign,
}

impl Reply {
    /// The most bytes of a body that are read, after decompression: 64 KiB.
    pub const MAX_BODY: usize = 64 * 1024;

    /// Reads a response. Returns `None` for a status below 400, which is not an error.
    ///
    /// ```
    /// use panda_errors::{Cataloged, PandaError, Reading, Reply};
    ///
    /// let page = b"<html>Bad Gateway</html>";
    /// let reply = Reply::read(PandaError::CATALOG, 502, [("content-type", "text/html")], page).unwrap();
    ///
    /// assert_eq!(reply.reading(), Reading::Foreign);
    /// assert_eq!(reply.to_string(), "502: the body is HTML or XML and not JSON");
    /// ```
    pub fn read<N: AsRef<str>, V: AsRef<[u8]>>(
        api: &'static Catalog,
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &[u8],
    ) -> Option<Self> {
        (status >= 400).then(|| Self::new(api, status, owned(headers), body, None))
    }

    /// Reads a response whose body comes from a reader, up to [`MAX_BODY`](Self::MAX_BODY). Returns `None` for a status
    /// below 400, without reading from the reader.
    ///
    /// An error of the reader becomes the source of the reply, which still has the status and the headers. A reader
    /// without a time limit may never end.
    ///
    /// ```
    /// use panda_errors::{Cataloged, PandaError, Reply};
    ///
    /// let headers = [("retry-after", "30")];
    /// let reply = Reply::read_from(PandaError::CATALOG, 503, headers, std::io::empty()).unwrap();
    /// assert_eq!(reply.retry_after().unwrap().as_secs(), 30);
    /// ```
    #[cfg(feature = "std")]
    pub fn read_from<N: AsRef<str>, V: AsRef<[u8]>>(
        api: &'static Catalog,
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: impl std::io::Read,
    ) -> Option<Self> {
        (status >= 400).then(|| Self::receive(api, status, headers, body))
    }

    /// Reads the body of an error response.
    #[cfg(feature = "std")]
    pub(crate) fn receive<N: AsRef<str>, V: AsRef<[u8]>>(
        api: &'static Catalog,
        status: u16,
        headers: impl IntoIterator<Item = (N, V)>,
        body: impl std::io::Read,
    ) -> Self {
        let mut bytes = Vec::new();
        // One more byte shows that the body is longer.
        let result = std::io::Read::read_to_end(&mut std::io::Read::take(body, Self::MAX_BODY as u64 + 1), &mut bytes);
        Self::received(api, status, owned(headers), &bytes, result.err().map(Into::into))
    }

    /// Returns the reply that a client reads from an answer, for tests.
    ///
    /// ```
    /// use panda_errors::{Answer, ApiError, Cataloged, Reply};
    ///
    /// #[derive(Debug, PartialEq, ApiError)]
    /// #[api(status = 413, message = "The limit is {limit} bytes", details, decode)]
    /// struct TooLarge { limit: u64 }
    ///
    /// let reply = Reply::of(TooLarge::CATALOG, &Answer::of(&TooLarge { limit: 7 }));
    /// assert_eq!(reply.decode(), Some(TooLarge { limit: 7 }));
    /// ```
    #[must_use]
    pub fn of(api: &'static Catalog, answer: &Answer) -> Self {
        Self::new(api, answer.status().as_u16(), owned(answer.headers()), answer.body(), None)
    }

    /// Reads what a transport received, with the error that stopped it.
    #[cfg(feature = "std")]
    pub(crate) fn received(
        api: &'static Catalog,
        status: u16,
        headers: Vec<(Box<str>, Box<[u8]>)>,
        body: &[u8],
        source: Option<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        let unread = source.is_some().then_some(Unread::BreaksOff(body.len()));
        let mut reply = Self::new(api, status, headers, body, unread);
        reply.0.source = source;
        reply
    }

    fn new(
        api: &'static Catalog,
        status: u16,
        headers: Vec<(Box<str>, Box<[u8]>)>,
        body: &[u8],
        unread: Option<Unread>,
    ) -> Self {
        let (body, is_long) =
            body.split_at_checked(Self::MAX_BODY).map_or((body, false), |(body, rest)| (body, !rest.is_empty()));
        let mut reply = Self(Box::new(Inner {
            status,
            headers,
            body: body.into(),
            shape: api.shape(),
            reading: Reading::Foreign,
            rows: Vec::new(),
            word: None,
            message: None,
            details: None,
            code: None,
            request_id: None,
            unread: unread.or(is_long.then_some(Unread::TooLong)),
            source: None,
        }));
        reply.understand(api);
        reply
    }

    /// Finds the error that the response is.
    fn understand(&mut self, api: &'static Catalog) {
        let shape = api.shape();
        let body = core::mem::take(&mut self.0.body);
        let (text, invalid) = text(&body);
        let json = Json::read(text);
        let tree = shape.tree();
        let found = tree.as_ref().map(|tree| Found::read(tree, json.root())).unwrap_or_default();
        let header = |(name, value): (&'static str, &'static str)| {
            (name, tree::header(value), self.header(name).map(String::from))
        };
        let headers: Vec<_> = shape.headers().map(header).collect();
        let evidence = Evidence { shape, status: self.0.status, found: &found, headers: &headers };

        let broken = self.0.unread.take();
        let is_empty = body.is_empty() && broken.is_none();
        let unread = broken.or_else(|| self.foreign(&body)).or(invalid);
        let unread = unread.or_else(|| tree.is_some().then(|| json.fault.clone()).flatten());
        let unread = unread.or_else(|| self.content_type(shape.media_type()));
        let unread = unread.or_else(|| json.doubled().map(Unread::Doubled));

        let all: Vec<&'static Definition> = api.definitions().collect();
        let mut rows = evidence.rows(&all);
        let misfit = |row| evidence.misfit(Some(row)).or_else(|| evidence.header_misfit(row));
        let (reading, unread) = if self.is_hidden(&evidence, is_empty, unread.is_none()) {
            (Reading::Internal, None)
        } else if is_empty {
            (Reading::Empty, None)
        } else if let Some(unread) = unread {
            (Reading::Foreign, Some(unread))
        } else if let Some(row) = rows.first().copied() {
            misfit(row).map_or((Reading::Known, None), |unread| (Reading::Foreign, Some(unread)))
        } else if let Some(misfit) = evidence.misfit(None) {
            (Reading::Foreign, Some(misfit))
        } else if all.iter().any(|row| evidence.has_word_of(row)) || !evidence.has_own_status() {
            (Reading::Contradiction, Some(Unread::Status))
        } else {
            (Reading::Unknown, None)
        };
        if reading != Reading::Known {
            rows.clear();
        }
        let known = rows.first().copied();
        let reply = &mut *self.0;
        reply.message = evidence.message();
        reply.word = evidence.word().or_else(|| evidence.word_of(known?));
        reply.details = evidence.details(known);
        reply.code = found.value(|found, _| found.hole.words.first() == Some(&Word::Code)).cloned();
        reply.request_id = evidence.text(&Word::RequestId).map(Cow::into_owned);
        reply.rows = rows;
        reply.reading = reading;
        reply.unread = unread;
        drop(found);
        reply.body = body;
    }

    /// Returns `true` if the response is the 500 that shows nothing of the error.
    fn is_hidden(&self, evidence: &Evidence<'_>, is_empty: bool, is_read: bool) -> bool {
        let has_id = || self.header("x-request-id").is_some();
        if self.0.status != 500 {
            return false;
        }
        if evidence.shape.is_panda() {
            return is_empty && has_id();
        }
        let hidden = evidence.shape.hidden();
        let has_word = evidence.has_word_of(hidden) || (evidence.word_of(hidden).is_none() && has_id());
        let has_message = evidence.message().is_none_or(|message| message == hidden.message());
        let misfit = || evidence.misfit(Some(hidden)).or_else(|| evidence.header_misfit(hidden));
        is_read && has_word && has_message && misfit().is_none()
    }

    /// Returns why a body is not JSON, if its content shows it: it is compressed, or it is markup.
    fn foreign(&self, body: &[u8]) -> Option<Unread> {
        let is_coded = |coding: &str| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity");
        let trimmed = body.trim_ascii_start();
        match body {
            [] => None,
            [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Unread::Compressed),
            _ if self.header("content-encoding").is_some_and(is_coded) && core::str::from_utf8(body).is_err() => {
                Some(Unread::Compressed)
            }
            _ if trimmed.starts_with(b"<") && !self.0.shape.is_custom() => Some(Unread::Markup),
            _ => None,
        }
    }

    /// Returns the mistake in the content type, if it is wrong. The shape's own content type, `application/json` and
    /// every `+json` are accepted.
    fn content_type(&self, wanted: &str) -> Option<Unread> {
        let essence = |text: &str| text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let mut values = self.headers("content-type");
        let value = values.next().map(|value| String::from_utf8_lossy(value).into_owned());
        // A server in between may have joined two headers. A comma in quotes is a part of a parameter.
        let is_list = |value: &String| value.split('"').step_by(2).any(|unquoted| unquoted.contains(','));
        if values.next().is_some() || value.as_ref().is_some_and(is_list) {
            return Some(Unread::ContentTypes);
        }
        let Some(value) = value else { return Some(Unread::ContentType(None)) };
        let media_type = essence(&value);
        let is_json = media_type == "application/json" || media_type.ends_with("+json");
        let fits = media_type == essence(wanted) || is_json && !self.0.shape.is_custom();
        (!fits).then_some(Unread::ContentType(Some(value)))
    }

    /// Sets the source of the reply to the error of the client that stopped the body.
    #[must_use]
    pub fn with_source(mut self, error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.0.source = Some(error.into());
        self
    }

    /// Returns the status of the response, 400 or more.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// Returns how much of the response is an error of the API.
    #[must_use]
    pub fn reading(&self) -> Reading {
        self.0.reading
    }

    /// Returns the definition of the error, if the reading is [`Known`](Reading::Known).
    #[must_use]
    pub fn definition(&self) -> Option<&'static Definition> {
        self.0.rows.first().copied()
    }

    /// Returns the word that names the error in the response: the public code, else the name. The catalog may not know
    /// the word.
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        self.0.word.as_deref()
    }

    /// Returns the message if it could be read. It may come from a server in between.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// Returns a detail, if it is there and has this type.
    ///
    /// ```
    /// use panda_errors::{Cataloged, PandaError, Reply};
    ///
    /// let headers = [("content-type", "application/json")];
    /// let body = br#"{"error":"QuotaExceeded","message":"The quota is 5 videos","details":{"quota":5}}"#;
    /// let reply = Reply::read(PandaError::CATALOG, 403, headers, body).unwrap();
    ///
    /// assert_eq!(reply.word(), Some("QuotaExceeded"));
    /// assert_eq!(reply.detail::<u64>("quota"), Some(5));
    /// assert_eq!(reply.detail::<String>("quota"), None);
    /// ```
    #[must_use]
    pub fn detail<T: FromValue>(&self, key: &str) -> Option<T> {
        T::from_value(self.value(key)?)
    }

    fn value(&self, key: &str) -> Option<&Value> {
        match self.0.details.as_ref()? {
            value if self.bare_key() == Some(key) => Some(value),
            Value::Object(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Returns the key of the only detail, if its value stands alone.
    fn bare_key(&self) -> Option<&'static str> {
        self.definition().filter(|_| !self.0.shape.is_panda()).and_then(rows::bare_key)
    }

    /// Returns the details: an object, or a single value if the shape sends one in the place of an object.
    #[must_use]
    pub fn details(&self) -> Option<&Value> {
        self.0.details.as_ref()
    }

    /// Returns the name of the error as a kind, if the reading is [`Known`](Reading::Known) and the kind has the name.
    #[must_use]
    pub fn kind<K: for<'a> TryFrom<&'a str>>(&self) -> Option<K> {
        K::try_from(self.definition()?.name()).ok()
    }

    /// Returns the error as the value that the server sent, if the reading is [`Known`](Reading::Known) and the error is
    /// of this type.
    ///
    /// Returns `None` if a detail is missing or has the wrong type.
    #[must_use]
    pub fn decode<E: Decode>(&self) -> Option<E> {
        E::decode(self)
    }

    /// Returns the first header of this name, if it is UTF-8.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name))?;
        core::str::from_utf8(value).ok()
    }

    /// Returns every header of this name.
    pub fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        let headers = self.0.headers.iter();
        headers.filter(move |(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_ref())
    }

    /// Returns the id of the request, for the support of the API: the `x-request-id` header, else the id in the body.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.header("x-request-id").or(self.0.request_id.as_deref())
    }

    /// Returns the time to wait in the `Retry-After` header (RFC 9110 §10.2.3). A date is compared with the `Date` of
    /// the same response, so the clock of the client does not matter. If there are several times, the longest counts.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        let values = self.headers("retry-after").filter_map(|value| core::str::from_utf8(value).ok());
        values.filter_map(|value| time::retry_after(value, self.header("date"))).max()
    }

    /// Returns the least time to wait before the same request is sent again. Returns `None` if it must not be sent
    /// again.
    ///
    /// The definition of a known error decides. Otherwise the status decides: a request may be sent again after 408,
    /// 425, 429, 500, 502, 503 and 504 if it is idempotent. After a 429 with `Retry-After` it may be sent again even if
    /// it is not idempotent. You decide how often, how much longer, and the longest time.
    ///
    /// ```
    /// use panda_errors::{Cataloged, PandaError, Reply};
    ///
    /// let reply = Reply::read(PandaError::CATALOG, 503, [("retry-after", "2")], b"").unwrap();
    /// assert_eq!(reply.retry(true).unwrap().as_secs(), 2);
    /// assert_eq!(reply.retry(false), None);
    /// ```
    #[must_use]
    pub fn retry(&self, idempotent: bool) -> Option<Duration> {
        let stated = self.definition().into_iter().flat_map(Definition::facts).find_map(|fact| match fact {
            Fact::Retry(retry) => Some(*retry),
            _ => None,
        });
        let after = self.retry_after();
        let may_retry = match (stated, self.0.status) {
            (Some(Retry::Safe | Retry::After), _) => true,
            (None, 429) => idempotent || after.is_some(),
            (None, 408 | 425 | 500 | 502 | 503 | 504) => idempotent,
            (Some(Retry::Never) | None, _) => false,
        };
        may_retry.then(|| after.unwrap_or_default())
    }

    /// Returns the body, at most [`MAX_BODY`](Self::MAX_BODY) bytes of it.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// Returns the rows that the response may be.
    pub(crate) fn rows(&self) -> &[&'static Definition] {
        &self.0.rows
    }

    /// Returns the row of one type that the response is. Returns `None` if it is not one of these rows, or may be
    /// several of them.
    pub(crate) fn row_of(&self, rows: &[&'static Definition]) -> Option<usize> {
        let is_row = |row: &Definition| self.rows().iter().any(|found| rows::is_same(found, row));
        let mut found = rows.iter().enumerate().filter(|(_, row)| is_row(row)).map(|(index, _)| index);
        found.next().filter(|_| found.next().is_none())
    }

    /// Returns a field of the error from its detail. Shapes other than Panda's leave a detail out if it is `None`.
    pub(crate) fn field<T: FromValue>(&self, key: &str) -> Option<T> {
        match self.value(key) {
            Some(value) => T::from_value(value),
            None if self.0.shape.is_panda() => None,
            None => T::from_value(&Value::Null),
        }
    }

    /// Returns the public code, for a field that decides it.
    pub(crate) fn code<T: FromValue>(&self) -> Option<T> {
        T::from_value(self.0.code.as_ref()?)
    }
}

/// Returns the text of a header as it was before the server encoded it. Visible ASCII is never encoded, so `%41` stays
/// as it is.
pub(crate) fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, behind)) = rest.split_once('%') {
        bytes.extend_from_slice(before.as_bytes());
        let byte = behind.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (byte, behind.get(2..)) {
            (Some(byte), Some(behind)) if !matches!(byte, b'\t' | b' '..=b'~') => {
                bytes.push(byte);
                rest = behind;
            }
            _ => {
                bytes.push(b'%');
                rest = behind;
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    String::from_utf8(bytes).unwrap_or_else(|_| value.into())
}

/// Returns the headers as values of the reply.
pub(crate) fn owned<N: AsRef<str>, V: AsRef<[u8]>>(
    headers: impl IntoIterator<Item = (N, V)>,
) -> Vec<(Box<str>, Box<[u8]>)> {
    headers.into_iter().map(|(name, value)| (name.as_ref().into(), value.as_ref().into())).collect()
}

/// Returns the text of a body, and the mistake in the bytes behind the text.
fn text(body: &[u8]) -> (&str, Option<Unread>) {
    match core::str::from_utf8(body) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.valid_up_to();
            let text = body.get(..at).and_then(|body| core::str::from_utf8(body).ok()).unwrap_or_default();
            let unread = if error.error_len().is_some() { Unread::NotUtf8(at) } else { Unread::BreaksOff(at) };
            (text, Some(unread))
        }
    }
}

/// Prints one line: the status, the word, the message, and why the response is not an error of the API.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.status)?;
        if let Some(word) = self.word() {
            write!(f, " {}", OneLine(word))?;
        }
        f.write_str(": ")?;
        match (self.message(), self.0.reading, &self.0.unread) {
            (Some(message), Reading::Foreign, Some(unread)) => write!(f, "{} ({unread})", OneLine(message)),
            (Some(message), ..) => OneLine(message).fmt(f),
            (None, _, Some(unread)) => unread.fmt(f),
            (None, Reading::Internal, _) => f.write_str("an internal error of the server"),
            (None, Reading::Empty, _) => f.write_str("the body is empty"),
            (None, ..) => f.write_str("there is no message"),
        }
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.0.status)
            .field("reading", &self.0.reading)
            .field("word", &self.word().map(OneLine))
            .field("message", &self.message().map(OneLine))
            .field("request_id", &self.request_id().map(OneLine))
            .field("body_length", &self.0.body.len())
            .field("source", &self.source().map(|source| Cow::<str>::Owned(alloc::format!("{source}"))))
            .finish_non_exhaustive()
    }
}

/// The source is the error that stopped the body, or why the response is not an error of the API.
impl Error for Reply {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match (&self.0.source, &self.0.unread) {
            (Some(source), _) => Some(&**source),
            (None, Some(unread)) => Some(unread),
            (None, None) => None,
        }
    }
}
