//! A `Display` that fails, panics or never ends breaks only its own request.

use std::error::Error;
use std::fmt::{self, Formatter, Write as _};
use std::panic::panic_any;
use std::sync::atomic::{AtomicUsize, Ordering};

use panda_errors::report::{Captured, Id, capture};
use panda_errors::{Answer, ApiError, Detail, Fault, Level, PandaError, Value};
use tests_behaviour::{header, headers};

type Display = fn(&mut Formatter<'_>) -> fmt::Result;

/// Displays as the function says.
#[derive(Clone, Copy)]
struct Hostile(Display);

impl fmt::Display for Hostile {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0(f)
    }
}

impl fmt::Debug for Hostile {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0(f)
    }
}

impl Error for Hostile {}

impl Detail for Hostile {
    fn value(&self) -> Value {
        self.to_string().value()
    }
}

#[derive(Debug, ApiError)]
enum Endangered {
    #[api(status = 400, message = "before {0} after")]
    Message(Hostile),
    #[api(status = 400, message = "before {0:?} after")]
    Format(Hostile),
    #[api(status = 400, message = "fine", header("X-Header" = 0))]
    Header(Hostile),
    #[api(status = 400, message = "fine", details)]
    Details { detail: Hostile },
    #[api(status = 400, message = "fine")]
    Source(#[source] Hostile),
    #[api(status = 500, message = "{0}")]
    Internal(Hostile),
}

struct DropBomb;

impl Drop for DropBomb {
    fn drop(&mut self) {
        panic!("the payload went off");
    }
}

const MEBIBYTE: usize = 1024 * 1024;

/// Every way to fail, and what it is called.
fn ways() -> [(Fault, Display); 13] {
    [
        (Fault::Failed, |_| Err(fmt::Error)),
        (Fault::Failed, |f| f.write_str("canary").and(Err(fmt::Error))),
        (Fault::Failed, |f| f.write_str(&"canary".repeat(9999)).and(Err(fmt::Error))),
        (Fault::Panicked, |_| panic!("canary")),
        (Fault::Panicked, |f| f.write_str("canary").map(|()| panic!("canary {}", "formatted"))),
        (Fault::Panicked, |_| panic_any(413)),
        (Fault::Panicked, |_| panic_any(DropBomb)),
        (Fault::Panicked, |f| write!(f, "{:1$}", "canary", usize::MAX)),
        (Fault::Endless, |f| (0..9).try_for_each(|_| f.write_str(&"canary".repeat(MEBIBYTE / 3)))),
        (Fault::Endless, |f| (0..1000).try_for_each(|_| write!(f, "{:>65535}", "canary"))),
        (Fault::Endless, |f| {
            loop {
                f.write_str("canary")?;
            }
        }),
        (Fault::Endless, |f| {
            loop {
                let _ = f.write_str("canary");
            }
        }),
        (Fault::Endless, |f| {
            loop {
                let _ = f.write_str("");
            }
        }),
    ]
}

/// The answer is the empty 500, and the one report says why. Then the thread goes on as if nothing was.
#[track_caller]
fn assert_lives_on(error: &dyn ApiError, fault: Fault) -> Vec<Captured> {
    let (answer, reports) = capture(|| Answer::of(error));
    assert_eq!(answer.status(), 500);
    assert_eq!(answer.body(), b"");
    assert_eq!(reports.len(), 1);
    for report in &reports {
        assert_eq!((report.status.as_u16(), report.fault, report.name), (500, Some(fault), error.name()));
        assert!(report.line.contains(&format!("fault=\"{fault}\"")), "{}", report.line);
        assert_eq!(header(&answer, "x-request-id"), Vec::from_iter(report.id.as_ref().map(Id::as_str)));
    }
    assert_eq!(headers(&answer).lines().count(), 3, "{}", headers(&answer));
    assert_eq!(Answer::of(&PandaError::unsupported_format()).status(), 400);
    reports
}

#[test]
fn a_hostile_display_in_a_message_is_an_empty_500() {
    for (fault, way) in ways() {
        let reports = assert_lives_on(&Endangered::Message(Hostile(way)), fault);
        assert_eq!(reports[0].message, format!("[{fault}]"));
        assert_lives_on(&Endangered::Format(Hostile(way)), fault);
    }
}

#[test]
fn the_payload_of_a_panic_is_dropped() {
    static DROPPED: AtomicUsize = AtomicUsize::new(0);
    struct Counted;
    impl Drop for Counted {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Ordering::Relaxed);
        }
    }
    assert_lives_on(&Endangered::Message(Hostile(|_| panic_any(Counted))), Fault::Panicked);
    assert!(DROPPED.load(Ordering::Relaxed) > 0);
}

