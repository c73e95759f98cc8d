//! [`Look`]: the bytes of the answers in one shape, written without the library.

use std::fmt;
use std::sync::LazyLock;

use panda_errors::catalog;

use crate::case::{Case, Facts, cases_in, statuses_in};
use crate::document::Document;
use crate::error::{NestedError, NestedOwn, OwnError, ProblemError, ProblemOwn, UploadError};
use crate::expected::Expected;

/// The bytes of the answers in one shape.
pub struct Look {
    /// It is in the ids of requests, because the services of one process share their reports.
    pub(crate) name: &'static str,
    media_type: &'static str,
    /// A body. `<code>`, `<name>`, `<message>`, `<status>`, `<title>` and `<details>` are replaced by their values, and
    /// `<id>` by the id of the answer, which is another one each time.
    body: &'static str,
    /// It replaces `<details>` if the error has details. `<members>` is replaced by them.
    details: &'static str,
    /// The body of a hidden 500.
    internal: &'static str,
    pub(crate) cases: LazyLock<Vec<Case>>,
    pub(crate) statuses: LazyLock<Vec<Case>>,
    pub(crate) document: LazyLock<Document>,
}

pub(crate) static PANDA: Look = Look {
    name: "panda",
    media_type: "application/json",
    body: r#"{"error":"<name>","message":"<message>"<details>}"#,
    details: r#","details":{<members>}"#,
    internal: "",
    cases: LazyLock::new(|| cases_in(&PANDA)),
    statuses: LazyLock::new(|| statuses_in(&PANDA)),
    document: LazyLock::new(|| Document::of(&PANDA_API)),
};

pub(crate) static NESTED: Look = Look {
    name: "nested",
    media_type: "application/json",
    body: r#"{"error":{"code":"<code>","message":"<message>"<details>},"request_id":"<id>"}"#,
    details: ",<members>",
    internal: r#"{"error":{"code":"HE_00","message":"Something went wrong"},"request_id":"<id>"}"#,
    cases: LazyLock::new(|| cases_in(&NESTED).into_iter().chain(only_nested()).collect()),
    statuses: LazyLock::new(|| statuses_in(&NESTED)),
    document: LazyLock::new(|| Document::of(&NESTED_API)),
};

pub(crate) static PROBLEM: Look = Look {
    name: "problem",
    media_type: "application/problem+json",
    body: r#"{"title":"<title>","status":<status>,"detail":"<message>","code":"<code>"<details>}"#,
    details: ",<members>",
    internal: r#"{"title":"Internal Server Error","status":500,"detail":"Internal Server Error","code":"InternalError"}"#,
    cases: LazyLock::new(|| cases_in(&PROBLEM)),
    statuses: LazyLock::new(|| statuses_in(&PROBLEM)),
    document: LazyLock::new(|| Document::of(&PROBLEM_API)),
};

catalog!(static PANDA_API = [UploadError, OwnError]);
catalog!(static NESTED_API = [NestedError, NestedOwn]);
catalog!(static PROBLEM_API = [ProblemError, ProblemOwn]);

/// The cases that the Panda shape cannot have.
fn only_nested() -> Vec<Case> {
    let plan_ended = Facts {
        code: Some("HE_07"),
        members: r#""account":"Zoo""#,
        ..Facts::new(403, "PlanEnded", "The plan of Zoo ended")
    };
    let webhook = Facts { code: Some("WE_03"), ..Facts::new(500, "Webhook", "The webhook was not processed") };
    let case = |name: &str, answer, is_hidden| Case {
        name: name.into(),
        answer,
        fault: None,
        is_hidden,
        has_secret_source: true,
    };
    vec![
        case("nested-code", NESTED.answer(&plan_ended), false),
        case("nested-exposed", NESTED.answer(&webhook), false),
        case("nested-secret", NESTED.hidden(), true),
    ]
}

impl Look {
    /// Returns the answer of an error with these facts, without headers of its own.
    pub(crate) fn answer(&self, facts: &Facts) -> Expected {
        let details = if facts.members.is_empty() { "" } else { self.details };
        let body = self
            .body
            .replace("<details>", details)
            .replace("<members>", facts.members)
            .replace("<code>", facts.code.unwrap_or(facts.name))
            .replace("<name>", facts.name)
            .replace("<status>", &facts.status.to_string())
            .replace("<title>", facts.title.unwrap_or_else(|| reason_phrase(facts.status)))
            // The message is the last one, since it may have any text.
            .replace("<message>", &facts.message);
        Expected { status: facts.status, media_type: self.media_type, headers: Vec::new(), body }
    }

    /// Returns the answer of a hidden 500.
    pub(crate) fn hidden(&self) -> Expected {
        Expected { status: 500, media_type: self.media_type, headers: Vec::new(), body: self.internal.into() }
    }

    /// Returns whether a word is in the body of a hidden 500 on purpose.
    pub(crate) fn has_in_every_500(&self, word: &str) -> bool {
        self.internal.to_lowercase().contains(word)
    }
}

/// The title of an error that does not state one (RFC 9110 §15.5 and §15.6).
pub(crate) fn reason_phrase(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        407 => "Proxy Authentication Required",
        409 => "Conflict",
        410 => "Gone",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        426 => "Upgrade Required",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        _ => panic!("{status} is in no table"),
    }
}

impl fmt::Debug for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.body)
    }
}
