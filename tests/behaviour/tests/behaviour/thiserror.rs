//! Types that also derive `thiserror::Error`: thiserror writes `Display`, `Error` and `From`, we the other impls.

use std::error::Error as _;
use std::io;

use panda_errors::report::capture;
use panda_errors::{Answer, ApiError, ErrorStatus, PandaError};

#[derive(Debug, thiserror::Error, ApiError)]
#[api(kind = UploadErrorKind)]
enum UploadError {
    #[error("{limit} bytes at most, not {size:>8?}")]
    #[api(status = 413, name = "FileSizeLimitExceeded", header("X-Limit" = limit))]
    TooLarge { limit: u64, size: u64 },
    #[error("no {what} with an {0}", what = .1.to_uppercase())]
    #[api(status = 404)]
    NotFound(u8, &'static str),
    #[error("row {row} of the table: {kind:?}")]
    #[api(status = 409, message = "conflict in row {row}")]
    Conflict { row: u8, kind: io::ErrorKind },
    #[error("the disk of rack 7: {0}")]
    #[api(status = 500)]
    Disk(#[from] io::Error),
    #[error("the upstream: {source}")]
    #[api(status = 502, message = "the upstream failed")]
    Upstream { source: std::fmt::Error },
    #[error(transparent)]
    #[api(transparent)]
    Panda(#[from] PandaError),
    #[error(transparent)]
    #[api(status = 400, message = "not a number")]
    Number(#[from] std::num::ParseIntError),
    #[error("quotes: \"{}\" {{}} {name}", 1 + 1, name = "n")]
    #[api(status = 422)]
    Expression,
}

fn number() -> std::num::ParseIntError {
    "seven".parse::<u8>().unwrap_err()
}

#[test]
fn the_message_is_the_display_unless_a_message_is_declared() {
    let bodies = [
        (
            UploadError::TooLarge { limit: 7, size: 8 },
            r#"{"error":"FileSizeLimitExceeded","message":"7 bytes at most, not        8"}"#,
        ),
        (UploadError::NotFound(7, "id"), r#"{"error":"NotFound","message":"no ID with an 7"}"#),
        (
            UploadError::Conflict { row: 3, kind: io::ErrorKind::Other },
            r#"{"error":"Conflict","message":"conflict in row 3"}"#,
        ),
        (io::Error::other("canary").into(), ""),
        (UploadError::Upstream { source: std::fmt::Error }, r#"{"error":"Upstream","message":"the upstream failed"}"#),
        (
            PandaError::unsupported_format().into(),
            r#"{"error":"BadRequest","message":"Currently only .json is supported as a format"}"#,
        ),
        (number().into(), r#"{"error":"Number","message":"not a number"}"#),
        (UploadError::Expression, r#"{"error":"Expression","message":"quotes: \"2\" {} n"}"#),
    ];
    for (error, body) in bodies {
        assert_eq!(String::from_utf8_lossy(Answer::of(&error).body()), body);
        if !body.is_empty() {
            assert_eq!(serde_json::to_string(&error).unwrap(), body);
        }
    }
}

#[test]
fn thiserror_writes_the_display() {
    let conflict = UploadError::Conflict { row: 3, kind: io::ErrorKind::Other };
    assert_eq!(conflict.to_string(), "row 3 of the table: Other");
    assert_eq!(UploadError::from(io::Error::other("full")).to_string(), "the disk of rack 7: full");
    assert_eq!(UploadError::from(number()).to_string(), number().to_string());
}

#[test]
fn the_report_has_the_display_and_the_sources() {
    let (answer, reports) = capture(|| Answer::of(&UploadError::from(io::Error::other("full"))));
    assert_eq!(answer.body(), b"");
    assert_eq!(reports[0].message, "the disk of rack 7: full");
    assert_eq!(reports[0].sources, ["full"]);
    assert!(UploadError::Upstream { source: std::fmt::Error }.source().is_some());
}

#[test]
fn a_struct_and_a_generic_type_derive_both() {
    #[derive(Debug, thiserror::Error, ApiError)]
    #[error("{value} of {}", .list.len())]
    #[api(status = 400, details)]
    struct Generic<'a, T: std::fmt::Display> {
        value: T,
        list: &'a [u8],
    }

    #[derive(Debug, thiserror::Error, ApiError)]
    #[error("rack 7 said {status}")]
    #[api(message = "the upstream said {status}")]
    struct Upstream {
        #[api(status)]
        status: ErrorStatus,
    }

    let generic = Generic { value: "x", list: &[1, 2] };
    assert_eq!(
        String::from_utf8_lossy(Answer::of(&generic).body()),
        r#"{"error":"Generic","message":"x of 2","details":{"value":"x","list":[1,2]}}"#
    );
    let upstream = Answer::of(&Upstream { status: ErrorStatus::BAD_GATEWAY });
    assert_eq!(upstream.body(), br#"{"error":"Upstream","message":"the upstream said 502"}"#);
    assert_eq!(UploadErrorKind::try_from("Disk"), Ok(UploadErrorKind::Disk));
}
