//! [`Sample`]: a few lines of code that handle an error, in each language of a client.

use std::format;
use std::string::{String, ToString as _};

use super::html::Attempt;
use super::json::visible;
use super::schema::{Literal, Step, Union};
use crate::catalog::entry::Case;
use crate::{JsonType, Retry, Shape};

/// Code in one language.
pub(super) struct Sample {
    /// The word for it on the page.
    pub(super) language: &'static str,
    pub(super) title: &'static str,
    pub(super) code: String,
}

impl Sample {
    fn of_each(curl: String, typescript: String, rust: String) -> [Self; 3] {
        [
            Self { language: "curl", title: "curl", code: curl },
            Self { language: "ts", title: "TypeScript", code: typescript },
            Self { language: "rust", title: "Rust", code: rust },
        ]
    }
}

/// Writes the samples of a catalog.
pub(super) struct Samples<'a> {
    pub(super) shape: &'static Shape,
    /// `None` if a function writes the body.
    pub(super) union: Option<Union<'a>>,
}

impl Samples<'_> {
    /// The code that reads any error.
    pub(super) fn of_any(&self) -> [Sample; 3] {
        let curl = match self.word_path() {
            Some(path) => {
                format!("curl -sS -o answer.json -w '%{{http_code}}\\n' \"$url\"\njq -r '{path}' answer.json")
            }
            None => "curl -sS -i \"$url\"".into(),
        };
        let typescript = "import { readError } from \"./errors.js\";\n\n\
                          const error = await readError(await fetch(url)); // undefined if there is none";
        let rust = "use panda_errors::Reply;\n\n\
                    let reply = Reply::read(&API, status, headers, &body); // None below 400";
        Sample::of_each(curl, typescript.into(), rust.into())
    }

    /// The code that handles this error.
    pub(super) fn of(&self, case: &Case, attempt: Option<&Attempt>) -> [Sample; 3] {
        Sample::of_each(self.curl(case, attempt), self.typescript(case), self.rust(case))
    }

    /// The place of the word, as jq has it.
    fn word_path(&self) -> Option<String> {
        let union = self.union.as_ref().filter(|union| union.has_words())?;
        union.paths().first().map(|path| jq(path))
    }

    /// The word of an error, unless the shape sends none or the error is the empty 500.
    fn word(&self, case: &Case) -> Option<Literal> {
        let union = self.union.as_ref().filter(|union| union.has_words())?;
        let is_same = |other: &&Case| {
            other.definition.name() == case.definition.name() && other.definition.status() == case.definition.status()
        };
        let group = union.groups.iter().find(|group| group.cases.iter().any(|other| is_same(other)))?;
        Some(group.literal.clone())
    }

    fn is_hidden(&self, case: &Case) -> bool {
        case.definition.is_hidden() && !case.status_varies
    }

    fn detail_path(&self, name: &str) -> Option<String> {
        let union = self.union.as_ref()?;
        if let Some((_, path)) = union.members().into_iter().find(|(member, _)| *member == name) {
            return Some(jq(&path));
        }
        let object = union.path(&super::schema::details_word()).or_else(|| union.spread().map(|(path, _)| path))?;
        Some(jq(&[object.as_slice(), &[Step::Member(name)]].concat()))
    }

    fn curl(&self, case: &Case, attempt: Option<&Attempt>) -> String {
        let status = case.definition.status();
        let request = attempt.map_or_else(|| "\"$url\"".into(), Attempt::curl);
        let is_heeded = matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504);
        let retry = match case.retry {
            Some(Retry::Safe) => " --retry 3 --retry-all-errors",
            Some(Retry::After) if is_heeded => " --retry 5",
            _ => "",
        };
        let (Some(path), Some(word)) = (self.word_path(), self.word(case)) else {
            return format!("curl -sS -i{retry} {request}  # {status}, with its headers");
        };
        let mut lines = format!(
            "curl -sS{retry} -o answer.json -w '%{{http_code}}\\n' {request}  # {status}\n\
             jq -r '{path}' answer.json  # {}",
            plain(&word)
        );
        if let Some(path) = case.details.first().and_then(|(name, _)| self.detail_path(name)) {
            lines.push_str(&format!("\njq '{path}' answer.json"));
        }
        lines
    }

    fn typescript(&self, case: &Case) -> String {
        let test = match self.word(case) {
            Some(Literal::Number(number)) => format!("error?.name === {number}"),
            Some(Literal::Text(text)) => format!("error?.name === {}", quoted(&text)),
            None => format!("error?.status === {}", case.definition.status()),
        };
        let line = if let Some(Retry::After | Retry::Safe) = case.retry {
            "setTimeout(send, (error.retryAfter ?? 0) * 1000);".into()
        } else if let Some((name, _)) = case.details.first() {
            format!("show(error.message, error.details?.[{}]);", quoted(name))
        } else if self.is_hidden(case) {
            "show(`Write to support about ${error.requestId}`);".into()
        } else {
            String::from("show(error.message);")
        };
        format!("if ({test}) {{\n  {line}\n}}")
    }

    fn rust(&self, case: &Case) -> String {
        let test = if self.is_hidden(case) {
            "reply.reading() == Reading::Internal".into()
        } else {
            match self.word(case) {
                Some(word) => format!("reply.word() == Some({})", rust_string(&plain(&word))),
                None => format!("reply.status() == {}", case.definition.status()),
            }
        };
        let line = if let Some(Retry::After | Retry::Safe) = case.retry {
            "let wait: Option<Duration> = reply.retry(false);".into()
        } else if let Some((name, json_type)) = case.details.first() {
            format!("let detail: Option<{}> = reply.detail({});", rust_type(json_type), rust_string(name))
        } else if self.is_hidden(case) {
            "eprintln!(\"for support: {:?}\", reply.request_id());".into()
        } else {
            String::from("eprintln!(\"{}\", reply.message().unwrap_or_default());")
        };
        format!("if {test} {{\n    {line}\n}}")
    }
}

