//! Every page for users is run: its code blocks are doctests of this package.

use std::fs;
use std::path::Path;

use tests_behaviour::pages::PAGES;

#[test]
fn no_page_is_left_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut pages = vec!["README.md".to_owned()];
    for entry in fs::read_dir(root.join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if Path::new(&name).extension().is_some_and(|extension| extension == "md") {
            pages.push(format!("docs/{name}"));
        }
    }
    pages.sort_unstable();
    let mut run = PAGES.to_vec();
    run.sort_unstable();
    assert_eq!(pages, run, "add the page to `src/pages.rs`");
}

#[test]
fn decisions_have_no_code_that_nobody_runs() {
    let decisions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/decisions");
    for entry in fs::read_dir(decisions).unwrap() {
        let path = entry.unwrap().path();
        assert!(!fs::read_to_string(&path).unwrap().contains("```rust"), "{}", path.display());
    }
}
