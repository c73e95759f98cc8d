//! [`Example`]: an error with the values of its `example` attributes, rendered like any other.

use core::error::Error;
use core::fmt;

use crate::definition::Text;
use crate::visitor::Details;
use crate::{ApiError, Definition, ErrorStatus, Fact, Visitor, message};

/// An error of this definition, made for its documentation.
#[derive(Debug)]
pub(crate) struct Example(&'static Definition);

impl Example {
    /// `None` where a value of the body has no example.
    pub(crate) fn of(definition: &'static Definition) -> Option<Self> {
        let example = Self(definition);
        // Of a 500 nothing is sent, so nothing is missing.
        let is_whole = definition.status() == ErrorStatus::INTERNAL_SERVER_ERROR
            || (example.has_message() && example.details()?.len() == example.detail_names());
        is_whole.then_some(example)
    }

    fn has_message(&self) -> bool {
        self.0.text() == Text::Constant || self.fill().is_some()
    }

    fn details(&self) -> Option<Details> {
        message::shown(self, self.0).ok().map(|shown| shown.details)
    }

    fn detail_names(&self) -> usize {
        self.0.facts().iter().filter(|fact| matches!(fact, Fact::Detail(..))).count()
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
