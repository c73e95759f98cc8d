//! The diagnostics of the derive: a row for each wrong input, with the words that are underlined and the message.

mod attr;
mod expansion;
mod field;
mod fuzz;
mod header;
mod leak;
mod rules;
mod shape;
mod spec;
mod template;
mod text;
mod variant;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::{Item, Lit, LitStr};

use crate::attr::KEYS;
use crate::derive;

/// Asserts every mistake of an item, in the order of the source: the underlined words, and the message.
#[track_caller]
fn assert_diagnostics(source: &str, expected: &[(&str, &str)]) {
    let found = diagnostics(source);
    let found: Vec<(&str, &str)> = found.iter().map(|(words, message)| (words.as_str(), message.as_str())).collect();
    assert!(!expected.is_empty(), "a wrong input has a mistake; use `assert_fine`");
    assert_eq!(found, expected, "\n{source}");
    for (_, message) in found {
        assert!(is_well_worded(message), "`what is wrong; what to do`, and not {message}");
    }
}

/// Asserts that an item is correct.
#[track_caller]
fn assert_fine(source: &str) {
    assert_eq!(diagnostics(source), [], "\n{source}");
}

/// Returns `true` if a message has the form `what is wrong; what to do`: lower case, no full stop, code in backticks.
fn is_well_worded(message: &str) -> bool {
    let parts = message.split("; ").count();
    let backticks = message.matches('`').count();
    parts == 2 && backticks.is_multiple_of(2) && !message.starts_with(char::is_uppercase) && !message.ends_with('.')
}

/// Returns the underlined words and the messages, in the order of the source.
fn diagnostics(source: &str) -> Vec<(String, String)> {
    let tokens: TokenStream = source.parse().expect("tokens");
    let expansion: syn::File = syn::parse2(derive(tokens)).expect("an expansion that parses");
    let mut diagnostics: Vec<_> = expansion.items.iter().filter_map(diagnostic).collect();
    diagnostics.sort_by_key(|(start, ..)| *start);
    diagnostics.into_iter().map(|(_, words, message)| (words, message)).collect()
}

/// Returns the position of the underlined words, the words, and the message.
fn diagnostic(item: &Item) -> Option<(usize, String, String)> {
    let Item::Macro(call) = item else { return None };
    let path = &call.mac.path;
    let start =
        path.leading_colon.filter(|_| path.segments.last().is_some_and(|last| last.ident == "compile_error"))?;
    // `syn::Error` gives the path the span of the first word, and the braces the span of the last.
    let span = start.spans[0].join(call.mac.delimiter.span().join()).expect("words of one source");
    let words = span.source_text().expect("words of the user, not the derive itself");
    let message: LitStr = call.mac.parse_body().expect("a message");
    Some((span.byte_range().start, words, message.value()))
}

/// The files with rows.
const ROWS: [&str; 9] = [
    include_str!("tests/attr.rs"),
    include_str!("tests/field.rs"),
    include_str!("tests/header.rs"),
    include_str!("tests/leak.rs"),
    include_str!("tests/shape.rs"),
    include_str!("tests/spec.rs"),
    include_str!("tests/template.rs"),
    include_str!("tests/text.rs"),
    include_str!("tests/variant.rs"),
];

#[test]
fn wrong_inputs_are_many() {
    let rows: usize = ROWS.iter().map(|file| file.matches("    assert_diagnostics(").count()).sum();
    assert!(rows >= 120, "{rows} wrong inputs");
}

#[test]
fn a_message_has_a_row() {
    let rows: Vec<String> = ROWS.iter().flat_map(|file| texts(file)).collect();
    let messages = texts(&read(SOURCES));
    let missing =
        messages.iter().filter(|message| message.contains("; ") && !rows.iter().any(|row| says(row, message)));
    assert_eq!(missing.collect::<Vec<_>>(), [""; 0], "messages without a row");
}

#[test]
fn what_the_docs_quote_is_a_message() {
    if is_packaged() {
        return;
    }
    let messages = texts(&read(SOURCES));
    let docs = read(&["../docs/attributes.md", "../docs/from-thiserror.md", "../docs/never-sent.md"]);
    let quoted = docs.lines().filter_map(|line| line.strip_prefix("error: "));
    let wrong = quoted.filter(|quoted| !messages.iter().any(|message| message.contains("; ") && says(quoted, message)));
    assert_eq!(wrong.collect::<Vec<_>>(), [""; 0], "quoted, but not said");
}

