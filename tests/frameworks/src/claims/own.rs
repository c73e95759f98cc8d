//! Requests that the framework rejects itself, before a handler runs.

use crate::case::{FOREIGN_TEXT, Facts, PANIC};
use crate::error::CANARY;
use crate::expected::Expected;
use crate::report;
use crate::seen::Seen;
use crate::server::Server;
use crate::wire::Request;

/// Returns the answer of the author's own error type to a refusal: see `OwnError`.
fn refusal(server: &Server, status: u16) -> Expected {
    let (name, message) = match status {
        400 => ("BadRequest", "Bad Request"),
        404 => ("NoSuchAddress", "There is nothing at this address"),
        405 => ("NoMethod", "This method is not supported here"),
        413 => ("TooMuch", "Send one KiB at most"),
        415 => ("UnsupportedMediaType", "Unsupported Media Type"),
        422 => ("UnprocessableContent", "Unprocessable Content"),
        500 => return server.look().hidden(),
        _ => panic!("{status} is in no table"),
    };
    server.look().answer(&Facts::new(status, name, message))
}

/// No route, a wrong method, malformed input, an unsupported type, too large a body: the names and messages of the
/// author, the headers of the framework, and not one byte of its text.
pub fn what_the_framework_refuses_has_our_shape(server: &Server) {
    let habits = server.habits();
    let too_large = format!(r#"{{"limit":1,"more":"{}"}}"#, "x".repeat(2 * 1024));
    let limited = format!("limit={CANARY}");
    let refused = [
        (Request::get("/own/nowhere"), habits.no_route),
        (Request::head("/own/nowhere"), habits.no_route),
        (Request::post("/nowhere"), habits.no_route),
        (Request::delete("/own/query"), habits.wrong_method),
        (Request::post_json("/own/json", &format!(r#"{{"limit":{CANARY}"#)), habits.malformed_json),
        (Request::get("/own/query?limit="), habits.malformed_query),
        (Request::get(&format!("/own/path/{CANARY}")), habits.malformed_path),
        (Request::post_form("/own/form", &limited), habits.malformed_form),
        (Request::post("/own/json"), habits.unsupported_type),
        (Request::post_json("/own/json", &too_large), habits.too_large),
    ];
    for (request, status) in refused {
        let mut seen = server.ask(&request);
        assert_eq!(seen.all("allow").len(), usize::from(status == 405 && habits.says_allow), "{seen}");
        seen.take("allow");
        refusal(server, status).assert_is(&seen);
        assert_reported(&seen, false);
    }
}

/// The author's code for a wrong method has the `Allow` of the framework, once. The `Allow` that the error states is
/// for a handler, and is not sent.
pub fn an_own_405_has_the_allow_of_the_framework_alone(server: &Server) {
    let habits = server.habits();
    let mut seen = server.ask(&Request::delete("/own/query"));
    let allow: Vec<String> = seen.all("allow").into_iter().map(str::to_owned).collect();
    if habits.wrong_method == 405 && habits.says_allow {
        let [methods] = allow.as_slice() else { panic!("the methods {allow:?}: {seen}") };
        let methods: Vec<&str> = methods.split(',').map(str::trim).collect();
        assert!(methods.contains(&"GET") && !methods.contains(&"DELETE"), "{seen}");
        assert!(!methods.contains(&"PATCH"), "the methods of the error: {seen}");
    } else {
        assert!(allow.is_empty(), "the methods {allow:?}: {seen}");
    }
    seen.take("allow");
    refusal(server, habits.wrong_method).assert_is(&seen);
}

/// A request that is not rejected gets the handler's answer unchanged.
pub fn what_the_framework_accepts_is_left_alone(server: &Server) {
    let mut connection = server.connect();
    let accepted = [
        Request::get("/own/query?limit=7&more="),
        Request::get("/own/path/7"),
        Request::post_json("/own/json", r#"{"limit":7}"#),
        Request::post_form("/own/form", "limit=7"),
    ];
    for request in accepted {
        let seen = connection.ask(&request);
        assert_eq!((seen.status, seen.body.as_str()), (200, "7"), "{seen}");
        assert_eq!(seen.only("content-length"), Some("1"), "{seen}");
        assert!(seen.all("x-request-id").is_empty(), "{seen}");
    }
    for case in server.cases() {
        for request in case.requests("own/typed") {
            let seen = connection.ask(&request);
            case.answer.assert_is(&seen);
            assert_reported(&seen, server.habits().knows_route);
        }
    }
    connection.finish();
}

/// A panic in a handler is the empty 500, on a connection that is answered.
pub fn a_panic_in_a_handler_is_a_hidden_500(server: &Server) {
    let path = format!("/own/typed/{PANIC}");
    for request in [Request::get(&path), Request::head(&path), Request::post(&path)] {
        let seen = server.ask(&request);
        refusal(server, 500).assert_is(&seen);
        assert_reported(&seen, server.habits().knows_route_of_panic);
    }
}

/// The handler may have made other answers of ours before. The text of a 500 and the headers that describe it are not
/// sent. The text is reported under the id of the request.
pub fn a_500_of_text_is_hidden_and_reported(server: &Server) {
    for case in ["constant", "placeholder", "internal"] {
        let id = format!("{}-text-after-{case}", server.look().name);
        let request = Request::get(&format!("/own/text/{case}")).with("X-Request-Id", &id);
        let mut seen = server.ask(&request);
        seen.swap_id(&id);
        refusal(server, 500).assert_is(&seen);
        let lines: Vec<String> = report::with_id(&id).into_iter().map(|report| report.line).collect();
        let [before, of_the_text] = lines.as_slice() else { panic!("the reports {lines:?} of {seen}") };
        assert!(!before.contains(FOREIGN_TEXT) && of_the_text.contains(FOREIGN_TEXT), "{lines:?}");
    }
}

/// A status is set around the error, and the error is answered as it is alone.
pub fn the_status_of_an_error_wins_over_one_around_it(server: &Server) {
    let mut connection = server.connect();
    for case in server.cases() {
        for request in case.requests("own/wrapped") {
            let seen = connection.ask(&request);
            case.answer.assert_is(&seen);
            assert_reported(&seen, false);
        }
    }
    connection.finish();
}

/// The response is made where the request is not known: it has the id of the one report.
pub fn a_response_made_on_another_thread_is_reported_once(server: &Server) {
    let mut connection = server.connect();
    for case in server.cases() {
        let text = format!("{CANARY} detached with {} of {}", case.name, server.look().name);
        let before = report::count();
        let seen = connection.ask(&Request::post_text(&case.path("own/detached"), &text));
        case.answer.assert_is(&seen);
        let reports = report::with_id(seen.only("x-request-id").unwrap_or_default());
        let [report] = reports.as_slice() else { panic!("the reports {reports:?} of {seen}") };
        let of_the_text = report::with_text(&text, before);
        assert!(of_the_text.iter().all(|other| other.id == report.id), "{of_the_text:?} of {seen}");
    }
    connection.finish();
}

/// The status is sent before the body fails: the connection ends, and the failure is reported once.
pub fn a_body_that_fails_is_reported_once(server: &Server) {
    let mut connection = server.connect();
    let id = format!("{}-stream-that-fails", server.look().name);
    let request = Request::get("/own/stream").with("X-Request-Id", &id).with("Connection", "close");
    connection.send(&request.bytes());
    let seen = connection.rest();
    let looks_whole = seen.ends_with(b"0\r\n\r\n");
    assert!(
        looks_whole != server.habits().breaks_off_bodies,
        "a body that looks whole: {}",
        String::from_utf8_lossy(&seen)
    );
    let reports = report::wait_for(&id);
    let [report] = reports.as_slice() else { panic!("the reports {reports:?}") };
    assert!(report.line.contains("the body failed: ") && report.line.contains(CANARY), "{}", report.line);
}

/// Asserts that the report has the id of the answer, the method, and the route if it is known.
fn assert_reported(seen: &Seen, knows_route: bool) {
    let reports = report::with_id(seen.only("x-request-id").unwrap_or_default());
    let [report] = reports.as_slice() else { panic!("the reports {reports:?} of {seen}") };
    let (method, path) = seen.to.split_once(' ').unwrap_or_default();
    // A server may turn HEAD into GET before anybody knows.
    assert!(
        report.line.contains(" method=\"") && (method == "HEAD" || report.line.contains(method)),
        "{}",
        report.line
    );
    if knows_route {
        assert!(path.starts_with("/own/typed/"), "{seen}");
        assert!(report.line.contains(" route=\"/own/typed/"), "{}", report.line);
    }
}

/// The well-formed `x-request-id` of a request is in the answer and in the one report.
pub fn the_id_of_a_request_is_that_of_its_answer(server: &Server) {
    let mut connection = server.connect();
    for (at, case) in server.cases().iter().enumerate() {
        let short = format!("{}.a:b_c-{at}", server.look().name);
        let long = format!("{short:0>128}");
        for (id, request) in [short, long].iter().zip(case.requests("own/typed")) {
            let mut seen = connection.ask(&request.with("X-Request-Id", id));
            assert_eq!(report::with_id(id).len(), 1, "{seen}");
            seen.swap_id(id);
            case.answer.assert_is(&seen);
        }
    }
    connection.finish();
}

/// An id that may be an attempt to write into a log is replaced by a random one.
pub fn a_malformed_id_is_replaced(server: &Server) {
    let long = "x".repeat(129);
    let ids = ["", " ", "a b", "a\"b", "<a>", "a;b", "%0d%0a", "a\tb", "{}", &long];
    let mut connection = server.connect();
    for (case, id) in server.cases().iter().zip(ids.iter().cycle()) {
        for request in case.requests("own/typed") {
            let seen = connection.ask(&request.with("X-Request-Id", id));
            case.answer.assert_is(&seen);
            assert!(seen.only("x-request-id").is_some(), "{seen}");
        }
    }
    connection.finish();
}
