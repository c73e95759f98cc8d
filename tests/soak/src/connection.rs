//! One connection, and the answers that come on it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

/// A service that does not answer in this time hangs.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub(crate) struct Connection(BufReader<TcpStream>);

impl Connection {
    pub(crate) fn new(address: SocketAddr) -> Result<Self, String> {
        let stream = TcpStream::connect(address).map_err(|error| format!("cannot connect: {error}"))?;
        let prepared = stream.set_read_timeout(Some(PATIENCE)).and_then(|()| stream.set_write_timeout(Some(PATIENCE)));
        prepared.map_err(|error| error.to_string())?;
        Ok(Self(BufReader::new(stream)))
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.0.get_mut().write_all(bytes).map_err(|error| format!("cannot send: {error}"))
    }

    /// Sends nothing more, as a client that dies, but reads on.
    pub(crate) fn send_no_more(&self) -> Result<(), String> {
        self.0.get_ref().shutdown(Shutdown::Write).map_err(|error| error.to_string())
    }

    /// Reads one answer. The next one starts where this one ends, so a wrong length is noticed.
    pub(crate) fn receive(&mut self, has_body: bool) -> Result<Answer, String> {
        self.receive_or_end(has_body)?.ok_or_else(|| "the connection was closed without an answer".to_owned())
    }

    /// Reads one answer, or the end of the connection.
    pub(crate) fn receive_or_end(&mut self, has_body: bool) -> Result<Option<Answer>, String> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            match self.0.read_line(&mut head) {
                Ok(0) if head.is_empty() => return Ok(None),
                Ok(0) => return Err(format!("the connection was closed after {head:?}")),
                Ok(_) => {}
                Err(error) => return Err(format!("no answer: {error} after {head:?}")),
            }
        }
        let mut answer = Answer { head, body: String::new() };
        let status = answer.status().ok_or_else(|| format!("this is no status line: {answer:?}"))?;
        if has_body && status >= 200 {
            let length = answer.header("content-length").and_then(|length| length.parse().ok());
            let length: u64 = length.ok_or_else(|| format!("an answer without a length: {answer:?}"))?;
            let read = self.0.by_ref().take(length).read_to_string(&mut answer.body);
            if read.map_err(|error| format!("half an answer: {error}"))? as u64 != length {
                return Err(format!("the answer is shorter than it says: {answer:?}"));
            }
        }
        Ok(Some(answer))
    }
}

/// An answer as it came over the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn status(&self) -> Option<u16> {
        self.head.strip_prefix("HTTP/1.")?.get(2..5)?.parse().ok()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers(name);
        // Twice is as wrong as not at all.
        values.next().filter(|_| values.next().is_none())
    }

    fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(move |(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}
