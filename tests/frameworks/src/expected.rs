//! [`Expected`]: the answer that must come, and no other.

use crate::seen::{Header, Seen, Text};

/// The headers of every error answer that does not state them itself.
const DEFAULTS: [(&str, &str); 2] = [("cache-control", "no-store"), ("x-content-type-options", "nosniff")];

/// An answer as it must be.
#[derive(Debug)]
pub(crate) struct Expected {
    pub(crate) status: u16,
    /// The content type, if there is a body.
    pub(crate) media_type: &'static str,
    /// The headers that come to the defaults, or replace them.
    pub(crate) headers: Vec<Header>,
    /// `<id>` stands for the id of the answer.
    pub(crate) body: String,
}

impl Expected {
    /// Returns the body of an answer that has this id.
    pub(crate) fn body_of(&self, seen: &Seen) -> String {
        self.body.replace("<id>", seen.only("x-request-id").unwrap_or_default())
    }

    fn has_id(&self) -> bool {
        self.status == 500 || self.body.contains("<id>")
    }

    /// The headers that must be there, and no others.
    fn all_headers(&self) -> Vec<Header> {
        let media_type = (!self.body.is_empty()).then_some(("content-type", self.media_type));
        let defaults = DEFAULTS.into_iter().chain(media_type).map(|(name, value)| (name.to_owned(), value.to_owned()));
        let mut headers: Vec<Header> =
            defaults.filter(|(name, _)| !self.headers.iter().any(|(own, _)| own == name)).collect();
        headers.extend(self.headers.iter().cloned());
        headers
    }

    /// Asserts the status, the headers and the body. After HEAD there is no body.
    #[track_caller]
    pub(crate) fn assert_is(&self, seen: &Seen) {
        self.assert_head(seen);
        let expected = if seen.is_of_head() { String::new() } else { self.body_of(seen) };
        if seen.body != expected {
            refuse_body(seen, &expected);
        }
    }

    #[track_caller]
    fn assert_head(&self, seen: &Seen) {
        assert_eq!(seen.status, self.status, "another status: {seen}");
        let (mut headers, mut expected) = (seen.headers_of_the_error(), self.all_headers());
        if seen.is_http_2 {
            // HTTP/2 does not have headers of the connection (RFC 9113 §8.2.2).
            expected.retain(|(name, _)| name != "upgrade");
        }
        // A 500 always has an id, and the others have one behind a layer.
        let id = headers.iter().position(|(name, _)| name == "x-request-id").map(|at| headers.remove(at).1);
        let is_opaque = |id: &String| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(id.as_ref().map_or(!self.has_id(), is_opaque), "another id: {seen}");
        headers.sort_unstable();
        expected.sort_unstable();
        assert_eq!(headers, expected, "other headers: {seen}");
    }
}

/// Panics with the part of the body that differs, because all of a long body would hide it.
#[track_caller]
fn refuse_body(seen: &Seen, expected: &str) -> ! {
    let pairs = seen.body.bytes().zip(expected.bytes());
    let same = pairs.take_while(|(seen, expected)| seen == expected).count();
    let rest = |body: &str| Text(body.as_bytes().get(same..).unwrap_or_default()).to_string();
    panic!("another body, from byte {same} on {:.200} and not {:.200}: {seen}", rest(&seen.body), rest(expected));
}
