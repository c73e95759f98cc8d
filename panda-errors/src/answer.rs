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
    /// `None` if the body is empty.
    content_type: Option<&'static str>,
    headers: Headers,
    #[cfg(feature = "std")]
    id: Option<crate::report::Id>,
    body: Cow<'static, [u8]>,
    /// The reason why this is not the error's own answer, or why a detail is missing.
    fault: Option<Fault>,
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
    #[inline]
    pub fn of(error: &dyn ApiError) -> Self {
        // An answer is large, so it is made in the place of the caller.
        let mut answer = Self::EMPTY;
        #[cfg(feature = "std")]
        answer.report(error, true);
        #[cfg(not(feature = "std"))]
        answer.render(error, error.shape(), None);
        answer
    }

    /// Returns the answer for an error whose failure has been reported already.
    #[cfg(feature = "_layer")]
    pub(crate) fn again(error: &dyn ApiError) -> Self {
        let mut answer = Self::EMPTY;
        answer.report(error, false);
        answer
    }

    /// Renders an empty answer, gives it its id, and reports a new failure. The id is the id of the request, or for a 500
    /// a new id.
    ///
    /// If a layer exists, an answer without a request also gets an id. Such an answer may be made on a task that does
    /// not know the request.
    #[cfg(feature = "std")]
    pub(crate) fn report(&mut self, error: &dyn ApiError, is_new: bool) {
        use crate::report::{Id, Report, Request, has_layer};

        let (shape, request) = (error.shape(), Request::current());
        let needs_id = request.is_none() && (shape.has_request_id() || has_layer());
        let mut made = needs_id.then(Id::random);
        let shown = || request.as_ref().map(Request::id).or(made.as_ref()).map(Id::as_str);
        self.render(error, shape, if shape.is_panda() { None } else { shown() });
        let is_500 = self.status == ErrorStatus::INTERNAL_SERVER_ERROR;
        if is_500 && request.is_none() && made.is_none() {
            made = Some(Id::random());
        }
        let id = request.as_ref().map(Request::id).or(made.as_ref());
        if is_new {
            let (status, fault) = (self.status, self.fault);
            Report { error, status, id, request: request.as_ref(), fault }.send();
        }
        if let Some(id) = id {
            self.id = Some(id.clone());
        }
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
        let mut answer = Self::EMPTY;
        answer.render(&example, shape, Some(EXAMPLE_ID));
        #[cfg(feature = "std")]
        let answer = Self { id: crate::report::Id::given(EXAMPLE_ID.as_bytes()), ..answer };
        answer.fault.is_none().then_some(answer)
    }

    /// Renders an empty answer. If that fails, the answer is the hidden 500 with the reason.
    #[inline]
    fn render(&mut self, error: &dyn ApiError, shape: &'static Shape, id: Option<&str>) {
        let rendered = if shape.is_panda() { self.in_panda(error) } else { self.in_shape(error, shape, id) };
        if let Err(fault) = rendered {
            *self = Self { fault: Some(fault), ..Self::hidden(shape, id) };
        }
        if !self.body.is_empty() {
            self.content_type = Some(shape.media_type());
        }
    }

    #[inline]
    fn in_panda(&mut self, error: &dyn ApiError) -> Result<(), Fault> {
        let status = error.status();
        if status == ErrorStatus::INTERNAL_SERVER_ERROR {
            return Ok(());
        }
        let definition = error.definition();
        (self.status, self.definition) = (status, Some(definition));
        if definition.has_details() {
            self.set_body_with_details(error, definition)?;
        } else {
            self.body = message::body(error, definition, &[])?;
        }
        if definition.has_header_fields() {
            self.set_headers_of_fields(error, definition)?;
        }
        Ok(())
    }

    #[inline(never)]
    fn set_body_with_details(&mut self, error: &dyn ApiError, definition: &'static Definition) -> Result<(), Fault> {
        let shown = message::shown(error, definition)?;
        self.fault = shown.fault;
        self.body = message::body(error, definition, &shown.details)?;
        Ok(())
    }

    #[inline(never)]
    fn in_shape(&mut self, error: &dyn ApiError, shape: &'static Shape, id: Option<&str>) -> Result<(), Fault> {
        let (status, definition) = (error.status(), error.definition());
        if status == ErrorStatus::INTERNAL_SERVER_ERROR && !definition.is_exposed() {
            *self = Self::hidden(shape, id);
            return Ok(());
        }
        (self.status, self.definition) = (status, Some(definition));
        if definition.has_header_fields() {
            self.set_headers_of_fields(error, definition)?;
        }
        let (values, fault) = Values::of(error, shape, id, &self.headers)?;
        self.fault = fault;
        if shape.headers().next().is_some() {
            self.set_shape_headers(&values);
        }
        self.body = values.body(Some(error))?;
        Ok(())
    }

    #[inline(never)]
    fn set_headers_of_fields(&mut self, error: &dyn ApiError, definition: &Definition) -> Result<(), Fault> {
        self.headers = message::headers(error, definition)?;
        self.headers.retain(|(name, value)| may_be_sent(self.status, name, value));
        Ok(())
    }

    /// Returns the 500 that shows nothing of the error.
    fn hidden(shape: &'static Shape, id: Option<&str>) -> Self {
        let mut answer = Self::EMPTY;
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

    /// A 500 without a body.
    pub(crate) const EMPTY: Self = Self {
        status: ErrorStatus::INTERNAL_SERVER_ERROR,
        definition: None,
        content_type: None,
        headers: Headers::new(),
        #[cfg(feature = "std")]
        id: None,
        body: Cow::Borrowed(&[]),
        fault: None,
    };

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

    /// Returns `true` if the constant headers are the content type and the defaults, and the id is the only other header.
    /// Most errors have no more than these, which are cheaper than an iterator that looks for more.
    #[cfg(feature = "_response")]
    pub(crate) fn has_only_defaults(&self) -> bool {
        self.headers.is_empty()
            && self.status != ErrorStatus::UNAUTHORIZED
            && self.definition.is_none_or(|definition| definition.headers().next().is_none())
    }

    /// Returns the content type, unless the body is empty.
    #[cfg(feature = "_response")]
    pub(crate) const fn content_type(&self) -> Option<&'static str> {
        self.content_type
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
        let content_type = self.content_type.map(|media_type| ("content-type", media_type));
        let challenge = (self.status == ErrorStatus::UNAUTHORIZED).then_some(CHALLENGE);
        let defaults = content_type.into_iter().chain(defaults(self.status)).chain(challenge);
        let is_set = move |name: &str| {
            let same = |set: &str| set.eq_ignore_ascii_case(name);
            self.headers.iter().any(|(set, _)| same(set)) || authored().any(|(set, _)| same(set))
        };
        defaults.filter(move |(name, _)| !is_set(name)).chain(authored())
    }

    /// Returns the headers whose values come from the error or the request.
    fn headers_of_values(&self) -> impl Iterator<Item = (&'static str, &str)> {
        #[cfg(feature = "std")]
        let id = self.id.iter().map(|id| ("x-request-id", id.as_str()));
        #[cfg(not(feature = "std"))]
        let id = core::iter::empty();
        self.headers_of_fields().chain(id)
    }

    /// Returns the headers whose values come from the error.
    pub(crate) fn headers_of_fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.headers.iter().map(|(name, value)| (*name, value.as_ref()))
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

    /// Takes the body out, because a move of the whole answer costs more.
    #[cfg(feature = "_response")]
    pub(crate) fn take_body(&mut self) -> Cow<'static, [u8]> {
        core::mem::take(&mut self.body)
    }
}
