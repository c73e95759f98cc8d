//! The table: each error, and the answer it must have.

use std::io;
use std::sync::LazyLock;
use std::time::Duration;

use panda_errors::{ErrorStatus, Fault, PandaError};

use crate::error::{CANARY, Hostile, UploadError};
use crate::expected::Expected;
use crate::wire::Request;

/// The name of the case that succeeds, and its answer.
pub(crate) const FINE: (&str, &str) = ("fine", r#"{"id":"X","state":"finished"}"#);

/// The name of the case in which the handler itself panics.
pub(crate) const PANIC: &str = "panic";

/// An error, and the answer it must have.
pub(crate) struct Case {
    /// The last segment of the path.
    pub(crate) name: String,
    /// Makes the error, from the body of the request.
    pub(crate) error: Box<dyn Fn(&str) -> UploadError + Send + Sync>,
    pub(crate) answer: Expected,
    /// The fault of the error in its report.
    pub(crate) fault: Option<Fault>,
}

/// Runs a handler's work: fails with the error of this case.
///
/// # Errors
///
/// Returns the error of the case, except for `fine`.
pub fn fail(case: &str, body: &str) -> Result<&'static str, UploadError> {
    assert!(case != PANIC, "{CANARY} in the panic of a handler");
    match CASES.iter().chain(STATUSES.iter()).find(|known| known.name == case) {
        Some(case) => Err((case.error)(body)),
        None if case == FINE.0 => Ok(FINE.1),
        None => Ok("there is no such case"),
    }
}

/// The parts of a body that fails after the first.
///
/// # Errors
///
/// The second part.
pub fn failing() -> [io::Result<&'static [u8]>; 2] {
    [Ok(b"the first part"), Err(io::Error::other(format!("{CANARY} in a body")))]
}

/// The head of an answer that is not one of our errors: headers that describe its body, and another id than the
/// request has.
pub const FOREIGN: [(&str, &str); 7] = [
    ("content-type", "Text/Plain"),
    ("content-disposition", "attachment"),
    ("content-language", "de"),
    ("accept-ranges", "bytes"),
    ("etag", "\"8\""),
    ("last-modified", "Tue, 24 Nov 2026 22:00:00 GMT"),
    ("x-request-id", "8"),
];

/// The body of it.
pub const FOREIGN_TEXT: &str = "the database is gone: canary-in-the-mine";

/// One case for each status.
pub(crate) static STATUSES: LazyLock<Vec<Case>> =
    LazyLock::new(|| (400..=599).filter_map(ErrorStatus::new).map(of_status).collect());

