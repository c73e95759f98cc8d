//! The code in `docs/expansion.md` is the output of the derive.

use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Item, ItemConst};

use crate::derive;

/// Returns the tokens one after the other, without those that `rustfmt` adds or removes: commas, semicolons and braces.
fn flat(tokens: TokenStream) -> Vec<String> {
    let flat = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => flat(group.stream()),
        TokenTree::Group(group) => {
            let inside = flat(group.stream()).join(" ");
            vec![format!("{:?} {inside}", group.delimiter())]
        }
        TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';') => Vec::new(),
        token => vec![token.to_string()],
    });
    flat.collect()
}

/// Returns the code of a page, block by block.
fn blocks(page: &str) -> Vec<syn::File> {
    let code = page.split("\n```rust\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let shown = code.map(|code| code.lines().filter(|line| !line.starts_with("# ")).collect::<Vec<_>>().join("\n"));
    // The statements behind the items are a doctest.
    let items =
        shown.map(|code| code.split("\nassert").next().and_then(|code| code.split("\nlet ").next()).map(str::to_owned));
    items.map(|code| syn::parse_file(&code.expect("code")).expect("items")).collect()
}

fn derived(item: &Item) -> bool {
    item.to_token_stream().to_string().contains("ApiError")
}

#[test]
fn the_page_shows_the_real_expansion() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/expansion.md");
    // The crate from the registry comes without the pages of the repository.
    if !page.exists() {
        return;
    }
    let blocks = blocks(&fs::read_to_string(page).expect("a page"));
    assert_eq!(blocks.len(), 4);
    for pair in blocks.chunks(2) {
        let [declared, expanded] = pair else { panic!("a declaration and its expansion") };
        let item = declared.items.iter().find(|item| !matches!(item, Item::Use(_)) && derived(item));
        let expansion =
            expanded.items.iter().find(|item| matches!(item, Item::Const(ItemConst { ident, .. }) if ident == "_"));
        let (item, expansion) = (item.expect("an item"), expansion.expect("an expansion"));
        assert_eq!(flat(expansion.to_token_stream()), flat(derive(item.to_token_stream())));
    }
}
