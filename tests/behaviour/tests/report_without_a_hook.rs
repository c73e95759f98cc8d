//! Without a hook, reports of level `error` are written to standard error.
//! Each test runs itself in a process of its own.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::thread;

use panda_errors::report::{set_hook, take_hook};
use panda_errors::{Answer, ApiError, ErrorStatus, PandaError};

const INSIDE: &str = "PANDA_ERRORS_TEST_IS_INSIDE";

/// Runs code in a process of its own, and gives the lines that we wrote there; `None` in that process.
fn lines_of(test: &str, run: fn()) -> io::Result<Option<Vec<String>>> {
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
fn a_500_is_reported_in_one_line_with_its_id() {
    let lines = lines_of("a_500_is_reported_in_one_line_with_its_id", || {
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
fn every_500_is_reported_and_no_400() {
    let lines = lines_of("every_500_is_reported_and_no_400", || {
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
fn every_500_is_reported_whatever_its_level() {
    let lines = lines_of("every_500_is_reported_whatever_its_level", || {
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
    let lines = lines_of("the_level_that_was_declared_decides", || {
        for error in [DiskError::Busy, DiskError::Taken] {
            drop(Answer::of(&error));
        }
    });
    let Some(lines) = lines.unwrap() else { return };
    assert_eq!(lines, [r#"409 Taken "taken""#]);
}

#[test]
fn an_error_on_which_a_hook_panics_is_reported() {
    let lines = lines_of("an_error_on_which_a_hook_panics_is_reported", || {
        set_hook(|_| panic!("the hook"));
        drop(Answer::of(&DiskError::Busy));
        take_hook();
        drop(Answer::of(&DiskError::Busy));
    });
    let Some(lines) = lines.unwrap() else { return };
    assert_eq!(lines, [r#"503 Busy "busy""#]);
}

#[test]
fn an_error_inside_a_hook_is_reported() {
    let lines = lines_of("an_error_inside_a_hook_is_reported", || {
        set_hook(|_| drop(Answer::of(&DiskError::Taken)));
        drop(Answer::of(&DiskError::Busy));
    });
    let Some(lines) = lines.unwrap() else { return };
    assert_eq!(lines, [r#"409 Taken "taken""#]);
}

#[test]
fn an_error_that_a_hook_receives_is_not_written_to_standard_error() {
    let lines = lines_of("an_error_that_a_hook_receives_is_not_written_to_standard_error", || {
        set_hook(|_| ());
        drop(Answer::of(&DiskError::Full(3)));
    });
    let Some(lines) = lines.unwrap() else { return };
    assert_eq!(lines, [""; 0]);
}

/// Answers with this many errors of 1 KB on each of two threads.
fn flood(count: usize) {
    let error = PandaError::internal("x".repeat(1000));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| (0..count).for_each(|_| assert_eq!(Answer::of(&error).status(), 500)));
        }
    });
}

#[test]
fn an_unread_standard_error_blocks_no_answer_and_the_dropped_reports_are_counted() {
    let test = "an_unread_standard_error_blocks_no_answer_and_the_dropped_reports_are_counted";
    if std::env::var_os(INSIDE).is_some() {
        let wait = || io::stdin().read_line(&mut String::new()).unwrap();
        flood(2000);
        println!("flooded");
        wait();
        for _ in 0..3 {
            drop(Answer::of(&DiskError::Taken));
        }
        wait();
        return;
    }
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--nocapture"]).env(INSIDE, "yes");
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut go_on = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(output.any(|line| line.ends_with("flooded")), "it ends while the pipe is full");

    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let (mut reports, mut dropped) = (0, 0);
    while reports + dropped < 4000 {
        let line = lines.next().unwrap();
        match line.strip_suffix(" reports were dropped, because standard error did not take more") {
            Some(note) => dropped += note.strip_prefix("panda-errors: ").unwrap().parse::<usize>().unwrap(),
            None if line.starts_with("panda-errors: 500 InternalError ") && line.contains(" id=") => reports += 1,
            None => panic!("{line}"),
        }
    }
    assert_eq!(reports + dropped, 4000);
    assert!(dropped > 0 && reports > 900, "{reports} reports");

    go_on.write_all(b"\n").unwrap();
    for _ in 0..3 {
        assert_eq!(lines.next().unwrap(), r#"panda-errors: 409 Taken "taken""#);
    }
    go_on.write_all(b"\n").unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn no_report_is_lost_while_standard_error_is_read() {
    let lines = lines_of("no_report_is_lost_while_standard_error_is_read", || flood(500));
    let Some(lines) = lines.unwrap() else { return };
    assert_eq!(lines.iter().filter(|line| line.contains(" id=")).count(), 1000);
    assert_eq!(lines.len(), 1000);
}

#[test]
fn a_report_is_written_before_the_process_ends_at_once() {
    let test = "a_report_is_written_before_the_process_ends_at_once";
    let ends: [(&str, fn()); 3] = [
        ("exit", || std::process::exit(7)),
        ("abort", || std::process::abort()),
        ("panic", || panic!("after the report")),
    ];
    if let Ok(inside) = std::env::var(INSIDE) {
        drop(Answer::of(&DiskError::Taken));
        ends.iter().find(|(end, _)| *end == inside).unwrap().1();
    }
    for (end, _) in ends {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let output = command.args([test, "--exact", "--nocapture"]).env(INSIDE, end).output().unwrap();
        assert!(!output.status.success());
        let written = String::from_utf8_lossy(&output.stderr);
        assert!(written.contains("panda-errors: 409 Taken \"taken\"\n"), "{end}: {written}");
    }
}

#[cfg(unix)]
#[test]
fn a_forked_process_has_its_own_ids_and_its_reports_are_written() {
    use std::collections::HashSet;

    let lines = lines_of("a_forked_process_has_its_own_ids_and_its_reports_are_written", || {
        // Before the fork too: the thread that writes to standard error is the parent's.
        drop(Answer::of(&DiskError::Full(0)));
        for _ in 0..3 {
            if fork::fork().unwrap().is_child() {
                (0..4).for_each(|_| drop(Answer::of(&DiskError::Full(1))));
                std::process::exit(0);
            }
        }
        (0..4).for_each(|_| drop(Answer::of(&DiskError::Full(2))));
        for _ in 0..3 {
            fork::wait_any().unwrap();
        }
    });
    let Some(lines) = lines.unwrap() else { return };
    let ids: HashSet<_> = lines.iter().filter_map(|line| line.split_once(" id=")).map(|(_, id)| id).collect();
    assert_eq!((lines.len(), ids.len()), (17, 17), "{lines:?}");
    assert!(ids.iter().all(|id| id.len() == 32), "{ids:?}");
}
