//! Types that also derive `Snafu`: snafu writes `Display`, `Error` and the selectors, we the other impls.

use std::io;

use panda_errors::report::capture;
use panda_errors::{Answer, ApiError, PandaError};
use snafu::{OptionExt as _, ResultExt as _, Snafu, ensure};

#[derive(Debug, Snafu, ApiError)]
// Because of the transparent variant, whose text we would take over.
#[api(skip(Display, Error))]
enum UploadError {
    #[snafu(display("{limit} bytes at most"))]
    #[api(status = 413, name = "FileSizeLimitExceeded")]
    TooLarge { limit: u64 },
    #[snafu(display("nothing at \"{}\"", path.escape_debug()))]
    #[api(status = 404)]
    NotFound { path: String },
    #[snafu(display("the disk: {source}"))]
    #[api(status = 500)]
    Disk { source: io::Error },
    #[snafu(transparent)]
    #[api(transparent)]
    Panda { source: PandaError },
}

fn upload(size: u64) -> Result<u64, UploadError> {
    ensure!(size < 10, TooLargeSnafu { limit: 10_u64 });
    (size != 9).then_some(()).context(NotFoundSnafu { path: "a\n" })?;
    if size == 8 {
        Err(io::Error::other("full")).context(DiskSnafu)?;
    }
    if size == 7 {
        Err(PandaError::unsupported_format())?;
    }
    Ok(size)
}

#[test]
fn the_message_is_the_display() {
    let bodies = [
        (10, r#"{"error":"FileSizeLimitExceeded","message":"10 bytes at most"}"#),
        (9, r#"{"error":"NotFound","message":"nothing at \"a\\n\""}"#),
        (8, ""),
        (7, r#"{"error":"BadRequest","message":"Currently only .json is supported as a format"}"#),
    ];
    for (size, body) in bodies {
        let (answer, reports) = capture(|| Answer::of(&upload(size).unwrap_err()));
        assert_eq!(String::from_utf8_lossy(answer.body()), body);
        assert_eq!(reports.len(), 1);
        if size == 8 {
            assert_eq!((&*reports[0].message, &reports[0].sources[..]), ("the disk: full", &["full".to_owned()][..]));
        }
    }
    assert_eq!(upload(1).unwrap(), 1);
}

#[test]
fn a_snafu_type_without_a_transparent_variant_needs_no_further_key() {
    #[derive(Debug, Snafu, ApiError)]
    #[snafu(display("row {row}"))]
    #[api(status = 409)]
    struct Conflict {
        row: u8,
    }

    let answer = Answer::of(&Conflict { row: 7 });
    assert_eq!(answer.body(), br#"{"error":"Conflict","message":"row 7"}"#);
}
