//! The process: how it starts, what it keeps, how it ends.

use std::net::TcpListener;
use std::process::{Output, Stdio};
use std::{fs, str};

use redb::{Database, TableDefinition};
use serde_json::Value;
use tempfile::TempDir;

use crate::service::{Service, command};

fn run(arguments: &[&str], temporary: &TempDir) -> Output {
    command().args(arguments).env("TMPDIR", temporary.path()).output().unwrap()
}

#[test]
fn a_tour_and_nothing_left() {
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

/// `…` in the README stands for what is another each time.
#[test]
fn the_readme_shows_what_the_tour_prints() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
    let tour = readme.split("```text\n").find(|block| block.contains("HTTP/1.1")).unwrap();
    let tour = tour.split("```").next().unwrap();
    let output = run(&["--once", "--addr", "127.0.0.1:0"], &TempDir::new().unwrap());
    let (shown, report) = (str::from_utf8(&output.stdout).unwrap(), str::from_utf8(&output.stderr).unwrap());
    let printed: Vec<_> = shown.lines().skip(2).collect();
    let (reports, told): (Vec<_>, Vec<_>) = tour.lines().partition(|line| line.starts_with("panda-errors: "));
    for (told, printed) in [(told, printed), (reports, report.lines().collect())] {
        assert_eq!(told.len(), printed.len(), "{printed:#?}");
        for (told, printed) in told.iter().zip(printed) {
            let (start, end) = told.split_once('…').unwrap_or((told, ""));
            assert!(printed.starts_with(start) && printed.ends_with(end), "{told} is {printed}");
            assert!(told.contains('…') || printed == *told, "{told} is {printed}");
        }
    }
}

#[test]
fn what_does_not_start_says_why_in_one_line() {
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
        (&["--addr", "nowhere"], "cannot listen on nowhere: "),
        (&["--addr", "127.0.0.1:0", "--data", file], "cannot keep data in "),
        (&["--addr", "127.0.0.1:0", "--data", damaged], "cannot keep data in "),
        (&["--twice"], "invalid option '--twice'"),
        (&["--data"], "missing argument for option '--data'"),
        (&["extra"], "unexpected argument \"extra\""),
        (&["docs"], "'docs' needs '--format'; the formats are markdown, "),
        (&["docs", "--format", "pdf"], "cannot parse argument \"pdf\": the formats are markdown, "),
        (&["docs", "--format", "html", "--out", directory], "cannot write "),
        (&["docs", "--once"], "invalid option '--once'"),
    ] {
        let output = run(arguments, &temporary);
        let said = str::from_utf8(&output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(said.starts_with(&format!("panda-api: {reason}")), "{said}");
    }
}

#[test]
fn whoever_reads_no_further_has_seen_enough() {
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
fn what_was_created_outlives_a_kill() {
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
fn it_ends_when_told_to() {
    let mut service = Service::start();
    // A connection in the middle of a request does not hold it up for long.
    let mut stalled = service.connect();
    stalled.send(b"GET /v2/videos.json HTTP/1.1\r\n");
    assert!(service.terminate().success());
}
