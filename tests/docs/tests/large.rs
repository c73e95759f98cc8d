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

/// Returns the text and the shortest time of a few tries. The tries stop at the first one below the limit.
fn time(render: Render, catalog: &Catalog, limit: Duration) -> (String, Duration) {
    let mut best = (String::new(), Duration::MAX);
    for _ in 0..5 {
        let started = Instant::now();
        let text = render(catalog);
        let took = started.elapsed();
        if took < best.1 {
            best = (text, took);
        }
        if took < limit {
            break;
        }
    }
    best
}

#[test]
fn a_catalog_of_5000_errors_is_rendered_in_under_two_seconds() {
    let (small, large) = (large(500), large(5_000));
    for &(name, render) in RENDERERS {
        let (text, took) = time(render, &large, Duration::from_secs(2));
        assert!(took < Duration::from_secs(2), "{name}: {took:?}");
        assert!(text.contains("Error4999"), "{name}");
        assert!(text.len() < 11 * render(&small).len(), "{name}");
    }
}

#[test]
fn each_rendering_of_a_catalog_is_the_same() {
    let catalog = large(500);
    for (name, render) in RENDERERS {
        assert_eq!(render(&catalog), render(&catalog), "{name}");
    }
}
