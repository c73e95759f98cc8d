//! Any bad input gets an error of the contract, and the next request is served.

use crate::service::{Answer, MULTIPART, Service, part, sign};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

/// Asserts that an answer has the shape of the contract, below 500.
fn assert_contract(answer: &Answer, request: &str) {
    assert!((400..500).contains(&answer.status()), "{request}: {answer:?}");
    let json = answer.json();
    let members: Vec<_> = json.as_object().unwrap().keys().collect();
    assert_eq!(members, ["error", "message"], "{request}");
}

#[test]
fn every_target_gets_an_answer_of_the_contract() {
    let service = Service::start();
    let signed = sign("GET", "/videos.json", &[("a", "1")]);
    for target in [
        "/errors/nothing".to_owned(),
        "//".to_owned(),
        "/v2".to_owned(),
        "/videos.json".to_owned(),
        "/v3/videos.json".to_owned(),
        "/v2/nothing.json".to_owned(),
        "/v2//videos.json".to_owned(),
        "/v2/videos/.json".to_owned(),
        "/v2/videos/%FF.json".to_owned(),
        "/v2/videos/%00.json".to_owned(),
        "/v2/videos/..%2F..%2Fpanda.redb.json".to_owned(),
        "/v2/videos/%zz/encodings.json".to_owned(),
        "/v2/videos/upload/X.json".to_owned(),
        "/v2/videos.json?".to_owned(),
        "/v2/videos.json?&&==&=&%".to_owned(),
        "/v2/videos.json?access_key=&signature=&timestamp=".to_owned(),
        "/v2/videos.json?access_key=%FF&signature=%FF&timestamp=%FF".to_owned(),
        "/v2/videos.json?access_key=%zz&signature=!!!&timestamp=yesterday".to_owned(),
        format!("/v2/videos.json?{signed}&a=1"),
        format!("/v2/videos.json?{signed}&signature=x"),
        format!("/v2/videos.json?{signed}&{}", "b".repeat(50_000)),
        format!("/v2/{}.json", "a/".repeat(10_000)),
    ] {
        let mut connection = service.connect();
        assert_contract(&connection.ask(&format!("GET {target}"), "", b""), &target);
        let next = connection.ask(&format!("GET /v2/videos.json?{signed}"), "", b"");
        assert_eq!(next.body(), "[]", "after {target}");
    }
    assert_eq!(service.reports(), "");
}

#[test]
fn an_unknown_route_is_named_as_it_was_requested() {
    let service = Service::start();
    for request in ["GET /nothing.json", "GET /v2/nothing.json", "PUT /v2/videos.json", "GET /v2/videos/%FF.json"] {
        let answer = service.connect().ask(request, "", b"");
        answer.assert_error(404, "RecordNotFound", &format!("Couldn't find Route with ID={request}"));
    }
}

#[test]
fn every_verb_gets_an_answer_of_the_contract() {
    let service = Service::start();
    for verb in ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"] {
        assert_contract(&service.ask(verb, "/videos.json", &[]), verb);
    }
    let head = service.connect().ask(&format!("HEAD /v2/videos.json?{}", sign("HEAD", "/videos.json", &[])), "", b"");
    assert_eq!(head.status(), 200);
}

