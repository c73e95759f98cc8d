//! [`Verdict`]: the one decision of every layer, whose a response is.

use std::string::String;

use super::answered::Answered;
use super::headers::{Headers, Written};
use super::rejected::{answer, answer_again, keep_from_caches};
use super::shapes::compare;
use crate::report::Request;
use crate::{ApiError, ErrorStatus, Rejection, mark};

/// The longest text that is taken over into a report.
pub(super) const TEXT_LIMIT: usize = 4 * 1024;

/// Whose a response is, and so what a layer does with it.
#[derive(Clone, Copy)]
pub(super) enum Verdict {
    /// It is a success, or an error that somebody has made with care: nothing is changed.
    Left,
    /// It is the answer for an error of this library, which has this status, whatever was set around it.
    Ours(ErrorStatus),
    /// The framework or a handler rejects the request with this status, and says nothing, or something in plain text.
    Rejected(ErrorStatus),
}

impl Verdict {
    /// Decides by the mark. A body is plain text if its type says so, or if it has no type.
    pub(super) fn of(
        code: u16,
        headers: &impl Headers,
        answered: Option<&Answered>,
        is_empty: impl FnOnce() -> bool,
    ) -> Self {
        let status = ErrorStatus::new(code);
        let marked = headers.first(mark::HEADER).and_then(mark::status_of);
        // A middleware may have set the header that carries the mark.
        let known = answered.map(|answered| answered.status).filter(|own| Some(*own) == status);
        let own = marked.or(known);
        if own.is_none() && status.is_none() {
            return Self::Left;
        }
        let content_type = headers.first("content-type");
        let is_bare = content_type.is_none_or(is_plain_text) && headers.first("content-encoding").is_none();
        match (own, status) {
            (Some(own), _) if content_type.is_some_and(|value| is_of_an_answer(value, answered)) => Self::Ours(own),
            // An empty body is the body of a 500. Whatever else is in its place, a middleware has put it there.
            (Some(own), _) if own == ErrorStatus::INTERNAL_SERVER_ERROR && content_type.is_none() && is_empty() => {
                Self::Ours(own)
            }
            (_, Some(status)) if is_bare => Self::Rejected(status),
            _ => Self::Left,
        }
    }
}

/// Gives a response of ours what was changed on its way: its status, its id, and that no cache stores it.
pub(super) fn restore<E: ApiError + From<Rejection> + 'static>(
    own: ErrorStatus,
    answered: Option<&Answered>,
    headers: &mut impl Headers,
    known: &Request,
) {
    if let Some(answered) = answered {
        compare::<E>(answered);
    }
    keep_from_caches(own, headers);
    let is_of_request = || known.has_answered(own);
    let id = match answered {
        Some(answered) => Some(answered.id.clone()),
        None => (headers.first("x-request-id").is_none() && is_of_request()).then(|| known.id().clone()),
    };
    if let Some(id) = id.filter(|id| headers.first("x-request-id") != Some(id.as_str().as_bytes())) {
        headers.take_out("x-request-id");
        headers.add("x-request-id", id.as_str());
    }
}

/// Puts the answer of `E` in the place of a rejection with this text. A bare response that replaces an answer of this
/// request is the same failure, which has been reported.
pub(super) fn reject<E: ApiError + From<Rejection>>(
    status: ErrorStatus,
    text: Option<String>,
    headers: &mut impl Headers,
    known: &Request,
) -> Written {
    let rejection = Rejection::new(status);
    match text {
        Some(text) => answer::<E>(rejection.with_text(text), headers),
        None if known.has_answered(status) => answer_again::<E>(rejection, headers),
        None => answer::<E>(rejection, headers),
    }
}

fn is_plain_text(content_type: &[u8]) -> bool {
    essence(content_type).eq_ignore_ascii_case(b"text/plain")
}

/// Returns `true` for the type of the body that the answer has, or may have if its shape is not known. A page may stand
/// under the headers of an answer.
fn is_of_an_answer(content_type: &[u8], answered: Option<&Answered>) -> bool {
    if let Some(answered) = answered {
        return essence(content_type).eq_ignore_ascii_case(essence(answered.shape.media_type().as_bytes()));
    }
    let essence = essence(content_type).to_ascii_lowercase();
    essence.ends_with(b"json") || essence.ends_with(b"xml")
}

fn essence(content_type: &[u8]) -> &[u8] {
    content_type.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii()
}
