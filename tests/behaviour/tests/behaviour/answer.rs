//! Status, headers and details of an answer.

use std::fmt::Write as _;
use std::time::Duration;

use panda_errors::report::capture;
use panda_errors::{Answer, ApiError, ErrorStatus};
use tests_behaviour::{header, headers};

const DEFAULTS: &str = "cache-control: no-store\ncontent-type: application/json\nx-content-type-options: nosniff\n";

#[derive(Debug, ApiError)]
enum Headed {
    #[api(status = 400, message = "plain")]
    Plain,
    #[api(
        status = 404,
        message = "cached",
        header("Cache-Control" = "max-age=60"),
        header("X-CONTENT-TYPE-OPTIONS" = "none")
    )]
    Cached,
    #[api(status = 401, message = "who?")]
    Challenged,
    #[api(
        status = 401,
        message = "who, then?",
        header("WWW-Authenticate" = "Signature"),
        header("www-authenticate" = "Bearer realm=\"api\"")
    )]
    TwoChallenges,
    #[api(status = 401, message = "who, {realm}?")]
    OwnChallenge {
        #[api(header = "WWW-Authenticate")]
        realm: String,
    },
    #[api(status = 405, message = "not so", header("Allow" = "GET, HEAD"))]
    Method,
    #[api(status = 407, message = "proxy", header("Proxy-Authenticate" = "Basic"))]
    Proxy,
    #[api(status = 426, message = "newer", header("Upgrade" = "HTTP/2.0"))]
    Upgrade,
    #[api(status = 429, message = "wait", retry_after = wait)]
    Wait { wait: Duration },
    #[api(status = 409, message = "it is there", header("Location" = at), header("X-Size" = size))]
    Fields { at: &'static str, size: u64 },
}

#[track_caller]
fn assert_headers(error: &Headed, authored: &str) {
    let mut expected: Vec<_> = DEFAULTS.split_inclusive('\n').chain(authored.split_inclusive('\n')).collect();
    expected.sort_unstable();
    assert_eq!(headers(&Answer::of(error)), expected.concat());
}

#[test]
fn every_default_is_there_once() {
    assert_headers(&Headed::Plain, "");
    assert_headers(&Headed::Challenged, "www-authenticate: API\n");
}

#[test]
fn a_header_of_the_author_replaces_the_default() {
    assert_eq!(
        headers(&Answer::of(&Headed::Cached)),
        "cache-control: max-age=60\ncontent-type: application/json\nx-content-type-options: none\n"
    );
    assert_headers(&Headed::TwoChallenges, "www-authenticate: Bearer realm=\"api\"\nwww-authenticate: Signature\n");
    assert_headers(&Headed::OwnChallenge { realm: "Api".into() }, "www-authenticate: Api\n");
    assert_headers(&Headed::Method, "allow: GET, HEAD\n");
    assert_headers(&Headed::Proxy, "proxy-authenticate: Basic\n");
    assert_headers(&Headed::Upgrade, "upgrade: HTTP/2.0\n");
}

#[test]
fn a_challenge_that_cannot_be_sent_gives_way_to_the_default() {
    assert_headers(&Headed::OwnChallenge { realm: "a".repeat(5000) }, "www-authenticate: API\n");
}

#[test]
fn a_header_has_the_display_of_its_field() {
    assert_headers(&Headed::Fields { at: "/videos/1.json", size: 7 }, "location: /videos/1.json\nx-size: 7\n");
}

#[test]
fn a_header_is_visible_ascii_whatever_its_field_holds() {
    let chars: Vec<char> = ('\0'..=char::MAX).collect();
    for few in chars.chunks(300) {
        let mut encoded = String::new();
        for char in few {
            match char {
                '\t' | ' '..='~' => encoded.push(*char),
                _ => char.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| write!(encoded, "%{byte:02X}").unwrap()),
            }
        }
        let answer = Answer::of(&Headed::OwnChallenge { realm: few.iter().collect() });
        assert_eq!(header(&answer, "www-authenticate"), [encoded]);
    }
}

#[test]
fn a_header_holds_four_kibibytes() {
    let realm = |length: usize| Answer::of(&Headed::OwnChallenge { realm: "a".repeat(length) });
    assert_eq!(header(&realm(4096), "www-authenticate")[0].len(), 4096);
    assert_eq!(header(&realm(4097), "www-authenticate"), ["API"]);
}

