//! Every page for users is run: its code blocks are doctests of one of the packages in `tests`.

use std::fs;
use std::path::{Path, PathBuf};

/// The files in a folder with this extension.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|is| is == extension)).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn no_page_is_left_out() {
    let packages = fs::read_dir(root().join("tests")).unwrap();
    let sources = packages.flat_map(|package| files(&package.unwrap().path().join("src"), "rs"));
    let sources: String = sources.map(|source| fs::read_to_string(source).unwrap()).collect();

    let pages = files(&root().join("docs"), "md");
    assert!(!pages.is_empty());
    for page in pages {
        let included = format!("include_str!(\"../../../docs/{}\")", page.file_name().unwrap().display());
        assert!(sources.contains(&included), "no package in `tests` has `#[doc = {included}]`");
    }
    assert!(sources.contains("include_str!(\"../../../README.md\")"));
}

#[test]
fn decisions_have_no_code_that_nobody_runs() {
    for decision in files(&root().join("docs/decisions"), "md") {
        assert!(!fs::read_to_string(&decision).unwrap().contains("```rust"), "{}", decision.display());
    }
}
