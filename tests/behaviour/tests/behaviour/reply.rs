//! A client reads a response: it finds the error, and does not take a damaged body for an error.

use std::error::Error as _;
use std::io::{self, Read};
use std::thread;
use std::time::Duration;

use panda_errors::{Answer, ApiError, Catalog, Cataloged, PandaError, PandaErrorKind, Reading, Reply, Shape};

#[derive(Debug, PartialEq, ApiError)]
#[api(kind = UploadErrorKind)]
enum UploadError {
    #[api(status = 413, message = "The limit is {limit} bytes", details, retry = "never")]
    TooLarge { limit: u64 },
    #[api(status = 409, message = "Another upload is at work", retry = "safe")]
    Locked,
    #[api(status = 503, message = "The encoders are busy", retry = "after", header("Retry-After" = "30"))]
    Busy,
    #[api(status = 504, message = "The encoders are late")]
    Late,
    #[api(status = 422, message = "No codec")]
    NoCodec,
}

const JSON: (&str, &str) = ("Content-Type", "application/json");
const LARGE: &str = r#"{"error":"TooLarge","message":"The limit is 7 bytes","details":{"limit":7}}"#;

fn read(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Reply {
    Reply::read(UploadError::CATALOG, status, headers.iter().copied(), body.as_ref()).unwrap()
}

/// The reading, the message, and why the response is not an error of the API.
fn said(reply: &Reply) -> (Reading, Option<&str>, String) {
    (reply.reading(), reply.message(), reply.source().map(ToString::to_string).unwrap_or_default())
}

#[test]
fn a_response_below_400_is_not_a_reply() {
    for status in [100, 200, 204, 304, 399] {
        assert!(Reply::read(UploadError::CATALOG, status, [JSON], LARGE.as_bytes()).is_none(), "{status}");
    }
    assert_eq!(read(600, &[JSON], LARGE).reading(), Reading::Contradiction);
}

#[test]
fn a_known_error_has_its_definition_kind_and_details() {
    let reply = read(413, &[JSON, ("X-Request-Id", "abc")], LARGE);
    assert_eq!(said(&reply), (Reading::Known, Some("The limit is 7 bytes"), String::new()));
    assert_eq!(reply.kind(), Some(UploadErrorKind::TooLarge));
    assert_eq!(reply.kind::<PandaErrorKind>(), None);
    assert_eq!(reply.definition().unwrap().name(), "TooLarge");
    assert_eq!((reply.word(), reply.request_id(), reply.status()), (Some("TooLarge"), Some("abc"), 413));
    assert_eq!((reply.detail::<u8>("limit"), reply.detail::<u8>("other")), (Some(7), None));
    assert_eq!(reply.body(), LARGE.as_bytes());
}

#[test]
fn more_members_in_another_order_and_spaces_make_no_difference() {
    let body =
        " {\n \"trace\": [{}], \"details\": {\"limit\": 7.0}, \"message\": \"m\",\t\"error\": \"Too\\u004carge\" } ";
    for media_type in ["application/json", "Application/JSON; charset=utf-8", "application/vnd.video+json"] {
        let reply = read(413, &[("content-type", media_type)], body);
        assert_eq!(said(&reply), (Reading::Known, Some("m"), String::new()), "{media_type}");
        assert_eq!(reply.detail::<u64>("limit"), Some(7));
    }
}

#[test]
fn an_unknown_name_stays_on_the_reply() {
    let reply = read(402, &[JSON], r#"{"error":"OutOfCredit","message":"Buy more","details":{"missing":3}}"#);
    assert_eq!(said(&reply), (Reading::Unknown, Some("Buy more"), String::new()));
    assert_eq!((reply.word(), reply.detail::<u64>("missing")), (Some("OutOfCredit"), Some(3)));
    assert_eq!(reply.kind::<UploadErrorKind>(), None);
}

#[test]
fn a_known_name_with_another_status_is_a_contradiction() {
    for status in [400, 414, 500, 503] {
        let reply = read(status, &[JSON], LARGE);
        assert_eq!(reply.reading(), Reading::Contradiction, "{status}");
        assert_eq!((reply.kind::<UploadErrorKind>(), reply.definition().is_none()), (None, true), "{status}");
        assert_eq!(reply.word(), Some("TooLarge"));
    }
}

#[test]
fn an_empty_500_with_an_id_is_the_hidden_one_and_any_other_empty_body_is_empty() {
    let id = ("x-request-id", "abc");
    assert_eq!(said(&read(500, &[id], "")), (Reading::Internal, None, String::new()));
    assert_eq!(read(500, &[], "").reading(), Reading::Empty);
    assert_eq!(read(404, &[id], "").reading(), Reading::Empty);
    assert_eq!(read(502, &[JSON, id], "").reading(), Reading::Empty);
    assert_eq!(read(500, &[id], " ").reading(), Reading::Foreign);
    assert_eq!(read(500, &[id], "").to_string(), "500: an internal error of the server");
}

#[test]
fn a_hostile_body_is_foreign_and_its_fault_is_named() {
    let foreign = |headers: &[(&str, &str)], body: &[u8]| {
        let reply = read(413, headers, body);
        assert_eq!(reply.kind::<UploadErrorKind>(), None, "{reply}");
        let (reading, message, why) = said(&reply);
        assert_eq!(reading, Reading::Foreign, "{reply}");
        (message.map(str::to_owned), why)
    };
    let message = || Some("The limit is 7 bytes".to_owned());
    let brackets = "[".repeat(1_000_000);
    let long = LARGE.replace("{\"limit\":7}", &format!("{{\"limit\":\"{}\"}}", "x".repeat(70_000)));
    let cases: [(&[u8], Option<String>, &str); 15] = [
        (b"<!doctype html><p>Bad Gateway", None, "the body is HTML or XML and not JSON"),
        (b"\x1f\x8b\x08\x00rest", None, "the body is compressed; let the client decompress it"),
        (b"upstream connect error", None, "the body is not JSON from byte 0 on"),
        (&LARGE.as_bytes()[..60], message(), "the body breaks off after 60 bytes"),
        (&[LARGE.as_bytes(), b"{}"].concat(), message(), "the body is not JSON from byte 75 on"),
        (b"[\"TooLarge\"]", None, "the body has another JSON type"),
        (b"null", None, "the body has another JSON type"),
        (br#"{"error":"TooLarge","message":["no"]}"#, None, "the member `message` is missing or has another value"),
        (br#"{"error":"TooLarge"}"#, None, "the member `message` is missing or has another value"),
        (br#"{"error":7,"message":"m"}"#, Some("m".to_owned()), "the member `error` is missing or has another value"),
        (
            br#"{"error":"TooLarge","message":"m","details":[7]}"#,
            Some("m".to_owned()),
            "the member `details` is missing or has another value",
        ),
        (
            br#"{"error":"A","message":"m","err\u006fr":"TooLarge"}"#,
            Some("m".to_owned()),
            "the member `error` stands in one object twice",
        ),
        (b"{\"error\":\"TooLarge\",\"message\":\"\xff\"}", None, "the body is not UTF-8 from byte 31 on"),
        (brackets.as_bytes(), None, "the body has more than 64 KiB"),
        (long.as_bytes(), message(), "the body has more than 64 KiB"),
    ];
    for (body, message, why) in cases {
        assert_eq!(
            foreign(&[JSON], body),
            (message, why.to_owned()),
            "{}",
            String::from_utf8_lossy(&body[..body.len().min(80)])
        );
    }
    assert_eq!(foreign(&[JSON], &brackets.as_bytes()[..60_000]).1, "the body has more than 128 levels");
    assert_eq!(foreign(&[], LARGE.as_bytes()), (message(), "there is no content type".to_owned()));
    assert_eq!(foreign(&[("content-type", "text/html")], LARGE.as_bytes()).1, "the content type is `text/html`");
    assert_eq!(foreign(&[JSON, ("content-type", "text/html")], LARGE.as_bytes()).1, "there are several content types");
}

#[test]
fn a_byte_order_mark_is_not_a_part_of_the_body() {
    let reply = read(413, &[JSON], ["\u{feff}", LARGE].concat());
    assert_eq!(reply.reading(), Reading::Known);
    assert_eq!(read(413, &[JSON], "\u{feff}").reading(), Reading::Foreign);
}

#[test]
fn every_prefix_of_a_body_breaks_off_and_keeps_the_members_before() {
    let body = r#"{"message":"é","details":{"limit":[1,2.5e3,null,"\u00e9"]},"error":"TooLarge"}"#;
    for end in 1..body.len() {
        let reply = read(413, &[JSON], &body.as_bytes()[..end]);
        let (reading, message, why) = said(&reply);
        assert_eq!(reading, Reading::Foreign, "{end}");
        assert!(why.starts_with("the body breaks off after"), "{end}: {why}");
        assert_eq!(message.is_some(), end >= r#"{"message":"é""#.len(), "{end}");
    }
}

#[test]
fn a_reader_that_fails_leaves_a_reply_with_the_error_as_its_source() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the connection was reset"))
        }
    }
    let headers = [JSON, ("retry-after", "5")];
    let reply = Reply::read_from(UploadError::CATALOG, 413, headers, LARGE.as_bytes().chain(Fails)).unwrap();
    assert_eq!(said(&reply), (Reading::Foreign, Some("The limit is 7 bytes"), "the connection was reset".to_owned()));
    assert_eq!(reply.retry_after(), Some(Duration::from_secs(5)));
    let empty = Reply::read_from(UploadError::CATALOG, 500, [("x-request-id", "7")], Fails).unwrap();
    assert_eq!(empty.reading(), Reading::Foreign);
    let endless = Reply::read_from(UploadError::CATALOG, 413, headers, io::repeat(b'[')).unwrap();
    assert_eq!(endless.body().len(), Reply::MAX_BODY);
    assert!(Reply::read_from(UploadError::CATALOG, 200, headers, Fails).is_none());
}

#[test]
fn the_definition_of_a_known_error_decides_on_a_retry() {
    let of = |error: UploadError| Reply::of(UploadError::CATALOG, &Answer::of(&error));
    let retries =
        |reply: &Reply| (reply.retry(true).map(|time| time.as_secs()), reply.retry(false).map(|time| time.as_secs()));
    assert_eq!(retries(&of(UploadError::TooLarge { limit: 7 })), (None, None));
    assert_eq!(retries(&of(UploadError::Locked)), (Some(0), Some(0)));
    assert_eq!(retries(&of(UploadError::Busy)), (Some(30), Some(30)));
    assert_eq!(retries(&of(UploadError::Late)), (Some(0), None));
    assert_eq!(retries(&of(UploadError::NoCodec)), (None, None));
    let after = [("retry-after", "9")];
    assert_eq!(retries(&read(429, &after, "")), (Some(9), Some(9)));
    assert_eq!(retries(&read(429, &[], "")), (Some(0), None));
    for status in [408, 425, 500, 502, 503, 504] {
        assert_eq!(retries(&read(status, &after, "<html>")), (Some(9), None), "{status}");
    }
    for status in [400, 404, 409, 501, 505] {
        assert_eq!(retries(&read(status, &after, "<html>")), (None, None), "{status}");
    }
}

#[test]
fn a_date_in_retry_after_is_read_against_the_date_of_the_response() {
    let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    let after = ("retry-after", "Sunday, 06-Nov-94 08:50:37 GMT");
    assert_eq!(read(503, &[date, after], "").retry_after(), Some(Duration::from_mins(1)));
    assert_eq!(read(503, &[after], "").retry_after(), None);
}

#[test]
fn a_reply_on_a_terminal_is_one_line_without_control_characters() {
    let body = r#"{"error":"A\u001b[31m","message":"one\ntwo\u202e\u0007"}"#;
    let reply = read(404, &[JSON, ("x-request-id", "\u{1b}c")], body);
    assert_eq!(reply.to_string(), r"404 A\u{1b}[31m: one\ntwo\u{202e}\u{7}");
    let debug = format!("{reply:?}");
    assert!(!debug.contains(|char: char| char.is_control() || char == '\u{202e}'), "{debug}");
    let long = format!(r#"{{"error":"A","message":"{}"}}"#, "x".repeat(60_000));
    let reply = read(404, &[JSON], long);
    assert!(reply.to_string().len() < 2_000 && format!("{reply:?}").len() < 3_000);
}

#[test]
fn a_deep_body_is_read_on_a_stack_of_256_kib() {
    let nested = |levels: usize| format!("{}{}", "{\"a\":[".repeat(levels / 2), "]}".repeat(levels / 2));
    let bodies = [
        format!(r#"{{"error":"A","message":"m","details":{{"d":{}}}}}"#, nested(126)),
        "[".repeat(60_000),
        "{\"a\":".repeat(10_000),
        nested(128),
    ];
    let run = move || bodies.map(|body| read(404, &[JSON], body).reading());
    let readings = thread::Builder::new().stack_size(256 * 1024).spawn(run).unwrap().join().unwrap();
    assert_eq!(readings, [Reading::Unknown, Reading::Foreign, Reading::Foreign, Reading::Foreign]);
}

#[test]
fn a_client_without_the_types_reads_the_shape_alone() {
    static PROBLEM: Shape = Shape::PROBLEM;
    static API: Catalog = Catalog::of_shape(&PROBLEM);
    let headers = [("content-type", "application/problem+json")];
    let body = br#"{"title":"No credit","status":403,"detail":"You have 30","code":"OutOfCredit","balance":30}"#;
    let reply = Reply::read(&API, 403, headers, body).unwrap();
    assert_eq!(
        (reply.reading(), reply.word(), reply.message()),
        (Reading::Unknown, Some("OutOfCredit"), Some("You have 30"))
    );
    assert_eq!(reply.detail::<i64>("balance"), Some(30));
    let other = Reply::read(&API, 404, headers, body).unwrap();
    assert_eq!(other.reading(), Reading::Contradiction);
}

#[test]
fn the_canonical_errors_are_known_to_their_clients() {
    let errors =
        [PandaError::record_not_found("Video", "X"), PandaError::signature_mismatch(), PandaError::signature_expired()];
    for error in errors {
        let reply = Reply::of(PandaError::CATALOG, &Answer::of(&error));
        assert_eq!(reply.reading(), Reading::Known, "{reply}");
        assert_eq!(reply.definition().unwrap().message(), error.definition().message());
    }
}
