//! The table: each error, and the facts that its answer must have.

use std::io;
use std::sync::LazyLock;
use std::time::Duration;

use panda_errors::{ErrorStatus, Fault, PandaError};

use crate::error::{CANARY, Hostile, UploadError};
use crate::expected::Expected;
use crate::look::Look;
use crate::seen::Header;
use crate::wire::Request;

/// The name of the case that succeeds, and its answer.
pub(crate) const FINE: (&str, &str) = ("fine", r#"{"id":"X","state":"finished"}"#);

/// The name of the case in which the handler itself panics.
pub(crate) const PANIC: &str = "panic";

/// A case, with the answer that it must have in one shape.
#[derive(Debug)]
pub(crate) struct Case {
    /// The last segment of the path.
    pub(crate) name: String,
    pub(crate) answer: Expected,
    /// The fault of the error in its report.
    pub(crate) fault: Option<Fault>,
    /// Whether nothing of the error is sent.
    pub(crate) is_hidden: bool,
    /// Whether the error has a source with the canary, and the source repeats the request.
    pub(crate) has_secret_source: bool,
}

/// The facts of an error that every shape sends in its own way.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) status: u16,
    pub(crate) name: &'static str,
    pub(crate) code: Option<&'static str>,
    pub(crate) title: Option<&'static str>,
    /// As it is between the quotes of a JSON string.
    pub(crate) message: String,
    /// The details, as members of a JSON object.
    pub(crate) members: &'static str,
}

/// An error, and the facts of its answer.
struct Row {
    name: String,
    /// Makes the error, from the body of the request.
    error: Box<dyn Fn(&str) -> UploadError + Send + Sync>,
    /// `None` for a hidden 500.
    facts: Option<Facts>,
    headers: Vec<Header>,
    fault: Option<Fault>,
}

/// Returns the error of a case, made from the body of the request.
pub(crate) fn error_of(case: &str, body: &str) -> Option<UploadError> {
    let row = ROWS.iter().chain(STATUSES.iter()).find(|row| row.name == case)?;
    Some((row.error)(body))
}

/// Returns the cases that most claims are about, in this shape.
pub(crate) fn cases_in(look: &Look) -> Vec<Case> {
    ROWS.iter().map(|row| row.case(look)).collect()
}

/// Returns one case for each status, in this shape.
pub(crate) fn statuses_in(look: &Look) -> Vec<Case> {
    STATUSES.iter().map(|row| row.case(look)).collect()
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

static STATUSES: LazyLock<Vec<Row>> =
    LazyLock::new(|| (400..=599).filter_map(ErrorStatus::new).map(of_status).collect());

fn of_status(status: ErrorStatus) -> Row {
    let case = case(&format!("status-{status}"), move |_| UploadError::Passed { status });
    match status.as_u16() {
        500 => case,
        401 => case.answers(401, "Passed", "Status 401").titled("Passed on").with("www-authenticate", "API"),
        code => case.answers(code, "Passed", &format!("Status {code}")).titled("Passed on"),
    }
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    [answered(), with_headers(), with_messages(), internal(), hostile()].into_iter().flatten().collect()
});

