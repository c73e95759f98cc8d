//! [`Answer`]: the status, headers and body that a server sends for an error.
//!
//! [`Answer::of`] renders the body, collects the headers and makes the report. An integration translates the result
//! into the response type of its framework.

pub(crate) mod example;

use alloc::borrow::Cow;

use self::example::Example;
use crate::header::{CHALLENGE, Headers, defaults, is_visible, may_be_sent, may_set};
use crate::mark;
use crate::message;
use crate::shape::Values;
use crate::sink::Fault;
use crate::{ApiError, Definition, ErrorStatus, Shape};

/// The status, headers and body that a server sends for an error.
///
/// An integration translates an answer and decides nothing. Making an answer means that the request has failed, so it
/// also makes the [report](crate::report).
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
    shape: &'static Shape,
    headers: Headers,
    #[cfg(feature = "std")]
    id: Option<crate::report::Id>,
    body: Cow<'static, [u8]>,
}

/// The id of a request in an example.
const EXAMPLE_ID: &str = "01hv5q7c9zj3x4m2n8k6t0w1rb";

impl Answer {
    /// Returns the answer for an error, in the shape of its type, and makes the report.
    ///
    /// A 500 of the Panda shape is sent without a body. In another shape its body is the body of [`Shape::internal`],
    /// the same for every error. If the message cannot be rendered, the answer is this 500 as well. That happens if its
    /// `Display` fails, panics or does not end.
    #[must_use]
    pub fn of(error: &dyn ApiError) -> Self {
        #[cfg(feature = "std")]
        return Self::reported(error, true);
        #[cfg(not(feature = "std"))]
        Self::render(error, error.shape(), None).0
    }

    /// Returns the answer for an error whose failure has been reported already.
    #[cfg(feature = "_layer")]
    pub(crate) fn again(error: &dyn ApiError) -> Self {
        Self::reported(error, false)
    }

    /// Gives the answer its id, and reports a new failure. The id is the id of the request, or for a 500 a new id.
    ///
    /// If a layer exists, an answer without a request also gets an id. Such an answer may be made on a task that does
    /// not know the request.
    #[cfg(feature = "std")]
    fn reported(error: &dyn ApiError, is_new: bool) -> Self {
        use crate::report::{Id, Report, Request, has_layer};

        let shape = error.shape();
        let request = Request::current();
        let mut id = match &request {
            Some(request) => Some(request.id().clone()),
            None => (shape.has_request_id() || has_layer()).then(Id::random),
        };
        let (mut answer, fault) = Self::render(error, shape, id.as_ref().map(Id::as_str));
        if id.is_none() && answer.status == ErrorStatus::INTERNAL_SERVER_ERROR {
            id = Some(Id::random());
        }
        if is_new {
            Report { error, status: answer.status, id: id.as_ref(), request: request.as_ref(), fault }.send();
        }
        answer.id = id;
        answer
    }

