//! A client that shows the bytes: a connection for each request, and nothing decoded.

use std::io;
use std::net::SocketAddr;

use jiff::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::signature::{Keys, Subject, canonical_query, escape};

/// Signs requests as clients of the API do.
#[derive(Clone, Debug)]
pub(crate) struct Signer<'a> {
    pub(crate) keys: &'a Keys,
    pub(crate) host: &'a str,
    pub(crate) time: Timestamp,
}

impl Signer<'_> {
    /// The verb and the signed target of a request.
    pub(crate) fn sign(&self, verb: &str, path: &str, parameters: &[(&str, &str)]) -> String {
        let time = format!("{:.6}", self.time);
        let own = [("access_key", &*self.keys.access), ("cloud_id", &*self.keys.cloud), ("timestamp", &*time)];
        let parameters = parameters.iter().copied().chain(own);
        let parameters = parameters.map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
        let subject = Subject { verb, host: self.host, path, parameters: &parameters };
        let signature = self.keys.sign(&subject);
        format!("{verb} /v2{path}?{}&signature={}", canonical_query(&parameters), escape(&signature))
    }
}

/// An answer as it came over the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status_line: String,
    pub(crate) body: Vec<u8>,
}

/// Sends a request, which is a verb and a target.
pub(crate) async fn send(address: SocketAddr, request: &str) -> io::Result<Answer> {
    let request = format!("{request} HTTP/1.1\r\nHost: {address}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    split(&bytes).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the answer is not HTTP"))
}

fn split(answer: &[u8]) -> Option<Answer> {
    let blank_line = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let (head, body) = (answer.get(..blank_line)?, answer.get(blank_line + 4..)?);
    let status_line = String::from_utf8_lossy(head).lines().next()?.to_owned();
    Some(Answer { status_line, body: body.to_vec() })
}
