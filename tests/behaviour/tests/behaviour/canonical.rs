//! The canonical errors, to the byte.

use std::error::Error;

use panda_errors::report::capture;
use panda_errors::{
    Answer, ApiError, Cataloged, Definition, Failure, OrInternal, PandaError, PandaErrorKind, Parameters, UnknownName,
};
use tests_behaviour::{header, headers};

struct Row {
    error: PandaError,
    status: u16,
    challenge: &'static str,
    name: &'static str,
    message: &'static str,
    body: &'static str,
}

/// The contract, row by row, without its 500.
fn contract() -> [Row; 6] {
    const SIGNATURE: &str = "www-authenticate: Signature\n";
    [
        Row {
            error: PandaError::signature_mismatch(),
            status: 401,
            challenge: SIGNATURE,
            name: "NotAuthorized",
            message: "Signatures do not match",
            body: r#"{"error":"NotAuthorized","message":"Signatures do not match"}"#,
        },
        Row {
            error: PandaError::signature_expired(),
            status: 401,
            challenge: SIGNATURE,
            name: "NotAuthorized",
            message: "Signatures expired",
            body: r#"{"error":"NotAuthorized","message":"Signatures expired"}"#,
        },
        Row {
            error: PandaError::record_not_found("Video", "X"),
            status: 404,
            challenge: "",
            name: "RecordNotFound",
            message: "Couldn't find Video with ID=X",
            body: r#"{"error":"RecordNotFound","message":"Couldn't find Video with ID=X"}"#,
        },
        Row {
            error: PandaError::unsupported_format(),
            status: 400,
            challenge: "",
            name: "BadRequest",
            message: "Currently only .json is supported as a format",
            body: r#"{"error":"BadRequest","message":"Currently only .json is supported as a format"}"#,
        },
        Row {
            error: PandaError::missing_parameters(&["access_key", "signature", "timestamp"]),
            status: 400,
            challenge: "",
            name: "BadRequest",
            message: "All required parameters were not supplied: access_key, signature, timestamp",
            body: concat!(
                r#"{"error":"BadRequest","message":"#,
                r#""All required parameters were not supplied: access_key, signature, timestamp"}"#
            ),
        },
        Row {
            error: PandaError::file_size_limit_exceeded(10_485_760),
            status: 413,
            challenge: "",
            name: "FileSizeLimitExceeded",
            message: "File size limit for this account is set to 10485760 bytes",
            body: concat!(
                r#"{"error":"FileSizeLimitExceeded","message":"#,
                r#""File size limit for this account is set to 10485760 bytes"}"#
            ),
        },
    ]
}

#[test]
fn every_row_of_the_contract_is_sent_to_the_byte() {
    for row in contract() {
        let answer = Answer::of(&row.error);
        let challenge = row.challenge;
        let expected = format!(
            "cache-control: no-store\ncontent-type: application/json\n{challenge}x-content-type-options: nosniff\n"
        );
        let mut expected: Vec<_> = expected.split_inclusive('\n').collect();
        expected.sort_unstable();
        assert_eq!(answer.status(), row.status);
        assert_eq!(headers(&answer), expected.concat(), "{}", row.message);
        assert_eq!(answer.body(), row.body.as_bytes());
        assert_eq!(answer.into_body(), row.body.as_bytes());
    }
}

#[test]
fn every_row_reads_the_same_as_a_value_a_text_and_json() {
    for row in contract() {
        assert_eq!(row.error.status(), row.status);
        assert_eq!(row.error.name(), row.name);
        assert_eq!(row.error.to_string(), row.message);
        assert_eq!(serde_json::to_string(&row.error).unwrap(), row.body);
        assert!(row.error.source().is_none());
    }
}

