//! Starts the service, signs requests without its code, and reads answers without a library.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::LazyLock;
use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use jsonschema::Validator;
use panda_errors::docs::OpenApi;
use panda_errors::{Cataloged, PandaError};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use sha2::Sha256;
use tempfile::TempDir;

/// The size of a file that an account may upload.
pub(crate) const LIMIT: usize = 10_485_760;

/// The header of a body of [`part`]s.
pub(crate) const MULTIPART: &str = "Content-Type: multipart/form-data; boundary=panda\r\n";

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The service, with the keys that the tests sign with.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_panda-api"));
    for key in ["PANDA_ACCESS_KEY", "PANDA_SECRET_KEY", "PANDA_CLOUD_ID"] {
        command.env_remove(key);
    }
    command
}

/// A running service; dropping it kills it as a power failure would.
#[derive(Debug)]
pub(crate) struct Service {
    process: Child,
    pub(crate) address: SocketAddr,
    pub(crate) data: TempDir,
}

impl Service {
    pub(crate) fn start() -> Self {
        Self::start_on(TempDir::new().unwrap())
    }

    /// Starts the service on a directory, and waits until its tour is over.
    pub(crate) fn start_on(data: TempDir) -> Self {
        let mut process = command()
            .args(["--addr", "127.0.0.1:0", "--data"])
            .arg(data.path())
            .stdout(Stdio::piped())
            .stderr(File::create(data.path().join("stderr")).unwrap())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.as_mut().unwrap()).lines().map(Result::unwrap);
        let address = lines.find_map(|line| line.split("http://").nth(1)?.split(' ').next()?.parse().ok()).unwrap();
        lines.find(|line| line == "Serving until Ctrl-C.").unwrap();
        drop(lines);
        // The tests do not look at the reports of the tour.
        fs::write(data.path().join("stderr"), "").unwrap();
        Self { process, address, data }
    }

    /// Kills the service, and leaves what it had on the disk.
    pub(crate) fn kill(mut self) -> TempDir {
        std::mem::replace(&mut self.data, TempDir::new().unwrap())
    }

    /// Asks the service to end, and waits until it has.
    #[cfg(unix)]
    pub(crate) fn terminate(&mut self) -> ExitStatus {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
        self.process.wait().unwrap()
    }

    pub(crate) fn connect(&self) -> Connection {
        Connection::new(self.address)
    }

    /// Sends a signed request with its parameters in the query.
    pub(crate) fn ask(&self, verb: &str, path: &str, parameters: &[(&str, &str)]) -> Answer {
        self.connect().ask(&format!("{verb} /v2{path}?{}", sign(verb, path, parameters)), "", b"")
    }

    /// The names of the files that the service keeps or is receiving.
    pub(crate) fn files(&self) -> Vec<String> {
        let files = fs::read_dir(self.data.path().join("files")).unwrap();
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    }

    pub(crate) fn reports(&self) -> String {
        fs::read_to_string(self.data.path().join("stderr")).unwrap()
    }

    /// Returns the peak memory of the service in KiB, or `None` if the system does not report it.
    pub(crate) fn peak_memory(&self) -> Option<u64> {
        let status = fs::read_to_string(Path::new("/proc").join(self.process.id().to_string()).join("status")).ok()?;
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// Parameters in their canonical form, with the signature and all that belongs to it.
pub(crate) fn sign(verb: &str, path: &str, parameters: &[(&str, &str)]) -> String {
    sign_at(Timestamp::now(), verb, path, parameters)
}

pub(crate) fn sign_at(time: Timestamp, verb: &str, path: &str, parameters: &[(&str, &str)]) -> String {
    let time = time.to_string();
    let mut all = vec![("access_key", "my_access_key"), ("timestamp", &time)];
    all.extend(parameters);
    all.sort_unstable();
    let query: Vec<String> = all.iter().map(|(key, text)| format!("{}={}", escape(key), escape(text))).collect();
    let query = query.join("&");
    let hash = Hmac::<Sha256>::new_from_slice(b"my_secret_key").unwrap();
    let hash = hash.chain_update(format!("{verb}\n127.0.0.1\n{path}\n{query}")).finalize();
    format!("{query}&signature={}", escape(&BASE64_STANDARD.encode(hash.into_bytes())))
}

fn escape(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// A part of a multipart body, which ends with `--panda--`.
pub(crate) fn part(name: &str, text: &str) -> String {
    format!("--panda\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
}

/// One connection, kept alive.
#[derive(Debug)]
pub(crate) struct Connection(BufReader<TcpStream>);

impl Connection {
    pub(crate) fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        // A service that hangs is to fail the test, not to hang it.
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
        Self(BufReader::new(stream))
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).unwrap();
    }

    /// Ends the client's half of the connection. The answer can still be read.
    pub(crate) fn send_no_more(&self) {
        self.0.get_ref().shutdown(Shutdown::Write).unwrap();
    }

    /// Sends a request, which is a verb, a target, further headers and a body, and reads the answer.
    pub(crate) fn ask(&mut self, request: &str, headers: &str, body: &[u8]) -> Answer {
        let length = body.len();
        self.send(
            format!("{request} HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nContent-Length: {length}\r\n{headers}\r\n")
                .as_bytes(),
        );
        self.send(body);
        self.receive(!request.starts_with("HEAD "))
    }

    /// Reads one answer; a next one on the same connection has to start where it ends.
    pub(crate) fn receive(&mut self, has_body: bool) -> Answer {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(self.0.read_line(&mut head).unwrap(), 0, "the connection was closed after {head:?}");
        }
        let mut answer = Answer { head, body: String::new() };
        if has_body {
            let length = answer.header("content-length").unwrap().parse().unwrap();
            self.0.by_ref().take(length).read_to_string(&mut answer.body).unwrap();
            assert_eq!(answer.body.len() as u64, length, "{answer:?}");
        }
        answer.assert_is_documented(has_body);
        answer
    }
}

