//! The results that the clients saw.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The number of wrong answers that are shown.
const EXAMPLES: usize = 10;

#[derive(Debug, Default)]
pub(crate) struct Tally(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    visits: BTreeMap<&'static str, u64>,
    statuses: BTreeMap<u16, u64>,
    wrong: u64,
    examples: Vec<String>,
}

impl Tally {
    /// Counts an answer.
    pub(crate) fn answer(&self, status: u16) {
        *self.counts().statuses.entry(status).or_default() += 1;
    }

    /// Counts a visit, which is wrong if it has an error.
    pub(crate) fn record(&self, kind: &'static str, outcome: Result<(), String>) {
        let mut counts = self.counts();
        *counts.visits.entry(kind).or_default() += 1;
        if let Err(error) = outcome {
            counts.wrong += 1;
            if counts.examples.len() < EXAMPLES {
                counts.examples.push(format!("{kind}: {error}"));
            }
        }
    }

    pub(crate) fn visits(&self) -> impl Display {
        Sums(self.counts().visits.iter().map(|(kind, count)| (kind.to_string(), *count)).collect())
    }

    pub(crate) fn answers(&self) -> impl Display {
        Sums(self.counts().statuses.iter().map(|(status, count)| (status.to_string(), *count)).collect())
    }

    pub(crate) fn of_status(&self, status: u16) -> u64 {
        self.counts().statuses.get(&status).copied().unwrap_or_default()
    }

    pub(crate) fn wrong(&self) -> u64 {
        self.counts().wrong
    }

    /// The first of the wrong answers.
    pub(crate) fn examples(&self) -> Vec<String> {
        self.counts().examples.clone()
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Numbers with their sum.
struct Sums(Vec<(String, u64)>);

impl Display for Sums {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.iter().map(|(_, count)| count).sum::<u64>())?;
        for (index, (name, count)) in self.0.iter().enumerate() {
            write!(f, "{}{name} {count}", if index == 0 { " = " } else { ", " })?;
        }
        Ok(())
    }
}
