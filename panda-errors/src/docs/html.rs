//! The catalog as a page in HTML.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::format;
use std::string::{String, ToString as _};
use std::vec::Vec;

use askama::Template;

use super::raw::{RawAnswer, escape};
use super::sample::{Sample, Samples};
use super::schema::{Body, Union};
use super::{introduction, missing, prose, retry_text, sent, status_text};
use crate::answer::example::Example;
use crate::catalog::entry::{Case, Entry, entries};
use crate::{Catalog, ErrorStatus, Retry};

const STYLE: &str = include_str!("../../templates/errors.css");
const SCRIPT: &str = include_str!("../../templates/errors.js");

/// Returns the catalog as one page of HTML, which loads nothing else and can be read without scripts.
///
/// The errors are in groups by status. Each has its meaning, what to do, the example answer and code for clients. The
/// search knows names, statuses, headers, details and facts, or takes a whole answer.
///
/// ```
/// # use panda_errors::{Cataloged, PandaError, docs};
/// let page = docs::html(PandaError::CATALOG);
/// assert!(page.contains(r#"<article id="RecordNotFound""#));
/// ```
#[must_use]
pub fn html(catalog: &Catalog) -> String {
    Page::default().render(catalog)
}

/// The catalog as a page with a title, a version, and buttons that send real requests.
///
/// ```
/// use panda_errors::docs::{Attempt, Page};
/// use panda_errors::{Cataloged, PandaError};
///
/// let attempt = Attempt::new("RecordNotFound", "GET", "/v2/videos/X.json");
/// let page = Page::new("Panda API").with_version("2.9").with_attempt(attempt).render(PandaError::CATALOG);
/// assert!(page.contains("<title>Panda API errors</title>"));
/// assert!(page.contains(r#"data-url="/v2/videos/X.json""#));
/// ```
#[derive(Clone, Debug)]
pub struct Page {
    title: String,
    version: String,
    attempts: Vec<Attempt>,
}

/// A request that a reader of the page can send, to see the error. It goes to the server that the page is from.
#[derive(Clone, Debug)]
pub struct Attempt {
    error: String,
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: String,
    pub(super) body: String,
}

impl Attempt {
    /// Makes a request that is answered with the error of this name.
    pub fn new(error: impl Into<String>, method: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            error: error.into(),
            method: method.into(),
            url: url.into(),
            headers: String::new(),
            body: String::new(),
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.extend([name, ": ", value, "\n"]);
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(self, body: impl Into<String>) -> Self {
        Self { body: body.into(), ..self }
    }
}

impl Default for Page {
    fn default() -> Self {
        Self::new("API")
    }
}

impl Page {
    /// The value of `Content-Security-Policy` for the page. Only the page's own style and script run.
    pub const CONTENT_SECURITY_POLICY: &'static str = "default-src 'none'; \
        style-src 'sha256-JrZX+ZWFI60H9VIlISRiXcnLDBlH7n2vxvSliMwbHZg='; \
        script-src 'sha256-INn/RHXQr7RLH6ArqipUyegOnEJqssGwauwXKYKwZTA='; \
        connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// Makes a page for the API of this name.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), version: String::new(), attempts: Vec::new() }
    }

    /// Sets the version of the API, which the page shows.
    #[must_use]
    pub fn with_version(self, version: impl Into<String>) -> Self {
        Self { version: version.into(), ..self }
    }

    /// Adds a button that sends this request.
    ///
    /// If a name has several errors, the first request belongs to the first error, and so on. Requests that are left
    /// over belong to the last error. A request with a name that is not in the catalog is not shown;
    /// [`unknown_names`](Self::unknown_names) finds it.
    #[must_use]
    pub fn with_attempt(mut self, attempt: Attempt) -> Self {
        self.attempts.push(attempt);
        self
    }

