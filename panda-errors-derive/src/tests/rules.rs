//! The rules in `rules.rs` are the rules of the core.

use std::fs;

use super::{of_the_crate, texts};
use crate::rules::{MESSAGE_LIMIT, NEVER_CACHED, REGISTERED, REQUIRED, RESERVED};

/// Returns a file of the core. The core is missing beside the packaged crate.
fn core(file: &str) -> Option<String> {
    fs::read_to_string(of_the_crate("../panda-errors/src").join(file)).ok()
}

/// Returns the code from a word up to the next `;`.
fn item<'a>(code: &'a str, start: &str) -> &'a str {
    let rest = code.split_once(start).map(|(_, rest)| rest).expect("the item");
    rest.split_once(";\n").map_or(rest, |(item, _)| item)
}

#[test]
fn the_core_reserves_the_same_headers() {
    let Some(code) = core("header.rs") else { return };
    assert_eq!(texts(item(&code, "const RESERVED: [&str; 10] =")), RESERVED);
}

#[test]
fn the_core_never_caches_the_same_statuses() {
    let Some(code) = core("header.rs") else { return };
    let arms = NEVER_CACHED.map(|status| status.to_string()).join(" | ");
    assert!(code.contains(&format!("matches!(status.as_u16(), {arms})")), "{arms}");
}

#[test]
fn the_core_cuts_messages_at_the_same_length() {
    let Some(code) = core("message.rs") else { return };
    assert_eq!(MESSAGE_LIMIT, 8 * 1024);
    assert!(code.contains("const WIRE_LIMIT: usize = 8 * 1024;"), "WIRE_LIMIT");
}

#[test]
fn the_core_registers_the_same_statuses() {
    let Some(code) = core("status.rs") else { return };
    for (status, reason, name) in REGISTERED.iter().filter(|(status, ..)| !matches!(status, 499 | 599)) {
        let is_row = |line: &str| {
            line.trim_start().starts_with(&format!("{status} ")) && line.contains(&format!("{reason:?} {name:?}"))
        };
        assert!(code.lines().any(is_row), "{status} {reason} {name}");
    }
}

#[test]
fn a_status_that_needs_a_header_is_registered() {
    for (status, header, _) in REQUIRED {
        assert!(REGISTERED.iter().any(|(registered, ..)| *registered == status), "{status} {header}");
    }
}
