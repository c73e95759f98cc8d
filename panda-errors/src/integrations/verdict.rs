//! [`Verdict`]: the decision of every layer about the origin of a response.

use std::string::String;

use super::answered::Answered;
use super::headers::{Headers, Written};
use super::rejected::{answer, answer_again, keep_from_caches};
use super::shapes::compare;
use crate::report::{Request, Sent};
use crate::{ApiError, ErrorStatus, Rejection, mark};

/// The maximum length of a response's text in a report.
pub(super) const TEXT_LIMIT: usize = 4 * 1024;

/// The origin of a response. It decides how a layer treats the response.
#[derive(Clone, Copy)]
pub(super) enum Verdict {
    /// The response is a success, or an error that other code made on purpose. It is not changed.
    Left,
    /// The response answers an error of this library. The error has this status, even if other code set another one. Its
    /// facts are known if the response carries them, or if it is the last answer of the request.
    Ours(ErrorStatus, Option<Sent>),
    /// The framework or a handler rejects the request with this status, with plain text or without a body.
    Rejected(ErrorStatus),
}

impl Verdict {
    /// Decides by the mark. A body is plain text if its content type is plain text or missing.
    pub(super) fn of(
        code: u16,
        headers: &impl Headers,
        answered: Option<&Answered>,
        known: &Request,
        is_empty: impl FnOnce() -> bool,
    ) -> Self {
        let status = ErrorStatus::new(code);
        let marked = headers.first(mark::HEADER).and_then(mark::status_of);
        // A middleware may have set the header that carries the mark.
        let carried = answered.map(Answered::status).filter(|own| Some(*own) == status);
        let own = marked.or(carried);
        let sent = answered.map(Answered::sent).or_else(|| known.last(own?));
        if own.is_none() && status.is_none() {
            return Self::Left;
        }
        let content_type = headers.first("content-type");
        let is_bare = || content_type.is_none_or(is_plain_text) && headers.first("content-encoding").is_none();
        match (own, status) {
            (Some(own), _) if content_type.is_some_and(|value| is_of_an_answer(value, sent)) => Self::Ours(own, sent),
            // The body of a 500 is empty. If the body is not empty, a middleware has replaced it.
            (Some(own), _) if own == ErrorStatus::INTERNAL_SERVER_ERROR && content_type.is_none() && is_empty() => {
                Self::Ours(own, sent)
            }
            (_, Some(status)) if is_bare() => Self::Rejected(status),
            _ => Self::Left,
        }
    }
}

/// Restores the headers of an answer of this library that a middleware has changed: the id, and the headers that keep
/// it out of caches.
pub(super) fn restore<E: ApiError + From<Rejection> + 'static>(
    own: ErrorStatus,
    sent: Option<Sent>,
    answered: Option<&Answered>,
    headers: &mut impl Headers,
    known: &Request,
) {
    if let Some(sent) = sent {
        compare::<E>(sent);
    }
    keep_from_caches(own, headers);
    // Without `Answered`, the facts come from the request, which then has the id as well.
    let id = answered.map(Answered::id).or_else(|| sent.map(|_| known.id()));
    if let Some(id) = id.filter(|id| headers.first("x-request-id") != Some(id.as_bytes())) {
        headers.take_out("x-request-id");
        headers.add_id(id);
    }
}

/// Replaces a rejection that has this text with the answer of `E`. If a bare response replaces an answer of this
/// request, it is the same failure, which has been reported.
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

/// Returns `true` if the content type matches the shape of the answer. If the shape is not known, any JSON or XML
/// matches. The check exists because a page may have the headers of an answer.
fn is_of_an_answer(content_type: &[u8], sent: Option<Sent>) -> bool {
    if let Some(sent) = sent {
        let own = sent.shape.media_type().as_bytes();
        return content_type == own || essence(content_type).eq_ignore_ascii_case(essence(own));
    }
    let essence = essence(content_type).to_ascii_lowercase();
    essence.ends_with(b"json") || essence.ends_with(b"xml")
}

fn essence(content_type: &[u8]) -> &[u8] {
    content_type.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii()
}
