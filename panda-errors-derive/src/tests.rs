//! What the derive says: a row for each wrong input, with the words that are underlined and the message.

use proc_macro2::TokenStream;
use syn::{Item, LitStr};

use crate::derive;

fn diagnostics(source: &str) -> Vec<(String, String)> {
    let tokens: TokenStream = source.parse().expect("tokens");
    let file: syn::File = syn::parse2(derive(tokens)).expect("an expansion that parses");
    let mut diagnostics = Vec::new();
    for item in file.items {
        let Item::Macro(call) = item else { continue };
        if !call.mac.path.segments.last().is_some_and(|last| last.ident == "compile_error") {
            continue;
        }
        let start = call.mac.path.leading_colon.expect("abs").spans[0];
        let end = call.mac.delimiter.span().join();
        let span = start.join(end).expect("one source");
        let text = span.source_text().unwrap_or("<call_site>".into());
        let message: LitStr = call.mac.parse_body().expect("a text");
        diagnostics.push((span.byte_range().start, text, message.value()));
    }
    diagnostics.into_iter().map(|(_, text, message)| (text, message)).collect()
}

#[test]
fn scratch() {
    let text = std::fs::read_to_string("/tmp/rows.txt").unwrap();
    for source in text.split("\n\n") {
        if source.trim().is_empty() {
            continue;
        }
        println!("{}", source.trim());
        for (text, message) in diagnostics(source) {
            println!("    ({text:?}, {message:?}),");
        }
        println!();
    }
}
