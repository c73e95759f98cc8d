//! Types whose `Display` is written by displaydoc or by hand: the message is the `Display`.

use std::error::Error;
use std::fmt;

use panda_errors::{Answer, ApiError, Cataloged, report};

#[derive(Debug, displaydoc::Display, ApiError)]
enum UploadError {
    /// at most {limit} bytes
    #[api(status = 413, name = "FileSizeLimitExceeded")]
    TooLarge { limit: u64 },
    /// no {0:?}
    #[api(status = 404)]
    NotFound(&'static str),
    /// the disk
    #[api(status = 500)]
    Disk(#[source] fmt::Error),
}

impl Error for UploadError {}

#[test]
fn the_doc_comment_is_the_message() {
    let bodies = [
        (UploadError::TooLarge { limit: 7 }, r#"{"error":"FileSizeLimitExceeded","message":"at most 7 bytes"}"#),
        (UploadError::NotFound("\"x\""), r#"{"error":"NotFound","message":"no \"\\\"x\\\"\""}"#),
        (UploadError::Disk(fmt::Error), ""),
    ];
    for (error, body) in bodies {
        assert_eq!(String::from_utf8_lossy(Answer::of(&error).body()), body);
    }
    let docs: Vec<_> = UploadError::CATALOG.definitions().map(panda_errors::Definition::docs).collect();
    assert_eq!(docs, ["at most {limit} bytes", "no {0:?}", "the disk"]);
}

#[derive(Debug, ApiError)]
#[api(kind = ByHandKind, details)]
enum ByHand<T> {
    #[api(status = 404)]
    NotFound(T),
    #[api(status = 409, header("X-Row" = row))]
    Conflict { row: u8 },
}

impl<T: fmt::Display> fmt::Display for ByHand<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(what) => write!(f, "no {what} by hand"),
            Self::Conflict { .. } => f.write_str("conflict by hand"),
        }
    }
}

impl<T: fmt::Display + fmt::Debug> Error for ByHand<T> {}

#[test]
fn a_display_by_hand_is_the_message() {
    let not_found = Answer::of(&ByHand::NotFound("x")).into_body();
    assert_eq!(*not_found, *br#"{"error":"NotFound","message":"no x by hand","details":{"0":"x"}}"#);
    let conflict = Answer::of(&ByHand::<u8>::Conflict { row: 7 });
    assert_eq!(conflict.body(), br#"{"error":"Conflict","message":"conflict by hand","details":{"row":7}}"#);
    assert!(conflict.headers().any(|header| header == ("x-row", "7")));
    assert_eq!(ByHandKind::Conflict.definition().status(), 409);
}

#[test]
fn a_500_without_a_message_is_reported_as_it_displays() {
    #[derive(Debug, ApiError)]
    #[api(status = 500)]
    struct Disk;

    impl fmt::Display for Disk {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("disk 7 is full")
        }
    }

    impl Error for Disk {}

    let (answer, reports) = report::capture(|| Answer::of(&Disk));
    assert_eq!(answer.body(), b"");
    assert_eq!(reports[0].message, "disk 7 is full");
}
