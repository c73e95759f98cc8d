//! The process: how it starts, what it keeps, how it ends.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::{fs, str};

use redb::{Database, TableDefinition};
use serde_json::Value;
use tempfile::TempDir;

use crate::service::{Connection, Service, command};

fn run(arguments: &[&str], temporary: &TempDir) -> Output {
    command().args(arguments).env("TMPDIR", temporary.path()).output().unwrap()
}

#[test]
fn a_tour_leaves_no_file_behind() {
    let temporary = TempDir::new().unwrap();
    let output = run(&["--once", "--addr", "127.0.0.1:0"], &temporary);
    assert!(output.status.success(), "{output:?}");
    let shown = str::from_utf8(&output.stdout).unwrap();
    assert_eq!(shown.matches("\n  HTTP/1.1 ").count(), 7, "{shown}");
    assert_eq!(shown.matches("\n  (0 bytes)\n").count(), 1, "{shown}");
    let report = str::from_utf8(&output.stderr).unwrap();
    assert_eq!(report.lines().count(), 1, "{report}");
    assert!(fs::read_dir(temporary.path()).unwrap().next().is_none());
}

#[test]
fn the_tour_leaves_the_cloud_of_the_account_whole() {
    let data = TempDir::new().unwrap();
    let mut command = command();
    let command = command.args(["--once", "--addr", "127.0.0.1:0", "--data"]).arg(data.path());
    let output = command.env("PANDA_CLOUD_ID", "tour").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let clouds: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("clouds");
    let database = Database::open(data.path().join("panda.redb")).unwrap();
    let clouds = database.begin_read().unwrap().open_table(clouds).unwrap();
    let cloud: Value = serde_json::from_slice(clouds.get("tour").unwrap().unwrap().value()).unwrap();
    assert_eq!(cloud["id"], "tour");
}

/// `…` in the README stands for text that differs in each run.
#[test]
fn the_readme_shows_what_the_tour_prints() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let tour = readme.split("```text\n").find(|block| block.contains("HTTP/1.1")).unwrap();
    let tour = tour.split("```").next().unwrap();
    let output = run(&["--once", "--addr", "127.0.0.1:0"], &TempDir::new().unwrap());
    let (shown, report) = (str::from_utf8(&output.stdout).unwrap(), str::from_utf8(&output.stderr).unwrap());
    let printed: Vec<_> = shown.lines().skip(2).collect();
    let (reports, shown): (Vec<_>, Vec<_>) = tour.lines().partition(|line| line.starts_with("panda-errors: "));
    for (shown, printed) in [(shown, printed), (reports, report.lines().collect())] {
        assert_eq!(shown.len(), printed.len(), "{printed:#?}");
        for (shown, printed) in shown.iter().zip(printed) {
            let (start, end) = shown.split_once('…').unwrap_or((shown, ""));
            assert!(printed.starts_with(start) && printed.ends_with(end), "{shown} is {printed}");
            assert!(shown.contains('…') || printed == *shown, "{shown} is {printed}");
        }
    }
}

#[test]
fn a_service_that_cannot_start_prints_the_reason_in_one_line() {
    let busy = TcpListener::bind("127.0.0.1:0").unwrap();
    let busy = busy.local_addr().unwrap().to_string();
    let temporary = TempDir::new().unwrap();
    let file = temporary.path().join("file");
    fs::write(&file, "").unwrap();
    let file = file.to_str().unwrap();
    let directory = temporary.path().to_str().unwrap();
    let damaged = Service::start().kill();
    let database = damaged.path().join("panda.redb");
    let bytes = fs::read(&database).unwrap();
    fs::write(&database, &bytes[..bytes.len() / 2]).unwrap();
    let damaged = damaged.path().to_str().unwrap();
    for (arguments, reason) in [
        (["--addr", &busy].as_slice(), "cannot listen on 127.0.0.1:"),
        (&["--addr", "name.invalid:80"], "cannot listen on name.invalid:80: "),
        (&["--addr", "127.0.0.1:0", "--data", file], "cannot keep data in "),
        (&["--addr", "127.0.0.1:0", "--data", damaged], "cannot keep data in "),
        (&["docs", "--format", "html", "--out", directory], "cannot write "),
    ] {
        let output = run(arguments, &temporary);
        let said = str::from_utf8(&output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.starts_with(&format!("panda-api: {reason}")), "{said}");
    }
}

#[test]
fn a_wrong_command_line_is_one_line_that_names_the_help() {
    let temporary = TempDir::new().unwrap();
    for (arguments, reason) in [
        (["--twice"].as_slice(), "invalid option '--twice'"),
        (&["--data"], "missing argument for option '--data'"),
        (&["extra"], "unexpected argument \"extra\""),
        (&["docs"], "'docs' needs '--format'; the formats are markdown, "),
        (&["docs", "--format", "pdf"], "cannot parse argument \"pdf\": the formats are markdown, "),
        (&["docs", "--once"], "invalid option '--once'"),
        (&["--addr", "nowhere"], "cannot parse argument \"nowhere\": an address is a host and a port, such as "),
        (&["--addr", "127.0.0.1:99999"], "cannot parse argument \"127.0.0.1:99999\": an address is a host and "),
        (&["--addr", ":3000"], "cannot parse argument \":3000\": an address is a host and a port, such as "),
    ] {
        let output = run(arguments, &temporary);
        let said = str::from_utf8(&output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.starts_with(&format!("panda-api: {reason}")) && said.ends_with("; see --help\n"), "{said}");
    }
    for (argument, start) in [("--version", "panda-api 0."), ("-V", "panda-api 0."), ("--help", "Serves the Panda API")]
    {
        let output = run(&[argument], &temporary);
        assert!(output.status.success() && output.stdout.starts_with(start.as_bytes()), "{output:?}");
    }
}

