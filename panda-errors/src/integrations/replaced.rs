//! What of a framework's answer is replaced: a body that is nobody's work, and the headers that say something of it.

use crate::ErrorStatus;

/// The longest text that is taken over into a report.
pub(super) const TEXT_LIMIT: usize = 4 * 1024;

/// What is true of one body only (RFC 9110 §8, §14.3 and §14.4, RFC 9530, RFC 6266).
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

/// The headers that go with the body, where one of ours takes its place.
pub(super) fn headers_of_the_body(status: ErrorStatus) -> impl Iterator<Item = &'static str> {
    // It is how a 416 says the length that there is (RFC 9110 §15.5.17).
    let is_of_the_error = move |name: &str| status.as_u16() == 416 && name == "content-range";
    OF_THE_BODY.into_iter().filter(move |name| !is_of_the_error(name))
}

/// Whether our value of a header takes the place of what is set: the id has to be that of the report.
pub(super) fn is_ours_alone(name: &str) -> bool {
    name.eq_ignore_ascii_case("x-request-id")
}

/// Whether a body of this type is nobody's work: there is none, or plain text.
pub(super) fn is_bare(content_type: Option<&[u8]>) -> bool {
    let is_plain = |value: &[u8]| {
        let media_type = value.split(|&byte| byte == b';').next().unwrap_or_default();
        media_type.trim_ascii().eq_ignore_ascii_case(b"text/plain")
    };
    content_type.is_none_or(is_plain)
}
