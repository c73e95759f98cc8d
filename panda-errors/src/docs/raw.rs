//! [`RawAnswer`]: the example answer of an error as it is on the wire.

use std::format;
use std::string::{String, ToString as _};
use std::vec::Vec;

use super::json::visible;
use super::prose;
use crate::catalog::entry::Case;
use crate::{Answer, ErrorStatus, Shape};

/// The example answer of an error: status line, headers in the order in which they are sent, and body.
pub(super) struct RawAnswer {
    pub(super) status: ErrorStatus,
    pub(super) headers: Vec<(String, String)>,
    /// The body, byte for byte.
    pub(super) body: String,
    pub(super) is_json: bool,
}

impl RawAnswer {
    /// Returns `None` if an example is missing for a value of the error.
    pub(super) fn of(case: &Case, shape: &'static Shape) -> Option<Self> {
        let answer = Answer::example_in(shape, case.definition)?;
        let status = answer.status();
        let mut headers: Vec<_> =
            answer.headers().map(|(name, value)| (name.to_ascii_lowercase(), String::from(value))).collect();
        // The framework knows the allowed methods, so a rejection does not declare a value.
        if status == ErrorStatus::METHOD_NOT_ALLOWED && !headers.iter().any(|(name, _)| name == "allow") {
            headers.insert(0, ("allow".into(), "GET, HEAD".into()));
        }
        headers.push(("content-length".into(), answer.body().len().to_string()));
        let body = String::from_utf8(answer.into_body().into_owned()).ok()?;
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&body).is_ok();
        Some(Self { status, headers, body, is_json })
    }

    pub(super) fn status_line(&self) -> String {
        format!("HTTP/1.1 {} {}", self.status, self.status.reason())
    }

    /// Returns the header section, each header on a line.
    pub(super) fn header_lines(&self) -> String {
        let lines: Vec<_> = self.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        lines.join("\n")
    }

    /// Returns the body as HTML, a member on each line. White space that is not sent stands in `<i>`.
    pub(super) fn pretty_body(&self) -> String {
        if self.is_json { Pretty::of(&self.shown_body()) } else { escape(&self.shown_body()) }
    }

    /// Returns the body, with escapes for invisible characters.
    pub(super) fn shown_body(&self) -> String {
        if self.is_json { visible(&self.body) } else { prose::shown(&self.body).into_owned() }
    }

    /// Returns the answer as text.
    pub(super) fn text(&self) -> String {
        format!("{}\n{}\n\n{}", self.status_line(), self.header_lines(), self.shown_body())
    }
}

/// Escapes text for HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A writer of JSON as HTML.
struct Pretty {
    html: String,
    depth: usize,
}

impl Pretty {
    fn of(json: &str) -> String {
        let mut pretty = Self { html: String::new(), depth: 0 };
        let mut rest = json;
        while let Some(char) = rest.chars().next() {
            rest = rest.get(char.len_utf8()..).unwrap_or_default();
            match char {
                '"' => rest = pretty.string(rest),
                '{' | '[' => {
                    pretty.html.push(char);
                    if !rest.starts_with(['}', ']']) {
                        pretty.depth += 1;
                        pretty.line();
                        continue;
                    }
                    let (end, behind) = rest.split_at_checked(1).unwrap_or_default();
                    pretty.html.push_str(end);
                    rest = behind;
                }
                '}' | ']' => {
                    pretty.depth = pretty.depth.saturating_sub(1);
                    pretty.line();
                    pretty.html.push(char);
                }
                ',' => {
                    pretty.html.push(char);
                    pretty.line();
                }
                ':' => pretty.html.push_str(":<i> </i>"),
                _ => pretty.html.push(char),
            }
        }
        pretty.html
    }

    fn line(&mut self) {
        self.html.push_str("<i>\n");
        self.html.push_str(&"  ".repeat(self.depth));
        self.html.push_str("</i>");
    }

    /// Writes the string whose first quote has been read, and returns the text behind it.
    fn string<'a>(&mut self, text: &'a str) -> &'a str {
        let mut is_escaped = false;
        let end = text.find(|char| {
            let is_end = char == '"' && !is_escaped;
            is_escaped = char == '\\' && !is_escaped;
            is_end
        });
        let (inside, behind) = text.split_at_checked(end.unwrap_or(text.len())).unwrap_or_default();
        let behind = behind.strip_prefix('"').unwrap_or_default();
        let string = format!("\"{}\"", escape(inside));
        if behind.starts_with(':') {
            self.html.extend(["<b>", &string, "</b>"]);
        } else {
            self.html.push_str(&string);
        }
        behind
    }
}
