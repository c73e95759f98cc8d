//! The cases that are measured: ours, the floors below us, and the peers beside us.
//!
//! Each binary runs the same cases and counts another thing. `benches/performance` runs them all.

mod escaping;
mod floor;
mod ours;
mod peers;
mod reply;
mod text;

use std::hint::black_box;

use panda_errors::report;

/// The message of an error. Each subject has an error for each message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Message {
    /// A 404 with a message without placeholders.
    Constant,
    /// A 413 whose message has one integer.
    Integer,
    /// A 422 whose message has a text.
    Text(&'static str),
    /// A 500.
    Internal,
}

/// Returns the messages and their names.
fn messages() -> [(&'static str, Message); 10] {
    [
        ("constant", Message::Constant),
        ("integer", Message::Integer),
        ("20 B", Message::Text(text::clean(20))),
        ("200 B", Message::Text(text::clean(200))),
        ("8,000 B", Message::Text(text::clean(8_000))),
        ("8 KiB", Message::Text(text::clean(8 << 10))),
        ("1 MiB", Message::Text(text::clean(1 << 20))),
        ("200 B, 25 % quotes", Message::Text(text::quoted(200, 4))),
        ("200 B, 100 % quotes", Message::Text(text::quoted(200, 1))),
        ("500", Message::Internal),
    ]
}

/// One call to measure.
pub struct Case {
    /// The code that does the work.
    pub subject: &'static str,
    /// The error or the text that it works on.
    pub input: &'static str,
    /// Whether a hook takes the reports.
    has_hook: bool,
    /// Whether it makes a layer. From the first layer on, every answer of the process has an id.
    pub has_layer: bool,
    call: Box<dyn Fn()>,
}

impl Case {
    fn new<R>(subject: &'static str, input: &'static str, call: impl Fn() -> R + 'static) -> Self {
        Self { subject, input, has_hook: false, has_layer: false, call: Box::new(move || drop(black_box(call()))) }
    }

    fn with_hook(self) -> Self {
        Self { has_hook: true, ..self }
    }

    fn with_layer(self) -> Self {
        Self { has_layer: true, ..self }
    }

    /// Sets the hook of the case, and calls it a few times, so that lazy values exist before the measurement.
    pub fn prepare(&self) {
        if self.has_hook {
            report::set_hook(|_| ());
        } else {
            report::take_hook();
        }
        for _ in 0..8 {
            (self.call)();
        }
    }

    /// Makes the call once.
    pub fn call(&self) {
        (self.call)();
    }
}

/// All cases, those with a layer last.
#[must_use]
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (input, message) in messages() {
        floor::add(&mut cases, input, message);
        ours::add(&mut cases, input, message);
        peers::add(&mut cases, input, message);
    }
    ours::add_success(&mut cases);
    escaping::add(&mut cases);
    reply::add(&mut cases);
    cases.sort_by_key(|case| case.has_layer);
    cases
}