    /// Returns the names of requests that are not in the catalog, for a test.
    ///
    /// ```
    /// use panda_errors::docs::{Attempt, Page};
    /// use panda_errors::{Cataloged, PandaError};
    ///
    /// let page = Page::new("Panda API").with_attempt(Attempt::new("RecordNotfound", "GET", "/v2/videos/X.json"));
    /// assert_eq!(page.unknown_names(PandaError::CATALOG), ["RecordNotfound"]);
    /// ```
    #[must_use]
    pub fn unknown_names(&self, catalog: &Catalog) -> Vec<&str> {
        let entries = entries(catalog);
        let names = self.attempts.iter().map(|attempt| attempt.error.as_str());
        names.filter(|name| entries.iter().all(|entry| entry.name != *name)).collect()
    }

    /// Returns the page.
    #[must_use]
    pub fn render(&self, catalog: &Catalog) -> String {
        let shape = catalog.shape();
        let (cases, body) = (sent(catalog), Body::of(shape));
        let cases: Vec<_> = cases.iter().collect();
        let samples = Samples::new(shape, body.as_ref().map(|body| Union::of(body, &cases)).as_ref());
        let entries = entries(catalog);
        let types = types(&entries);
        let page = ErrorsHtml {
            title: prose::shown(&self.title).into_owned(),
            version: prose::shown(&self.version).into_owned(),
            introduction: prose::html(&format!(
                "{} Each answer has an `X-Request-Id`, which support asks for.",
                introduction(catalog)
            )),
            samples: samples.of_any(),
            count: entries.len(),
            groups: self.groups(&entries, &types, &samples),
            has_deprecated: entries.iter().flat_map(|entry| &entry.cases).any(|case| case.deprecated.is_some()),
            has_retryable: entries.iter().flat_map(|entry| &entry.cases).any(is_retryable),
            types,
        };
        // Only texts are shown, which cannot fail.
        page.render().unwrap_or_default()
    }

    /// Returns the errors in groups by status.
    fn groups<'a>(&'a self, entries: &[Entry], types: &[&'static str], samples: &Samples) -> Vec<Group<'a>> {
        let mut attempts: HashMap<&str, Vec<&Attempt>> = HashMap::new();
        for attempt in &self.attempts {
            attempts.entry(&attempt.error).or_default().push(attempt);
        }
        let mut anchors = HashMap::new();
        let mut groups: BTreeMap<u16, Group<'a>> = BTreeMap::new();
        for entry in entries {
            let attempts = attempts.remove(entry.name).unwrap_or_default();
            let type_key = types.iter().position(|name| *name == entry.type_name).unwrap_or_default();
            let error = Shown::of(entry, anchor(entry.name, &mut anchors), type_key, attempts, samples);
            let group = groups.entry(entry.status.as_u16()).or_insert_with(|| Group::of(entry.status));
            group.errors.push(error);
        }
        groups.into_values().collect()
    }
}

/// Returns the types of the errors, in the order of the declaration.
fn types(entries: &[Entry]) -> Vec<&'static str> {
    let mut seen = HashSet::new();
    entries.iter().map(|entry| entry.type_name).filter(|name| seen.insert(*name)).collect()
}

fn is_retryable(case: &Case) -> bool {
    matches!(case.retry, Some(Retry::After | Retry::Safe))
}

/// Returns an id that the page does not have yet: the name, with `-` for each character that a name cannot have.
///
/// The page's own ids begin with `page:`, so any name can be an id.
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
    title: String,
    version: String,
    introduction: String,
    samples: [Sample; 3],
    count: usize,
    groups: Vec<Group<'a>>,
    has_deprecated: bool,
    has_retryable: bool,
    types: Vec<&'static str>,
}

/// The errors of one status.
struct Group<'a> {
    status: ErrorStatus,
    reason: &'static str,
    meaning: &'static str,
    errors: Vec<Shown<'a>>,
}

impl Group<'_> {
    fn of(status: ErrorStatus) -> Self {
        Self { status, reason: status.reason(), meaning: status_text(status), errors: Vec::new() }
    }

    fn is_server_error(&self) -> bool {
        self.status.is_server_error()
    }
}

/// A name with its errors.
struct Shown<'a> {
    anchor: String,
    name: String,
    status: ErrorStatus,
    type_key: usize,
    /// The words that the search finds beside the text.
    words: String,
    badges: Vec<Badge>,
    is_deprecated: bool,
    /// The first paragraph as plain text.
    summary: String,
    cases: Vec<ShownCase<'a>>,
}

