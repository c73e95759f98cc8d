//! The ends of answers: lengths, pipelining and the end of the connection.

use crate::case::{Case, FINE};
use crate::seen::Seen;
use crate::server::Server;
use crate::wire::Request;

fn fine() -> Request {
    Request::get(&format!("/typed/{}", FINE.0))
}

fn assert_fine(seen: &Seen) {
    assert_eq!((seen.status, seen.body.as_str()), (200, FINE.1), "{seen}");
}

/// HEAD: the headers of GET, `Content-Length` too, and not one byte after them.
pub fn head_has_the_headers_of_get_and_no_body(server: &Server) {
    let mut connection = server.connect();
    for case in server.cases() {
        let [get, head, _] = case.requests("typed").map(|request| connection.ask(&request));
        case.answer.assert_is(&get);
        case.answer.assert_is(&head);
        assert_eq!(head.steady_headers(), get.steady_headers(), "{head}");
        let length = case.answer.body_of(&head).len().to_string();
        assert_eq!(head.only("content-length"), Some(length.as_str()), "{head}");
    }
    connection.finish();
}

/// One connection for all: after any error comes the next answer, and nothing between them.
pub fn every_error_leaves_the_connection_in_step(server: &Server) {
    let mut connection = server.connect();
    for case in server.cases() {
        for request in case.requests("typed") {
            case.answer.assert_is(&connection.ask(&request));
            case.answer.assert_is(&connection.ask(&request));
            assert_fine(&connection.ask(&fine()));
        }
    }
    connection.finish();
}

/// All requests at once: the answers come one after the other.
pub fn pipelined_requests_are_answered_in_order(server: &Server) {
    let pipelines_head = server.habits().pipelines_head;
    let errors_of =
        |case: &Case| case.requests("typed").into_iter().filter(move |request| pipelines_head || !request.is_head());
    let requests_of = |case: &Case| errors_of(case).chain([fine()]);
    let mut connection = server.connect();
    connection
        .send(&server.cases().iter().flat_map(requests_of).flat_map(|request| request.bytes()).collect::<Vec<_>>());
    for case in server.cases() {
        for request in errors_of(case) {
            case.answer.assert_is(&connection.answer_to(&request));
        }
        assert_fine(&connection.answer_to(&fine()));
    }
    connection.finish();
}

/// `Connection: close`: the whole answer, then the end.
pub fn connection_close_ends_it_after_the_answer(server: &Server) {
    for case in server.cases() {
        for request in case.requests("typed") {
            let mut connection = server.connect();
            case.answer.assert_is(&connection.ask(&request.with("Connection", "close")));
            connection.assert_ended();
        }
    }
}

/// HTTP/1.0: the whole answer, then the end.
pub fn http_1_0_is_answered(server: &Server) {
    for case in server.cases() {
        for request in case.requests("typed") {
            let mut connection = server.connect();
            case.answer.assert_is(&connection.ask(&request.version("HTTP/1.0")));
            connection.assert_ended();
        }
    }
}
