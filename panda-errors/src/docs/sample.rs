//! [`Sample`]: a few lines of code that handle an error, in each language of a client.

use std::collections::HashMap;
use std::format;
use std::string::{String, ToString as _};

use super::html::Attempt;
use super::json::visible;
use super::prose;
use super::schema::{Literal, Step, Union, details_word};
use crate::catalog::entry::Case;
use crate::{ErrorStatus, JsonType, Retry, Shape};

/// A sample of code in one language.
pub(super) struct Sample {
    /// The name of the language on the page.
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

/// A writer of the samples of a catalog.
pub(super) struct Samples {
    pub(super) shape: &'static Shape,
    /// The place of the word as a jq path, or `None` if the shape does not send words.
    word_path: Option<String>,
    words: HashMap<Key, Literal>,
    /// The place of the object with the details.
    details_path: Option<String>,
    /// The places of the details that are not in that object.
    members: HashMap<String, String>,
}

/// The name and the status of an error.
type Key = (&'static str, ErrorStatus);

impl Samples {
    pub(super) fn new(shape: &'static Shape, union: Option<&Union<'_>>) -> Self {
        let with_words = union.filter(|union| union.has_words());
        let word_path = with_words.and_then(|union| union.paths().first().map(|path| jq(path)));
        let groups = with_words.into_iter().flat_map(|union| &union.groups);
        let words =
            groups.flat_map(|group| group.cases.iter().map(|case| (key(case), group.literal.clone()))).collect();
        let object = |union: &Union<'_>| {
            union.path(&details_word()).or_else(|| union.spread().map(|(path, _)| path)).map(|path| jq(&path))
        };
        let members = union.into_iter().flat_map(Union::members);
        Self {
            shape,
            word_path,
            words,
            details_path: union.and_then(object),
            members: members.map(|(name, path)| (name.into(), jq(&path))).collect(),
        }
    }

    /// Returns the code that reads any error.
    pub(super) fn of_any(&self) -> [Sample; 3] {
        let curl = match &self.word_path {
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

    /// Returns the code that handles this error.
    pub(super) fn of(&self, case: &Case, attempt: Option<&Attempt>) -> [Sample; 3] {
        Sample::of_each(self.curl(case, attempt), self.typescript(case), self.rust(case))
    }

    /// Returns the word of an error, if the shape sends it. The Panda shape sends nothing of a 500.
    fn word(&self, case: &Case) -> Option<&Literal> {
        let is_empty = self.shape.is_panda() && is_hidden(case);
        self.words.get(&key(case)).filter(|_| !is_empty)
    }

    /// Returns the first detail that the shape sends: its name, its type and its place.
    fn detail<'c>(&self, case: &'c Case) -> Option<(&'c str, &'c JsonType, String)> {
        let path = |name: &str| {
            let own = self.members.get(name).cloned();
            own.or_else(|| Some(join(self.details_path.clone()?, &[Step::Member(name)])))
        };
        case.details.iter().find_map(|(name, json_type)| Some((*name, json_type, path(name)?)))
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
        let (Some(path), Some(word)) = (&self.word_path, self.word(case)) else {
            return format!("curl -sS -i{retry} {request}  # {status}, with its headers");
        };
        let mut lines = format!(
            "curl -sS{retry} -o answer.json -w '%{{http_code}}\\n' {request}  # {status}\n\
             jq -r '{path}' answer.json  # {}",
            plain(word)
        );
        if let Some((.., path)) = self.detail(case) {
            lines.extend(["\njq '", &path, "' answer.json"]);
        }
        lines
    }

    fn typescript(&self, case: &Case) -> String {
        let word = self.word(case);
        let test = match word {
            Some(Literal::Number(number)) => format!("error?.name === {number}"),
            Some(Literal::Text(text)) => format!("error?.name === {}", quoted(text)),
            None => format!("error?.status === {}", case.definition.status()),
        };
        let line = if let Some(Retry::After | Retry::Safe) = case.retry {
            "setTimeout(send, (error.retryAfter ?? 0) * 1000);".into()
        } else if let Some((name, ..)) = self.detail(case).filter(|_| word.is_some()) {
            // Without a word, the module does not know the type of the details.
            format!("show(error.message, error.details?.[{}]);", quoted(name))
        } else if is_hidden(case) {
            "show(`Write to support about ${error.requestId}`);".into()
        } else {
            String::from("show(error.message);")
        };
        format!("if ({test}) {{\n  {line}\n}}")
    }

    fn rust(&self, case: &Case) -> String {
        let test = if is_hidden(case) {
            "reply.reading() == Reading::Internal".into()
        } else {
            match self.word(case) {
                Some(word) => format!("reply.word() == Some({})", rust_string(&word.to_text())),
                None => format!("reply.status() == {}", case.definition.status()),
            }
        };
        let line = if let Some(Retry::After | Retry::Safe) = case.retry {
            "let wait: Option<Duration> = reply.retry(false);".into()
        } else if let Some((name, json_type, _)) = self.detail(case) {
            format!("let detail: Option<{}> = reply.detail({});", rust_type(json_type), rust_string(name))
        } else if is_hidden(case) {
            "eprintln!(\"for support: {:?}\", reply.request_id());".into()
        } else {
            String::from("eprintln!(\"{}\", reply.message().unwrap_or_default());")
        };
        format!("if {test} {{\n    {line}\n}}")
    }
}

impl Attempt {
    /// Returns the request as arguments of curl.
    fn curl(&self) -> String {
        let mut arguments = String::new();
        if self.method != "GET" {
            arguments.extend(["-X ", &word_of_shell(&self.method), " "]);
        }
        for header in self.headers.lines().filter(|header| !header.is_empty()) {
            arguments.extend(["-H ", &word_of_shell(header), " "]);
        }
        if !self.body.is_empty() {
            arguments.extend(["--data-raw ", &word_of_shell(&self.body), " "]);
        }
        if self.url.starts_with('/') {
            arguments.push_str("\"$api\"");
        }
        arguments + &word_of_shell(&self.url)
    }
}

fn is_hidden(case: &Case) -> bool {
    case.definition.is_hidden() && !case.status_varies
}

/// Returns a place in a body as a jq path.
fn jq(path: &[Step<'_>]) -> String {
    if path.is_empty() { ".".into() } else { join(String::new(), path) }
}

fn join(object: String, path: &[Step<'_>]) -> String {
    let mut text = if object == "." { String::new() } else { object };
    for step in path {
        let start = if text.is_empty() { "." } else { "" };
        match step {
            Step::Member(name) if is_word(name) => text.extend([".", *name]),
            // A single quote would end the word of the shell.
            Step::Member(name) => text.extend([start, "[", &quoted(name).replace('\'', "'\\''"), "]"]),
            Step::Element(index) => text.extend([start, "[", &index.to_string(), "]"]),
        }
    }
    text
}

fn is_word(name: &str) -> bool {
    !name.starts_with(|char: char| char.is_ascii_digit())
        && !name.is_empty()
        && name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
}

fn word_of_shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn key(case: &Case) -> Key {
    (case.definition.name(), case.definition.status())
}

/// Returns a word on one line.
fn plain(word: &Literal) -> String {
    prose::shown(&word.to_text()).replace(char::is_control, " ")
}

/// Returns a string of JSON, which is a string of JavaScript too.
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
