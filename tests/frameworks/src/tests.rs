//! The answers that the kit refuses.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener};
use std::thread;

use crate::case::Case;
use crate::error::CANARY;
use crate::look::{Look, NESTED, PANDA, PROBLEM};
use crate::wire::{Connection, Request};

const CONSTANT: &str = "HTTP/1.1 402 Payment Required\r\n\
    content-type: application/json\r\n\
    cache-control: no-store\r\n\
    x-content-type-options: nosniff\r\n\
    content-length: 62\r\n\
    \r\n\
    {\"error\":\"NoMinutes\",\"message\":\"The plan has no minutes left\"}";

const INTERNAL: &str = "HTTP/1.1 500 Internal Server Error\r\n\
    cache-control: no-store\r\n\
    x-content-type-options: nosniff\r\n\
    x-request-id: 0123456789abcdef0123456789abcdef\r\n\
    content-length: 0\r\n\
    \r\n";

/// A hidden 500 of the nested shape.
const NESTED_500: &str = "HTTP/1.1 500 Internal Server Error\r\n\
    content-type: application/json\r\n\
    cache-control: no-store\r\n\
    x-content-type-options: nosniff\r\n\
    x-request-id: 0123456789abcdef0123456789abcdef\r\n\
    content-length: 107\r\n\
    \r\n\
    {\"error\":{\"code\":\"HE_00\",\"message\":\"Something went wrong\"},\
    \"request_id\":\"0123456789abcdef0123456789abcdef\"}";

/// A constant error in problem+json.
const PROBLEM_402: &str = "HTTP/1.1 402 Payment Required\r\n\
    content-type: application/problem+json\r\n\
    cache-control: no-store\r\n\
    x-content-type-options: nosniff\r\n\
    content-length: 100\r\n\
    \r\n\
    {\"title\":\"Payment Required\",\"status\":402,\"detail\":\"The plan has no minutes left\",\"code\":\"NoMinutes\"}";

fn case_in(look: &'static Look, name: &str) -> &'static Case {
    look.cases.iter().find(|case| case.name == name).unwrap()
}

fn case(name: &str) -> &'static Case {
    case_in(&PANDA, name)
}

/// Returns why these bytes are not the answer that the case must have, or nothing if they are.
fn refusal(case: &'static Case, request: Request, bytes: &str) -> String {
    refusal_in(&PANDA, case, request, bytes)
}

fn refusal_in(look: &'static Look, case: &'static Case, request: Request, bytes: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let client = thread::spawn(move || {
        let mut connection = Connection::open(address, &look.document);
        let seen = connection.ask(&request);
        case.answer.assert_is(&seen);
        connection.finish();
    });
    let (mut stream, _) = listener.accept().unwrap();
    stream.write_all(bytes.as_bytes()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    // If the client ends first, there is nothing to read.
    let _ = stream.read_to_end(&mut Vec::new());
    match client.join() {
        Ok(()) => String::new(),
        Err(panic) => panic.downcast_ref::<String>().map_or("another panic", String::as_str).to_owned(),
    }
}

#[test]
fn exact_answers_are_accepted() {
    let [get, head, post] = case("constant").requests("typed");
    let (without_body, _) = CONSTANT.split_once('{').unwrap();
    assert_eq!(refusal(case("constant"), get, CONSTANT), "");
    assert_eq!(refusal(case("constant"), head, without_body), "");
    assert_eq!(refusal(case("constant"), post, CONSTANT), "");
    for request in case("internal").requests("typed") {
        assert_eq!(refusal(case("internal"), request, INTERNAL), "");
    }
}

#[test]
fn exact_answers_of_other_shapes_are_accepted() {
    let ask = |look: &'static Look, name, bytes: &str| {
        let case = case_in(look, name);
        refusal_in(look, case, Request::get(&case.path("typed")), bytes)
    };
    assert_eq!(ask(&NESTED, "internal", NESTED_500), "");
    assert_eq!(ask(&PROBLEM, "constant", PROBLEM_402), "");
    let another_id = NESTED_500.replace("\"0123", "\"1123");
    assert!(ask(&NESTED, "internal", &another_id).contains("another body"));
    let json = PROBLEM_402.replacen("problem+json", "json", 1);
    assert!(ask(&PROBLEM, "constant", &json).contains("another type"));
}

