//! A catalog of 5,000 errors.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not there")]

use std::time::{Duration, Instant};

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

#[test]
fn is_rendered_in_well_under_two_seconds() {
    let (small, large) = (large(500), large(5_000));
    for (name, render) in RENDERERS {
        let started = Instant::now();
        let text = render(&large);
        let took = started.elapsed();
        println!("{name}: {} bytes in {took:?}", text.len());
        assert!(took < Duration::from_secs(2), "{name}: {took:?}");
        assert!(text.contains("Error4999"), "{name}");
        assert!(text.len() < 11 * render(&small).len(), "{name}");
    }
}

#[test]
fn is_the_same_each_time() {
    let catalog = large(500);
    for (name, render) in RENDERERS {
        assert_eq!(render(&catalog), render(&catalog), "{name}");
    }
}