/// Returns `true` if this text is the message, which may be a format string.
fn says(text: &str, message: &str) -> bool {
    let escaped = message.replace("{{", "\u{1}").replace("}}", "\u{2}");
    let mut between = escaped.split(['{', '}']).step_by(2).map(|part| part.replace('\u{1}', "{").replace('\u{2}', "}"));
    let mut rest = text;
    text == message || between.all(|part| rest.split_once(&part).map(|(_, after)| rest = after).is_some())
}

/// The files with messages.
const SOURCES: &[&str] = &[
    "src/attr.rs",
    "src/attr/read.rs",
    "src/input.rs",
    "src/spec.rs",
    "src/spec/decode.rs",
    "src/spec/field.rs",
    "src/spec/header.rs",
    "src/spec/leak.rs",
    "src/spec/rejection.rs",
    "src/spec/rename.rs",
    "src/spec/shape.rs",
    "src/spec/text.rs",
    "src/spec/variant.rs",
    "src/template.rs",
];

/// Returns every string literal in the code except docs.
fn texts(code: &str) -> Vec<String> {
    fn collect(tokens: TokenStream, texts: &mut Vec<String>) {
        for token in tokens {
            match token {
                TokenTree::Group(group) if group.to_string().starts_with("[doc") => {}
                TokenTree::Group(group) => collect(group.stream(), texts),
                TokenTree::Literal(literal) => {
                    if let Lit::Str(text) = Lit::new(literal) {
                        texts.push(text.value());
                    }
                }
                _ => {}
            }
        }
    }
    let mut texts = Vec::new();
    collect(code.parse().expect("tokens"), &mut texts);
    texts
}

#[test]
fn a_key_has_a_check_and_a_row_of_its_name() {
    let checks = read(SOURCES);
    let rows = ROWS.concat();
    for key in KEYS.iter().map(|row| row.key.word()) {
        // A keyword cannot be the ident of a function.
        let row = if matches!(key, "crate" | "type") { format!("{key}_") } else { key.to_owned() };
        assert!(rows.contains(&format!("\nfn {row}() {{")), "no row for `{key}`; write `fn {row}()`");
        let check = format!("fn check_{key}");
        assert!(checks.contains(&format!("{check}(")) || checks.contains(&format!("{check}<")), "no `{check}`");
    }
}

#[test]
fn a_key_has_a_heading_in_the_docs() {
    if is_packaged() {
        return;
    }
    let docs = read(&["../docs/attributes.md"]);
    let keys: Vec<&str> = KEYS.iter().map(|row| row.key.word()).collect();
    let headings: Vec<&str> = docs.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let headings: Vec<&str> = headings.into_iter().filter(|heading| keys.contains(heading)).collect();
    assert_eq!(headings, keys, "`docs/attributes.md` has one heading for each key, in the order of `KEYS`");
}

#[test]
fn a_key_has_a_ui_case() {
    if is_packaged() {
        return;
    }
    let cases = fs::read_dir(of_the_crate("../tests/ui/fail")).expect("the ui cases");
    let cases: Vec<PathBuf> = cases.map(|case| case.expect("a case").path()).collect();
    let prefixes: Vec<String> = KEYS.iter().map(|row| format!("{}-", row.key.word().replace('_', "-"))).collect();
    // The longest: `retry-after-….rs` is a case of `retry_after`, not of `retry`.
    let prefix_of = |case: &PathBuf| {
        let name = case.file_name()?.to_str()?;
        prefixes.iter().filter(|prefix| name.starts_with(*prefix)).max_by_key(|prefix| prefix.len())
    };
    let found: HashSet<&String> = cases.iter().filter_map(prefix_of).collect();
    for prefix in &prefixes {
        assert!(found.contains(prefix), "no ui case; write `tests/ui/fail/{prefix}….rs`");
    }
}

fn read(paths: &[&str]) -> String {
    paths.iter().map(|path| fs::read_to_string(of_the_crate(path)).expect("a file of the repository")).collect()
}

/// Returns `true` if this is the crate from the registry, which comes without the pages and the UI cases of the repository.
fn is_packaged() -> bool {
    !of_the_crate("../docs").exists()
}

fn of_the_crate(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
