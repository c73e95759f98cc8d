//! Soups of tokens, each once through the derive: it never panics, never takes a second, and what it writes parses.

mod kitchen;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use self::kitchen::Kitchen;
use crate::derive;

const SOUPS: u64 = 100_000;
const THREADS: usize = 2;

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
            let soup = kitchen.soup(seed);
            let derived = catch_unwind(AssertUnwindSafe(|| derive(soup)));
            let parses = derived.is_ok_and(|expansion| syn::parse2::<syn::File>(expansion).is_ok());
            if done.send(parses).is_err() {
                return;
            }
        }
    });
    for seed in seeds() {
        match eaten.recv_timeout(Duration::from_secs(1)) {
            Ok(true) => {}
            Ok(false) => panic!("panics, or writes what does not parse: {}", Kitchen::new().soup(seed)),
            Err(RecvTimeoutError::Timeout) => panic!("takes more than a second: {}", Kitchen::new().soup(seed)),
            Err(RecvTimeoutError::Disconnected) => panic!("the soup cannot be made: {seed}"),
        }
    }
    seeds().count()
}
