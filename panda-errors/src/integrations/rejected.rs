//! The answers that replace a response with which the framework rejected a request.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::string::String;
use std::vec::Vec;

use super::headers::{Headers, Written};
use crate::{Answer, ApiError, ErrorStatus, Rejection, header, mark, sink};

/// The headers that describe one body only (RFC 9110 §8, §14.3 and §14.4, RFC 9530, RFC 6266).
const OF_THE_BODY: [&str; 16] = [
    "accept-ranges",
    "content-digest",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-md5",
    "content-range",
    "content-type",
    "digest",
    "etag",
    "last-modified",
    "repr-digest",
    "trailer",
    "transfer-encoding",
];

/// Returns the answer of `E` for a rejection, and writes its headers. The headers that the framework or a handler has
/// set stay, except the headers that describe the body.
///
/// Only the framework knows the methods of a route, so the `Allow` that an error states is not sent. Some frameworks
/// add their own `Allow` later, and only if the response does not have one.
pub(super) fn answer<E: ApiError + From<Rejection>>(rejection: Rejection, headers: &mut impl Headers) -> Written {
    make::<E>(rejection, headers, Answer::of)
}

/// Does the same as [`answer`], without a report, because the failure has been reported.
#[cfg(feature = "_layer")]
pub(super) fn answer_again<E: ApiError + From<Rejection>>(rejection: Rejection, headers: &mut impl Headers) -> Written {
    make::<E>(rejection, headers, Answer::again)
}

/// Reports a rejection that cannot be answered any more.
#[cfg(feature = "_layer")]
pub(super) fn report<E: ApiError + From<Rejection>>(rejection: Rejection) {
    match error_of::<E>(rejection) {
        Ok(error) => drop(Answer::of(&error)),
        Err(panic) => drop(Answer::of(&panic)),
    }
}

/// Returns the error of `E` for a rejection. The user writes the `From`. If it panics, the panic is the rejection.
///
/// # Errors
///
/// Returns the panic if it cannot be converted to an `E` either.
pub(super) fn error_of<E: From<Rejection>>(rejection: Rejection) -> Result<E, Rejection> {
    let of = |rejection| caught(|| E::from(rejection));
    of(rejection).or_else(of)
}

fn make<E: ApiError + From<Rejection>>(
    rejection: Rejection,
    headers: &mut impl Headers,
    answer: fn(&dyn ApiError) -> Answer,
) -> Written {
    let status = rejection.status();
    let error = error_of::<E>(rejection);
    let error: &dyn ApiError = match &error {
        Ok(error) => error,
        Err(panic) => panic,
    };
    // A panic of `From` is a new failure, so it is reported.
    let has_panicked = error.status() != status && error.status() == ErrorStatus::INTERNAL_SERVER_ERROR;
    let mut answer = if has_panicked { Answer::of(error) } else { answer(error) };
    add(&answer, headers, |name| !name.eq_ignore_ascii_case("allow"));
    Written::of(error, &mut answer)
}

/// Returns the answer for an error, and writes its headers. The headers that are already set stay.
#[cfg(feature = "salvo-1")]
pub(super) fn merge(error: &dyn ApiError, headers: &mut impl Headers) -> Written {
    let mut answer = Answer::of(error);
    add(&answer, headers, |_| true);
    Written::of(error, &mut answer)
}

/// Adds the headers of an answer. The headers that are already set win, except the id, which must be the same as in the
/// report, and the mark, which must belong to the answer.
fn add(answer: &Answer, headers: &mut impl Headers, may_add: fn(&str) -> bool) {
    let status = answer.status();
    // A 416 states the actual length in this header (RFC 9110 §15.5.17).
    let is_of_the_error = |name: &str| status.as_u16() == 416 && name == "content-range";
    for name in OF_THE_BODY.into_iter().filter(|name| !is_of_the_error(name)) {
        headers.take_out(name);
    }
    headers.take_out("x-request-id");
    if headers.first(mark::HEADER).is_some_and(|value| value.eq_ignore_ascii_case(b"nosniff")) {
        headers.take_out(mark::HEADER);
    }
    keep_from_caches(status, headers);
    let theirs: Vec<&str> = answer.headers().map(|(name, _)| name).filter(|name| contains(headers, name)).collect();
    let is_added = |name: &str| may_add(name) && !theirs.contains(&name);
    answer.fixed_headers().filter(|(name, _)| is_added(name)).for_each(|(name, value)| headers.add_static(name, value));
    answer.headers_of_fields().filter(|(name, _)| is_added(name)).for_each(|(name, value)| headers.add(name, value));
    if let Some(id) = answer.id() {
        headers.add_id(id);
    }
}

fn contains(headers: &impl Headers, wanted: &str) -> bool {
    headers.all().any(|(name, _)| name.eq_ignore_ascii_case(wanted))
}

/// Removes the headers that make a response cacheable, if its status forbids caching, even if other code has set them.
pub(super) fn keep_from_caches(status: ErrorStatus, headers: &mut impl Headers) {
    if !header::is_never_cached(status) {
        return;
    }
    let is_cacheable =
        |(name, value): &(Cow<'_, str>, Cow<'_, [u8]>)| header::makes_cacheable(name, &String::from_utf8_lossy(value));
    let cacheable: Vec<String> = headers.all().filter(is_cacheable).map(|(name, _)| name.into_owned()).collect();
    for name in &cacheable {
        headers.take_out(name);
    }
    if !contains(headers, "cache-control") {
        headers.add_static("cache-control", "no-store");
    }
}

/// Runs code, and returns a panic as a rejection.
pub(super) fn caught<R>(run: impl FnOnce() -> R) -> Result<R, Rejection> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|payload| {
        let rejection = Rejection::panicked(&*payload);
        sink::discard(payload);
        rejection
    })
}