/// A fact in a word or two.
struct Badge {
    class: &'static str,
    text: String,
}

/// An error. Texts of an author are HTML.
struct ShownCase<'a> {
    /// The name for buttons: with a number if the name has several errors.
    label: String,
    docs: String,
    deprecated: Option<String>,
    advice: Option<String>,
    message: Option<String>,
    details: Vec<(String, String, String)>,
    headers: Vec<(String, &'static str, String)>,
    url: Option<String>,
    samples: [Sample; 3],
    answer: Option<ShownAnswer>,
    missing: Option<String>,
    attempts: Vec<&'a Attempt>,
}

struct ShownAnswer {
    status_line: String,
    headers: String,
    body: String,
    is_empty: bool,
}

impl<'a> Shown<'a> {
    fn of(entry: &Entry, anchor: String, type_key: usize, attempts: Vec<&'a Attempt>, samples: &Samples) -> Self {
        let last = entry.cases.len().saturating_sub(1);
        let name = prose::shown(entry.name).into_owned();
        let (mut attempts, mut answers) = (attempts.into_iter(), HashSet::new());
        let cases = entry.cases.iter().enumerate().map(|(index, case)| {
            let count = if index == last { usize::MAX } else { 1 };
            let label = if last == 0 { name.clone() } else { format!("{name}, case {}", index + 1) };
            let shown = ShownCase::of(case, label, attempts.by_ref().take(count).collect(), samples);
            // A second answer with the same text adds nothing.
            let text = shown.answer.as_ref().map(ShownAnswer::text);
            let is_repeated = text.is_some_and(|text| !answers.insert(text)) && shown.attempts.is_empty();
            if is_repeated { ShownCase { answer: None, ..shown } } else { shown }
        });
        Self {
            cases: cases.collect(),
            status: entry.status,
            type_key,
            words: words(entry),
            badges: badges(&entry.cases),
            is_deprecated: entry.cases.iter().all(|case| case.deprecated.is_some()),
            summary: entry.cases.first().map(summary).unwrap_or_default(),
            anchor,
            name,
        }
    }
}

impl<'a> ShownCase<'a> {
    fn of(case: &Case, label: String, attempts: Vec<&'a Attempt>, samples: &Samples) -> Self {
        let answer = RawAnswer::of(case, samples.shape);
        let missing = if answer.is_none() { missing(case) } else { None };
        Self {
            label,
            docs: prose::html(case.definition.docs()),
            deprecated: case.deprecated.map(prose::html),
            advice: advice(case),
            message: case.template().map(|template| message(&template)),
            details: details(case),
            headers: headers(case, answer.as_ref()),
            url: case.url.map(|url| prose::html(&prose::link(url))),
            samples: samples.of(case, attempts.first().copied()),
            answer: answer.as_ref().map(ShownAnswer::of),
            missing: missing.map(|text| prose::html(&text)),
            attempts,
        }
    }
}

impl ShownAnswer {
    fn of(answer: &RawAnswer) -> Self {
        Self {
            status_line: answer.status_line(),
            headers: answer.header_lines(),
            body: answer.pretty_body(),
            is_empty: answer.body.is_empty(),
        }
    }

    fn text(&self) -> String {
        [self.status_line.as_str(), &self.headers, &self.body].join("\n")
    }
}

/// Returns the help of the author and the sentence about sending again, as HTML.
fn advice(case: &Case) -> Option<String> {
    let retry = case.retry.map(|retry| capitalized(retry_text(retry)) + ".");
    let parts: Vec<_> = case.help.map(String::from).into_iter().chain(retry).collect();
    (!parts.is_empty()).then(|| prose::html(&parts.join("\n\n")))
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Returns a message as HTML, with its placeholders marked.
fn message(template: &str) -> String {
    let mut html = String::new();
    let text = prose::shown(template);
    let mut rest = text.as_ref();
    while let Some(at) = rest.find(['{', '}']) {
        let (before, brace) = rest.split_at_checked(at).unwrap_or_default();
        html.push_str(&escape(before));
        if let Some(behind) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
            html.push_str(brace.get(..1).unwrap_or_default());
            rest = behind;
        } else if let Some((placeholder, behind)) = brace.strip_prefix('{').and_then(|inside| inside.split_once('}')) {
            html.extend(["<var>{", &escape(placeholder), "}</var>"]);
            rest = behind;
        } else {
            html.push_str(brace.get(..1).unwrap_or_default());
            rest = brace.get(1..).unwrap_or_default();
        }
    }
    html + &escape(rest)
}