#[test]
fn retry_after_is_whole_seconds_rounded_up() {
    let cases = [
        (Duration::ZERO, "0"),
        (Duration::from_nanos(1), "1"),
        (Duration::from_millis(999), "1"),
        (Duration::from_secs(1), "1"),
        (Duration::from_millis(1500), "2"),
        (Duration::new(59, 999_999_999), "60"),
        (Duration::new(u64::MAX, 0), "18446744073709551615"),
        (Duration::MAX, "18446744073709551615"),
    ];
    for (wait, seconds) in cases {
        assert_eq!(header(&Answer::of(&Headed::Wait { wait }), "retry-after"), [seconds]);
    }
}

#[derive(Debug, ApiError)]
#[api(message = "the upstream said {code}", header("X-Code" = code), details)]
struct Upstream {
    #[api(status)]
    status: ErrorStatus,
    code: u16,
}

#[test]
fn a_field_decides_the_status() {
    for code in 400..=599 {
        let status = ErrorStatus::new(code).unwrap();
        let (answer, reports) = capture(|| Answer::of(&Upstream { status, code }));
        assert_eq!(answer.status(), code);
        assert_eq!(reports[0].status, code);
        if code == 500 {
            assert_eq!(answer.body(), b"");
            assert_eq!((header(&answer, "x-code"), header(&answer, "content-type")), (vec![], vec![]));
            assert_eq!(reports[0].message, "the upstream said 500");
        } else {
            let body =
                format!(r#"{{"error":"Upstream","message":"the upstream said {code}","details":{{"code":{code}}}}}"#);
            assert_eq!(answer.body(), body.as_bytes());
            assert_eq!(header(&answer, "x-code"), [code.to_string()]);
        }
    }
}

#[test]
fn a_constant_is_the_status() {
    const OVERLOADED: ErrorStatus = ErrorStatus::new(529).unwrap();

    #[derive(Debug, ApiError)]
    enum Constant {
        #[api(status = ErrorStatus::GONE, message = "gone")]
        Gone,
        #[api(status = OVERLOADED, message = "too much")]
        Overloaded,
        #[api(status = ErrorStatus::INTERNAL_SERVER_ERROR, message = "canary")]
        Internal,
        #[api(status = ErrorStatus::UNAUTHORIZED, message = "who?")]
        Unauthorized,
    }

    assert_eq!(Answer::of(&Constant::Gone).status(), 410);
    assert_eq!(Answer::of(&Constant::Gone).body(), br#"{"error":"Gone","message":"gone"}"#);
    assert_eq!(Answer::of(&Constant::Overloaded).status(), 529);
    assert_eq!(Answer::of(&Constant::Internal).body(), b"");
    assert_eq!(header(&Answer::of(&Constant::Unauthorized), "www-authenticate"), ["API"]);
}

#[test]
fn an_answer_is_the_same_for_a_box_and_a_transparent_type() {
    #[derive(Debug, ApiError)]
    enum Outer {
        #[api(transparent)]
        Upstream(#[from] Box<Upstream>),
        #[api(transparent)]
        Headed { inner: Headed },
    }

    let upstream = || Upstream { status: ErrorStatus::BAD_GATEWAY, code: 7 };
    let plain = Answer::of(&upstream());
    for error in [&Box::new(upstream()) as &dyn ApiError, &Outer::from(Box::new(upstream()))] {
        let answer = Answer::of(error);
        assert_eq!((answer.status(), headers(&answer), answer.body()), (plain.status(), headers(&plain), plain.body()));
    }
    let wait = Outer::Headed { inner: Headed::Wait { wait: Duration::from_secs(7) } };
    assert_eq!(header(&Answer::of(&wait), "retry-after"), ["7"]);
}

#[test]
fn a_status_that_no_cache_may_store_is_never_made_cacheable() {
    #[derive(Debug, ApiError)]
    enum Cached {
        #[api(status = ErrorStatus::TOO_MANY_REQUESTS, message = "a", header("Cache-Control" = "public, max-age=60"))]
        Constant,
        #[api(message = "b", header("Cache-Control" = "max-age=60"))]
        Field {
            #[api(status)]
            status: ErrorStatus,
        },
        #[api(status = ErrorStatus::PRECONDITION_REQUIRED, message = "c")]
        Value {
            #[api(header = "Cache-Control")]
            control: &'static str,
        },
    }

    let field = |status| Cached::Field { status };
    let value = |control| Cached::Value { control };
    for error in [Cached::Constant, field(ErrorStatus::TOO_MANY_REQUESTS), value("public=\"a, no-store, b\"")] {
        assert_eq!(header(&Answer::of(&error), "cache-control"), ["no-store"], "{error}");
    }
    assert_eq!(header(&Answer::of(&field(ErrorStatus::GONE)), "cache-control"), ["max-age=60"]);
    assert_eq!(header(&Answer::of(&value("private, No-Store")), "cache-control"), ["private, No-Store"]);
}
