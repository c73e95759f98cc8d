//! A catalog of 5,000 errors.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not there")]

use panda_errors::{Catalog, docs, lock};
use tests_docs::large;

type Render = fn(&Catalog) -> String;

const RENDERERS: &[(&str, Render)] = &[
    ("markdown", docs::markdown),
    ("html", docs::html),
    ("openapi", docs::openapi),
    ("json", docs::json),
    ("typescript", docs::typescript),
    ("lock", |catalog| lock::updated(catalog, None).unwrap()),
];

/// Returns the text, and how often and for how many bytes the allocator was asked.
fn counted(render: Render, catalog: &Catalog) -> (String, [u64; 2]) {
    let mut text = String::new();
    let counted = allocation_counter::measure(|| text = render(catalog));
    (text, [counted.count_total, counted.bytes_total])
}

#[test]
fn ten_times_the_errors_are_at_most_eleven_times_the_work() {
    let (small, large) = (large(500), large(5_000));
    for &(name, render) in RENDERERS {
        let (text, work) = counted(render, &large);
        let (small_text, small_work) = counted(render, &small);
        assert!(text.contains("Error4999"), "{name}");
        assert!(text.len() < 11 * small_text.len(), "{name}");
        for (work, small_work) in work.into_iter().zip(small_work) {
            assert!(work < 11 * small_work, "{name}: {small_work} and {work}");
        }
    }
}

#[test]
fn each_rendering_of_a_catalog_is_the_same() {
    let catalog = large(500);
    for (name, render) in RENDERERS {
        assert_eq!(render(&catalog), render(&catalog), "{name}");
    }
}
