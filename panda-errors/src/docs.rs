//! The catalog for people and for machines: Markdown, HTML, `OpenAPI`, JSON and TypeScript, all read off the
//! declaration.
//!
//! Each format is a function from a [`Catalog`] to a text. The same catalog gives the same bytes, so the text can be
//! committed and compared in a test. The example answers are rendered like every other answer, with the values of the
//! `example` attributes. If an example is missing, the page shows the message as declared.
//!
//! ```
//! use panda_errors::{Cataloged, PandaError, docs};
//!
//! let markdown = docs::markdown(PandaError::CATALOG);
//! assert!(markdown.contains(r#"{"error":"RecordNotFound","message":"Couldn't find Video with ID=X"}"#));
//! ```
//!
//! The text of an author (doc comments, `help`) is Markdown. HTML, headings and links with an unknown scheme are shown
//! as plain text. For a hidden 500, the pages show the documentation but never the message, because the message is for
//! the team.

mod html;
mod json;
mod markdown;
mod node;
mod openapi;
mod prose;
mod raw;
mod sample;
mod schema;
mod typescript;

pub use self::html::{Attempt, Page, html};
pub use self::json::{JSON_SCHEMA, json};
pub use self::markdown::markdown;
#[cfg(feature = "utoipa-6")]
pub(crate) use self::openapi::{Documented, Form};
pub use self::openapi::{OpenApi, openapi};
pub use self::typescript::typescript;

use std::format;
use std::string::String;
use std::vec::Vec;

use crate::answer::example::Example;
use crate::catalog::entry::{Case, entries};
use crate::{Catalog, Definition, ErrorStatus, Retry};

/// Returns the first paragraph of every page, in Markdown.
fn introduction(catalog: &Catalog) -> String {
    let shape = catalog.shape();
    if !shape.is_panda() {
        let body = match shape.template() {
            Some(template) => format!("a body of this form: {}", prose::code(&one_line(template))),
            None => "a body".into(),
        };
        return format!(
            "A request that failed is answered with an HTTP status from 400 to 599 and {body}. Its media type is {}.",
            prose::code(shape.media_type()),
        );
    }
    let (count, details) = if catalog.definitions().any(Definition::has_details) {
        ("two members or three", " `details` has the values of the message, where an error has them.")
    } else {
        ("two members", "")
    };
    format!(
        "An answer to a request that failed has an HTTP status from 400 to 599 and, as its body, a JSON object with \
         {count}: `error` is the name of the error, for programs, and `message` says what is wrong, for people.{details} \
         Names stay as they are; messages may be put in other words. The body of a 500 is empty. What the statuses mean \
         in general is in the [list of HTTP status codes](https://en.wikipedia.org/wiki/List_of_HTTP_status_codes)."
    )
}

/// Returns the facts of an error beside its text and its answer, each as one line of Markdown.
fn facts(case: &Case) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    for (name, value) in case.sent_headers() {
        let value = value.map(|value| format!(": {value}")).unwrap_or_default();
        facts.push(("Header", prose::code(&format!("{name}{value}"))));
    }
    for (name, json_type) in &case.details {
        facts.push(("Detail", format!("{}, {json_type}", prose::code(name))));
    }
    if case.status_varies {
        facts.push(("Status", "it depends on the case, and may be another one".into()));
    }
    facts.extend(case.retry.map(|retry| ("Retry", retry_text(retry).into())));
    facts.extend(case.since.map(|since| ("Since", prose::escaped(since))));
    facts.extend(case.deprecated.map(|note| ("Deprecated", prose::escaped(note))));
    facts.extend(case.url.map(|url| ("More", prose::link(url))));
    facts
}

/// Returns a template of several lines as one line.
fn one_line(template: &str) -> String {
    template.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the sentence about values without an example, or `None` if all examples are there.
fn missing(case: &Case) -> Option<String> {
    let mut names = Example::missing_of(case.definition);
    // A definition that is written by hand may lack a message.
    names.retain(|name| *name != "message" || !case.definition.message().is_empty());
    let is_shown = !case.definition.is_hidden() && !names.is_empty();
    let names: Vec<_> = names.into_iter().map(prose::code).collect();
    is_shown.then(|| format!("There is no example answer, because these values have no example: {}.", names.join(", ")))
}

/// Returns the errors that clients can receive in the shape of a catalog. The hidden 500 of a shape with a body is
/// included.
fn sent(catalog: &Catalog) -> Vec<Case> {
    let shape = catalog.shape();
    let is_hidden = |case: &Case| !case.status_varies && case.definition.is_hidden();
    let cases = entries(catalog).into_iter().flat_map(|entry| entry.cases);
    let hidden = (!shape.is_panda()).then(|| Case::of(shape.hidden()));
    cases.filter(|case| shape.is_panda() || !is_hidden(case)).chain(hidden).collect()
}

/// Returns a sentence for people: whether a request may be sent again.
const fn retry_text(retry: Retry) -> &'static str {
    match retry {
        Retry::Never => "the answer will be the same, do not send the request again",
        Retry::After => "send the request again after the time that `Retry-After` says",
        Retry::Safe => "the request may be sent again at once, nothing was done",
    }
}

/// Returns the general meaning of a status, or an empty text for other statuses.
const fn status_text(status: ErrorStatus) -> &'static str {
    match status.as_u16() {
        400 => "The request is not what it should be.",
        401 => "The request does not say who sends it, or not in a way that can be believed.",
        402 => "The request has to be paid for.",
        403 => "The sender is known and may not do this.",
        404 => "There is nothing at this address.",
        405 => "The address does not take this method.",
        406 => "The answer cannot be given in the form that was asked for.",
        408 => "The request did not arrive in time.",
        409 => "The request conflicts with the state of things.",
        410 => "There was something at this address, and it is gone.",
        411 => "The request does not say how long its body is.",
        412 => "A condition of the request does not hold.",
        413 => "The body is larger than it may be.",
        414 => "The address is longer than it may be.",
        415 => "The body is of a kind that is not taken.",
        416 => "The range is outside of what there is.",
        422 => "The body can be read and is not valid.",
        423 => "The resource is locked.",
        425 => "The request came too early.",
        428 => "The request has to state a condition.",
        429 => "There were too many requests.",
        431 => "The headers are larger than they may be.",
        451 => "The law does not allow to answer.",
        500 => "Something went wrong at the server.",
        501 => "The server cannot do this.",
        502 => "A server behind this server gave a wrong answer.",
        503 => "The server cannot answer for a while.",
        504 => "A server behind this server did not answer in time.",
        507 => "There is no room left to store this.",
        _ => "",
    }
}

/// Returns a word for programs, as declared: whether a request may be sent again.
const fn retry_word(retry: Retry) -> &'static str {
    match retry {
        Retry::Never => "never",
        Retry::After => "after",
        Retry::Safe => "safe",
    }
}
