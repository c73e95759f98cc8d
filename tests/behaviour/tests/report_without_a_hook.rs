//! Without a hook, what is of level `error` is told on standard error. Each test runs itself in a process of its own.

use std::io;
use std::process::Command;

use panda_errors::report::{set_hook, take_hook};
use panda_errors::{Answer, ApiError, ErrorStatus, PandaError};

const INSIDE: &str = "PANDA_ERRORS_TEST_IS_INSIDE";

/// Runs code in a process of its own, and gives the lines that we wrote there; `None` in that process.
fn told(test: &str, run: fn()) -> io::Result<Option<Vec<String>>> {
    if std::env::var_os(INSIDE).is_some() {
        run();
        return Ok(None);
    }
    let mut command = Command::new(std::env::current_exe()?);
    let output = command.args([test, "--exact", "--nocapture"]).env(INSIDE, "yes").output()?;
    let written = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{written}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"));
    Ok(Some(written.lines().filter_map(|line| line.strip_prefix("panda-errors: ")).map(str::to_owned).collect()))
}

#[derive(Debug, ApiError)]
enum DiskError {
    #[api(status = 500, message = "disk {0}\nis \"full\"")]
    Full(u8),
    #[api(status = 503, message = "busy", log = "warn")]
    Busy,
    #[api(status = 409, message = "taken", log = "error")]
    Taken,
    #[api(status = 500, message = "slow", log = "debug")]
    Slow,
    #[api(status = ALWAYS, message = "unheard", log = "off")]
    Unheard,
}

const ALWAYS: ErrorStatus = ErrorStatus::INTERNAL_SERVER_ERROR;

#[test]
fn a_500_is_told_in_one_line_with_its_id() {
    let lines = told("a_500_is_told_in_one_line_with_its_id", || {
        let answer = Answer::of(&DiskError::Full(3));
        let (_, id) = answer.headers().find(|(name, _)| *name == "x-request-id").unwrap();
        // After the report: the test compares the two.
        eprintln!("panda-errors: id={id}");
    });
    let Some(lines) = lines.unwrap() else { return };
    let [report, id] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!(*report, format!(r#"500 Full "disk 3\nis \"full\"" {id}"#));
}

#[test]
fn every_500_is_told_and_no_400() {
    let lines = told("every_500_is_told_and_no_400", || {
        for _ in 0..3 {
            drop(Answer::of(&PandaError::internal("the disk failed")));
            drop(Answer::of(&PandaError::unsupported_format()));
            drop(Answer::of(&PandaError::record_not_found("Video", "X")));
        }
    });
    let Some(lines) = lines.unwrap() else { return };
    assert_eq!(lines.len(), 3, "{lines:?}");
    for line in lines {
        assert!(
            line.starts_with(r#"500 InternalError "Internal Server Error" source="the disk failed" id="#),
            "{line}"
        );
    }
}

#[test]
fn every_500_is_told_whatever_its_level() {
    let lines = told("every_500_is_told_whatever_its_level", || {
        for error in [DiskError::Slow, DiskError::Unheard] {
            drop(Answer::of(&error));
        }
    });
    let Some(lines) = lines.unwrap() else { return };
    let [slow, unheard] = &lines[..] else { panic!("{lines:?}") };
    assert!(slow.starts_with(r#"500 Slow "slow" id="#), "{slow}");
    assert!(unheard.starts_with(r#"500 Unheard "unheard" id="#), "{unheard}");
}

#[test]
fn the_level_that_was_declared_decides() {
    let lines = told("the_level_that_was_declared_decides", || {
        for error in [DiskError::Busy, DiskError::Taken] {
            drop(Answer::of(&error));
        }
    });
    let Some(lines) = lines.unwrap() else { return };
    assert_eq!(lines, [r#"409 Taken "taken""#]);
}

#[test]
fn what_a_hook_panics_on_is_told() {
    let lines = told("what_a_hook_panics_on_is_told", || {
        set_hook(|_| panic!("the hook"));
        drop(Answer::of(&DiskError::Busy));
        take_hook();
        drop(Answer::of(&DiskError::Busy));
    });
    let Some(lines) = lines.unwrap() else { return };
    assert_eq!(lines, [r#"503 Busy "busy""#]);
}

#[test]
fn what_fails_inside_a_hook_is_told() {
    let lines = told("what_fails_inside_a_hook_is_told", || {
        set_hook(|_| drop(Answer::of(&DiskError::Taken)));
        drop(Answer::of(&DiskError::Busy));
    });
    let Some(lines) = lines.unwrap() else { return };
    assert_eq!(lines, [r#"409 Taken "taken""#]);
}

#[test]
fn what_a_hook_gets_is_not_told() {
    let lines = told("what_a_hook_gets_is_not_told", || {
        set_hook(|_| ());
        drop(Answer::of(&DiskError::Full(3)));
    });
    let Some(lines) = lines.unwrap() else { return };
    assert_eq!(lines, [""; 0]);
}
