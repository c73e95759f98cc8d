//! Status, headers and body, exact to the byte.

use crate::case::Case;
use crate::server::Server;
use crate::wire::Request;

/// Each of 400 to 599 comes out as it is, the unregistered ones too.
pub fn every_error_status_is_sent(server: &Server) {
    let mut connection = server.connect();
    assert_eq!(server.statuses().len(), 200);
    for case in server.statuses() {
        case.answer.assert_is(&connection.ask(&Request::get(&case.path("typed"))));
    }
    connection.finish();
}

/// Every case: its status, its headers and no others, each as often as it should be, and its body.
pub fn every_answer_is_exact(server: &Server) {
    let mut connection = server.connect();
    for case in server.cases() {
        for request in case.requests("typed") {
            case.answer.assert_is(&connection.ask(&request));
        }
    }
    connection.finish();
}

/// A `Failure` is answered as the error inside of it is.
pub fn a_failure_answers_like_its_error(server: &Server) {
    let mut connection = server.connect();
    for case in server.cases() {
        for request in case.requests("erased") {
            case.answer.assert_is(&connection.ask(&request));
        }
    }
    connection.finish();
}

/// The client gets the same answer for every `Accept` header.
pub fn what_the_client_accepts_changes_nothing(server: &Server) {
    const ACCEPTED: [&str; 9] = [
        "*/*",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "text/plain",
        "image/avif",
        "application/problem+json",
        "application/json;q=0",
        "application/vnd.panda.v2+json; charset=utf-16",
        "",
        ";;=,/",
    ];
    let mut connection = server.connect();
    for case in server.cases() {
        for accepted in ACCEPTED {
            let request = Request::get(&case.path("typed")).with("Accept", accepted);
            case.answer.assert_is(&connection.ask(&request));
        }
        let request = Request::get(&case.path("typed"))
            .with("Accept-Language", "pa, de;q=0.5")
            .with("Accept-Charset", "utf-16")
            .with("Accept-Encoding", "gzip, br, zstd")
            .with("Range", "bytes=0-1")
            .with("If-None-Match", "*");
        case.answer.assert_is(&connection.ask(&request));
    }
    connection.finish();
}

/// A hidden 500 in the Panda shape is zero bytes, and says so: no content type, a length of 0.
pub fn a_500_has_an_empty_body(server: &Server) {
    for case in hidden(server) {
        let seen = server.ask(&Request::get(&case.path("typed")));
        assert_eq!(seen.only("content-length"), Some("0"), "{seen}");
        assert!(seen.all("content-type").is_empty(), "{seen}");
        assert!(seen.raw.ends_with(b"\r\n\r\n"), "{seen}");
    }
}

/// A hidden 500 in another shape has the same bytes for every error, except for the id and the date.
pub fn every_hidden_500_has_the_same_body(server: &Server) {
    let constant = |case: &Case| {
        let mut seen = server.ask(&Request::get(&case.path("typed")));
        let id = seen.only("x-request-id").unwrap_or_default().to_owned();
        seen.swap_id(&id);
        assert!(!seen.body.is_empty(), "{seen}");
        (seen.steady_headers(), seen.body)
    };
    let mut answers: Vec<_> = hidden(server).map(constant).collect();
    assert!(answers.len() > 10);
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
}

fn hidden(server: &Server) -> impl Iterator<Item = &'static Case> {
    server.cases().iter().filter(|case| case.is_hidden)
}
