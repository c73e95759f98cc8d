//! [`Expected`]: the answer that must come, and no other.

use crate::seen::{Header, Seen, Text};

/// What every error answer has, unless it is expected to say otherwise.
const DEFAULTS: [(&str, &str); 2] = [("cache-control", "no-store"), ("x-content-type-options", "nosniff")];

/// An answer as it must be.
pub(crate) struct Expected {
    pub(crate) status: u16,
    /// Beside the defaults, or in their place.
    pub(crate) headers: Vec<Header>,
    pub(crate) body: String,
}

impl Expected {
    /// The empty 500.
    pub(crate) fn empty() -> Self {
        Self { status: 500, headers: Vec::new(), body: String::new() }
    }

    /// The headers that must be there, and no others.
    fn all_headers(&self) -> Vec<Header> {
        let json = (!self.body.is_empty()).then_some(("content-type", "application/json"));
        let defaults = DEFAULTS.into_iter().chain(json).map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut headers: Vec<Header> =
            defaults.filter(|(name, _)| !self.headers.iter().any(|(own, _)| own == name)).collect();
        headers.extend(self.headers.iter().cloned());
        headers
    }

    /// Whether this came: status, headers and body; after HEAD, no body.
    #[track_caller]
    pub(crate) fn assert_is(&self, seen: &Seen) {
        self.assert_head(seen);
        let expected = if seen.is_of_head() { "" } else { &self.body };
        let pairs = seen.body.bytes().zip(expected.bytes());
        let same = pairs.take_while(|(seen, expected)| seen == expected).count();
        let rest = |body: &str| Text(body.as_bytes().get(same..).unwrap_or_default()).to_string();
        // Not `assert_eq`, which would print all of a long body.
        assert!(
            seen.body == expected,
            "another body, from byte {same} on {:.200} and not {:.200}: {seen}",
            rest(&seen.body),
            rest(expected),
        );
    }

    #[track_caller]
    fn assert_head(&self, seen: &Seen) {
        assert_eq!(seen.status, self.status, "another status: {seen}");
        let (mut headers, mut expected) = (seen.headers_of_the_error(), self.all_headers());
        if seen.is_http_2 {
            // Of the connection, which HTTP/2 has not (RFC 9113 §8.2.2).
            expected.retain(|(name, _)| name != "upgrade");
        }
        // On a 500 always; on the others where a layer gives it.
        let id = headers.iter().position(|(name, _)| name == "x-request-id").map(|at| headers.remove(at).1);
        let is_opaque = |id: &String| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(id.as_ref().map_or(self.status != 500, is_opaque), "another id: {seen}");
        headers.sort_unstable();
        expected.sort_unstable();
        assert_eq!(headers, expected, "other headers: {seen}");
    }
}