#[test]
fn a_hostile_display_in_a_header_is_an_empty_500() {
    for (fault, way) in ways() {
        assert_lives_on(&Endangered::Header(Hostile(way)), fault);
    }
}

#[test]
fn a_hostile_display_in_details_is_an_empty_500() {
    let ways = ways().into_iter().filter(|(fault, _)| *fault == Fault::Panicked);
    for (_, way) in ways.chain([(Fault::Failed, (|_| Err(fmt::Error)) as Display)]) {
        // The value is made by `to_string`, which panics where the `Display` fails.
        assert_lives_on(&Endangered::Details { detail: Hostile(way) }, Fault::Panicked);
    }
}

#[test]
fn a_hostile_display_in_a_500_replaces_only_the_message_of_the_report() {
    for (fault, way) in ways() {
        let (answer, reports) = capture(|| Answer::of(&Endangered::Internal(Hostile(way))));
        assert_eq!((answer.status().as_u16(), answer.body()), (500, &b""[..]));
        assert_eq!(reports.len(), 1);
        assert_eq!(reports[0].message, format!("[{fault}]"));
    }
}

#[test]
fn a_hostile_display_in_a_source_replaces_only_that_source_in_the_report() {
    for (fault, way) in ways() {
        let (answer, reports) = capture(|| Answer::of(&Endangered::Source(Hostile(way))));
        assert_eq!(answer.status(), 400);
        assert_eq!(answer.body(), br#"{"error":"Source","message":"fine"}"#);
        assert_eq!(reports.len(), 1);
        assert_eq!((reports[0].fault, &reports[0].sources), (None, &vec![format!("[{fault}]")]));
    }
}

#[derive(Debug, ApiError)]
enum Long {
    #[api(status = 400, message = "before {0} after")]
    Plain(String),
    #[api(status = 400, message = "{0:?}")]
    Quoted(String),
    #[api(status = 400, message = "{0}{0}")]
    Twice(String),
    #[api(status = 400, message = "fine")]
    Source(#[source] Box<Long>),
    #[api(status = 400, message = "fine", header("X-Header" = 0))]
    Header(String),
}

#[test]
fn a_text_that_ends_keeps_its_status_however_long_it_is() {
    let text = "a".repeat(MEBIBYTE + 1);
    let errors = [
        (Long::Plain(text.clone()), r#"{"error":"Plain","message":"before aaa"#, "aaa after", MEBIBYTE + 1),
        (
            Long::Plain("é".repeat(50 * MEBIBYTE)),
            r#"{"error":"Plain","message":"before ééé"#,
            "ééé after",
            100 * MEBIBYTE,
        ),
        (Long::Quoted("\"".repeat(MEBIBYTE)), r#"{"error":"Quoted","message":"\"\\\"\\\""#, "\\", 2 * MEBIBYTE + 2),
        (Long::Twice(text), r#"{"error":"Twice","message":"aaa"#, "aaa", 2 * MEBIBYTE + 2),
    ];
    for (error, start, end, length) in errors {
        let (answer, reports) = capture(|| Answer::of(&error));
        assert_eq!(answer.status(), 400);
        let body = str::from_utf8(answer.body()).unwrap();
        assert!(body.starts_with(start) && body.len() < 9000, "{}", &body[..100]);
        let [report] = &reports[..] else { panic!("{} reports", reports.len()) };
        assert_eq!((report.status.as_u16(), report.fault, report.level), (400, None, Level::Info));
        let note = format!("{end} [cut at 1 MiB of {length} bytes]");
        assert!(report.message.ends_with(&note), "{}", &report.message[report.message.len() - 60..]);
        assert!(report.message.len() <= MEBIBYTE + 100);
    }
    let (_, reports) = capture(|| Answer::of(&Long::Plain("a".repeat(MEBIBYTE))));
    assert!(reports[0].message.ends_with("a after"), "a text of 1 MiB is whole");
}

#[test]
fn a_text_is_cut_between_two_characters() {
    let (_, reports) = capture(|| Answer::of(&Long::Plain(format!("a{}", "é".repeat(MEBIBYTE)))));
    assert_eq!(reports[0].message.matches('é').count(), MEBIBYTE / 2 - 1);
}

#[test]
fn a_long_source_is_cut_and_a_long_header_left_out() {
    let inner = Long::Plain("a".repeat(3 * MEBIBYTE));
    let (answer, reports) = capture(|| Answer::of(&Long::Source(Box::new(inner))));
    assert_eq!((answer.status().as_u16(), reports[0].fault), (400, None));
    assert!(reports[0].sources[0].ends_with(&format!("a [cut at 1 MiB of {} bytes]", 3 * MEBIBYTE + 13)));

    let (answer, reports) = capture(|| Answer::of(&Long::Header("a".repeat(3 * MEBIBYTE))));
    assert_eq!((answer.status().as_u16(), reports[0].fault), (400, None));
    assert_eq!(header(&answer, "x-header"), [""; 0]);
}

#[test]
fn a_header_has_at_most_4096_bytes_after_encoding() {
    for (unit, length) in [("a", 1), ("\n", 3), ("é", 6), ("\u{1f600}", 12)] {
        for over in [0, 1] {
            let text = "a".repeat(4096 - length + over) + unit;
            let answer = Answer::of(&Long::Header(text));
            let lengths: Vec<_> = header(&answer, "x-header").into_iter().map(str::len).collect();
            assert_eq!(lengths, vec![4096; 1 - over], "{unit:?}");
        }
    }
}

#[test]
fn a_blank_header_is_not_sent_and_keeps_no_default_out() {
    #[derive(Debug, ApiError)]
    #[api(status = 401, message = "who are you?", header("WWW-Authenticate" = 0), header("Cache-Control" = 0))]
    struct Unknown(&'static str);

    for blank in ["", " ", "\t "] {
        let answer = Answer::of(&Unknown(blank));
        assert_eq!(header(&answer, "www-authenticate"), ["API"], "{blank:?}");
        assert_eq!(header(&answer, "cache-control"), ["no-store"], "{blank:?}");
    }
    assert_eq!(header(&Answer::of(&Unknown("Signature")), "www-authenticate"), ["Signature"]);
}

#[test]
fn a_header_that_is_too_long_is_left_out() {
    let long = Endangered::Header(Hostile(|f| f.write_str(&"a".repeat(9000))));
    let answer = Answer::of(&long);
    assert_eq!(answer.status(), 400);
    assert_eq!(header(&answer, "x-header"), [""; 0]);
}

#[test]
fn a_width_is_only_a_width() {
    #[derive(Debug, ApiError)]
    #[api(status = 400, message = "{0:>65535}|{1:.2$}")]
    struct Wide(&'static str, &'static str, usize);

    let body = Answer::of(&Wide("x", "y", usize::from(u16::MAX))).into_body();
    assert!(body.starts_with(br#"{"error":"Wide","message":"   "#));
    assert!(body.len() < 9000);
    assert_lives_on(&Wide("x", "y", usize::MAX), Fault::Panicked);
}

/// Displays as the next of the texts each time, and fails after the last text.
#[derive(Debug)]
struct Changing(&'static [&'static str], AtomicUsize);

impl fmt::Display for Changing {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let turn = self.1.fetch_add(1, Ordering::Relaxed);
        self.0.get(turn).ok_or(fmt::Error).and_then(|text| f.write_str(text))
    }
}

#[test]
fn a_display_with_another_text_at_each_call_makes_a_whole_body() {
    #[derive(Debug, ApiError)]
    #[api(status = 400, message = "{text}")]
    struct Changes {
        text: Changing,
        #[api(detail)]
        reason: &'static str,
    }

    let changes = |texts: &[&'static str], reason| {
        let texts: &'static [&'static str] = Vec::leak(texts.into());
        Changes { text: Changing(texts, AtomicUsize::new(0)), reason }
    };
    let long: &'static str = Box::leak("\"long\" ".repeat(100).into());
    let long_reason: &'static str = Box::leak("reason".repeat(2000).into());
    // A body is written once, and again if its details are long.
    for (texts, reason, sent) in [
        (["short", long], "", "short"),
        ([long, "short"], "", long),
        (["short", long], long_reason, long),
        ([long, "short"], long_reason, "short"),
    ] {
        let body = Answer::of(&changes(&texts, reason)).into_body();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["message"], sent);
        assert_eq!(body["details"]["reason"], reason);
    }
    assert_lives_on(&changes(&[long], long_reason), Fault::Failed);
}

#[test]
fn serialize_fails_if_the_display_fails() {
    for (fault, way) in ways() {
        let error = serde_json::to_string(&Endangered::Message(Hostile(way))).unwrap_err();
        assert_eq!(error.to_string(), fault.to_string());
    }
}

#[test]
fn display_returns_the_error_of_its_field() {
    for (_, way) in ways().into_iter().filter(|(fault, _)| *fault == Fault::Failed) {
        assert!(write!(String::new(), "{}", Endangered::Message(Hostile(way))).is_err());
    }
}
