//! A client against gateways and servers that break the contract.

use std::error::Error as _;
use std::time::Duration;

use panda_errors::{Answer, ApiError, Catalog, Cataloged, ErrorStatus, Reading, Reply, Shape};

#[derive(Debug, PartialEq, ApiError)]
#[api(kind = UploadErrorKind, decode, details)]
enum UploadError {
    #[api(status = 413, message = "The limit is {limit} bytes")]
    TooLarge { limit: u64 },
    #[api(message = "The backend says {0}")]
    Backend(#[api(status)] ErrorStatus),
    #[api(status = 502, message = "Bad Gateway")]
    BadGateway,
}

const JSON: (&str, &str) = ("content-type", "application/json");
const LARGE: &str = r#"{"error":"TooLarge","message":"The limit is 7 bytes","details":{"limit":7}}"#;

fn read(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Reply {
    Reply::read(UploadError::CATALOG, status, headers.iter().copied(), body.as_ref()).unwrap()
}

/// Returns why the response is not an error of the API.
fn fault(reply: &Reply) -> String {
    reply.source().map(ToString::to_string).unwrap_or_default()
}

#[test]
fn several_content_types_are_foreign_however_they_are_joined() {
    let lines = [JSON, ("content-type", "text/html")];
    let joined = ["application/json, text/html", "application/json; charset=utf-8, text/html", "application/json,"];
    for reply in [read(413, &lines, LARGE), read(413, &[JSON, JSON], LARGE)]
        .into_iter()
        .chain(joined.map(|value| read(413, &[("content-type", value)], LARGE)))
    {
        assert_eq!((reply.reading(), fault(&reply).as_str()), (Reading::Foreign, "there are several content types"));
        assert_eq!(reply.message(), Some("The limit is 7 bytes"));
    }
    let quoted = read(413, &[("content-type", r#"application/json; profile="a,b""#)], LARGE);
    assert_eq!(quoted.reading(), Reading::Known);
}

#[test]
fn a_content_type_without_text_is_foreign() {
    for value in [&b"application/json\xff"[..], b"\xff", b"", b" ; charset=utf-8"] {
        let reply = Reply::read(UploadError::CATALOG, 413, [("content-type", value)], LARGE.as_bytes()).unwrap();
        assert_eq!(reply.reading(), Reading::Foreign, "{value:?}");
    }
}

#[test]
fn a_body_of_64_kib_is_read_whole_and_one_more_byte_is_too_long() {
    for (length, reading, why) in [
        (Reply::MAX_BODY, Reading::Known, ""),
        (Reply::MAX_BODY + 1, Reading::Foreign, "the body has more than 64 KiB"),
    ] {
        let body = [LARGE, &" ".repeat(length - LARGE.len())].concat();
        assert_eq!(body.len(), length);
        let from = Reply::read_from(UploadError::CATALOG, 413, [JSON], body.as_bytes()).unwrap();
        for reply in [read(413, &[JSON], &body), from] {
            assert_eq!((reply.reading(), fault(&reply).as_str()), (reading, why), "{length}");
            assert_eq!(reply.body().len(), Reply::MAX_BODY);
        }
    }
    // A character may lie on the limit.
    let body = format!("{{\"message\":\"m\",\"x\":\"{}\"}}", "é".repeat(Reply::MAX_BODY));
    assert_eq!(fault(&read(413, &[JSON], body)), "the body has more than 64 KiB");
}

#[test]
fn half_a_surrogate_pair_is_not_a_part_of_a_known_name() {
    let reply = read(413, &[JSON], r#"{"error":"TooLarge\ud83d","message":"\ud800\ud800\udc00x\udc00\ud83d\ude00"}"#);
    assert_eq!(reply.reading(), Reading::Unknown);
    assert_eq!((reply.word(), reply.message()), (Some("TooLarge\u{fffd}"), Some("\u{fffd}\u{10000}x\u{fffd}😀")));
    let cut = read(413, &[JSON], r#"{"error":"TooLarge","message":"\ud83"#);
    assert_eq!(fault(&cut), "the body breaks off after 36 bytes");
}

#[test]
fn a_number_that_does_not_fit_costs_the_detail_and_not_the_name() {
    let limit = |text: &str| {
        let body = format!(r#"{{"error":"TooLarge","message":"m","details":{{"limit":{text}}}}}"#);
        let reply = read(413, &[JSON], body);
        assert_eq!((reply.reading(), reply.kind()), (Reading::Known, Some(UploadErrorKind::TooLarge)), "{text}");
        (reply.decode(), reply.detail::<f64>("limit"))
    };
    let beyond = 18_446_744_073_709_551_616.0;
    assert_eq!(limit("18446744073709551615"), (Some(UploadError::TooLarge { limit: u64::MAX }), None));
    assert_eq!(limit("18446744073709551616"), (None, Some(beyond)));
    assert_eq!(limit("-9223372036854775809"), (None, Some(-9_223_372_036_854_775_809.0)));
    assert_eq!(limit("-0"), (Some(UploadError::TooLarge { limit: 0 }), Some(0.0)));
    assert_eq!(limit("1e3"), (Some(UploadError::TooLarge { limit: 1000 }), Some(1000.0)));
    assert_eq!(limit(&"9".repeat(60_000)), (None, None), "too large for a float");
    assert_eq!(limit(&format!("0.{}1", "0".repeat(60_000))).1, Some(0.0), "too small for a float");
    assert_eq!(limit("\"7\""), (None, None));
}

#[test]
fn the_longest_of_several_times_to_wait_counts() {
    let date = ("date", "Sun, 06 Nov 1994 08:49:07 GMT");
    let wait = |values: &[&str]| {
        let headers: Vec<_> = values.iter().map(|value| ("retry-after", *value)).chain([date]).collect();
        read(503, &headers, "").retry_after().map(|time| time.as_secs())
    };
    assert_eq!(wait(&["30", "60"]), Some(60));
    assert_eq!(wait(&["60", "30"]), Some(60));
    assert_eq!(wait(&["30, 60"]), Some(60));
    assert_eq!(wait(&["10", "Sun, 06 Nov 1994 08:49:37 GMT", "soon"]), Some(30));
    for value in
        ["", "1.5", "+3", "-3", "0x10", "٣", "3 0", "30;x", "30,soon", "Sun, 06 Nov 1994", "1994-11-06T08:49:37Z"]
    {
        assert_eq!(wait(&[value]), None, "{value}");
    }
    let bytes = Reply::read(UploadError::CATALOG, 503, [("retry-after", b"\xff30")], b"").unwrap();
    assert_eq!(bytes.retry(true), Some(Duration::ZERO));
}

#[test]
fn a_status_that_is_never_sent_contradicts_a_row_with_any_status() {
    let body = r#"{"error":"Backend","message":"The backend says so"}"#;
    for (status, reading) in [
        (404, Reading::Known),
        (599, Reading::Known),
        (500, Reading::Contradiction),
        (600, Reading::Contradiction),
        (u16::MAX, Reading::Contradiction),
    ] {
        let reply = read(status, &[JSON], body);
        assert_eq!(reply.reading(), reading, "{status}");
        assert_eq!(reply.decode::<UploadError>().is_some(), reading == Reading::Known, "{status}");
    }
}

#[test]
fn a_detail_that_stands_twice_has_no_value() {
    let reply = read(413, &[JSON], r#"{"error":"TooLarge","message":"m","details":{"limit":7,"a":1,"limit":8}}"#);
    assert_eq!(fault(&reply), "the member `limit` stands in one object twice");
    assert_eq!((reply.detail::<u64>("limit"), reply.detail::<u64>("a")), (None, Some(1)));
    let escaped =
        read(413, &[JSON], r#"{"error":"TooLarge","message":"m","details":{"x":[{"a":1,"\u0061":2}],"limit":8}}"#);
    assert_eq!((escaped.reading(), escaped.decode::<UploadError>()), (Reading::Foreign, None));
}

#[test]
fn a_fault_behind_a_byte_order_mark_has_its_place_in_the_body() {
    let body = ["\u{feff}", LARGE, " x"].concat();
    assert_eq!(fault(&read(413, &[JSON], body)), "the body is not JSON from byte 79 on");
    assert_eq!(fault(&read(413, &[JSON], "\u{feff}")), "the body breaks off after 3 bytes");
    assert_eq!(fault(&read(413, &[JSON], ["\u{feff}\u{feff}", LARGE].concat())), "the body is not JSON from byte 3 on");
    let utf_16: Vec<u8> = LARGE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(fault(&read(413, &[JSON], [b"\xff\xfe", &utf_16[..]].concat())), "the body is not UTF-8 from byte 0 on");
}

#[test]
fn the_json_of_a_gateway_is_not_a_known_error() {
    let bodies = [
        r#"{"message":"Bad Gateway"}"#,
        r#"{"message":"An invalid response was received from the upstream server","request_id":"7"}"#,
        r#"{"error":"BadGateway"}"#,
        r#"{"error":{"code":"BadGateway","message":"Bad Gateway"}}"#,
        r#"{"error":"Bad Gateway","message":"Bad Gateway","status":502}"#,
        r#"{"error":"badgateway","message":"Bad Gateway"}"#,
        r#"{"error":" BadGateway","message":"Bad Gateway"}"#,
        r#"{"error":"BadGateway","message":502}"#,
        r#"{"errors":[{"error":"BadGateway","message":"Bad Gateway"}]}"#,
        r#"[{"error":"BadGateway","message":"Bad Gateway"}]"#,
        r#"{"Error":"BadGateway","Message":"Bad Gateway"}"#,
        r#""BadGateway""#,
        "502",
        "{}",
        "[]",
    ];
    for body in bodies {
        let reply = read(502, &[JSON], body);
        assert_eq!(reply.kind::<UploadErrorKind>(), None, "{body}");
        assert_eq!(reply.decode::<UploadError>(), None, "{body}");
        assert_eq!(reply.retry(false), None, "{body}");
    }
    assert_eq!(read(502, &[JSON], r#"{"error":"BadGateway","message":"m"}"#).decode(), Some(UploadError::BadGateway));
}

static LISTED: Shape = Shape::json(
    r#"{"ok":false,"errors":[{"code":"{code|name}","info":{"text":"{message}","values":["{request_id}",{"id":"file","data":"{details}"}]}}],"result":null}"#,
);

#[derive(Debug, PartialEq, ApiError)]
#[api(shape = LISTED, decode, details, kind = ListedKind)]
enum ListedError {
    #[api(status = 413, code = "F-1", message = "The limit is {limit}")]
    TooLarge { limit: u64 },
}

#[test]
fn a_template_of_lists_and_objects_is_compared_at_every_level() {
    let api: &Catalog = ListedError::CATALOG;
    let sent = |data: &str| {
        format!(r#"{{"ok":false,"errors":[{{"code":"F-1","info":{{"text":"t","values":[{data}]}}}}],"result":null}}"#)
    };
    let of = |body: &str| Reply::read(api, 413, [JSON], body.as_bytes()).unwrap();
    let known = r#"{"id":"file","data":{"limit":7}}"#;
    for values in [known.to_owned(), format!("\"r\",{known}"), format!("\"r\",{known},{{}},7")] {
        let reply = of(&sent(&values));
        assert_eq!(reply.decode(), Some(ListedError::TooLarge { limit: 7 }), "{values}: {reply:?}");
    }
    assert_eq!(of(&sent(&format!("\"r\",{known}"))).request_id(), Some("r"));
    let foreign = [
        sent(""),
        sent("{}"),
        sent(r#"{"id":"other","data":{"limit":7}}"#),
        sent(r#"[{"id":"file","data":{"limit":7}}]"#),
        sent(r#"{"id":"file","data":[7]}"#),
        sent(known).replace("false", "true"),
        sent(known).replace("null", "{}"),
        sent(known).replace("\"t\"", "null"),
        sent(known).replace(r#""errors":["#, r#""errors":[[],"#),
        sent(known).replace("[{\"code\"", "{\"code\"").replace("}}],\"result", "}},\"result"),
        sent(known).replace("\"F-1\"", "[\"F-1\"]"),
    ];
    for body in foreign {
        let reply = of(&body);
        assert_eq!((reply.reading(), reply.kind::<ListedKind>()), (Reading::Foreign, None), "{body}: {reply:?}");
    }
}

/// Returns a body in which some bytes are changed, left out or doubled.
fn damaged(body: &[u8], random: &mut fastrand::Rng) -> Vec<u8> {
    const BYTES: &[u8] = b"{}[]\",:0\\u\xff nt-";
    let mut body = body.to_vec();
    for _ in 0..random.usize(1..4) {
        let at = random.usize(0..body.len());
        let byte = BYTES[random.usize(0..BYTES.len())];
        match random.u8(0..4) {
            0 => body[at] = byte,
            1 => body.insert(at, byte),
            2 if body.len() > 1 => drop(body.remove(at)),
            _ => {
                let part = body[at..].to_vec();
                body.splice(at..at, part);
            }
        }
    }
    body
}

#[test]
fn a_damaged_body_is_a_known_error_only_if_its_json_has_the_word() {
    let mut random = fastrand::Rng::with_seed(64);
    let panda = (UploadError::CATALOG, Answer::of(&UploadError::TooLarge { limit: 7 }), "/error", "TooLarge");
    let listed = (ListedError::CATALOG, Answer::of(&ListedError::TooLarge { limit: 7 }), "/errors/0/code", "F-1");
    for (api, answer, place, word) in [panda, listed] {
        let mut known = 0;
        for _ in 0..20_000 {
            let body = damaged(answer.body(), &mut random);
            let reply = Reply::read(api, 413, [JSON], &body).unwrap();
            if reply.reading() == Reading::Known {
                known += 1;
                let json: serde_json::Value = serde_json::from_slice(&body).unwrap();
                assert_eq!(json.pointer(place).unwrap(), word, "{json}");
            }
        }
        assert!((1..10_000).contains(&known), "{known} of 20,000 are known");
    }
}
