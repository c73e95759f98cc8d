//! [`Example`]: an error with the values of its `example` attributes, rendered like any other.

use core::error::Error;
use core::fmt;

use alloc::vec::Vec;

use crate::definition::Text;
use crate::{ApiError, Definition, ErrorStatus, Fact, Visitor, message};

/// An error of this definition, made for its documentation.
#[derive(Debug)]
pub(crate) struct Example(&'static Definition);

impl Example {
    /// Returns `None` if an example is missing for a value of the answer.
    pub(crate) fn of(definition: &'static Definition) -> Option<Self> {
        let example = Self(definition);
        // A hidden 500 has nothing of the error, so it needs no values.
        let is_whole = definition.is_hidden() || (example.has_status() && example.missing().is_empty());
        is_whole.then_some(example)
    }

    /// Returns the values without an example: `message`, and the names of details and headers.
    fn missing(&self) -> Vec<&'static str> {
        let details = message::shown(self, self.0).map(|shown| shown.details).unwrap_or_default();
        let headers = message::headers(self, self.0).unwrap_or_default();
        let has_message = self.0.text() == Text::Constant || self.0.is_without_message() || self.fill().is_some();
        let missing = self.0.facts().iter().filter_map(|fact| match fact {
            Fact::Detail(name, _) if !details.iter().any(|(shown, _)| shown == name) => Some(*name),
            Fact::HeaderField(name) if !headers.iter().any(|(set, _)| set.eq_ignore_ascii_case(name)) => Some(*name),
            _ => None,
        });
        (!has_message).then_some("message").into_iter().chain(missing).collect()
    }

    /// Returns the details that have examples.
    #[cfg(feature = "docs")]
    pub(crate) fn details_of(definition: &'static Definition) -> crate::visitor::Details {
        message::shown(&Self(definition), definition).map(|shown| shown.details).unwrap_or_default()
    }

    /// Returns the values without an example, for the error of this definition.
    #[cfg(feature = "docs")]
    pub(crate) fn missing_of(definition: &'static Definition) -> Vec<&'static str> {
        Self(definition).missing()
    }

    /// Returns `false` if a field decides the status and no other status than 500 is stated.
    fn has_status(&self) -> bool {
        self.0.status() != ErrorStatus::INTERNAL_SERVER_ERROR || self.0.is_exposed()
    }

    fn fill(&self) -> Option<fn(&mut Visitor<'_>) -> fmt::Result> {
        self.0.facts().iter().find_map(|fact| match fact {
            Fact::Example(fill) => Some(*fill),
            _ => None,
        })
    }
}

impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        message::display(self, f)
    }
}

impl Error for Example {}

impl ApiError for Example {
    fn definition(&self) -> &'static Definition {
        self.0
    }

    fn visit(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        self.fill().map_or(Ok(()), |fill| fill(visitor))
    }
}
