//! The lock: breaking changes, additive changes, and the messages of its test.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not there")]
#![expect(dead_code, reason = "it is the catalogs of these types that count")]

use panda_errors::lock::{self, Change};
use panda_errors::{ApiError, Catalog, Cataloged, ErrorStatus, PandaError};

#[test]
fn the_canonical_errors_are_locked() {
    lock::check(PandaError::CATALOG, "../../errors.lock.json").unwrap();
}

/// A set of errors before and after a change.
mod was {
    use panda_errors::ApiError;

    #[derive(Debug, ApiError)]
    pub(super) enum VideoError {
        #[api(status = 404, message = "No video {id}", details, header("x-why" = "gone"))]
        NotFound { id: u64 },

        #[api(status = 409, message = "It is being encoded")]
        Busy,

        #[api(status = 500)]
        Disk,
    }
}

#[derive(Debug, ApiError)]
enum VideoError {
    #[api(status = 410, message = "No video with the id {id}", details)]
    NotFound { id: String },

    #[api(status = 402, message = "This has to be paid for")]
    Unpaid,
}

fn texts(changes: &[Change]) -> Vec<String> {
    changes.iter().map(ToString::to_string).collect()
}

fn changes(catalog: &Catalog, committed: &str) -> Vec<String> {
    texts(&lock::changes(catalog, committed).unwrap())
}

#[test]
fn each_change_is_named() {
    let committed = lock::updated(was::VideoError::CATALOG, None).unwrap();
    assert_eq!(changes(was::VideoError::CATALOG, &committed), [""; 0]);
    assert_eq!(
        changes(VideoError::CATALOG, &committed),
        [
            "breaking: `Busy`, status 409, is gone",
            "breaking: `NotFound` has status 410 and had 404",
            "breaking: the header `x-why` of `NotFound` is gone",
            "breaking: the detail `id` of `NotFound` is string and was integer",
            "additive: `Disk`, status 500, is gone",
            "additive: `Unpaid`, status 402, is new",
        ]
    );
}

#[test]
fn texts_may_change() {
    #[derive(Debug, ApiError)]
    enum Before {
        /// Before.
        #[api(status = 404, message = "Before", help = "Before")]
        Gone,
    }

    #[derive(Debug, ApiError)]
    enum After {
        /// After.
        #[api(status = 404, message = "After", help = "After", since = "2", retry = "never")]
        Gone,
    }

    let committed = lock::updated(Before::CATALOG, None).unwrap();
    assert_eq!(changes(After::CATALOG, &committed), [""; 0]);
}

#[test]
fn a_header_that_only_some_errors_of_a_name_have_is_not_promised() {
    #[derive(Debug, ApiError)]
    enum Both {
        #[api(status = 401, name = "NotAuthorized", message = "a", header("www-authenticate" = "Signature"))]
        Wrong,
        #[api(status = 401, name = "NotAuthorized", message = "b", header("www-authenticate" = "Signature"))]
        Expired,
    }

    #[derive(Debug, ApiError)]
    enum One {
        #[api(status = 401, name = "NotAuthorized", message = "a", header("www-authenticate" = "Signature"))]
        Wrong,
        #[api(status = 401, name = "NotAuthorized", message = "b")]
        Expired,
    }

    let (both, one) = (lock::updated(Both::CATALOG, None).unwrap(), lock::updated(One::CATALOG, None).unwrap());
    let less = "breaking: the header `www-authenticate` of `NotAuthorized` is not always there any more";
    assert_eq!(changes(One::CATALOG, &both), [less]);
    assert_eq!(
        changes(Both::CATALOG, &one),
        ["additive: the header `www-authenticate` of `NotAuthorized` is always there now"]
    );
}

#[test]
fn a_removed_name_stays_reserved() {
    let committed = lock::updated(was::VideoError::CATALOG, None).unwrap();
    let committed = lock::updated(VideoError::CATALOG, Some(&committed)).unwrap();
    let reserved = "breaking: `Busy` is a name that was removed, with status 409; use another one, or delete it under `removed` if it was removed by mistake";
    assert!(changes(was::VideoError::CATALOG, &committed).iter().any(|change| change == reserved));
    // It stays through later updates.
    let committed = lock::updated(PandaError::CATALOG, Some(&committed)).unwrap();
    assert!(lock::updated(PandaError::CATALOG, Some(&committed)).unwrap().contains("\"Busy\": 409"));
}

