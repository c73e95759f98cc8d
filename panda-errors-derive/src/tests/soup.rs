//! Soups of tokens, each once through the derive: it never panics, never takes a second, and what it writes parses.

mod kitchen;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use proc_macro2::TokenStream;

use self::kitchen::{DISHES, Kitchen};
use crate::derive;

const SOUPS: u64 = 100_000;
const THREADS: usize = 2;
const SECOND: Duration = Duration::from_secs(1);
const HANG: Duration = Duration::from_secs(20);

#[test]
fn what_is_spoiled_was_right() {
    for dish in DISHES {
        super::assert_fine(dish);
    }
}

#[test]
fn no_soup_is_too_hot() {
    let eaters: Vec<_> = (0..THREADS).map(|first| thread::spawn(move || eat(first))).collect();
    let eaten: usize = eaters.into_iter().map(|eater| eater.join().expect("no panic, no hang, and what parses")).sum();
    assert_eq!(eaten as u64, SOUPS);
}

/// Eats every soup of one thread in another one, so that this one can watch the clock.
fn eat(first: usize) -> usize {
    let seeds = move || (0..SOUPS).skip(first).step_by(THREADS);
    let (done, eaten) = channel();
    thread::spawn(move || {
        let kitchen = Kitchen::new();
        for seed in seeds() {
            if done.send(taste(kitchen.soup(seed))).is_err() {
                return;
            }
        }
    });
    for seed in seeds() {
        let again = || Kitchen::new().soup(seed);
        match eaten.recv_timeout(HANG) {
            // Once more, because the machine may have been busy with something else.
            Ok((true, took)) => assert!(took < SECOND || taste(again()).1 < SECOND, "takes a second: {}", again()),
            Ok((false, _)) => panic!("panics, or writes what does not parse: {}", again()),
            Err(RecvTimeoutError::Timeout) => panic!("never ends: {}", again()),
            Err(RecvTimeoutError::Disconnected) => panic!("no soup of {seed}"),
        }
    }
    seeds().count()
}

/// Whether there is no panic and what is written parses, and how long the derive took.
fn taste(soup: TokenStream) -> (bool, Duration) {
    let start = Instant::now();
    let derived = catch_unwind(AssertUnwindSafe(|| derive(soup)));
    let took = start.elapsed();
    (derived.is_ok_and(|expansion| syn::parse2::<syn::File>(expansion).is_ok()), took)
}