/// The document of the errors that the service serves, and the schema of their bodies.
struct Document {
    responses: Value,
    body: Validator,
}

static DOCUMENT: LazyLock<Document> = LazyLock::new(|| {
    let form = OpenApi::new("Panda API", "2").with_version("3.1.0").with_empty_500();
    let document: Value = serde_json::from_str(&form.render(PandaError::CATALOG)).unwrap();
    let components = &document["components"];
    let schema = json!({ "$ref": "#/components/schemas/ErrorResponse", "components": components });
    let body = jsonschema::draft202012::new(&schema).unwrap();
    Document { responses: components["responses"].clone(), body }
});

/// An answer as it came over the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    head: String,
    body: String,
}

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.head["HTTP/1.1 ".len()..][..3].parse().unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The status line and the headers.
    pub(crate) fn head(&self) -> &str {
        &self.head
    }

    pub(crate) fn body(&self) -> &str {
        &self.body
    }

    /// Asserts that the document has the status of an error, its headers and its body.
    fn assert_is_documented(&self, has_body: bool) {
        let status = self.status();
        if status < 400 {
            return;
        }
        let response = &DOCUMENT.responses[format!("ApiError{status}")];
        assert!(response.is_object(), "the document lacks {status}: {self:?}");
        for (name, header) in response["headers"].as_object().into_iter().flatten() {
            assert!(header["required"] != true || self.header(name).is_some(), "no {name}: {self:?}");
        }
        match response["content"].as_object() {
            None => assert_eq!((self.body(), self.header("content-type")), ("", None)),
            Some(_) if !has_body => {}
            Some(content) => {
                assert!(self.header("content-type").is_some_and(|name| content.contains_key(name)), "{self:?}");
                let problems: Vec<_> = DOCUMENT.body.iter_errors(&self.json()).map(|error| error.to_string()).collect();
                assert!(problems.is_empty(), "{self:?}: {problems:?}");
            }
        }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Asserts that this is an error of the contract, byte for byte.
    #[track_caller]
    pub(crate) fn assert_error(&self, status: u16, name: &str, message: &str) {
        let body = format!(r#"{{"error":"{name}","message":"{message}"}}"#);
        assert_eq!((self.status(), self.body()), (status, body.as_str()));
        assert_eq!(self.header("content-type"), Some("application/json"), "{self:?}");
        assert_eq!(self.header("cache-control"), Some("no-store"), "{self:?}");
        assert_eq!(self.header("www-authenticate").is_some(), status == 401, "{self:?}");
    }
}
