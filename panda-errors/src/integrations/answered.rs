//! [`Answered`]: the error of an answer, for other layers.

use std::borrow::Cow;
use std::string::String;
use std::vec::Vec;

use crate::report::{Id, Report, Request};
use crate::{Answer, ApiError, Definition, ErrorStatus};

/// Stands in the extensions of an answer that was made inside of a layer of ours: what the team is told of the error, for
/// other layers.
///
/// Not for clients: it has what the answer withholds. Without a layer it is not there, so that a constant costs no
/// allocation for what nobody may read.
///
/// ```
/// # #[cfg(feature = "tower")]
/// # mod counted {
/// use panda_errors::integrations::tower::Answered;
///
/// /// What a layer counts errors by.
/// fn error_type<B>(response: &http::Response<B>) -> Option<&'static str> {
///     Some(response.extensions().get::<Answered>()?.definition.name())
/// }
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answered {
    /// The definition, also where a 500 stands in the place of an error that could not be rendered.
    pub definition: &'static Definition,
    /// The status that was sent.
    pub status: ErrorStatus,
    /// The id that is in the answer and in its report.
    pub id: Id,
    /// The message in full length.
    pub message: Cow<'static, str>,
    /// The texts of the sources, outermost first.
    pub sources: Vec<String>,
}

impl Answered {
    /// `None` where no layer knows the request.
    pub(super) fn of(error: &dyn ApiError, answer: &Answer) -> Option<Self> {
        let id = Request::current()?.id().clone();
        let status = answer.status();
        let report = Report { error, status, id: None, request: None, fault: None };
        Some(Self { definition: error.definition(), status, id, message: report.text(), sources: report.sources() })
    }
}
