//! [`Names`]: unique names for schemas.

use std::collections::BTreeSet;
use std::format;
use std::string::String;

/// A source of unique names for schemas. They also differ for generators that change their case, and from the names of
/// other things.
pub(in crate::docs) struct Names<'a> {
    prefix: &'a str,
    taken: BTreeSet<String>,
}

impl<'a> Names<'a> {
    /// Reserves `ApiError`, because it is the name of a class in clients of openapi-typescript-codegen.
    pub(in crate::docs) fn new(prefix: &'a str) -> Self {
        Self { prefix, taken: BTreeSet::from(["apierror".into()]) }
    }

    pub(in crate::docs) fn name(&mut self, wish: &str) -> String {
        let is_fit = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '.' | '-');
        let fit: String = wish.chars().map(|char| if is_fit(char) { char } else { '_' }).collect();
        let fit = match fit.chars().next() {
            Some(first) if first.is_ascii_alphabetic() => format!("{}{fit}", self.prefix),
            _ => format!("{}Error{fit}", self.prefix),
        };
        let mut name = fit.clone();
        let mut number = 2;
        while !self
            .taken
            .insert(name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase())
        {
            name = format!("{fit}{number}");
            number += 1;
        }
        name
    }
}