impl Attempt {
    /// The request as arguments of curl.
    fn curl(&self) -> String {
        let mut arguments = String::new();
        if self.method != "GET" {
            arguments.push_str(&format!("-X {} ", word_of_shell(&self.method)));
        }
        for header in self.headers.lines().filter(|header| !header.is_empty()) {
            arguments.push_str(&format!("-H {} ", word_of_shell(header)));
        }
        if !self.body.is_empty() {
            arguments.push_str(&format!("--data-raw {} ", word_of_shell(&self.body)));
        }
        if self.url.starts_with('/') {
            arguments.push_str("\"$api\"");
        }
        arguments + &word_of_shell(&self.url)
    }
}

/// A place in a body, as jq has it.
fn jq(path: &[Step<'_>]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Member(name) if is_word(name) => text.extend([".", name]),
            Step::Member(name) => {
                text.push_str(&format!("{}[{}]", if text.is_empty() { "." } else { "" }, quoted(name)))
            }
            Step::Element(index) => text.push_str(&format!("{}[{index}]", if text.is_empty() { "." } else { "" })),
        }
    }
    // A single quote would end the word of the shell.
    text.replace('\'', "'\\''")
}

fn is_word(name: &str) -> bool {
    !name.starts_with(|char: char| char.is_ascii_digit())
        && !name.is_empty()
        && name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
}

fn word_of_shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A word on one line.
fn plain(word: &Literal) -> String {
    word.to_text().replace(char::is_control, " ")
}

/// A string of JSON, which is a string of JavaScript too.
fn quoted(text: &str) -> String {
    visible(&serde_json::to_string(text).unwrap_or_default())
}

fn rust_string(text: &str) -> String {
    format!("{text:?}")
}

fn rust_type(json_type: &JsonType) -> String {
    match json_type {
        JsonType::String => "String".into(),
        JsonType::Integer => "i64".into(),
        JsonType::Number => "f64".into(),
        JsonType::Boolean => "bool".into(),
        JsonType::List(inner) => format!("Vec<{}>", rust_type(inner)),
        JsonType::Nullable(inner) => format!("Option<{}>", rust_type(inner)),
        _ => "Value".to_string(),
    }
}
