//! Many clients at once against the example: `cargo build -p panda-api && cargo run -p tests-soak -- SECONDS THREADS`.
//!
//! Most of the clients misbehave. They send broken and half requests, send slowly, pipeline, leave without reading, and
//! upload more than they may. Each answer is compared with the contract. At the end the soak prints the answers, the
//! wrong ones, the reports, and the memory and descriptors of the service before and after. It fails if any of them is
//! wrong.

mod connection;
mod service;
mod tally;
mod visits;

use std::error::Error;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use crate::service::{Measure, Service};
use crate::tally::Tally;
use crate::visits::{VISITS, Visitor};

const SECONDS: u64 = 10;
const THREADS: u64 = 24;

/// The memory in KiB that the service may hold at the end in addition to before. The allocator keeps it.
const MORE_MEMORY: u64 = 65_536;

fn main() -> ExitCode {
    match soak() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("soak: {error}");
            ExitCode::FAILURE
        }
    }
}

fn soak() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default: u64, most: u64| match arguments.next().map(|argument| argument.parse()) {
        None => Ok(default),
        Some(Ok(number)) if (1..=most).contains(&number) => Ok(number),
        Some(_) => Err(format!("usage: soak [SECONDS] [THREADS]; a number is from 1 to {most}")),
    };
    let (seconds, threads) = (number(SECONDS, 86_400)?, number(THREADS, 256)?);

    let service = Service::start()?;
    let tally = Tally::default();
    // Runs each visit once, so that everything made at the first use exists before the measurement.
    for (kind, visit) in VISITS {
        tally.record(kind, visit(&Visitor { address: service.address, tally: &tally }));
    }
    let before = service.settle()?;
    let end = Instant::now() + Duration::from_secs(seconds);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let visitor = Visitor { address: service.address, tally: &tally };
                while Instant::now() < end {
                    if let Some((kind, visit)) = fastrand::choice(VISITS) {
                        tally.record(kind, visit(&visitor));
                    }
                }
            });
        }
    });
    let after = service.settle()?;
    judge(&tally, &service.reports()?, &before, &after, seconds, threads)
}

/// Prints all that was seen.
///
/// # Errors
///
/// Returns an error if any of it is wrong.
fn judge(
    tally: &Tally,
    reports: &[String],
    before: &Measure,
    after: &Measure,
    seconds: u64,
    threads: u64,
) -> Result<(), Box<dyn Error>> {
    println!("{seconds} s, {threads} threads");
    println!("visits       {}", tally.visits());
    println!("answers      {}", tally.answers());
    println!("wrong        {}", tally.wrong());
    println!("reports      {} of {} answers with 500", reports.len(), tally.of_status(500));
    println!("memory       {} KiB before, {} KiB after", before.memory, after.memory);
    println!("descriptors  {} before, {} after", before.descriptors, after.descriptors);
    let mut faults = tally.examples();
    if reports.len() as u64 != tally.of_status(500) {
        faults.push("an answer with 500 has exactly one report".to_owned());
    }
    let odd = reports.iter().filter(|report| !report.starts_with("panda-errors: 500 Damaged "));
    faults.extend(odd.take(3).map(|report| format!("this is not a report of the damaged record: {report}")));
    if after.descriptors > before.descriptors {
        faults.push("descriptors were lost".to_owned());
    }
    if after.memory > before.memory + MORE_MEMORY {
        faults.push(format!("the service holds more than {MORE_MEMORY} KiB more"));
    }
    if faults.is_empty() {
        return Ok(());
    }
    Err(faults.join("\n      ").into())
}