#[test]
fn an_empty_key_is_refused() {
    for name in ["PANDA_ACCESS_KEY", "PANDA_SECRET_KEY", "PANDA_CLOUD_ID"] {
        let output = command().args(["--once", "--addr", "127.0.0.1:0"]).env(name, "").output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert!(output.stderr.starts_with(format!("panda-api: {name} is empty; ").as_bytes()), "{output:?}");
    }
}

/// A service that keeps its data in a temporary directory, and what it prints.
struct Shown {
    process: Child,
    lines: BufReader<ChildStdout>,
    temporary: TempDir,
}

impl Shown {
    fn start(command: &mut Command) -> Self {
        let temporary = TempDir::new().unwrap();
        let command = command.args(["--addr", "127.0.0.1:0"]).env("TMPDIR", temporary.path());
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap());
        Self { process, lines, temporary }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    /// The line that starts like this, after others.
    fn find(&mut self, start: &str) -> String {
        loop {
            let line = self.line();
            if line.starts_with(start) {
                return line;
            }
        }
    }

    fn connect(&mut self) -> Connection {
        let line = self.find("panda-api listens on http://");
        let address = line.split("http://").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
        assert!(line.ends_with(", which is temporary and is removed at the end"), "{line}");
        self.find("Serving until Ctrl-C.");
        Connection::new(address)
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Waits for the end, which leaves nothing behind.
    fn end(mut self) -> String {
        let mut rest = String::new();
        self.lines.read_to_string(&mut rest).unwrap();
        assert!(self.process.wait().unwrap().success(), "{rest}");
        assert!(fs::read_dir(self.temporary.path()).unwrap().next().is_none(), "{rest}");
        rest
    }
}

#[test]
#[cfg(unix)]
fn each_request_is_a_line_of_the_log() {
    let mut service = Shown::start(&mut command());
    let mut connection = service.connect();
    let mut requests =
        vec!["GET /errors", "HEAD /v2/videos.json", "GET /v2/videos.xml?signature=good", "GET /v2/%0A.json"];
    let wrong = "GET /v2/videos.json?access_key=a&signature=b&timestamp=c";
    requests.push(wrong);
    for (request, line) in requests.iter().zip([
        "GET /errors 200 ",
        "HEAD /v2/videos.json 400 BadRequest \"All required parameters were not supplied: access_key, signature, t",
        "GET /v2/videos.xml 400 BadRequest \"Currently only .json is supported as a format\" ",
        "GET /v2/%0A.json 404 RecordNotFound \"Couldn't find Route with ID=GET /v2/%0A.json\" ",
        "GET /v2/videos.json 401 NotAuthorized \"Signatures do not match\" ",
    ]) {
        connection.ask(request, "", b"");
        let printed = service.line();
        assert!(printed.starts_with(line) && printed.ends_with(" ms"), "{printed}");
    }
    connection.send(b"POST /v2/videos.json HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=a\r\n");
    connection.send(b"Content-Length: 9\r\n\r\n");
    service.signal("TERM");
    assert!(service.line().starts_with("Stopping. "));
    service.signal("INT");
    assert!(service.end().ends_with("Stopped.\n"));
}

#[test]
#[cfg(unix)]
fn a_signal_removes_the_temporary_directory() {
    for signal in ["INT", "TERM", "HUP"] {
        let mut service = Shown::start(&mut command());
        drop(service.connect());
        service.signal(signal);
        let said = service.end();
        assert!(said.starts_with("Stopping. ") && said.ends_with("\nStopped.\n"), "{signal}: {said}");
    }
}

#[test]
fn a_secret_of_the_environment_is_not_shown() {
    for (secret, shown) in [("my_secret_key", "\"my_secret_key\""), ("hunter2", "\"in PANDA_SECRET_KEY\"")] {
        let mut service = Shown::start(command().env("PANDA_SECRET_KEY", secret));
        let advice = service.find("Sign requests ");
        assert!(advice.contains(shown) && advice.contains("\"my_access_key\""), "{advice}");
        service.process.kill().unwrap();
        service.process.wait().unwrap();
    }
}

#[test]
fn a_closed_standard_output_does_not_fail_the_tour() {
    let mut command = command();
    let command = command.args(["--once", "--addr", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    drop(process.stdout.take());
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
}

#[test]
fn a_directory_in_use_is_refused() {
    let service = Service::start();
    let data = service.data.path().to_str().unwrap();
    let output = run(&["--addr", "127.0.0.1:0", "--data", data], &TempDir::new().unwrap());
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(str::from_utf8(&output.stderr).unwrap().lines().count(), 1, "{output:?}");
}

#[test]
fn a_created_video_outlives_a_kill() {
    let service = Service::start();
    let video = service.ask("POST", "/videos.json", &[("source_url", "http://example.com/panda.mp4")]).json();
    let data = service.kill();
    fs::write(data.path().join("files").join("incoming-remains"), "half a file").unwrap();
    let service = Service::start_on(data);
    assert_eq!(service.ask("GET", "/videos.json", &[]).json(), serde_json::json!([video]));
    assert!(service.files().is_empty());
}

#[test]
#[cfg(unix)]
fn a_termination_signal_ends_the_service() {
    let mut service = Service::start();
    // A connection in the middle of a request does not hold it up for long.
    let mut stalled = service.connect();
    stalled.send(b"GET /v2/videos.json HTTP/1.1\r\n");
    assert!(service.terminate().success());
}
