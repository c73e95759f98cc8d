//! The requests of the clients, and the answers that they expect.

use std::net::SocketAddr;
use std::thread::sleep;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;

use crate::connection::{Answer, Connection};
use crate::tally::Tally;

/// The bytes that an account may upload.
const LIMIT: usize = 10_485_760;

/// The bytes in a chunk of an endless upload.
const PIECE: usize = 65_536;

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');
const MULTIPART: &str = "Content-Type: multipart/form-data; boundary=panda\r\n";
const PART: &str = "--panda\r\nContent-Disposition: form-data; name=\"file\"; filename=\"panda.mp4\"\r\n\r\n";

/// A way to visit the service. It is wrong if it returns an error.
type Visit = fn(&Visitor<'_>) -> Result<(), String>;

/// All of them, with their names.
pub(crate) const VISITS: &[(&str, Visit)] = &[
    ("ordinary", ordinary),
    ("pipelined", pipelined),
    ("slow", slow),
    ("broken", broken),
    ("half", half),
    ("disconnected", disconnected),
    ("uploaded", uploaded),
    ("oversize", oversize),
    ("endless", endless),
];

#[derive(Clone, Copy, Debug)]
pub(crate) struct Visitor<'a> {
    pub(crate) address: SocketAddr,
    pub(crate) tally: &'a Tally,
}

impl Visitor<'_> {
    fn connect(&self) -> Result<Connection, String> {
        Connection::new(self.address)
    }

    /// Reads an answer and compares it.
    fn check(&self, connection: &mut Connection, request: &Request) -> Result<Answer, String> {
        let answer = connection.receive(!request.line.starts_with("HEAD "))?;
        self.tally.answer(answer.status().unwrap_or_default());
        request.check(&answer).map(|()| answer)
    }
}

/// A request, and the answer that has to come.
#[derive(Debug)]
struct Request {
    /// A verb and a target.
    line: String,
    headers: &'static str,
    body: Vec<u8>,
    status: u16,
    /// The name and the message of an error.
    error: Option<(&'static str, String)>,
}

impl Request {
    fn new(line: String, status: u16) -> Self {
        Self { line, headers: "", body: Vec::new(), status, error: None }
    }

    fn failing(line: String, status: u16, name: &'static str, message: impl Into<String>) -> Self {
        Self { error: Some((name, message.into())), ..Self::new(line, status) }
    }

    fn bytes(&self) -> Vec<u8> {
        let Self { line, headers, body, .. } = self;
        let length = body.len();
        let head = format!("{line} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n{headers}\r\n");
        [head.as_bytes(), body].concat()
    }

