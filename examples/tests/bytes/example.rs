//! An example as a process.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// A running example.
#[derive(Debug)]
pub(crate) struct Example {
    process: Child,
    address: String,
}

impl Example {
    pub(crate) fn start(program: &str) -> Self {
        let mut command = Command::new(program);
        let command = command.arg("127.0.0.1:0").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("http://").unwrap().to_owned();
        Self { process, address }
    }

    /// Compares the status line, one header and the body of a response.
    #[track_caller]
    pub(crate) fn assert(&self, request: &str, status: &str, header: &str, body: &str) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.write_all(format!("{request} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        let (head, sent) = response.split_once("\r\n\r\n").unwrap();
        assert_eq!((head.lines().next(), sent), (Some(&*format!("HTTP/1.1 {status}")), body), "{request}");
        assert_eq!(head.lines().filter(|line| *line == header).count(), 1, "{header} in {head}");
    }
}

impl Drop for Example {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}
