//! A server that sends the bytes it is given, for the tests of the clients. The code blocks of the page for clients run
//! here as doctests, because they need the clients.

#[cfg(doctest)]
#[doc = include_str!("../../../docs/clients.md")]
mod clients {}

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// Serves these responses, one for each connection, and returns the URL.
///
/// # Errors
///
/// Returns an error if no port is free.
pub fn serve(responses: Vec<Vec<u8>>) -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/videos/X.json", listener.local_addr()?);
    thread::spawn(move || {
        for (stream, response) in listener.incoming().zip(responses) {
            // A client that has gone is not a failure of the server.
            let _ = stream.and_then(|stream| answer(stream, &response));
        }
    });
    Ok(url)
}

/// Reads the head of a request, and sends the response.
fn answer(mut stream: TcpStream, response: &[u8]) -> io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    stream.write_all(response)
}

/// A response with its length.
#[must_use]
pub fn response(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}
