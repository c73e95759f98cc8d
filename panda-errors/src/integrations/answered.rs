//! [`Answered`]: the error of a response, for other layers.

use std::borrow::Cow;
use std::string::String;
use std::vec::Vec;

use crate::report::{Id, Report, Request};
use crate::{Answer, ApiError, Definition, ErrorStatus, Shape, Value, message, report};

/// The facts about the error of a response, for layers. It is in the extensions of the response.
///
/// Do not send it to clients, because it contains texts that the response withholds. Responses have it once a layer of
/// this library exists in the process. Before that, it would cost an allocation and nothing would read it.
///
/// ```
/// # #[cfg(feature = "tower")]
/// # mod counted {
/// use panda_errors::integrations::tower::{Answered, respond};
/// use panda_errors::PandaError;
///
/// /// What a layer counts errors by.
/// fn error_type<B>(response: &http::Response<B>) -> Option<&'static str> {
///     Some(response.extensions().get::<Answered>()?.definition.name())
/// }
///
/// # pub fn run() {
/// let without_a_layer: http::Response<bytes::Bytes> = respond(&PandaError::unsupported_format());
/// assert_eq!(error_type(&without_a_layer), None);
/// # }
/// # }
/// # #[cfg(feature = "tower")]
/// # counted::run();
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answered {
    /// The definition of the error, even if a 500 replaces an error that could not be rendered.
    pub definition: &'static Definition,
    /// The status that was sent.
    pub status: ErrorStatus,
    /// The id that is in the response and in its report.
    pub id: Id,
    /// The message in full length.
    pub message: Cow<'static, str>,
    /// The texts of the sources, outermost first.
    pub sources: Vec<String>,
    /// The shape of the response.
    pub shape: &'static Shape,
    /// The members of `details`, each with its value.
    pub details: Vec<(&'static str, Value)>,
}

impl Answered {
    /// Returns `None` if it cannot have a reader, because no layer of this library exists and no request is known.
    pub(super) fn of(error: &dyn ApiError, answer: &Answer) -> Option<Self> {
        let is_read = report::has_layer() || Request::current().is_some();
        let id = answer.id().filter(|_| is_read)?.clone();
        let status = answer.status();
        let report = Report { error, status, id: None, request: None, fault: None };
        let (definition, shape) = (error.definition(), error.shape());
        let details = message::shown(error, definition).unwrap_or_default().details;
        let (message, sources) = (report.text(), report.sources());
        Some(Self { definition, status, id, message, sources, shape, details })
    }
}
