//! Times each case in rounds that take turns, so that what disturbs the machine disturbs all; prints the medians.

use std::time::{Duration, Instant};

use panda_errors_benches::cases;

const ROUNDS: usize = 21;
const ROUND: Duration = Duration::from_micros(500);

fn main() {
    let cases = cases();
    let mut times = vec![Vec::with_capacity(ROUNDS); cases.len()];
    for with_layer in [false, true] {
        for _ in 0..ROUNDS {
            for (case, times) in cases.iter().zip(&mut times).filter(|(case, _)| case.has_layer == with_layer) {
                case.prepare();
                times.push(nanoseconds(|| case.call()));
            }
        }
    }
    for (case, mut times) in cases.iter().zip(times) {
        times.sort_by(f64::total_cmp);
        println!("{}\t{}\t{}", case.subject, case.input, times[ROUNDS / 2]);
    }
}

/// The time of one call, over as many as a round has room for.
fn nanoseconds(call: impl Fn()) -> f64 {
    let start = Instant::now();
    let mut calls = 0_u32;
    while start.elapsed() < ROUND {
        for _ in 0..16 {
            call();
        }
        calls += 16;
    }
    start.elapsed().as_secs_f64() * 1e9 / f64::from(calls)
}
