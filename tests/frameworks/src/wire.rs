//! A client that hides nothing: requests as bytes, and a byte stream of which every byte belongs to an answer.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use flate2::read::GzDecoder;

use crate::document::Document;
use crate::error::CANARY;
use crate::seen::{Length, Seen, Text};

/// No answer here is longer.
const LIMIT: usize = 256 * 1024;

/// Only so that a test of a server that hangs comes to an end.
const PATIENCE: Duration = Duration::from_mins(2);

/// A request. It has the canary in its query and in a cookie.
pub(crate) struct Request {
    method: &'static str,
    path: String,
    version: &'static str,
    headers: String,
    body: String,
}

impl Request {
    pub(crate) fn get(path: &str) -> Self {
        Self { method: "GET", path: path.into(), version: "HTTP/1.1", headers: String::new(), body: String::new() }
    }

    pub(crate) fn head(path: &str) -> Self {
        Self { method: "HEAD", ..Self::get(path) }
    }

    /// With the canary in the body too.
    pub(crate) fn post(path: &str) -> Self {
        Self::post_text(path, CANARY)
    }

    pub(crate) fn post_text(path: &str, text: &str) -> Self {
        Self::post_as("text/plain", path, text)
    }

    pub(crate) fn post_json(path: &str, json: &str) -> Self {
        Self::post_as("application/json", path, json)
    }

    pub(crate) fn post_form(path: &str, form: &str) -> Self {
        Self::post_as("application/x-www-form-urlencoded", path, form)
    }

    fn post_as(media_type: &str, path: &str, body: &str) -> Self {
        let request = Self { method: "POST", body: body.into(), ..Self::get(path) };
        request.with("Content-Type", media_type).with("Content-Length", &body.len().to_string())
    }

    pub(crate) fn delete(path: &str) -> Self {
        Self { method: "DELETE", ..Self::get(path) }
    }

    pub(crate) fn is_head(&self) -> bool {
        self.method == "HEAD"
    }

    pub(crate) fn version(self, version: &'static str) -> Self {
        Self { version, ..self }
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.extend([name, ": ", value, "\r\n"]);
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let Self { method, path, version, headers, body } = self;
        let fixed = format!("Host: localhost\r\nCookie: session={CANARY}\r\n");
        format!("{method} {path}?token={CANARY} {version}\r\n{fixed}{headers}\r\n{body}").into_bytes()
    }
}

/// A connection that keeps the byte stream.
pub(crate) struct Connection {
    stream: TcpStream,
    document: &'static Document,
    /// The bytes that came and are not read yet.
    bytes: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr, document: &'static Document) -> Self {
        let open = || -> std::io::Result<TcpStream> {
            let stream = TcpStream::connect(address)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.set_write_timeout(Some(PATIENCE))?;
            Ok(stream)
        };
        let stream = open().unwrap_or_else(|error| panic!("no connection to {address}: {error}"));
        Self { stream, document, bytes: Vec::new() }
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).unwrap_or_else(|error| panic!("the server does not read: {error}"));
    }

    /// Sends one request, and reads its answer.
    pub(crate) fn ask(&mut self, request: &Request) -> Seen {
        self.send(&request.bytes());
        self.answer_to(request)
    }

    /// Reads the answer to a request that was sent.
    pub(crate) fn answer_to(&mut self, request: &Request) -> Seen {
        let head = self.take_through(b"\r\n\r\n");
        let mut seen = Seen::head(format!("{} {}", request.method, request.path), &head);
        let mut body = Vec::new();
        match seen.length() {
            _ if request.method == "HEAD" => {}
            Some(Length::Bytes(length)) => {
                body = self.take(length);
                seen.raw.extend_from_slice(&body);
            }
            Some(Length::Chunks) => self.take_chunks(&mut seen.raw, &mut body),
            None => panic!("the end of the body is not known: {seen}"),
        }
        seen.body = text_of(&seen, &body);
        seen.assert_no_canary();
        seen.assert_is_documented(self.document);
        seen
    }

    /// `5␍␊bytes␍␊` again and again, until the empty one (RFC 9112 §7.1).
    fn take_chunks(&mut self, raw: &mut Vec<u8>, body: &mut Vec<u8>) {
        while raw.len() < LIMIT {
            let line = self.take_through(b"\r\n");
            let size = String::from_utf8_lossy(&line);
            let size = usize::from_str_radix(size.trim_end(), 16).unwrap_or_else(|_| panic!("no size: {size:?}"));
            let chunk = self.take(size);
            let end = self.take(2);
            assert_eq!(end, b"\r\n", "a chunk does not end where it should");
            raw.extend([line, chunk.clone(), end].concat());
            body.extend(chunk);
            if size == 0 {
                return;
            }
        }
        panic!("a body without an end");
    }

    /// The next bytes, up to this end and with it.
    fn take_through(&mut self, end: &[u8]) -> Vec<u8> {
        while self.bytes.len() < LIMIT {
            if let Some(at) = self.bytes.windows(end.len()).position(|part| part == end) {
                return self.take(at + end.len());
            }
            assert!(self.receive(), "the connection ended inside of an answer: {}", Text(&self.bytes));
        }
        panic!("an answer without an end: {}", Text(&self.bytes));
    }

    fn take(&mut self, length: usize) -> Vec<u8> {
        assert!(length <= LIMIT, "an answer of {length} bytes");
        while self.bytes.len() < length {
            assert!(self.receive(), "the connection ended inside of a body: {}", Text(&self.bytes));
        }
        self.bytes.drain(..length).collect()
    }

    /// Waits for more; `false` at the end.
    fn receive(&mut self) -> bool {
        let mut buffer = [0; 16 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(length) => {
                self.bytes.extend(buffer.iter().take(length));
                length > 0
            }
            Err(error) if error.kind() == ErrorKind::ConnectionReset => false,
            Err(error) => panic!("the server does not answer: {error}; so far {}", Text(&self.bytes)),
        }
    }

    /// Sends no more, and waits for the end: nothing comes before it.
    pub(crate) fn finish(self) {
        // If the server has ended it already, there is nothing to shut.
        let _ = self.stream.shutdown(Shutdown::Write);
        self.assert_ended();
    }

    /// Waits for the end, which the server has to make.
    pub(crate) fn assert_ended(self) {
        let rest = self.rest();
        assert!(rest.is_empty(), "something came after the answer: {}", Text(&rest));
    }

    /// All that comes until the end.
    pub(crate) fn rest(mut self) -> Vec<u8> {
        while self.receive() {
            assert!(self.bytes.len() <= LIMIT, "an answer without an end");
        }
        self.bytes
    }
}

/// The body as it was before the compression, which has to be all of the bytes.
pub(crate) fn text_of(seen: &Seen, body: &[u8]) -> String {
    let plain = if seen.only("content-encoding") == Some("gzip") && !body.is_empty() {
        let (mut plain, mut gzip) = (Vec::new(), GzDecoder::new(body));
        gzip.read_to_end(&mut plain).unwrap_or_else(|error| panic!("no gzip: {error}"));
        assert!(gzip.into_inner().is_empty(), "something follows the gzip");
        plain
    } else {
        body.to_vec()
    };
    String::from_utf8(plain).unwrap_or_else(|_| panic!("a body that is no text: {seen}"))
}
