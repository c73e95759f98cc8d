//! [`Seen`]: an answer as it came over the wire, read strictly.

use std::fmt;

use crate::error::CANARY;

/// A name in lower case, and a value.
pub(crate) type Header = (String, String);

/// Headers about the server and the connection.
const OF_THE_SERVER: [&str; 4] = ["connection", "content-length", "date", "transfer-encoding"];

/// An answer as it came over the wire.
#[derive(Clone)]
pub(crate) struct Seen {
    /// The request that it answers: `GET /typed/constant`.
    pub(crate) to: String,
    /// All bytes of it, as far as there are such over HTTP/2.
    pub(crate) raw: Vec<u8>,
    pub(crate) status: u16,
    pub(crate) headers: Vec<Header>,
    pub(crate) body: String,
    pub(crate) is_http_2: bool,
}

/// How the end of a body is known.
pub(crate) enum Length {
    Bytes(usize),
    Chunks,
}

impl Seen {
    /// Reads a head, up to the empty line and with it; the body comes later.
    pub(crate) fn head(to: String, raw: &[u8]) -> Self {
        let is_allowed = |&byte: &u8| matches!(byte, b'\t' | b'\r' | b'\n' | b' '..=b'~');
        assert!(raw.iter().all(is_allowed), "a head with other characters: {}", Text(raw));
        let text = String::from_utf8_lossy(raw);
        let lines = text.strip_suffix("\r\n\r\n").unwrap_or_else(|| panic!("a head without an end: {text:?}"));
        let mut lines = lines.split("\r\n");
        let status = lines.next().and_then(status_of).unwrap_or_else(|| panic!("no status line: {text:?}"));
        let headers = lines.map(|line| header_of(line).unwrap_or_else(|| panic!("no header: {line:?}"))).collect();
        Self { to, raw: raw.into(), status, headers, body: String::new(), is_http_2: false }
    }

    pub(crate) fn is_of_head(&self) -> bool {
        self.to.starts_with("HEAD ")
    }

    /// The values of a header.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The only value of a header; none where the header is not there, or more than once.
    pub(crate) fn only(&self, name: &str) -> Option<&str> {
        match self.all(name).as_slice() {
            [value] => Some(value),
            _ => None,
        }
    }

    /// Takes the headers of this name out, and gives the only one.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let only = self.only(name).map(str::to_owned);
        self.headers.retain(|(known, _)| known != name);
        only
    }

    /// Puts an id of zeros in the place of the id that was sent, in the head and in the body.
    pub(crate) fn swap_id(&mut self, sent: &str) {
        assert_eq!(self.take("x-request-id").as_deref(), Some(sent), "another id: {self}");
        let zeros = "0".repeat(32);
        self.body = self.body.replace(sent, &zeros);
        self.headers.push(("x-request-id".into(), zeros));
    }

    /// How the end of the body is known: in one way at most.
    pub(crate) fn length(&self) -> Option<Length> {
        match (self.all("content-length").as_slice(), self.all("transfer-encoding").as_slice()) {
            ([length], []) if length.bytes().all(|byte| byte.is_ascii_digit()) => {
                length.parse().ok().map(Length::Bytes)
            }
            ([], ["chunked"]) => Some(Length::Chunks),
            ([], []) => None,
            _ => panic!("the end of the body is not clear: {self}"),
        }
    }

    /// Returns the headers, except the headers of the server itself.
    pub(crate) fn headers_of_the_error(&self) -> Vec<Header> {
        let of_the_error = |(name, _): &&Header| !OF_THE_SERVER.contains(&name.as_str());
        self.headers.iter().filter(of_the_error).cloned().collect()
    }

    /// The headers without the values that change from answer to answer. They are sorted, because the order of headers of
    /// different names says nothing (RFC 9110 §5.3), and a framework with random hashes has another one each time.
    pub(crate) fn steady_headers(&self) -> Vec<Header> {
        let mut headers = self.headers.clone();
        headers.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (name, value) in &mut headers {
            if matches!(name.as_str(), "date" | "x-request-id") {
                value.clear();
            }
        }
        headers
    }

    /// The canary is in no answer, whatever the claim.
    pub(crate) fn assert_no_canary(&self) {
        let raw = String::from_utf8_lossy(&self.raw);
        assert!(!raw.contains(CANARY) && !self.body.contains(CANARY), "a leak: {self}");
    }
}

/// `HTTP/1.1 404 Not Found` (RFC 9112 §4).
fn status_of(line: &str) -> Option<u16> {
    let (version, rest) = line.split_once(' ')?;
    let (code, _reason) = rest.split_once(' ')?;
    let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
    if is_code && ["HTTP/1.0", "HTTP/1.1"].contains(&version) { code.parse().ok() } else { None }
}

/// `Allow: GET` (RFC 9112 §5).
fn header_of(line: &str) -> Option<Header> {
    let (name, value) = line.split_once(':')?;
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    // A carriage return or a line feed is left where they are not a pair.
    let is_line = !value.contains(['\r', '\n']);
    let is_name = !name.is_empty() && name.bytes().all(is_token);
    (is_name && is_line).then(|| (name.to_ascii_lowercase(), value.trim_matches([' ', '\t']).to_owned()))
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:.800}", self.to, Text(&self.raw).to_string())
    }
}

/// Bytes as text, for whoever reads why a test failed.
pub(crate) struct Text<'a>(pub(crate) &'a [u8]);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(self.0))
    }
}