#[test]
fn every_body_gets_an_answer_of_the_contract() {
    let service = Service::start();
    let signed = sign("POST", "/videos.json", &[]);
    for (headers, body) in [
        (FORM, String::new()),
        (FORM, "%%%&=&\0&access_key".to_owned()),
        (FORM, "source_url=%FF%FE".to_owned()),
        (FORM, "access_key=my_access_key&source_url=a".to_owned()),
        (FORM, "a".repeat(11_000_000)),
        ("Content-Type: multipart/form-data\r\n", part("source_url", "a")),
        ("Content-Type: multipart/form-data; boundary=\r\n", part("source_url", "a")),
        (MULTIPART, String::new()),
        (MULTIPART, "no boundary at all".repeat(100)),
        (MULTIPART, "--panda\r\nnonsense\r\n\r\n\r\n--panda--\r\n".to_owned()),
        (MULTIPART, part("source_url", "a")),
        (MULTIPART, part("source_url", "a") + &part("source_url", "b") + "--panda--\r\n"),
        (MULTIPART, part("file", "a") + &part("file", "b") + "--panda--\r\n"),
        (MULTIPART, part("payload", &"a".repeat(70_000)) + "--panda--\r\n"),
        (MULTIPART, part("", "a").repeat(2) + "--panda--\r\n"),
        (MULTIPART, (0..2_000).map(|index| part(&format!("key{index}"), &"a".repeat(40))).collect()),
        ("Content-Type: application/json\r\n", r#"{"source_url":"a"}"#.to_owned()),
        ("Content-Type: \u{e4}\r\n", "a".repeat(100_000)),
        ("", "a".repeat(12_000_000)),
    ] {
        let what: String = headers.chars().chain(body.chars()).take(120).collect();
        let mut connection = service.connect();
        let answer = connection.ask(&format!("POST /v2/videos.json?{signed}"), headers, body.as_bytes());
        assert_contract(&answer, &what);
        let unsigned = connection.ask("GET /v2/videos.json", "", b"");
        assert_eq!(unsigned.status(), 400, "after {what}");
    }
    assert!(service.files().is_empty());
    assert_eq!(service.ask("GET", "/videos.json", &[]).body(), "[]");
    assert_eq!(service.reports(), "");
}

/// Asserts that all that was sent counts for nothing.
#[track_caller]
fn assert_not_supplied(answer: &Answer) {
    let required = "access_key, signature, timestamp, source_url or file";
    answer.assert_error(400, "BadRequest", &format!("All required parameters were not supplied: {required}"));
}

#[test]
fn a_body_that_breaks_off_was_not_supplied() {
    let service = Service::start();
    let head = format!("POST /v2/videos.json?{} HTTP/1.1\r\nHost: 127.0.0.1\r\n", sign("POST", "/videos.json", &[]));
    for headers in [FORM, MULTIPART] {
        for start in ["Transfer-Encoding: chunked\r\n\r\nZZ\r\n", "Content-Length: 100\r\n\r\nsource_url=a"] {
            let mut connection = service.connect();
            connection.send(format!("{head}{headers}{start}").as_bytes());
            connection.send_no_more();
            assert_not_supplied(&connection.receive(true));
        }
    }
    assert_eq!(service.reports(), "");
}

/// They are not files, so the account's limit is not their error.
#[test]
fn more_parameters_than_are_read_were_not_supplied() {
    let service = Service::start();
    let request = format!("POST /v2/videos.json?{}", sign("POST", "/videos.json", &[]));
    let long = "a".repeat(70_000);
    let parts: String = (0..2_000).map(|index| part(&format!("key{index}"), &"a".repeat(40))).collect();
    for (headers, body) in [
        (FORM, format!("source_url={long}")),
        (MULTIPART, part("source_url", &long) + "--panda--\r\n"),
        (MULTIPART, parts + "--panda--\r\n"),
    ] {
        assert_not_supplied(&service.connect().ask(&request, headers, body.as_bytes()));
    }
    // In the query it is by itself almost too long for an HTTP request.
    let query = format!("source_url={}", &long[..60_000]);
    let answer = service.connect().ask(&format!("{request}&{query}"), FORM, &long.as_bytes()[..10_000]);
    assert_not_supplied(&answer);
}

#[test]
fn a_source_that_is_not_a_url_was_not_supplied() {
    let service = Service::start();
    for source in ["not a url", "panda.mp4", "/videos/panda.mp4", "//example.com", "http://", "mailto:a@example.com"] {
        assert_not_supplied(&service.ask("POST", "/videos.json", &[("source_url", source)]));
    }
    for source in ["http://example.com/panda.mp4", "https://user:key@example.com:8080/?a=b", "s3://bucket/panda.mp4"] {
        let video = service.ask("POST", "/videos.json", &[("source_url", source)]).json();
        assert_eq!(video["source_url"], source);
    }
}

#[test]
fn a_signature_is_checked_with_the_host_of_the_request() {
    let service = Service::start();
    let request = format!("GET /v2/videos.json?{}", sign("GET", "/videos.json", &[]));
    for (version, host, status) in [
        ("1.1", "Host: 127.0.0.1:80\r\n", 200),
        ("1.1", "Host: 127.0.0.1\r\n", 200),
        ("1.1", "Host: example.com\r\n", 401),
        ("1.1", "Host: [::1\r\n", 401),
        ("1.1", "Host:\r\n", 401),
        ("1.1", "Host: \u{e4}\r\n", 401),
        ("1.0", "", 401),
    ] {
        let mut connection = service.connect();
        connection.send(format!("{request} HTTP/{version}\r\n{host}\r\n").as_bytes());
        assert_eq!(connection.receive(true).status(), status, "{host}");
    }
}