#[test]
fn errors_that_differ_only_in_a_header_are_two() {
    #[derive(Debug, ApiError)]
    enum Alike {
        #[api(status = 401, name = "Auth", message = "same", header("x-extra" = "1"))]
        Some,
        #[api(status = 401, name = "Auth", message = "same")]
        None,
    }

    assert!(lock::updated(Alike::CATALOG, None).unwrap().contains(r#""x-extra": "sometimes""#));
}

#[test]
fn a_status_that_varies_is_not_promised() {
    #[derive(Debug, ApiError)]
    enum Fixed {
        #[api(status = 404, message = "gone")]
        Gone,
    }

    #[derive(Debug, ApiError)]
    enum Varying {
        #[api(status = 404, message = "gone")]
        Gone {
            #[api(status)]
            status: ErrorStatus,
        },
    }

    let (fixed, varying) =
        (lock::updated(Fixed::CATALOG, None).unwrap(), lock::updated(Varying::CATALOG, None).unwrap());
    assert_eq!(changes(Varying::CATALOG, &varying), [""; 0]);
    assert_eq!(changes(Varying::CATALOG, &fixed), ["breaking: `Gone` does not always have status 404 any more"]);
    assert_eq!(changes(Fixed::CATALOG, &varying), ["additive: `Gone` always has status 404 now"]);
}

#[test]
fn a_file_that_is_not_a_lock_is_reported() {
    for (text, fault) in [
        ("", "it is empty; delete it, and run the test with `PANDA_ERRORS_LOCK=update`"),
        (
            "{\n<<<<<<< HEAD\n}",
            "line 2 is a marker of a merge conflict; keep the errors of both sides, and delete the markers",
        ),
        ("[]", "invalid length 0, expected struct Versioned with 1 element at line 1 column 2"),
        (r#"{"version": 2, "errors": [], "locked": {}}"#, "its version is 2 and not 1"),
        (r#"{"version": 300}"#, "its version is 300 and not 1"),
        (
            r#"{"version": 1, "errors": {"A": {"status": 410}, "A": {"status": 404}}, "removed": {}}"#,
            "`A` is there twice; keep one of them at line 1 column 69",
        ),
        (
            r#"{"version": 1, "errors": {}, "removed": {"A": 410, "A": 404}}"#,
            "`A` is there twice; keep one of them at line 1 column 60",
        ),
        (
            r#"{"version": 1, "errors": {"A": {"status": 410}}, "removed": {"A": 410}}"#,
            "`A` is in `errors` and in `removed`; keep one of them",
        ),
        (
            r#"{"version": 1, "errors": {}, "removd": {}}"#,
            "unknown field `removd`, expected one of `version`, `shape`, `errors`, `removed` at line 1 column 37",
        ),
        (
            r#"{"version": 1, "errors": {"A": {"status": 410, "header": {}}}, "removed": {}}"#,
            "unknown field `header`, expected one of `status`, `status_varies`, `names`, `types`, `headers`, `details` at line 1 column 55",
        ),
    ] {
        let error = lock::changes(PandaError::CATALOG, text).unwrap_err().to_string();
        assert_eq!(error, format!("this is no lock file: {fault}"));
    }
}

#[test]
fn another_line_ending_is_not_a_change() {
    let committed = lock::updated(PandaError::CATALOG, None).unwrap();
    let edited = format!("\u{feff}{}", committed.replace('\n', "\r\n"));
    assert_eq!(changes(PandaError::CATALOG, &edited), [""; 0]);
}

mod check {
    use std::path::Path;
    use std::process::{Command, Output};
    use std::{env, fs, str};

    use super::{Cataloged as _, PandaError, VideoError, lock, was};

    /// Is run by the others, in a process that has a variable of its own.
    #[test]
    #[ignore = "run by the other tests"]
    fn inner() {
        let path = env::var("LOCK_PATH").unwrap();
        let catalog = match env::var("LOCK_CATALOG").unwrap().as_str() {
            "before" => was::VideoError::CATALOG,
            "after" => VideoError::CATALOG,
            _ => PandaError::CATALOG,
        };
        lock::check(catalog, path).unwrap();
    }

    fn run(catalog: &str, path: &Path, mode: &str) -> (bool, String) {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "check::inner", "--ignored"]).env("LOCK_PATH", path).env("LOCK_CATALOG", catalog);
        command.env_remove(lock::VARIABLE);
        if !mode.is_empty() {
            command.env(lock::VARIABLE, mode);
        }
        let Output { status, stdout, .. } = command.output().unwrap();
        (status.success(), str::from_utf8(&stdout).unwrap().to_owned())
    }

    #[test]
    fn one_variable_updates_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("errors.lock.json");

        let (passed, output) = run("before", &path, "");
        assert!(
            !passed && output.contains("run the test with `PANDA_ERRORS_LOCK=update` and commit the file"),
            "{output}"
        );
        assert!(!path.exists());
        assert!(run("before", &path, "update").0);
        assert!(run("before", &path, "").0);

        let committed = fs::read_to_string(&path).unwrap();
        let (passed, output) = run("after", &path, "update");
        assert!(!passed && output.contains("  breaking: `Busy`, status 409, is gone\n"), "{output}");
        assert!(output.contains("or say that you break it with `PANDA_ERRORS_LOCK=break`"), "{output}");
        assert_eq!(fs::read_to_string(&path).unwrap(), committed);
        assert!(run("after", &path, "break").0);
        assert!(run("after", &path, "").0);
        assert!(fs::read_to_string(&path).unwrap().contains("\"Busy\": 409"));
    }

    #[test]
    fn an_unknown_value_of_the_variable_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("errors.lock.json");
        for word in ["1", "UPDATE", "update "] {
            let (passed, output) = run("before", &path, word);
            let wanted = format!("`PANDA_ERRORS_LOCK` is {word:?}; set it to `update` or `break`, or not at all");
            assert!(!passed && output.contains(&wanted), "{output}");
        }
        assert!(!path.exists());
    }

    #[test]
    fn a_reader_beside_writers_sees_a_whole_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("errors.lock.json");
        assert!(run("before", &path, "update").0);
        let writers: Vec<_> = (0..4)
            .map(|at| {
                let path = path.clone();
                std::thread::spawn(move || {
                    (0..10).all(|turn| run(if (at + turn) % 2 == 0 { "before" } else { "after" }, &path, "break").0)
                })
            })
            .collect();
        while !writers.iter().all(std::thread::JoinHandle::is_finished) {
            let text = fs::read_to_string(&path).unwrap();
            lock::changes(PandaError::CATALOG, &text).unwrap();
        }
        assert!(writers.into_iter().all(|writer| writer.join().unwrap()));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no remains");
    }
}