    fn check(&self, answer: &Answer) -> Result<(), String> {
        let wrong = |what: &str| Err(format!("{what}: {} got {answer:?}", self.line));
        if answer.status() != Some(self.status) {
            return wrong("another status");
        }
        if self.status < 400 {
            return Ok(());
        }
        let body = match &self.error {
            Some((name, message)) => format!(r#"{{"error":"{name}","message":"{message}"}}"#),
            None => String::new(),
        };
        if answer.body != body && !self.line.starts_with("HEAD ") {
            return wrong("another body");
        }
        if answer.header("content-length") != Some(&body.len().to_string()) {
            return wrong("another length");
        }
        for (name, value) in [("cache-control", "no-store"), ("x-content-type-options", "nosniff")] {
            if answer.header(name) != Some(value) {
                return wrong(name);
            }
        }
        if answer.header("x-request-id").is_none()
            || answer.header("www-authenticate").is_some() != (self.status == 401)
        {
            return wrong("another header");
        }
        Ok(())
    }
}

/// A signed verb and target.
fn signed(verb: &str, path: &str, parameters: &[(&str, &str)]) -> String {
    let time = Timestamp::now().to_string();
    let mut all = vec![("access_key", "my_access_key"), ("timestamp", &*time)];
    all.extend(parameters);
    all.sort_unstable();
    let query: Vec<String> = all.iter().map(|(key, text)| format!("{key}={}", escape(text))).collect();
    let query = query.join("&");
    let subject = format!("{verb}\n127.0.0.1\n{path}\n{query}");
    let signature = match Hmac::<Sha256>::new_from_slice(b"my_secret_key") {
        Ok(hash) => BASE64_STANDARD.encode(hash.chain_update(subject).finalize().into_bytes()),
        Err(error) => error.to_string(),
    };
    format!("{verb} /v2{path}?{query}&signature={}", escape(&signature))
}

fn escape(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// One of the requests that change nothing.
fn any_request() -> Request {
    let number = fastrand::u32(..);
    match fastrand::u8(0..9) {
        0 => Request::new(signed("GET", "/profiles.json", &[]), 200),
        // The one 500: its record is damaged.
        1 => Request::new(signed("GET", "/clouds/tour.json", &[]), 500),
        2 => Request::failing(
            signed("GET", &format!("/videos/{number}.json"), &[]),
            404,
            "RecordNotFound",
            format!("Couldn't find Video with ID={number}"),
        ),
        3 => Request::failing(
            format!("GET /v2/videos.json?access_key=my_access_key&signature={number}&timestamp=2011-03-01T15:39:10Z"),
            401,
            "NotAuthorized",
            "Signatures do not match",
        ),
        4 => Request::failing(
            "GET /v2/videos.json".to_owned(),
            400,
            "BadRequest",
            "All required parameters were not supplied: access_key, signature, timestamp",
        ),
        5 => Request::failing(
            format!("GET /v2/{number}.xml"),
            400,
            "BadRequest",
            "Currently only .json is supported as a format",
        ),
        6 => Request::failing(
            format!("PATCH /v2/{number}.json"),
            404,
            "RecordNotFound",
            format!("Couldn't find Route with ID=PATCH /v2/{number}.json"),
        ),
        7 => Request::failing(
            signed("HEAD", "/videos/X.json", &[]),
            404,
            "RecordNotFound",
            "Couldn't find Video with ID=X",
        ),
        _ => Request::failing(
            signed("POST", "/videos/upload.json", &[("file_name", "a.mp4"), ("file_size", "10485761")]),
            413,
            "FileSizeLimitExceeded",
            TOO_LARGE,
        ),
    }
}

const TOO_LARGE: &str = "File size limit for this account is set to 10485760 bytes";

/// Requests one after the other on one connection.
fn ordinary(visitor: &Visitor<'_>) -> Result<(), String> {
    let mut connection = visitor.connect()?;
    for _ in 0..fastrand::u8(1..20) {
        let request = any_request();
        connection.send(&request.bytes())?;
        visitor.check(&mut connection, &request)?;
    }
    Ok(())
}

/// Many requests at once, whose answers come in order.
fn pipelined(visitor: &Visitor<'_>) -> Result<(), String> {
    let mut connection = visitor.connect()?;
    let requests: Vec<Request> = (0..fastrand::u8(2..40)).map(|_| any_request()).collect();
    connection.send(&requests.iter().flat_map(Request::bytes).collect::<Vec<u8>>())?;
    requests.iter().try_for_each(|request| visitor.check(&mut connection, request).map(drop))
}

/// A request that comes in pieces.
fn slow(visitor: &Visitor<'_>) -> Result<(), String> {
    let mut connection = visitor.connect()?;
    let request = any_request();
    for piece in request.bytes().chunks(fastrand::usize(10..60)) {
        connection.send(piece)?;
        sleep(Duration::from_millis(fastrand::u64(0..20)));
    }
    visitor.check(&mut connection, &request).map(drop)
}

/// Bytes that are not HTTP. The server refuses them itself, or closes the connection.
fn broken(visitor: &Visitor<'_>) -> Result<(), String> {
    let mut connection = visitor.connect()?;
    let mut bytes = any_request().bytes();
    match fastrand::u8(0..5) {
        0 => bytes = (0..fastrand::usize(1..2_000)).map(|_| fastrand::u8(..)).collect(),
        1 => bytes = [b"GET / HTTP/1.1\r\n".as_slice(), &b"A: b\r\n".repeat(200), b"\r\n"].concat(),
        2 => bytes = b"POST /v2/videos.json HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n".to_vec(),
        3 => bytes = b"GET /v2/videos.json HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n".to_vec(),
        _ => {
            let at = fastrand::usize(0..20);
            if let Some(byte) = bytes.get_mut(at) {
                *byte = 0;
            }
        }
    }
    // The server may close while this is sent.
    if connection.send(&bytes).and_then(|()| connection.send_no_more()).is_err() {
        return Ok(());
    }
    match connection.receive_or_end(true) {
        Ok(Some(answer)) => {
            let status = answer.status().unwrap_or_default();
            visitor.tally.answer(status);
            let is_refused = (400..500).contains(&status);
            is_refused.then_some(()).ok_or_else(|| format!("bytes that are not HTTP got {answer:?}"))
        }
        // A connection that is closed with unread bytes is reset.
        Ok(None) => Ok(()),
        Err(error) if error.contains("reset") || error.contains("Broken pipe") => Ok(()),
        Err(error) => Err(error),
    }
}

/// The start of a request, and then the end of the connection.
fn half(visitor: &Visitor<'_>) -> Result<(), String> {
    let mut connection = visitor.connect()?;
    let bytes = any_request().bytes();
    let line = bytes.iter().position(|byte| *byte == b'\n').unwrap_or_default();
    connection.send(bytes.get(..fastrand::usize(0..=line)).unwrap_or_default())
}

/// Whole requests without a look at the answers. Without the 500, because a server need not have begun it.
fn disconnected(visitor: &Visitor<'_>) -> Result<(), String> {
    let mut connection = visitor.connect()?;
    let requests = (0..fastrand::u8(1..5)).map(|_| any_request()).filter(|request| request.status != 500);
    connection.send(&requests.flat_map(|request| request.bytes()).collect::<Vec<u8>>())
}

/// A video from its announcement to its end.
fn uploaded(visitor: &Visitor<'_>) -> Result<(), String> {
    let mut connection = visitor.connect()?;
    let announcement =
        Request::new(signed("POST", "/videos/upload.json", &[("file_name", "a.mp4"), ("file_size", "4")]), 201);
    connection.send(&announcement.bytes())?;
    let announced = visitor.check(&mut connection, &announcement)?.body;
    let location = announced.split("http://127.0.0.1").nth(1).and_then(|rest| rest.split('"').next());
    let location = location.ok_or_else(|| format!("no location in {announced}"))?;
    let id = location.trim_start_matches("/v2/videos/upload/").trim_end_matches(".json").to_owned();
    let line = format!("PUT {location}");
    let error = "All required parameters were not supplied: file";
    let wrong = Request { body: b"film?".to_vec(), ..Request::failing(line.clone(), 400, "BadRequest", error) };
    let right = Request { body: b"film".to_vec(), ..Request::new(line.clone(), 200) };
    let again = format!("Couldn't find Upload with ID={id}");
    let again = Request { body: b"more".to_vec(), ..Request::failing(line, 404, "RecordNotFound", again) };
    let path = format!("/videos/{id}.json");
    let delete = Request::new(signed("DELETE", &path, &[]), 200);
    let gone = format!("Couldn't find Video with ID={id}");
    let gone = Request::failing(signed("GET", &path, &[]), 404, "RecordNotFound", gone);
    for request in [wrong, right, again, delete, gone] {
        connection.send(&request.bytes())?;
        visitor.check(&mut connection, &request)?;
    }
    Ok(())
}

/// An upload that announces too large a body, with and without `Expect`, and never sends it.
fn oversize(visitor: &Visitor<'_>) -> Result<(), String> {
    let mut connection = visitor.connect()?;
    let request = Request::failing(signed("POST", "/videos.json", &[]), 413, "FileSizeLimitExceeded", TOO_LARGE);
    let expect = if fastrand::bool() { "Expect: 100-continue\r\n" } else { "" };
    let length = fastrand::u64(20_000_000..u64::from(u32::MAX));
    let head = format!("HTTP/1.1\r\nHost: 127.0.0.1\r\n{MULTIPART}{expect}Content-Length: {length}\r\n\r\n");
    connection.send(format!("{} {head}", request.line).as_bytes())?;
    visitor.check(&mut connection, &request).map(drop)
}

/// An upload in chunks that goes on and on: it is refused at the limit, and the client is heard out or left.
fn endless(visitor: &Visitor<'_>) -> Result<(), String> {
    let mut connection = visitor.connect()?;
    let request = Request::failing(signed("POST", "/videos.json", &[]), 413, "FileSizeLimitExceeded", TOO_LARGE);
    let head = format!("HTTP/1.1\r\nHost: 127.0.0.1\r\n{MULTIPART}Transfer-Encoding: chunked\r\n\r\n");
    connection.send(format!("{} {head}{:x}\r\n{PART}\r\n", request.line, PART.len()).as_bytes())?;
    let piece = [format!("{PIECE:x}\r\n").as_bytes(), &vec![0; PIECE], b"\r\n"].concat();
    // Sometimes the client leaves before the limit.
    let most = if fastrand::u8(..) < 64 { LIMIT + PIECE } else { fastrand::usize(0..LIMIT / 2) };
    for _ in 0..=most / PIECE {
        connection.send(&piece)?;
    }
    if most > LIMIT { visitor.check(&mut connection, &request).map(drop) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// A service that has one answer for everything.
    fn start(answer: &'static str) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                thread::spawn(move || {
                    drop(stream.write_all(answer.repeat(40).as_bytes()));
                    drop(stream.read_to_end(&mut Vec::new()));
                });
            }
        });
        address
    }

    #[test]
    fn a_wrong_answer_is_an_error_of_every_visit_that_reads() {
        let tally = Tally::default();
        for answer in [
            "HTTP/1.1 299 Odd\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n{}",
            "HTTP/1.1 404 Not Found\r\ncontent-length: 1\r\n\r\n{}",
            "HTTP/1.1 500 Internal Server Error\r\n\r\n",
            "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 1\r\n\r\n ",
            "this is not HTTP\r\n\r\n",
        ] {
            let visitor = Visitor { address: start(answer), tally: &tally };
            for (kind, visit) in [("ordinary", ordinary as Visit), ("pipelined", pipelined), ("slow", slow)] {
                assert!(visit(&visitor).is_err(), "{kind} takes {answer:?}");
            }
            assert!(uploaded(&visitor).is_err(), "uploaded takes {answer:?}");
            assert!(oversize(&visitor).is_err(), "oversize takes {answer:?}");
        }
    }
}