#[test]
fn the_model_and_the_parameters_are_in_the_message() {
    for model in ["Video", "Encoding", "Profile", "Cloud"] {
        let body = format!(r#"{{"error":"RecordNotFound","message":"Couldn't find {model} with ID=\"é\""}}"#);
        assert_eq!(Answer::of(&PandaError::record_not_found(model, "\"é\"")).body(), body.as_bytes());
    }
    assert_eq!(Parameters(&[]).to_string(), "");
    assert_eq!(Parameters(&["id"]).to_string(), "id");
    assert_eq!(
        PandaError::missing_parameters(&["file_size", "file_name"]).to_string(),
        "All required parameters were not supplied: file_size, file_name"
    );
}

#[test]
fn an_internal_error_sends_nothing_of_itself() {
    let error = PandaError::internal("the disk of rack 7 is full");
    let (answer, reports) = capture(|| Answer::of(&error));
    let [id] = header(&answer, "x-request-id")[..] else { panic!("no id") };
    assert_eq!(answer.status(), 500);
    assert_eq!(answer.body(), b"");
    assert_eq!(
        headers(&answer),
        format!("cache-control: no-store\nx-content-type-options: nosniff\nx-request-id: {id}\n")
    );

    let [report] = &reports[..] else { panic!("not one report") };
    assert_eq!(report.name, "InternalError");
    assert_eq!(report.message, "Internal Server Error");
    assert_eq!(report.sources, ["the disk of rack 7 is full"]);
    assert_eq!(report.id.as_ref().map(panda_errors::report::Id::as_str), Some(id));
}

#[test]
fn an_internal_error_displays_its_reason_phrase_and_keeps_its_source() {
    let error = PandaError::internal("the disk of rack 7 is full");
    assert_eq!(error.to_string(), "Internal Server Error");
    assert_eq!(
        serde_json::to_string(&error).unwrap(),
        r#"{"error":"InternalError","message":"Internal Server Error"}"#
    );
    assert_eq!(error.source().unwrap().to_string(), "the disk of rack 7 is full");
}

#[test]
fn errors_of_libraries_become_internal() {
    fn file() -> Result<(), PandaError> {
        Err(std::io::Error::other("the file is gone"))?
    }
    fn erased() -> Result<(), PandaError> {
        Err(Box::<dyn Error + Send + Sync>::from("it has no type"))?
    }
    fn number() -> Result<u64, PandaError> {
        "seven".parse::<u64>().or_internal()
    }
    fn text() -> Result<(), PandaError> {
        Err("only a text").or_internal()
    }
    let results = [file(), erased(), number().map(drop), text()];
    let sources = ["the file is gone", "it has no type", "invalid digit found in string", "only a text"];
    for (result, source) in results.into_iter().zip(sources) {
        let error = result.unwrap_err();
        assert_eq!(error.name(), "InternalError");
        assert_eq!(error.source().unwrap().to_string(), source);
    }
}

#[test]
fn the_kinds_are_the_names_each_once() {
    let mut names: Vec<_> = PandaError::CATALOG.definitions().map(Definition::name).collect();
    names.dedup();
    assert_eq!(names, ["InternalError", "NotAuthorized", "RecordNotFound", "BadRequest", "FileSizeLimitExceeded"]);

    let kinds = [
        PandaErrorKind::InternalError,
        PandaErrorKind::NotAuthorized,
        PandaErrorKind::RecordNotFound,
        PandaErrorKind::BadRequest,
        PandaErrorKind::FileSizeLimitExceeded,
    ];
    for (kind, name) in kinds.into_iter().zip(names) {
        assert_eq!(PandaErrorKind::try_from(name), Ok(kind));
        assert_eq!(kind.definition().name(), name);
    }
    assert_eq!(PandaErrorKind::try_from("SignatureExpired"), Err(UnknownName));
    assert_eq!(PandaErrorKind::try_from(""), Err(UnknownName));
}

#[test]
fn a_constructor_that_does_not_allocate_is_const() {
    const MISMATCH: PandaError = PandaError::signature_mismatch();
    const LIMIT: PandaError = PandaError::file_size_limit_exceeded(1);
    assert_eq!(MISMATCH.status(), 401);
    assert_eq!(LIMIT.status(), 413);
}

#[test]
fn errors_are_small() {
    assert!(size_of::<PandaError>() <= 64);
    assert!(size_of::<Result<(), PandaError>>() <= 64);
    assert!(size_of::<Failure>() <= 2 * size_of::<usize>());
    assert!(size_of::<Option<Failure>>() <= 2 * size_of::<usize>());
    assert_eq!(size_of::<PandaErrorKind>(), 1);
}

#[test]
fn errors_travel_between_threads() {
    fn travels<T: Send + Sync + 'static>() {}
    travels::<PandaError>();
    travels::<Failure>();
    travels::<Answer>();
}
