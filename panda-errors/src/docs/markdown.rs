//! The catalog as Markdown.

use std::fmt::{self, Write as _};
use std::format;
use std::string::String;

use super::{facts, introduction, prose};
use crate::Catalog;
use crate::catalog::entry::{Case, Entry, entries};

/// The catalog as a page in Markdown: a heading for each name, with what it means, example answers and advice.
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
        let _ = write_entry(&entry, &mut page);
    }
    page
}

fn write_entry(entry: &Entry, page: &mut String) -> fmt::Result {
    writeln!(page, "\n## {} {}", entry.status, prose::escaped(entry.name))?;
    for case in &entry.cases {
        for text in [Some(case.definition.docs()), case.help].into_iter().flatten().filter(|text| !text.is_empty()) {
            writeln!(page, "\n{}", prose::markdown(text))?;
        }
        write_example(case, page)?;
        write_facts(case, page)?;
    }
    Ok(())
}

fn write_example(case: &Case, page: &mut String) -> fmt::Result {
    let status = case.definition.status();
    match (case.example(), case.template()) {
        (Some(body), _) if body.is_empty() => writeln!(page, "\nThe answer, status `{status}`, has no body."),
        (Some(body), _) => writeln!(page, "\nAn example, status `{status}`:\n\n```json\n{body}\n```"),
        (None, Some(template)) => {
            let template = prose::code(template);
            writeln!(page, "\nThe message, status `{status}`, with values where the braces are: {template}")
        }
        (None, None) => Ok(()),
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