    /// Returns the answer that the documentation of this error shows, in the Panda shape.
    ///
    /// The values come from the `example` attributes of the error, and the id of the request is made up. Returns `None`
    /// if an example is missing.
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
        Self::example_in(Shape::panda(), definition)
    }

    /// Returns the answer of [`example`](Self::example) in another shape.
    ///
    /// ```
    /// use panda_errors::{Answer, Cataloged, PandaError, Shape};
    ///
    /// static PROBLEM: Shape = Shape::PROBLEM;
    /// let definition = PandaError::CATALOG.definitions().find(|definition| definition.status() == 404).unwrap();
    /// assert_eq!(
    ///     Answer::example_in(&PROBLEM, definition).unwrap().body(),
    ///     br#"{"title":"Not Found","status":404,"detail":"Couldn't find Video with ID=X","code":"RecordNotFound"}"#,
    /// );
    /// ```
    #[must_use]
    pub fn example_in(shape: &'static Shape, definition: &'static Definition) -> Option<Self> {
        let example = Example::of(definition)?;
        let (answer, None) = Self::render(&example, shape, Some(EXAMPLE_ID)) else { return None };
        #[cfg(feature = "std")]
        let answer = Self { id: crate::report::Id::given(EXAMPLE_ID.as_bytes()), ..answer };
        Some(answer)
    }

    /// Renders an answer. If that fails, returns the hidden 500 and the reason.
    fn render(error: &dyn ApiError, shape: &'static Shape, id: Option<&str>) -> (Self, Option<Fault>) {
        let rendered = if shape.is_panda() { Self::in_panda(error) } else { Self::in_shape(error, shape, id) };
        rendered.unwrap_or_else(|fault| (Self::hidden(shape, id), Some(fault)))
    }

    fn in_panda(error: &dyn ApiError) -> Result<(Self, Option<Fault>), Fault> {
        let status = error.status();
        if status == ErrorStatus::INTERNAL_SERVER_ERROR {
            return Ok((Self::empty(Shape::panda()), None));
        }
        let definition = error.definition();
        let shown = message::shown(error, definition)?;
        let body = message::body(error, definition, &shown.details)?;
        let mut headers = message::headers(error, definition)?;
        headers.retain(|(name, value)| may_be_sent(status, name, value));
        let mut answer = Self::empty(Shape::panda());
        (answer.status, answer.definition, answer.headers, answer.body) = (status, Some(definition), headers, body);
        Ok((answer, shown.fault))
    }

    fn in_shape(error: &dyn ApiError, shape: &'static Shape, id: Option<&str>) -> Result<(Self, Option<Fault>), Fault> {
        let (status, definition) = (error.status(), error.definition());
        if status == ErrorStatus::INTERNAL_SERVER_ERROR && !definition.is_exposed() {
            return Ok((Self::hidden(shape, id), None));
        }
        let mut headers = message::headers(error, definition)?;
        headers.retain(|(name, value)| may_be_sent(status, name, value));
        let (values, fault) = Values::of(error, shape, id, &headers)?;
        let mut answer = Self { definition: Some(definition), headers, ..Self::empty(shape) };
        answer.status = status;
        answer.set_shape_headers(&values);
        answer.body = values.body(Some(error))?;
        Ok((answer, fault))
    }

    /// Returns the 500 that shows nothing of the error.
    fn hidden(shape: &'static Shape, id: Option<&str>) -> Self {
        let mut answer = Self::empty(shape);
        if !shape.is_panda() {
            let values = Values::hidden(shape, id);
            answer.set_shape_headers(&values);
            // A function that panics leaves the body empty.
            answer.body = values.body(None).unwrap_or_default();
        }
        answer
    }

    /// Adds the headers of the shape, except those that the error sets itself.
    fn set_shape_headers(&mut self, values: &Values<'_>) {
        for (name, value) in values.shape.headers() {
            let is_same = |set: &str| set.eq_ignore_ascii_case(name);
            let authored = self.definition.into_iter().flat_map(Definition::headers);
            let is_set =
                self.headers.iter().any(|(set, _)| is_same(set)) || authored.into_iter().any(|(set, _)| is_same(set));
            if !is_set && let Some(text) = values.header(value).filter(|text| !text.is_empty()) {
                self.headers.push((name, Cow::Owned(text)));
            }
        }
    }

    /// Returns a 500 without a body.
    const fn empty(shape: &'static Shape) -> Self {
        Self {
            status: ErrorStatus::INTERNAL_SERVER_ERROR,
            definition: None,
            shape,
            headers: Headers::new(),
            #[cfg(feature = "std")]
            id: None,
            body: Cow::Borrowed(&[]),
        }
    }

    /// Returns the id, if the answer has one.
    #[cfg(feature = "_response")]
    pub(crate) const fn id(&self) -> Option<&crate::report::Id> {
        self.id.as_ref()
    }

    /// Returns the status.
    #[must_use]
    pub const fn status(&self) -> ErrorStatus {
        self.status
    }

    /// Returns the headers. A name occurs once, unless the author gave the header several times.
    ///
    /// The names are in lower case, except in definitions that are written by hand. `Content-Length` is not included,
    /// because the server sets it.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let fixed = self.fixed_headers().map(|(name, value)| -> (&str, &str) { (name, value) });
        fixed.chain(self.headers_of_values().map(|(name, value)| -> (&str, &str) { (name, value) }))
    }

    /// Returns the defaults, in their order, if no other header is a constant or comes from a field. Most errors have no
    /// more than these, and a list is cheaper than an iterator that looks for more.
    #[cfg(feature = "_response")]
    #[expect(clippy::type_complexity, reason = "the content type, and two headers")]
    pub(crate) fn defaults_alone(&self) -> Option<(Option<&'static str>, [(&'static str, &'static str); 2])> {
        let is_alone = self.headers.is_empty()
            && self.status != ErrorStatus::UNAUTHORIZED
            && self.definition.is_none_or(|definition| definition.headers().next().is_none());
        let content_type = (!self.body.is_empty()).then_some(self.shape.media_type());
        is_alone.then(|| (content_type, defaults(self.status)))
    }

    /// Returns the constant headers: the defaults, and the headers that the author declared as text.
    pub(crate) fn fixed_headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        // The derive has checked the header. A definition that is written by hand may have any text.
        let is_fit =
            |(name, value): &(&str, &str)| may_set(name) && is_visible(value) && may_be_sent(self.status, name, value);
        // The default has the same value, and carries the mark.
        let is_default = |(name, value): &(&str, &str)| name.eq_ignore_ascii_case(mark::HEADER) && *value == "nosniff";
        let is_authored = move |header: &(&str, &str)| is_fit(header) && !is_default(header);
        let authored = move || self.definition.into_iter().flat_map(Definition::headers).filter(is_authored);
        let content_type = (!self.body.is_empty()).then_some(("content-type", self.shape.media_type()));
        let challenge = (self.status == ErrorStatus::UNAUTHORIZED).then_some(CHALLENGE);
        let defaults = content_type.into_iter().chain(defaults(self.status)).chain(challenge);
        let is_set = move |name: &str| {
            let same = |set: &str| set.eq_ignore_ascii_case(name);
            self.headers.iter().any(|(set, _)| same(set)) || authored().any(|(set, _)| same(set))
        };
        defaults.filter(move |(name, _)| !is_set(name)).chain(authored())
    }

    /// Returns the headers whose values come from the error or the request.
    pub(crate) fn headers_of_values(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let of_fields = self.headers.iter().map(|(name, value)| (*name, value.as_ref()));
        #[cfg(feature = "std")]
        let of_fields = of_fields.chain(self.id.iter().map(|id| ("x-request-id", id.as_str())));
        of_fields
    }

    /// Returns the body, which is JSON or empty.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Returns the body by value, without a copy.
    #[must_use]
    pub fn into_body(self) -> Cow<'static, [u8]> {
        self.body
    }
}