#[test]
fn every_deviation_is_refused() {
    let id = "x-request-id: 0123456789abcdef0123456789abcdef\r\n";
    let deviations = [
        (CONSTANT, "402", "404", "another status"),
        (CONSTANT, "402", "0402", "no status line"),
        (CONSTANT, " Payment Required", "", "no status line"),
        (CONSTANT, "HTTP/1.1", "\r\nHTTP/1.1", "no status line"),
        (CONSTANT, "cache-control: no-store\r\n", "", "other headers"),
        (CONSTANT, "no-store\r\n", "no-store\r\ncache-control: no-store\r\n", "other headers"),
        (CONSTANT, "nosniff\r\n", "nosniff\r\nx-powered-by: a framework\r\n", "other headers"),
        (CONSTANT, "application/json", "application/json; charset=utf-8", "another type"),
        (CONSTANT, "no-store\r\n", "no-store\n", "no header"),
        (CONSTANT, "cache-control:", " cache-control:", "no header"),
        (CONSTANT, "cache-control:", "cache-control :", "no header"),
        (CONSTANT, "no-store", "no-störe", "a head with other characters"),
        (CONSTANT, "no-store", "no-\0store", "a head with other characters"),
        (CONSTANT, "content-length: 62\r\n", "", "is not known"),
        (CONSTANT, "length: 62", "length: +62", "is not clear"),
        (CONSTANT, "length: 62\r\n", "length: 62\r\ncontent-length: 62\r\n", "is not clear"),
        (CONSTANT, "length: 62\r\n", "length: 62\r\ntransfer-encoding: chunked\r\n", "is not clear"),
        (CONSTANT, "length: 62", "length: 61", "EOF while parsing"),
        (CONSTANT, "length: 62", "length: 63", "the connection ended inside of a body"),
        (CONSTANT, "NoMinutes", "nominutes", "another body"),
        (CONSTANT, "left\"}", "left\"}\n", "something came after the answer"),
        (CONSTANT, "nosniff\r\n", &format!("nosniff\r\nx-cookie: {CANARY}\r\n"), "a leak"),
        (CONSTANT, "length: 62\r\n\r\n", &format!("length: 62\r\n\r\n{CANARY}"), "a leak"),
        (INTERNAL, "length: 0\r\n\r\n", "length: 1\r\n\r\n ", "a body that the document does not have"),
        (INTERNAL, "length: 0\r\n", "length: 0\r\ncontent-type: application/json\r\n", "a type without a body"),
        (INTERNAL, id, "", "no x-request-id"),
        (INTERNAL, id, "x-request-id: 7\r\n", "another id"),
        (INTERNAL, id, &id.repeat(2), "other headers"),
    ];
    for (answer, part, deviation, why) in deviations {
        let case = case(if answer == CONSTANT { "constant" } else { "internal" });
        let refusal = refusal(case, Request::get(&case.path("typed")), &answer.replacen(part, deviation, 1));
        assert!(refusal.contains(why), "{deviation:?} in the place of {part:?}: {refusal:?}");
    }
}

#[test]
fn a_body_after_head_is_refused() {
    let [_, head, _] = case("constant").requests("typed");
    let refusal = refusal(case("constant"), head, CONSTANT);
    assert!(refusal.starts_with("something came after the answer"), "{refusal}");
}

#[test]
fn chunks_are_read_to_the_byte() {
    let (head, body) = CONSTANT.split_once("content-length: 62\r\n\r\n").unwrap();
    let (one, two) = body.split_at(10);
    let chunked = format!("{head}transfer-encoding: chunked\r\n\r\na\r\n{one}\r\n34\r\n{two}\r\n0\r\n\r\n");
    let get = || Request::get("/layered/constant");
    assert_eq!(refusal(case("constant"), get(), &chunked), "");
    for (part, deviation, why) in [
        ("a\r\n", "b\r\n", "a chunk does not end"),
        ("a\r\n", "x\r\n", "no size"),
        ("0\r\n\r\n", "", "the connection ended inside of an answer"),
        ("0\r\n\r\n", "0\r\n\r\n\r\n", "something came after the answer"),
    ] {
        let refusal = refusal(case("constant"), get(), &chunked.replacen(part, deviation, 1));
        assert!(refusal.contains(why), "{deviation:?} in the place of {part:?}: {refusal:?}");
    }
}
