//! What the derive says: a row for each wrong input, with the words that are underlined and the message.

mod scratch {
    fn lit(s: &str) -> String {
        let mut o = String::from("\"");
        for c in s.chars() {
            match c {
                '"' => o.push_str("\\\""),
                '\\' => o.push_str("\\\\"),
                '\n' => o.push_str("\\n"),
                '\r' => o.push_str("\\r"),
                c => o.push(c),
            }
        }
        o.push('"');
        o
    }
    #[test]
    fn scratch() {
        let text = std::fs::read_to_string("/tmp/rows.txt").unwrap();
        for source in text.split("\n\n") {
            let source = source.trim();
            if source.is_empty() {
                continue;
            }
            let d: Vec<String> =
                super::diagnostics(source).iter().map(|(w, m)| format!("[{},{}]", lit(w), lit(m))).collect();
            println!("\n@@[{},[{}]]", lit(source), d.join(","));
        }
    }
}

use proc_macro2::TokenStream;
use syn::{Item, LitStr};

use crate::derive;

/// The words that are underlined and the messages, in the order of the source.
fn diagnostics(source: &str) -> Vec<(String, String)> {
    let tokens: TokenStream = source.parse().expect("tokens");
    let expansion: syn::File = syn::parse2(derive(tokens)).expect("an expansion that parses");
    let mut diagnostics: Vec<_> = expansion.items.iter().filter_map(diagnostic).collect();
    diagnostics.sort_by_key(|(start, ..)| *start);
    diagnostics.into_iter().map(|(_, words, message)| (words, message)).collect()
}

/// Where the underlined words begin, the words, and the message.
fn diagnostic(item: &Item) -> Option<(usize, String, String)> {
    let Item::Macro(call) = item else { return None };
    let path = &call.mac.path;
    let start =
        path.leading_colon.filter(|_| path.segments.last().is_some_and(|last| last.ident == "compile_error"))?;
    // As `syn::Error` writes it: the first word's span is on the path, the last word's on the braces.
    let span = start.spans[0].join(call.mac.delimiter.span().join()).expect("words of one source");
    let words = span.source_text().expect("words of the user");
    let message: LitStr = call.mac.parse_body().expect("a message");
    Some((span.byte_range().start, words, message.value()))
}