#[test]
fn an_error_that_looks_renamed_is_hinted() {
    #[derive(Debug, ApiError)]
    enum Before {
        #[api(status = 404, message = "a", details)]
        Missing { id: u64 },
    }

    #[derive(Debug, ApiError)]
    enum After {
        #[api(status = 404, message = "a", details)]
        Gone { id: u32 },
    }

    let committed = lock::updated(Before::CATALOG, None).unwrap();
    assert_eq!(
        changes(After::CATALOG, &committed)[0],
        "breaking: `Missing`, status 404, is gone; if it is `Gone` now, give it its name back"
    );
}

#[test]
fn another_rust_type_with_the_same_json_is_not_a_change() {
    #[derive(Debug, ApiError)]
    enum Before {
        #[api(status = 404, message = "a", details)]
        Gone { id: String, counts: Vec<u8> },
    }

    #[derive(Debug, ApiError)]
    enum After {
        #[api(status = 404, message = "a", details)]
        Gone { id: &'static str, counts: [i64; 2] },
    }

    let committed = lock::updated(Before::CATALOG, None).unwrap();
    assert_eq!(changes(After::CATALOG, &committed), [""; 0]);
}

mod shapes {
    use panda_errors::{Catalog, Definition, ErrorStatus, Shape};

    use super::{changes, lock};

    static CODED: Shape = Shape::json(r#"{"code":"{code|name}","type":"{type}","message":"{message}"}"#)
        .types_by_status(&[(400, 499, "client"), (500, 599, "server")]);
    static SPACED: Shape =
        Shape::json("{ \"code\": \"{code|name}\",\n  \"type\": \"{type}\", \"message\": \"{message}\" }")
            .types_by_status(&[(400, 499, "client"), (500, 599, "server")]);
    static RENAMED: Shape = Shape::json(r#"{"error":"{code|name}","type":"{type}","message":"{message}"}"#)
        .types_by_status(&[(400, 499, "client"), (500, 599, "server")]);
    static WORDLESS: Shape = Shape::json(r#"{"message":"{message}"}"#);

    fn row(name: &'static str, message: &'static str) -> Definition {
        Definition::new(ErrorStatus::NOT_FOUND, name).with_message(message)
    }

    fn catalog(shape: &'static Shape, rows: Vec<Definition>) -> Catalog {
        Catalog::new("Errors", rows.leak()).with_shape(shape)
    }

    fn since(now: &Catalog, before: &Catalog) -> Vec<String> {
        changes(now, &lock::updated(before, None).unwrap())
    }

    #[test]
    fn a_catalog_passes_against_its_own_lock() {
        let now = catalog(&CODED, vec![row("A", "a").with_code("C_1"), row("B", "b")]);
        let committed = lock::updated(&now, None).unwrap();
        assert_eq!(changes(&now, &committed), [""; 0]);
        assert!(committed.contains(r#""404 C_1""#) && committed.contains(r#""404 B""#), "{committed}");
        assert_eq!(lock::updated(&now, Some(&committed)).unwrap(), committed);
    }

    #[test]
    fn a_member_of_a_template_is_a_change_and_white_space_is_not() {
        let before = catalog(&CODED, vec![row("A", "a")]);
        assert_eq!(since(&catalog(&SPACED, vec![row("A", "a")]), &before), [""; 0]);
        let changes = since(&catalog(&RENAMED, vec![row("A", "a")]), &before);
        assert_eq!(
            changes,
            [
                r#"breaking: the shape is {"error":"{code|name}","type":"{type}","message":"{message}"} and was {"code":"{code|name}","type":"{type}","message":"{message}"}"#
            ]
        );
    }

    #[test]
    fn a_name_that_is_not_sent_may_change_and_a_code_may_not() {
        let before = catalog(&CODED, vec![row("A", "a").with_code("C_1")]);
        assert_eq!(since(&catalog(&CODED, vec![row("Z", "a").with_code("C_1")]), &before), [""; 0]);
        let changes = since(&catalog(&CODED, vec![row("A", "a").with_code("C_2")]), &before);
        assert_eq!(
            changes[0],
            "breaking: `404 C_1`, status 404, is gone; if it is `404 C_2` now, give it its name back"
        );
    }

    #[test]
    fn a_shape_without_words_guards_constant_messages() {
        let before = catalog(&WORDLESS, vec![row("A", "No such user"), row("B", "No {thing}")]);
        assert_eq!(
            since(&catalog(&WORDLESS, vec![row("X", "No such user"), row("Y", "No {other}")]), &before),
            [""; 0]
        );
        let changes = since(&catalog(&WORDLESS, vec![row("A", "No user"), row("B", "No {thing}")]), &before);
        assert!(changes[0].starts_with("breaking: `404 No such user`, status 404, is gone"), "{changes:?}");
    }

    #[test]
    fn the_adoption_of_a_shape_is_one_breaking_change() {
        let before = Catalog::new("Errors", vec![row("A", "a"), row("B", "b")].leak());
        let now = catalog(&WORDLESS, vec![row("A", "a"), row("B", "b")]);
        let committed = lock::updated(&before, None).unwrap();
        assert_eq!(
            changes(&now, &committed),
            [r#"breaking: all bodies have another shape, which is {"message":"{message}"}"#]
        );
        let adopted = lock::updated(&now, Some(&committed)).unwrap();
        assert_eq!(changes(&now, &adopted), [""; 0]);
    }
}

mod files {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::process::Command;
    use std::{env, fs};

    use super::lock;

    fn run(path: &std::path::Path, mode: &str) -> (bool, String) {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", "check::inner", "--ignored"]).env("LOCK_PATH", path).env("LOCK_CATALOG", "before");
        command.env(lock::VARIABLE, mode).current_dir(env::temp_dir());
        let output = command.output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    }

    #[test]
    fn a_symbolic_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("real.json"), folder.path().join("errors.lock.json"));
        symlink("real.json", &link).unwrap();
        for _ in ["the file is not there", "the file is there"] {
            assert!(run(&link, "break").0);
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
            assert!(fs::read_to_string(&file).unwrap().contains("\"NotFound\""));
            fs::write(&file, "{\"version\": 1, \"errors\": {}, \"removed\": {}}").unwrap();
        }
    }

    #[test]
    fn a_read_only_file_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("errors.lock.json");
        let text = "{\"version\": 1, \"errors\": {}, \"removed\": {}}";
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
        let (passed, output) = run(&path, "update");
        assert!(!passed && output.contains("the file is read-only; make it writable"), "{output}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }

    #[test]
    fn the_folder_of_a_missing_file_is_named() {
        let (passed, output) = run("nowhere.lock.json".as_ref(), "");
        assert!(
            !passed && output.contains(&format!("there is no nowhere.lock.json yet in {}", env::temp_dir().display())),
            "{output}"
        );
    }
}