/// Returns each detail with its type and its example.
fn details(case: &Case) -> Vec<(String, String, String)> {
    let examples = Example::details_of(case.definition);
    let example = |name: &str| {
        let value = examples.iter().find_map(|(detail, value)| (*detail == name).then_some(value));
        value.map(|value| super::json::visible(&serde_json::to_string(value).unwrap_or_default())).unwrap_or_default()
    };
    let row = |(name, json_type): &(&str, crate::JsonType)| {
        (prose::shown(name).into_owned(), json_type.to_string(), example(name))
    };
    case.details.iter().map(row).collect()
}

/// Returns each header of the error with its meaning and its value.
fn headers(case: &Case, answer: Option<&RawAnswer>) -> Vec<(String, &'static str, String)> {
    let sent = |name: &str| {
        let found = answer.and_then(|answer| answer.headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)));
        found.map(|(_, value)| value.clone())
    };
    let row = |(name, value): (&str, Option<&str>)| {
        let value = value.map(String::from).or_else(|| sent(name)).unwrap_or_default();
        (prose::shown(&name.to_ascii_lowercase()).into_owned(), header_text(name), prose::shown(&value).into_owned())
    };
    case.sent_headers().into_iter().map(row).collect()
}

/// Returns the meaning of a header, if HTTP defines it.
fn header_text(name: &str) -> &'static str {
    match name.to_ascii_lowercase().as_str() {
        "allow" => "the methods that this address takes",
        "cache-control" => "whether the answer may be stored",
        "content-range" => "the size of the whole",
        "location" => "where to look instead",
        "proxy-authenticate" | "www-authenticate" => "how to authenticate",
        "retry-after" => "how long to wait",
        "upgrade" => "the protocol to use",
        _ => "",
    }
}

/// Returns the first paragraph of the documentation, without markup.
fn summary(case: &Case) -> String {
    let docs = case.definition.docs();
    let first = docs.split("\n\n").next().unwrap_or_default();
    let sentence = first.split_inclusive(". ").next().unwrap_or_default().trim();
    prose::html(sentence)
}

fn badges(cases: &[Case]) -> Vec<Badge> {
    let mut badges = Vec::new();
    let mut add = |class, text: String| {
        if !badges.iter().any(|badge: &Badge| badge.text == text) {
            badges.push(Badge { class, text });
        }
    };
    for case in cases {
        if case.deprecated.is_some() {
            add("old", "Deprecated".into());
        }
        match case.retry {
            Some(Retry::Never) => add("never", "No retry".into()),
            Some(Retry::After) => add("after", "Retry after a wait".into()),
            Some(Retry::Safe) => add("safe", "Retry at once".into()),
            None => {}
        }
        if case.status_varies {
            add("varies", "Status varies".into());
        }
        if let Some(since) = case.since {
            add("since", format!("Since {}", prose::shown(since)));
        }
    }
    badges
}

/// Returns words for the search: the status, its class, the type and the facts.
fn words(entry: &Entry) -> String {
    let status = entry.status;
    let mut words = format!("{status} {}xx {} {}", status.as_u16() / 100, status.reason(), entry.type_name);
    for case in &entry.cases {
        let code = case.definition.code().map(|code| format!(" {code}"));
        let since = case.since.map(|since| format!(" since:{}", prose::shown(since)));
        let deprecated = case.deprecated.map(|_| " is:deprecated".into());
        let retryable = is_retryable(case).then(|| " is:retryable".into());
        words.extend([code, since, deprecated, retryable].into_iter().flatten());
    }
    words
}
