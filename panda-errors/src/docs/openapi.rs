//! The catalog as `OpenAPI` 3.1: one schema, and a response for each status.

use std::collections::BTreeMap;
use std::format;
use std::string::{String, ToString as _};
use std::vec;
use std::vec::Vec;

use serde_json::value::RawValue;

use super::json::pretty;
use super::node::{Node, Object};
use super::prose;
use crate::catalog::entry::{Case, Entry, entries};
use crate::{Catalog, Definition};

/// The catalog as the components of an `OpenAPI` 3.1 document: the schema `ApiError`, and for each status a response
/// such as `ApiError404`, with every name that it can have and its examples. A path refers to the responses it needs.
///
/// ```
/// # use panda_errors::{Cataloged, PandaError, docs};
/// let document: serde_json::Value = serde_json::from_str(&docs::openapi(PandaError::CATALOG)).unwrap();
/// let not_found = &document["components"]["responses"]["ApiError404"]["content"]["application/json"];
/// assert_eq!(not_found["schema"]["$ref"], "#/components/schemas/ApiError");
/// assert_eq!(not_found["examples"]["RecordNotFound"]["value"]["message"], "Couldn't find Video with ID=X");
/// ```
#[must_use]
pub fn openapi(catalog: &Catalog) -> String {
    OpenApi::new("API errors", "1.0.0").render(catalog)
}

/// An `OpenAPI` document with a title and a version of its own.
///
/// ```
/// # use panda_errors::{Cataloged, PandaError, docs};
/// let document = docs::OpenApi::new("Panda API", "2.0.0").with_content_of_500().render(PandaError::CATALOG);
/// assert!(document.contains(r#""title": "Panda API""#));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OpenApi<'a> {
    title: &'a str,
    version: &'a str,
    has_content_of_500: bool,
}

impl<'a> OpenApi<'a> {
    /// The document of the API that is called so, in this version.
    #[must_use]
    pub const fn new(title: &'a str, version: &'a str) -> Self {
        Self { title, version, has_content_of_500: false }
    }

    /// Gives the 500 the content of the others. The answer has none, but some generators of clients cannot do with a
    /// response without.
    #[must_use]
    pub const fn with_content_of_500(self) -> Self {
        Self { has_content_of_500: true, ..self }
    }

    /// The document.
    #[must_use]
    pub fn render(&self, catalog: &Catalog) -> String {
        let has_details = catalog.definitions().any(Definition::has_details);
        let mut named = Object::default();
        for (status, response) in responses(catalog, self.has_content_of_500) {
            named.add(format!("ApiError{status}"), response);
        }
        let info = Object::default().with("title", self.title.to_string()).with("version", self.version.to_string());
        let schemas = Object::default().with(SCHEMA_NAME, schema(has_details));
        let components = Object::default().with("schemas", schemas).with("responses", named);
        let document = Object::default().with("openapi", "3.1.0").with("info", info);
        pretty(&document.with("paths", Object::default()).with("components", components))
    }
}

/// What the schema of every error is called.
pub(crate) const SCHEMA_NAME: &str = "ApiError";

/// The schema of every error.
pub(crate) fn schema(has_details: bool) -> Object {
    let text = |description| Object::default().with("type", "string").with("description", description);
    let mut properties = Object::default()
        .with("error", text("The name of the error, for programs."))
        .with("message", text("What is wrong, for people."));
    if has_details {
        let details = Object::default().with("type", "object").with("description", "Values of the message.");
        properties.add("details", details);
    }
    Object::default()
        .with("type", "object")
        .with("description", "What every answer with a status from 400 on says, but for the 500, which says nothing.")
        .with("required", vec!["error".into(), "message".into()])
        .with("properties", properties)
}

/// The response of each status.
pub(crate) fn responses(catalog: &Catalog, has_content_of_500: bool) -> Vec<(u16, Object)> {
    let mut statuses: BTreeMap<u16, Vec<Entry>> = BTreeMap::new();
    for entry in entries(catalog) {
        statuses.entry(entry.status.as_u16()).or_default().push(entry);
    }
    let response = |status, entries: &[Entry]| response(entries, status != 500 || has_content_of_500, status == 500);
    statuses.iter().map(|(status, entries)| (*status, response(*status, entries))).collect()
}

fn response(entries: &[Entry], has_content: bool, has_id: bool) -> Object {
    let cases: Vec<&Case> = entries.iter().flat_map(|entry| &entry.cases).collect();
    let mut response = Object::default().with("description", description(&cases));
    let headers = headers(&cases, has_id);
    if !headers.is_empty() {
        response.add("headers", headers);
    }
    if has_content {
        let reference = Object::default().with("$ref", format!("#/components/schemas/{SCHEMA_NAME}"));
        let mut content = Object::default().with("schema", reference);
        let examples = examples(entries);
        if !examples.is_empty() {
            content.add("examples", examples);
        }
        response.add("content", Object::default().with("application/json", content));
    }
    response
}

/// All that can be meant by one status.
fn description(cases: &[&Case]) -> String {
    let mut paragraphs = Vec::new();
    for case in cases {
        let name = prose::escaped(case.definition.name());
        let docs = prose::markdown(case.definition.docs());
        paragraphs.push(if docs.is_empty() { format!("**{name}**") } else { format!("**{name}**: {docs}") });
        paragraphs.extend(case.help.map(prose::markdown));
        if let (None, Some(template)) = (case.example(), case.template()) {
            paragraphs.push(format!("The message, with values where the braces are: {}", prose::code(template)));
        }
    }
    paragraphs.join("\n\n")
}

/// The headers of these cases; one that all of them have is required.
fn headers(cases: &[&Case], has_id: bool) -> Object {
    let mut found: BTreeMap<String, (Vec<&'static str>, usize)> = BTreeMap::new();
    for (name, value) in cases.iter().flat_map(|case| &case.headers) {
        let (values, count) = found.entry(name.to_ascii_lowercase()).or_default();
        values.extend(value.filter(|value| !values.contains(value)));
        *count += 1;
    }
    if has_id {
        found.insert("x-request-id".into(), (Vec::new(), cases.len()));
    }
    let mut headers = Object::default();
    for (name, (values, count)) in found {
        // Seconds, unless it is a date (RFC 9110 §10.2.3).
        let numbers = values.iter().map(|value| value.parse().ok().map(Node::Number)).collect();
        let numbers: Option<Vec<Node>> = if name == "retry-after" { numbers } else { None };
        let mut schema = Object::default().with("type", if numbers.is_some() { "integer" } else { "string" });
        let examples = numbers.unwrap_or_else(|| values.into_iter().map(Into::into).collect());
        if !examples.is_empty() {
            schema.add("examples", examples);
        }
        headers.add(name, Object::default().with("required", count >= cases.len()).with("schema", schema));
    }
    headers
}

/// An example for each case, under its name, with a number from the second on; no name has a colon.
fn examples(entries: &[Entry]) -> Object {
    let mut examples = Object::default();
    for entry in entries {
        for (index, case) in entry.cases.iter().enumerate() {
            let Some(body) = case.example().and_then(|body| RawValue::from_string(body).ok()) else { continue };
            let name = if index == 0 { entry.name.into() } else { format!("{}:{}", entry.name, index + 1) };
            examples.add(name, Object::default().with("value", body));
        }
    }
    examples
}
