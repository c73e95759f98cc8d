//! The files of `JSONTestSuite` as bodies: a malformed body is not an error of the API, and no file stops the reading.

use std::error::Error as _;
use std::fs;
use std::path::{Path, PathBuf};

use panda_errors::{Cataloged, PandaError, PandaErrorKind, Reading, Reply};

/// The files, by name, of which there are 318.
fn files() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("json-test-suite/test_parsing");
    let paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(paths.len(), 318);
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

fn read(status: u16, body: &[u8]) -> Option<Reply> {
    Reply::read(PandaError::CATALOG, status, [("content-type", "application/json"), ("x-request-id", "7")], body)
}

/// Returns the fault that makes a body malformed JSON.
fn fault(reply: &Reply) -> Option<String> {
    let fault = reply.source()?.to_string();
    let faults = ["breaks off", "is not JSON", "is not UTF-8", "levels", "64 KiB"];
    faults.iter().any(|text| fault.contains(text)).then_some(fault)
}

#[test]
fn the_tokenizer_accepts_what_is_json_and_rejects_what_is_not() {
    for (name, body) in files().iter().filter(|(_, body)| !body.is_empty()) {
        let reply = read(404, body).unwrap();
        match name.as_bytes() {
            [b'y', ..] => assert_eq!(fault(&reply), None, "{name}"),
            [b'n', ..] => {
                let is_markup = reply.source().is_some_and(|fault| fault.to_string().contains("HTML"));
                assert!(fault(&reply).is_some() || is_markup, "{name}: {reply}");
            }
            _ => {}
        }
    }
}

#[test]
fn no_file_of_the_suite_is_a_known_error() {
    for (name, body) in files() {
        assert!(read(200, &body).is_none(), "{name}");
        for status in [404, 500] {
            let reply = read(status, &body).unwrap();
            let expected = match (body.is_empty(), status) {
                (true, 500) => Reading::Internal,
                (true, _) => Reading::Empty,
                (false, _) => Reading::Foreign,
            };
            assert_eq!(reply.reading(), expected, "{name} at {status}");
            assert_eq!(reply.kind::<PandaErrorKind>(), None, "{name} at {status}");
        }
    }
}

#[test]
fn a_member_from_the_suite_keeps_the_members_before_it() {
    for (name, value) in files() {
        let start = br#"{"error":"RecordNotFound","message":"Couldn't find Video with ID=X","more":"#;
        let reply = read(404, &[start, value.as_slice(), b"}"].concat()).unwrap();
        assert_eq!(reply.message(), Some("Couldn't find Video with ID=X"), "{name}");
        if name.starts_with("n_") && fault(&reply).is_some() {
            assert_eq!(reply.reading(), Reading::Foreign, "{name}");
            assert_eq!(reply.kind::<PandaErrorKind>(), None, "{name}");
        }
    }
}
