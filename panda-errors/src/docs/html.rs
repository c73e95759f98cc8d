//! The catalog as a page in HTML.

use std::collections::HashMap;
use std::format;
use std::string::String;
use std::vec::Vec;

use askama::Template;

use super::{facts, introduction, prose};
use crate::catalog::entry::{Case, Entry, entries};
use crate::{Catalog, ErrorStatus};

const STYLE: &str = include_str!("../../templates/errors.css");
const SCRIPT: &str = include_str!("../../templates/errors.js");

/// The catalog as one page of HTML, which needs nothing else and can be read without scripts: an anchor for each name,
/// a search by status, name and message, examples to copy, for phones and for dark mode.
///
/// ```
/// # use panda_errors::{Cataloged, PandaError, docs};
/// let page = docs::html(PandaError::CATALOG);
/// assert!(page.contains(r#"<section id="RecordNotFound">"#));
/// ```
#[must_use]
pub fn html(catalog: &Catalog) -> String {
    Page::default().render(catalog)
}

/// The page with buttons that send real requests.
///
/// ```
/// use panda_errors::docs::{Attempt, Page};
/// use panda_errors::{Cataloged, PandaError};
///
/// let attempt = Attempt::new("RecordNotFound", "GET", "/v2/videos/X.json");
/// let page = Page::default().with_attempt(attempt).render(PandaError::CATALOG);
/// assert!(page.contains(r#"data-url="/v2/videos/X.json""#));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Page {
    attempts: Vec<Attempt>,
}

/// A request that a reader of the page can send, to see the error. It goes to the server that the page is from.
#[derive(Clone, Debug)]
pub struct Attempt {
    error: String,
    method: String,
    url: String,
    headers: String,
    body: String,
}

impl Attempt {
    /// A request that is answered with the error of this name.
    pub fn new(error: impl Into<String>, method: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            error: error.into(),
            method: method.into(),
            url: url.into(),
            headers: String::new(),
            body: String::new(),
        }
    }

    /// The same request with a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.extend([name, ": ", value, "\n"]);
        self
    }

    /// The same request with a body.
    #[must_use]
    pub fn with_body(self, body: impl Into<String>) -> Self {
        Self { body: body.into(), ..self }
    }
}

impl Page {
    /// What to send as `Content-Security-Policy` with the page: its own style and script run, and nothing else does.
    pub const CONTENT_SECURITY_POLICY: &'static str = "default-src 'none'; \
        style-src 'sha256-D591b2OjqgHCqopzatHKMs7Pa+zi80vPh1oKmcddIow='; \
        script-src 'sha256-BMTkhwNG9B/arnw+1z05F4hghfafmA4jMSdQPx5O5YA='; \
        connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// The same page with a button that sends this request. Where a name has several errors, the first request belongs
    /// to the first error, and so on; those that are left over belong to the last.
    #[must_use]
    pub fn with_attempt(mut self, attempt: Attempt) -> Self {
        self.attempts.push(attempt);
        self
    }

    /// The page.
    #[must_use]
    pub fn render(&self, catalog: &Catalog) -> String {
        let mut attempts: HashMap<&str, Vec<&Attempt>> = HashMap::new();
        for attempt in &self.attempts {
            attempts.entry(&attempt.error).or_default().push(attempt);
        }
        let mut anchors = HashMap::new();
        let entries = entries(catalog);
        let sections = entries.iter().map(|entry| {
            let attempts = attempts.remove(entry.name).unwrap_or_default();
            Section::of(entry, anchor(entry.name, &mut anchors), attempts)
        });
        let page = ErrorsHtml { introduction: prose::html(&introduction(catalog)), sections: sections.collect() };
        // What is shown are texts, which cannot fail.
        page.render().unwrap_or_default()
    }
}

/// An id of the page that is not given yet: the name, without what is none of a name's characters.
fn anchor(name: &str, given: &mut HashMap<String, usize>) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '.' | '-');
    let anchor: String = name.chars().map(|char| if plain(char) { char } else { '-' }).collect();
    let count = given.entry(anchor.clone()).or_insert(0);
    *count += 1;
    if *count == 1 { anchor } else { format!("{anchor}:{count}") }
}

#[derive(Template)]
#[template(path = "errors.html")]
struct ErrorsHtml<'a> {
    introduction: String,
    sections: Vec<Section<'a>>,
}

struct Section<'a> {
    anchor: String,
    name: &'static str,
    status: ErrorStatus,
    is_server_error: bool,
    cases: Vec<Shown<'a>>,
}

/// A case; its `docs`, `help` and `facts` are HTML.
struct Shown<'a> {
    docs: String,
    help: String,
    example: Option<String>,
    template: Option<&'static str>,
    is_copyable: bool,
    attempts: Vec<&'a Attempt>,
    facts: Vec<(&'static str, String)>,
}

impl<'a> Section<'a> {
    fn of(entry: &Entry, anchor: String, attempts: Vec<&'a Attempt>) -> Self {
        let last = entry.cases.len().saturating_sub(1);
        let mut attempts = attempts.into_iter();
        let cases = entry.cases.iter().enumerate().map(|(index, case)| {
            let count = if index == last { usize::MAX } else { 1 };
            Shown::of(case, attempts.by_ref().take(count).collect())
        });
        let (name, status) = (entry.name, entry.status);
        Self { anchor, name, status, is_server_error: status.is_server_error(), cases: cases.collect() }
    }
}

impl<'a> Shown<'a> {
    fn of(case: &Case, attempts: Vec<&'a Attempt>) -> Self {
        let (example, template) = (case.example(), case.template());
        Self {
            docs: prose::html(case.definition.docs()),
            help: case.help.map(prose::html).unwrap_or_default(),
            is_copyable: example.as_ref().is_some_and(|body| !body.is_empty()),
            template,
            example,
            attempts,
            facts: facts(case).into_iter().map(|(what, text)| (what, prose::html(&text))).collect(),
        }
    }
}
