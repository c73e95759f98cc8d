//! Random token streams through the derive: it never panics, never takes a second, and its expansion parses.

mod seeds;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use proc_macro2::TokenStream;

use self::seeds::{Generator, SEEDS};
use crate::derive;

const INPUTS: u64 = 100_000;
const THREADS: usize = 2;
const SECOND: Duration = Duration::from_secs(1);
const HANG: Duration = Duration::from_secs(20);

#[test]
fn every_seed_is_valid() {
    for seed in SEEDS {
        super::assert_fine(seed);
    }
}

#[test]
fn every_input_expands_within_a_second_to_items_that_parse() {
    let threads: Vec<_> = (0..THREADS).map(|first| thread::spawn(move || expand_all(first))).collect();
    let expanded: usize =
        threads.into_iter().map(|thread| thread.join().expect("no panic, no hang, and what parses")).sum();
    assert_eq!(expanded as u64, INPUTS);
}

/// Returns an item with many of one thing.
fn many(
    before: &str,
    one: impl Fn(usize) -> String,
    between: &str,
    other: impl Fn(usize) -> String,
    behind: &str,
) -> String {
    let many = |one: &dyn Fn(usize) -> String| (0..4_000).map(one).collect::<String>();
    format!("{before}{}{between}{}{behind}", many(&one), many(&other))
}

#[test]
fn many_of_one_thing_expand_in_linear_time() {
    // A quadratic search among these takes ten seconds, and a linear one a tenth of a second.
    let (field, empty) = (|at| format!("f{at}: u8,"), |_| String::new());
    let message = r#"#[api(status = 404, message = ""#;
    for item in [
        many(message, |at| format!("{{f{at}}}"), r#"")] struct E {"#, field, "}"),
        many(message, |at| format!("{{f{at}:f1$}}"), r#"")] struct E {"#, field, "}"),
        many(message, |_| "{}".to_owned(), r#"")] struct E {"#, field, "}"),
        many(message, |at| format!("{{g{at}}}"), r#"")] struct E {"#, field, "}"),
        many("#[api(status = 404, ", |at| format!(r#"header("X-{at}" = f{at}),"#), ")] struct E {", field, "}"),
        many("#[api(status = 404, decode, details)] struct E {", field, "", empty, "}"),
        many("enum E {", |at| format!("V{at},"), "", empty, "}"),
        many("#[api(status = 404, ", |_| "< ".to_owned(), "crate = ", |_| "a<".to_owned(), ")] struct E;"),
    ] {
        let input: TokenStream = item.parse().expect("tokens");
        let again = input.clone();
        let (is_fine, took) = expand(input);
        assert!(is_fine && (took < 3 * SECOND || expand(again).1 < 3 * SECOND), "{took:?}: {}", &item[..80]);
    }
}

/// Expands every input of one thread in another one, so that this one can watch the clock.
fn expand_all(first: usize) -> usize {
    let seeds = move || (0..INPUTS).skip(first).step_by(THREADS);
    let begun = Arc::new(AtomicU64::new(first as u64));
    let (report, reported) = channel();
    let worker = thread::spawn({
        let begun = Arc::clone(&begun);
        move || {
            let generator = Generator::new();
            for seed in seeds() {
                begun.store(seed, Ordering::Relaxed);
                let (is_fine, took) = expand(generator.input(seed));
                if !is_fine || took >= SECOND {
                    report.send((seed, is_fine)).expect("the other thread listens");
                }
            }
            seeds().count()
        }
    });
    let again = |seed| Generator::new().input(seed);
    let mut last = u64::MAX;
    loop {
        match reported.recv_timeout(HANG) {
            Ok((seed, false)) => panic!("panics, or writes what does not parse: {}", again(seed)),
            // Once more, because the machine may have been busy with something else.
            Ok((seed, true)) => assert!(expand(again(seed)).1 < SECOND, "takes a second: {}", again(seed)),
            Err(RecvTimeoutError::Timeout) => {
                let at = begun.load(Ordering::Relaxed);
                assert_ne!(last, at, "never ends: {}", again(at));
                last = at;
            }
            Err(RecvTimeoutError::Disconnected) => return worker.join().expect("no panic outside of the derive"),
        }
    }
}

/// Returns whether the derive finishes without a panic and its output parses, and the time that it took.
fn expand(input: TokenStream) -> (bool, Duration) {
    let start = Instant::now();
    let derived = catch_unwind(AssertUnwindSafe(|| derive(input)));
    let took = start.elapsed();
    (derived.is_ok_and(|expansion| syn::parse2::<syn::File>(expansion).is_ok()), took)
}