fn of_status(status: ErrorStatus) -> Case {
    let case = case(&format!("status-{status}"), move |_| UploadError::Passed { status });
    match status.as_u16() {
        500 => case,
        401 => case.answers(401, r#"{"error":"Passed","message":"Status 401"}"#).with("www-authenticate", "API"),
        code => case.answers(code, &format!(r#"{{"error":"Passed","message":"Status {code}"}}"#)),
    }
}

/// The cases that every claim is about.
pub(crate) static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    [answered(), with_headers(), with_messages(), internal(), hostile()].into_iter().flatten().collect()
});

fn answered() -> Vec<Case> {
    vec![
        case("constant", |_| UploadError::NoMinutes)
            .answers(402, r#"{"error":"NoMinutes","message":"The plan has no minutes left"}"#),
        case("placeholder", |_| UploadError::TooLarge { limit: 10_485_760 }).answers(
            413,
            r#"{"error":"FileSizeLimitExceeded","message":"File size limit for this account is set to 10485760 bytes"}"#,
        ),
        case("transparent", |_| PandaError::record_not_found("Video", "X").into())
            .answers(404, r#"{"error":"RecordNotFound","message":"Couldn't find Video with ID=X"}"#),
        case("transparent-constant", |_| PandaError::unsupported_format().into())
            .answers(400, r#"{"error":"BadRequest","message":"Currently only .json is supported as a format"}"#),
        case("source", |body| UploadError::Encoder(secret(body)))
            .answers(502, r#"{"error":"Encoder","message":"The encoder does not answer"}"#),
        case("details", |body| UploadError::Codec {
            codec: "h\"264".into(),
            streams: vec![0, 2],
            camera: CANARY.into(),
            source: secret(body),
        })
        .answers(
            415,
            r#"{"error":"Codec","message":"Cannot decode h\"264","details":{"codec":"h\"264","streams":[0,2]}}"#,
        ),
    ]
}

fn with_headers() -> Vec<Case> {
    let busy = |name, after| {
        case(name, move |_| UploadError::Busy { after })
            .answers(429, r#"{"error":"Busy","message":"Too many encodings at a time"}"#)
    };
    let taken = |name, link: &str| {
        let link = link.to_owned();
        case(name, move |_| UploadError::TitleTaken { link: link.clone() })
            .answers(409, r#"{"error":"TitleTaken","message":"The title is taken"}"#)
    };
    vec![
        case("challenge", |_| PandaError::signature_mismatch().into())
            .answers(401, r#"{"error":"NotAuthorized","message":"Signatures do not match"}"#)
            .with("www-authenticate", "Signature"),
        case("challenge-by-default", |_| UploadError::NoSession)
            .answers(401, r#"{"error":"NoSession","message":"Sign in first"}"#)
            .with("www-authenticate", "API"),
        case("challenges", |_| UploadError::NoKey)
            .answers(401, r#"{"error":"NoKey","message":"Send a key or a signature"}"#)
            .with("www-authenticate", "Key realm=\"videos\"")
            .with("www-authenticate", "Signature"),
        case("allow", |_| UploadError::Finished)
            .answers(405, r#"{"error":"Finished","message":"A finished video is not written to"}"#)
            .with("allow", "GET, DELETE"),
        case("proxy-authenticate", |_| UploadError::ProxyKey)
            .answers(407, r#"{"error":"ProxyKey","message":"The proxy wants a key"}"#)
            .with("proxy-authenticate", "Key"),
        case("upgrade", |_| UploadError::OldProtocol)
            .answers(426, r#"{"error":"OldProtocol","message":"Speak a newer protocol"}"#)
            .with("upgrade", "HTTP/2.0"),
        case("cache-control", |_| UploadError::Deleted)
            .answers(410, r#"{"error":"Deleted","message":"The video was deleted"}"#)
            .with("cache-control", "public, max-age=60"),
        busy("retry-after", Duration::from_millis(1500)).with("retry-after", "2"),
        busy("retry-after-nanosecond", Duration::from_nanos(1)).with("retry-after", "1"),
        busy("retry-after-nothing", Duration::ZERO).with("retry-after", "0"),
        busy("retry-after-for-ever", Duration::MAX).with("retry-after", "18446744073709551615"),
        taken("header-text", "<https://a.example/videos/Y>; rel=\"x\"")
            .with("link", "<https://a.example/videos/Y>; rel=\"x\""),
        taken("header-hostile", "a\r\nSet-Cookie: b\0\u{7f}é").with("link", "a%0D%0ASet-Cookie: b%00%7F%C3%A9"),
        // More than 4 KiB: left out.
        taken("header-too-long", &"x".repeat(5 * 1024)),
    ]
}

fn with_messages() -> Vec<Case> {
    let rejected = |name, text: String| case(name, move |_| UploadError::Rejected { text: text.clone() });
    let controls: String = ('\0'..' ').collect();
    let escaped = concat!(
        r"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f",
        r"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f",
    );
    let json = |text: &str| format!(r#"{{"error":"Rejected","message":"{text}"}}"#);
    let cut = 8 * 1024;
    vec![
        rejected("message-empty", String::new()).answers(422, &json("")),
        rejected("message-controls", controls).answers(422, &json(escaped)),
        rejected("message-quotes", r#""\/' {} %"#.into()).answers(422, &json(r#"\"\\/' {} %"#)),
        rejected("message-unicode", "é\u{7f}\u{2028}\u{feff}\u{1f43c}".into())
            .answers(422, &json("é\u{7f}\u{2028}\u{feff}\u{1f43c}")),
        rejected("message-html", "<script>alert(1)</script>".into()).answers(422, &json("<script>alert(1)</script>")),
        rejected("message-full", "x".repeat(cut)).answers(422, &json(&"x".repeat(cut))),
        rejected("message-over", "x".repeat(cut + 1)).answers(422, &json(&"x".repeat(cut))),
        rejected("message-over-in-a-char", "é".repeat(cut) + "x").answers(422, &json(&"é".repeat(cut / 2))),
        rejected("message-over-in-an-escape", format!("x{}", "\n".repeat(cut)))
            .answers(422, &json(&format!("x{}", r"\n".repeat(cut / 2 - 1)))),
    ]
}

fn internal() -> Vec<Case> {
    vec![
        case("internal", |body| PandaError::internal(secret(body)).into()),
        case("internal-fields", |body| UploadError::Disk {
            device: format!("{CANARY} in a field"),
            path: format!("/mnt/{CANARY}"),
            source: secret(body),
        }),
        case("internal-by-status", |_| UploadError::Passed { status: ErrorStatus::INTERNAL_SERVER_ERROR }),
    ]
}

fn hostile() -> Vec<Case> {
    let unspeakable =
        |name, hostile, fault| Case { fault: Some(fault), ..case(name, move |_| UploadError::Unspeakable(hostile)) };
    let down =
        |name, encoder, fault| Case { fault: Some(fault), ..case(name, move |_| UploadError::EncoderDown { encoder }) };
    vec![
        unspeakable("display-fails", Hostile::Fails, Fault::Failed),
        unspeakable("display-fails-half-way", Hostile::FailsHalfWay, Fault::Failed),
        unspeakable("display-panics", Hostile::Panics, Fault::Panicked),
        unspeakable("display-panics-half-way", Hostile::PanicsHalfWay, Fault::Panicked),
        unspeakable("display-never-ends", Hostile::NeverEnds, Fault::Endless),
        unspeakable("display-never-listens", Hostile::NeverListens, Fault::Endless),
        down("header-fails", Hostile::FailsHalfWay, Fault::Failed),
        down("header-panics", Hostile::PanicsHalfWay, Fault::Panicked),
        down("header-never-ends", Hostile::NeverEnds, Fault::Endless),
    ]
}

/// Returns a source that repeats the request, as errors of parsers do.
fn secret(body: &str) -> io::Error {
    io::Error::other(format!("{CANARY} in a source, of the request: {body}."))
}

/// A case whose answer is the empty 500.
fn case(name: &str, error: impl Fn(&str) -> UploadError + Send + Sync + 'static) -> Case {
    Case { name: name.into(), error: Box::new(error), answer: Expected::empty(), fault: None }
}

impl Case {
    fn answers(mut self, status: u16, body: &str) -> Self {
        (self.answer.status, self.answer.body) = (status, body.into());
        self
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.answer.headers.push((name.into(), value.into()));
        self
    }

    /// Returns the path of the case under the route `typed`, `erased` or `layered`.
    pub(crate) fn path(&self, route: &str) -> String {
        format!("/{route}/{}", self.name)
    }

    /// GET, HEAD and POST.
    pub(crate) fn requests(&self, route: &str) -> [Request; 3] {
        let path = self.path(route);
        [Request::get(&path), Request::head(&path), Request::post(&path)]
    }

    pub(crate) fn is_500(&self) -> bool {
        self.answer.status == 500
    }
}