fn answered() -> Vec<Row> {
    vec![
        case("constant", |_| UploadError::NoMinutes).answers(402, "NoMinutes", "The plan has no minutes left"),
        case("placeholder", |_| UploadError::TooLarge { limit: 10_485_760 }).answers(
            413,
            "FileSizeLimitExceeded",
            "File size limit for this account is set to 10485760 bytes",
        ),
        case("transparent", |_| PandaError::record_not_found("Video", "X").into()).answers(
            404,
            "RecordNotFound",
            "Couldn't find Video with ID=X",
        ),
        case("transparent-constant", |_| PandaError::unsupported_format().into()).answers(
            400,
            "BadRequest",
            "Currently only .json is supported as a format",
        ),
        case("source", |body| UploadError::Encoder(secret(body))).answers(
            502,
            "Encoder",
            "The encoder does not answer",
        ),
        case("details", |body| UploadError::Codec {
            codec: "h\"264".into(),
            streams: vec![0, 2],
            camera: CANARY.into(),
            source: secret(body),
        })
        .answers(415, "Codec", r#"Cannot decode h\"264"#)
        .with_members(r#""codec":"h\"264","streams":[0,2]"#),
    ]
}

fn with_headers() -> Vec<Row> {
    let busy = |name, after| {
        case(name, move |_| UploadError::Busy { after }).answers(429, "Busy", "Too many encodings at a time")
    };
    let taken = |name, link: &str| {
        let link = link.to_owned();
        case(name, move |_| UploadError::TitleTaken { link: link.clone() }).answers(
            409,
            "TitleTaken",
            "The title is taken",
        )
    };
    vec![
        case("challenge", |_| PandaError::signature_mismatch().into())
            .answers(401, "NotAuthorized", "Signatures do not match")
            .with("www-authenticate", "Signature"),
        case("challenge-by-default", |_| UploadError::NoSession)
            .answers(401, "NoSession", "Sign in first")
            .with("www-authenticate", "API"),
        case("challenges", |_| UploadError::NoKey)
            .answers(401, "NoKey", "Send a key or a signature")
            .with("www-authenticate", "Key realm=\"videos\"")
            .with("www-authenticate", "Signature"),
        case("allow", |_| UploadError::Finished)
            .answers(405, "Finished", "A finished video is not written to")
            .with("allow", "GET, DELETE"),
        case("proxy-authenticate", |_| UploadError::ProxyKey)
            .answers(407, "ProxyKey", "The proxy wants a key")
            .with("proxy-authenticate", "Key"),
        case("upgrade", |_| UploadError::OldProtocol)
            .answers(426, "OldProtocol", "Speak a newer protocol")
            .with("upgrade", "HTTP/2.0"),
        case("cache-control", |_| UploadError::Deleted)
            .answers(410, "Deleted", "The video was deleted")
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

fn with_messages() -> Vec<Row> {
    let rejected = |name, text: String| case(name, move |_| UploadError::Rejected { text: text.clone() });
    let controls: String = ('\0'..' ').collect();
    let escaped = concat!(
        r"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f",
        r"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f",
    );
    let cut = 8 * 1024;
    vec![
        rejected("message-empty", String::new()).answers(422, "Rejected", ""),
        rejected("message-controls", controls).answers(422, "Rejected", escaped),
        rejected("message-quotes", r#""\/' {} %"#.into()).answers(422, "Rejected", r#"\"\\/' {} %"#),
        rejected("message-unicode", "é\u{7f}\u{2028}\u{feff}\u{1f43c}".into()).answers(
            422,
            "Rejected",
            "é\u{7f}\u{2028}\u{feff}\u{1f43c}",
        ),
        rejected("message-html", "<script>alert(1)</script>".into()).answers(
            422,
            "Rejected",
            "<script>alert(1)</script>",
        ),
        rejected("message-full", "x".repeat(cut)).answers(422, "Rejected", &"x".repeat(cut)),
        rejected("message-over", "x".repeat(cut + 1)).answers(422, "Rejected", &"x".repeat(cut)),
        rejected("message-over-in-a-char", "é".repeat(cut) + "x").answers(422, "Rejected", &"é".repeat(cut / 2)),
        rejected("message-over-in-an-escape", format!("x{}", "\n".repeat(cut))).answers(
            422,
            "Rejected",
            &format!("x{}", r"\n".repeat(cut / 2 - 1)),
        ),
    ]
}

fn internal() -> Vec<Row> {
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

fn hostile() -> Vec<Row> {
    let unspeakable =
        |name, hostile, fault| Row { fault: Some(fault), ..case(name, move |_| UploadError::Unspeakable(hostile)) };
    let down =
        |name, encoder, fault| Row { fault: Some(fault), ..case(name, move |_| UploadError::EncoderDown { encoder }) };
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
pub(crate) fn secret(body: &str) -> io::Error {
    io::Error::other(format!("{CANARY} in a source, of the request: {body}."))
}

/// A row of a hidden 500.
fn case(name: &str, error: impl Fn(&str) -> UploadError + Send + Sync + 'static) -> Row {
    Row { name: name.into(), error: Box::new(error), facts: None, headers: Vec::new(), fault: None }
}

impl Row {
    fn answers(self, status: u16, name: &'static str, message: &str) -> Self {
        Self { facts: Some(Facts::new(status, name, message)), ..self }
    }

    fn titled(mut self, title: &'static str) -> Self {
        self.facts = self.facts.map(|facts| Facts { title: Some(title), ..facts });
        self
    }

    fn with_members(mut self, members: &'static str) -> Self {
        self.facts = self.facts.map(|facts| Facts { members, ..facts });
        self
    }

    fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    fn case(&self, look: &Look) -> Case {
        let is_secret = |source: &dyn std::error::Error| source.to_string().contains(CANARY);
        let has_secret_source = std::error::Error::source(&(self.error)("")).is_some_and(is_secret);
        let answer = self.facts.as_ref().map_or_else(|| look.hidden(), |facts| look.answer(facts));
        let answer = Expected { headers: self.headers.clone(), ..answer };
        let (name, fault, is_hidden) = (self.name.clone(), self.fault, self.facts.is_none());
        Case { name, answer, fault, is_hidden, has_secret_source }
    }
}

impl Facts {
    pub(crate) fn new(status: u16, name: &'static str, message: &str) -> Self {
        Self { status, name, code: None, title: None, message: message.into(), members: "" }
    }
}

impl Case {
    /// Returns the path of the case under the route `typed`, `erased` or `layered`.
    pub(crate) fn path(&self, route: &str) -> String {
        format!("/{route}/{}", self.name)
    }

    /// Returns a GET, a HEAD and a POST.
    pub(crate) fn requests(&self, route: &str) -> [Request; 3] {
        let path = self.path(route);
        [Request::get(&path), Request::head(&path), Request::post(&path)]
    }
}
