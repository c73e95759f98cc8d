//! [`Answer`]: what a server sends for an error.

mod example;

use alloc::borrow::Cow;

use self::example::Example;
use crate::header::{CHALLENGE, DEFAULTS, Headers, is_visible, may_be_sent, may_set};
use crate::message;
use crate::sink::Fault;
use crate::{ApiError, Definition, ErrorStatus};

/// What a server sends for an error: status, headers and body.
///
/// An integration translates an answer and decides nothing. To make one is to fail the request, so it also makes the
/// [report](crate::report).
///
/// ```
/// use panda_errors::{Answer, PandaError};
///
/// let answer = Answer::of(&PandaError::record_not_found("Video", "X"));
/// assert_eq!(answer.status(), 404);
/// assert_eq!(answer.body(), br#"{"error":"RecordNotFound","message":"Couldn't find Video with ID=X"}"#);
/// assert!(answer.headers().any(|header| header == ("content-type", "application/json")));
/// ```
#[derive(Clone, Debug)]
pub struct Answer {
    status: ErrorStatus,
    definition: Option<&'static Definition>,
    headers: Headers,
    #[cfg(feature = "std")]
    id: Option<crate::report::Id>,
    body: Cow<'static, [u8]>,
}

const CONTENT_TYPE: (&str, &str) = ("content-type", "application/json");

impl Answer {
    /// The answer for an error.
    ///
    /// A 500 has no body. So has an error whose message cannot be rendered, because its `Display` fails, panics or
    /// does not end: it is answered with a 500.
    #[must_use]
    pub fn of(error: &dyn ApiError) -> Self {
        let rendered = Self::render(error);
        #[cfg(feature = "std")]
        return Self::reported(error, rendered);
        #[cfg(not(feature = "std"))]
        rendered.unwrap_or_else(|_| Self::empty())
    }

    /// Gives the answer its id, that of the request or for a 500 its own, and makes the report.
    #[cfg(feature = "std")]
    fn reported(error: &dyn ApiError, rendered: Result<Self, Fault>) -> Self {
        use crate::report::{Id, Report, Request};

        let fault = rendered.as_ref().err().copied();
        let mut answer = rendered.unwrap_or_else(|_| Self::empty());
        let request = Request::current();
        answer.id = match &request {
            Some(request) => Some(request.id().clone()),
            None => (answer.status == ErrorStatus::INTERNAL_SERVER_ERROR).then(Id::random),
        };
        let (id, request) = (answer.id.as_ref(), request.as_ref());
        Report { error, status: answer.status, id, request, fault }.send();
        answer
    }

    /// The answer for an error of this definition, with the values of its `example` attributes: what its documentation
    /// shows. `None` where a value has no example.
    ///
    /// No request has failed, so nothing is reported.
    ///
    /// ```
    /// use panda_errors::{Answer, Cataloged, PandaError};
    ///
    /// let definition = PandaError::CATALOG.definitions().find(|definition| definition.status() == 413).unwrap();
    /// let example = Answer::example(definition).unwrap();
    /// assert_eq!(
    ///     example.body(),
    ///     br#"{"error":"FileSizeLimitExceeded","message":"File size limit for this account is set to 10485760 bytes"}"#,
    /// );
    /// ```
    #[must_use]
    pub fn example(definition: &'static Definition) -> Option<Self> {
        Self::render(&Example::of(definition)?).ok()
    }

    fn render(error: &dyn ApiError) -> Result<Self, Fault> {
        let status = error.status();
        if status == ErrorStatus::INTERNAL_SERVER_ERROR {
            return Ok(Self::empty());
        }
        let definition = error.definition();
        let body = message::body(error, definition)?;
        let mut headers = message::headers(error, definition)?;
        headers.retain(|(name, value)| may_be_sent(status, name, value));
        let mut answer = Self::empty();
        (answer.status, answer.definition, answer.headers, answer.body) = (status, Some(definition), headers, body);
        Ok(answer)
    }

    /// The 500, of which nothing reaches the wire.
    const fn empty() -> Self {
        Self {
            status: ErrorStatus::INTERNAL_SERVER_ERROR,
            definition: None,
            headers: Headers::new(),
            #[cfg(feature = "std")]
            id: None,
            body: Cow::Borrowed(&[]),
        }
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> ErrorStatus {
        self.status
    }

    /// The headers, names in lower case unless they are written by hand, each once unless the author gave it several
    /// times.
    ///
    /// `Content-Length` is not among them: it is the server's to say.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let fixed = self.fixed_headers().map(|(name, value)| -> (&str, &str) { (name, value) });
        fixed.chain(self.headers_of_values().map(|(name, value)| -> (&str, &str) { (name, value) }))
    }

    /// The headers that are constants: the defaults, and what the author declared as text.
    pub(crate) fn fixed_headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        // The derive has seen to it; a definition that is made by hand may have any text.
        let is_fit =
            |(name, value): &(&str, &str)| may_set(name) && is_visible(value) && may_be_sent(self.status, name, value);
        let authored = move || self.definition.into_iter().flat_map(Definition::headers).filter(is_fit);
        let content_type = (!self.body.is_empty()).then_some(CONTENT_TYPE);
        let challenge = (self.status == ErrorStatus::UNAUTHORIZED).then_some(CHALLENGE);
        let defaults = content_type.into_iter().chain(DEFAULTS).chain(challenge);
        let is_set = move |name: &str| {
            let same = |set: &str| set.eq_ignore_ascii_case(name);
            self.headers.iter().any(|(set, _)| same(set)) || authored().any(|(set, _)| same(set))
        };
        defaults.filter(move |(name, _)| !is_set(name)).chain(authored())
    }

    /// The headers whose values come from the error or the request.
    pub(crate) fn headers_of_values(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let of_fields = self.headers.iter().map(|(name, value)| (*name, value.as_ref()));
        #[cfg(feature = "std")]
        let of_fields = of_fields.chain(self.id.iter().map(|id| ("x-request-id", id.as_str())));
        of_fields
    }

    /// The body: JSON, or nothing at all.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body, to hand it over without a copy.
    #[must_use]
    pub fn into_body(self) -> Cow<'static, [u8]> {
        self.body
    }
}
