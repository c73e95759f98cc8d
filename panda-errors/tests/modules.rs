//! The core's modules import each other downwards only, without a circle.

#![expect(clippy::unwrap_used, reason = "a test ends if a file is missing")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Finds the files below a folder.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Returns the paths behind each `crate::` of a file, one for each name.
fn paths(code: &str) -> Vec<Vec<String>> {
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = lines.collect::<Vec<_>>().join(" ").replace("$crate::", "");
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let end = rest.find([';', '(', ')', '<', '>', '=', '[', '?', '.', '&', '!']).unwrap_or(rest.len());
        expand(&rest[..end], Vec::new(), &mut found);
    }
    found
}

/// Expands `a::{b, c::d}` to `a::b` and `a::c::d`.
fn expand(text: &str, mut before: Vec<String>, found: &mut Vec<Vec<String>>) {
    let text = text.trim();
    if let Some(list) = text.strip_prefix('{') {
        let list = list.rsplit_once('}').map_or(list, |(list, _)| list);
        let (mut depth, mut start) = (0, 0);
        for (at, char) in list.char_indices().chain([(list.len(), ',')]) {
            match char {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    expand(&list[start..at], before.clone(), found);
                    start = (at + 1).min(list.len());
                }
                _ => {}
            }
        }
        return;
    }
    let end = text.find(|char: char| !(char.is_alphanumeric() || char == '_')).unwrap_or(text.len());
    if end == 0 {
        return;
    }
    before.push(text[..end].to_owned());
    match text[end..].strip_prefix("::") {
        Some(rest) => expand(rest, before, found),
        None => found.push(before),
    }
}

/// Returns the module at the top of the crate that a file belongs to.
fn module(source: &Path, file: &Path) -> String {
    let first = file.strip_prefix(source).unwrap().components().next().unwrap();
    first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// Returns the modules of a graph that import each other in a circle, each with its imports in the circle.
fn circle(imports: &BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, Vec<String>> {
    let mut left = imports.clone();
    loop {
        let used: BTreeSet<String> = left.values().flatten().cloned().collect();
        let names: BTreeSet<String> = left.keys().cloned().collect();
        let before = left.len();
        // A module that imports nothing of the rest, or that nothing of the rest imports, is not in a circle.
        left.retain(|from, to| used.contains(from) && to.iter().any(|to| names.contains(to)));
        if left.len() == before {
            break;
        }
    }
    let in_circle = |to: &&String| left.contains_key(*to);
    left.iter().map(|(from, to)| (from.clone(), to.iter().filter(in_circle).cloned().collect())).collect()
}

#[test]
fn no_module_imports_itself_by_way_of_others() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&source, &mut all);
    // The names that `lib.rs` exports hide the module that they come from.
    let exports = paths(&fs::read_to_string(source.join("lib.rs")).unwrap());
    let exported: BTreeMap<String, String> = exports
        .into_iter()
        .filter(|path| path.len() > 1)
        .map(|path| (path[path.len() - 1].clone(), path[0].clone()))
        .collect();
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in all.iter().filter(|file| !file.ends_with("src/lib.rs")) {
        let from = module(&source, file);
        for path in paths(&fs::read_to_string(file).unwrap()) {
            let to = exported.get(&path[0]).unwrap_or(&path[0]);
            if *to != from {
                imports.entry(from.clone()).or_default().insert(to.clone());
            }
        }
    }
    assert!(imports.len() > 15, "{imports:#?}");
    let circle = circle(&imports);
    assert!(circle.is_empty(), "these modules import each other in a circle: {circle:#?}");
}

#[test]
fn a_circle_of_three_modules_is_found() {
    let imports = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let graph = [("a", &["b", "d"][..]), ("b", &["c"]), ("c", &["a"]), ("e", &["a"])];
    let graph = graph.into_iter().map(|(from, to)| (from.to_owned(), imports(to))).collect();
    assert_eq!(circle(&graph).into_keys().collect::<Vec<_>>(), ["a", "b", "c"]);
}
