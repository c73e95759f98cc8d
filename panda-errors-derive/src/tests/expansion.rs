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

/// Returns the page, unless the crate is from the registry, which does not have the pages of the repository.
fn page() -> Option<String> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/expansion.md");
    page.exists().then(|| fs::read_to_string(page).expect("a page"))
}

/// Returns the code of a page, block by block.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let start = format!("\n```{language}\n");
    page.split(&start).skip(1).filter_map(|rest| rest.split("\n```").next()).collect()
}

/// Returns the items of a block of Rust.
fn items(block: &str) -> Vec<Item> {
    let shown = block.lines().filter(|line| !line.starts_with("# ")).collect::<Vec<_>>().join("\n");
    // The statements behind the items are a doctest.
    let items = shown.split("\nassert").next().and_then(|code| code.split("\nlet ").next());
    syn::parse_file(items.expect("code")).expect("items").items
}

fn declared(block: &str) -> Item {
    let is_declared =
        |item: &Item| !matches!(item, Item::Use(_)) && item.to_token_stream().to_string().contains("ApiError");
    items(block).into_iter().find(is_declared).expect("an item with the derive")
}

#[test]
fn the_page_shows_the_real_expansion() {
    let Some(page) = page() else { return };
    let [declaration, expanded, _] = blocks(&page, "rust")[..] else { panic!("an enum, its expansion, and a shape") };
    let is_expansion = |item: &Item| matches!(item, Item::Const(ItemConst { ident, .. }) if ident == "_");
    let expansion = items(expanded).into_iter().find(is_expansion).expect("an expansion");
    assert_eq!(flat(expansion.to_token_stream()), flat(derive(declared(declaration).to_token_stream())));
}

#[test]
fn a_shape_adds_only_the_lines_on_the_page() {
    let Some(page) = page() else { return };
    let declaration = declared(blocks(&page, "rust").last().expect("a shape"));
    let mut with_shape = flat(derive(declaration.to_token_stream()));
    let Item::Enum(mut without) = declaration else { panic!("an enum") };
    without.attrs.retain(|attribute| !attribute.path().is_ident("api"));
    for piece in blocks(&page, "text").first().expect("the lines of a shape").split("\n\n") {
        let piece = flat(piece.parse().expect("tokens"));
        let at = with_shape.windows(piece.len()).position(|tokens| tokens == piece).expect("a part of the expansion");
        with_shape.drain(at..at + piece.len());
    }
    assert_eq!(with_shape, flat(derive(without.to_token_stream())));
}
