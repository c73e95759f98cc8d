//! The catalog as JSON, for programs.

use std::format;
use std::string::{String, ToString as _};
use std::vec::Vec;

use serde::Serialize;

use super::raw::RawAnswer;
use super::retry_word;
use crate::catalog::entry::{Case, entries};
use crate::{Catalog, Shape};

/// The JSON Schema (2020-12) of what [`json`] writes.
pub const JSON_SCHEMA: &str = include_str!("catalog.schema.json");

/// Renders the catalog as JSON: every error, with all declared facts.
///
/// The member `version` is 1 as long as the members keep their meaning. A later version of this crate may add members.
///
/// ```
/// # use panda_errors::{Cataloged, PandaError, docs};
/// let catalog: serde_json::Value = serde_json::from_str(&docs::json(PandaError::CATALOG)).unwrap();
/// assert_eq!(catalog["version"], 1);
/// assert_eq!(catalog["errors"][0]["name"], "InternalError");
/// ```
#[must_use]
pub fn json(catalog: &Catalog) -> String {
    let entries = entries(catalog);
    let errors = entries.iter().flat_map(|entry| &entry.cases).map(|case| Error::of(case, catalog.shape())).collect();
    pretty(&Document { version: 1, errors })
}

/// Renders a value as JSON with a line break at the end, as in a file.
pub(super) fn pretty(value: &impl Serialize) -> String {
    // The value consists of texts and numbers, so serialization cannot fail.
    let mut json = visible(&serde_json::to_string_pretty(value).unwrap_or_default());
    json.push('\n');
    json
}

/// Escapes characters that break a line of JavaScript, that YAML rejects, or that are invisible. Such characters occur
/// only in strings.
pub(super) fn visible(json: &str) -> String {
    let mut visible = String::with_capacity(json.len());
    for char in json.chars() {
        match char {
            '\u{7f}'..='\u{9f}'
            | '\u{200e}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fffe}'..='\u{ffff}' => visible.extend(["\\u", &format!("{:04x}", u32::from(char))]),
            _ => visible.push(char),
        }
    }
    visible
}

#[derive(Serialize)]
struct Document {
    version: u8,
    errors: Vec<Error>,
}

#[derive(Serialize)]
struct Error {
    name: &'static str,
    status: u16,
    status_varies: bool,
    message: Option<String>,
    docs: &'static str,
    help: Option<&'static str>,
    url: Option<&'static str>,
    since: Option<&'static str>,
    deprecated: Option<&'static str>,
    retry: Option<&'static str>,
    headers: Vec<Header>,
    details: Vec<Detail>,
    example: Option<Example>,
}

#[derive(Serialize)]
struct Header {
    name: String,
    value: Option<String>,
}

#[derive(Serialize)]
struct Detail {
    name: &'static str,
    #[serde(rename = "type")]
    json_type: String,
}

#[derive(Serialize)]
struct Example {
    status: u16,
    headers: Vec<Header>,
    body: String,
}

impl Header {
    fn of(name: &str, value: Option<&str>) -> Self {
        Self { name: name.into(), value: value.map(String::from) }
    }
}

impl Example {
    fn of(answer: RawAnswer) -> Self {
        let headers = answer.headers.iter().map(|(name, value)| Header::of(name, Some(value))).collect();
        Self { status: answer.status.as_u16(), headers, body: answer.body }
    }
}

impl Error {
    fn of(case: &Case, shape: &'static Shape) -> Self {
        let definition = case.definition;
        let status = definition.status().as_u16();
        Self {
            name: definition.name(),
            status,
            status_varies: case.status_varies,
            message: case.template(),
            docs: definition.docs(),
            help: case.help,
            url: case.url,
            since: case.since,
            deprecated: case.deprecated,
            retry: case.retry.map(retry_word),
            headers: case.sent_headers().into_iter().map(|(name, value)| Header::of(name, value)).collect(),
            details: case
                .details
                .iter()
                .map(|(name, json_type)| Detail { name, json_type: json_type.to_string() })
                .collect(),
            example: RawAnswer::of(case, shape).map(Example::of),
        }
    }
}
