//! The behaviour of derived types.
//!
//! One binary. A file beside this folder is a process of its own, because it sets something of the whole process: the
//! hook of the reports, the hook of panics, the allocator or the subscriber.

// Clippy takes only that for tests.
#![cfg(test)]
// `messages` has names in other scripts; the compiler reads this at the root only.
#![allow(mixed_script_confusables)]

mod answer;
mod by_hand;
mod canonical;
mod decode;
mod details;
mod displaydoc;
mod editions;
mod escaping;
mod hostile_display;
mod hostile_source;
mod hygiene;
mod json_test_suite;
mod lints;
mod macros;
mod many;
mod messages;
mod pages;
mod renamed;
mod reply;
mod reply_hostile;
mod reply_shapes;
mod same_names;
mod serde;
mod serialized;
mod shape;
mod shape_keys;
mod shape_mistakes;
mod shapes;
mod skip;
mod snafu;
mod sources;
mod thiserror;
