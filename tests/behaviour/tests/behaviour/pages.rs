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
fn every_page_is_tested() {
    let packages = fs::read_dir(root().join("tests")).unwrap().map(|package| package.unwrap().path());
    let sources = packages.flat_map(|package| [files(&package.join("src"), "rs"), files(&package, "rs")].concat());
    let sources: String = sources.map(|source| fs::read_to_string(source).unwrap()).collect();

    let pages = files(&root().join("docs"), "md");
    assert!(!pages.is_empty());
    for page in pages {
        let name = page.file_name().unwrap().display();
        let included = format!("include_str!(\"../../../docs/{name}\")");
        // A build script makes a whole program of a page.
        let is_built = sources.contains(&format!("const PAGE: &str = \"../../docs/{name}\";"));
        assert!(is_built || sources.contains(&included), "no package in `tests` has `#[doc = {included}]`");
    }
    assert!(sources.contains("include_str!(\"../../../README.md\")"));
}

#[test]
fn a_decision_page_has_no_rust_code() {
    for decision in files(&root().join("docs/decisions"), "md") {
        assert!(!fs::read_to_string(&decision).unwrap().contains("```rust"), "{}", decision.display());
    }
}

/// A registry shows the README without the repository, so that a relative link leads nowhere.
#[test]
fn the_readme_of_each_crate_has_absolute_links_to_files_that_exist() {
    const REPOSITORY: &str = "https://github.com/panda-errors/panda-errors/blob/main/";
    const RAW: &str = "https://raw.githubusercontent.com/panda-errors/panda-errors/main/";
    for package in ["panda-errors", "panda-errors-derive"] {
        let readme = fs::read_to_string(root().join(package).join("README.md")).unwrap();
        let manifest = fs::read_to_string(root().join(package).join("Cargo.toml")).unwrap();
        assert!(manifest.contains("\nreadme = \"README.md\"\n"), "{package}");
        let links: Vec<_> = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert!(!links.is_empty(), "{package}");
        for link in links {
            assert!(link.starts_with("https://"), "{package}: {link}");
            if let Some(path) = link.strip_prefix(REPOSITORY).or_else(|| link.strip_prefix(RAW)) {
                let path = path.split('#').next().unwrap();
                assert!(root().join(path).exists(), "{package}: {link}");
            }
        }
    }
}
