//! The catalog as Markdown.

use std::collections::HashSet;
use std::fmt::{self, Write as _};
use std::format;
use std::string::String;

use super::raw::RawAnswer;
use super::{facts, introduction, missing, prose};
use crate::catalog::entry::{Case, Entry, entries};
use crate::{Catalog, Shape};

/// Renders the catalog as a page in Markdown. Each name has a heading, its meaning, example answers and advice.
///
/// ```
/// # use panda_errors::{Cataloged, PandaError, docs};
/// let page = docs::markdown(PandaError::CATALOG);
/// assert!(page.contains("\n## 413 FileSizeLimitExceeded\n"));
/// ```
#[must_use]
pub fn markdown(catalog: &Catalog) -> String {
    let mut page = format!("# API errors\n\n{}\n", introduction(catalog));
    for entry in entries(catalog) {
        // A `String` takes every text.
        let _ = write_entry(&entry, catalog.shape(), &mut page);
    }
    page
}

fn write_entry(entry: &Entry, shape: &'static Shape, page: &mut String) -> fmt::Result {
    writeln!(page, "\n## {} {}", entry.status, prose::escaped(entry.name))?;
    let mut answers = HashSet::new();
    for case in &entry.cases {
        for text in [Some(case.definition.docs()), case.help].into_iter().flatten().filter(|text| !text.is_empty()) {
            writeln!(page, "\n{}", prose::markdown(text))?;
        }
        write_example(case, shape, &mut answers, page)?;
        write_facts(case, page)?;
    }
    Ok(())
}

/// Writes the answer, unless another error of the name has the same.
fn write_example(case: &Case, shape: &'static Shape, answers: &mut HashSet<String>, page: &mut String) -> fmt::Result {
    if let Some(answer) = RawAnswer::of(case, shape) {
        return if answers.insert(answer.text()) { write_answer(&answer, page) } else { Ok(()) };
    }
    let status = case.definition.status();
    if let Some(template) = case.template() {
        let template = prose::code(&template);
        writeln!(page, "\nThe message, status `{status}`, with values where the braces are: {template}")?;
    }
    if let Some(missing) = missing(case) {
        writeln!(page, "\n{missing}")?;
    }
    Ok(())
}

fn write_answer(answer: &RawAnswer, page: &mut String) -> fmt::Result {
    let (status, body) = (answer.status, answer.shown_body());
    if body.is_empty() {
        writeln!(page, "\nThe answer, status `{status}`, has no body.")
    } else {
        let (fence, language) = (prose::fence(&body, 3), if answer.is_json { "json" } else { "text" });
        writeln!(page, "\nAn example, status `{status}`:\n\n{fence}{language}\n{body}\n{fence}")
    }
}

fn write_facts(case: &Case, page: &mut String) -> fmt::Result {
    let facts = facts(case);
    if !facts.is_empty() {
        page.push('\n');
    }
    for (what, text) in facts {
        writeln!(page, "- {what}: {text}")?;
    }
    Ok(())
}
