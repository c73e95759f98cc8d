//! [`Entry`]: a name in a catalog and the errors of this name, for the documentation and the lock.

use alloc::vec::Vec;
use core::hash::Hash;
use std::collections::{HashMap, HashSet};

use crate::{Catalog, Definition, ErrorStatus, Fact, JsonType, Retry};

/// A name with its status, and the errors that are answered with it.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) status: ErrorStatus,
    /// The type of the first error.
    #[cfg(feature = "docs")]
    pub(crate) type_name: &'static str,
    pub(crate) cases: Vec<Case>,
}

/// An error with its facts sorted.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) definition: &'static Definition,
    pub(crate) help: Option<&'static str>,
    pub(crate) url: Option<&'static str>,
    pub(crate) since: Option<&'static str>,
    pub(crate) deprecated: Option<&'static str>,
    pub(crate) retry: Option<Retry>,
    /// The headers, each with its value unless the error decides the value.
    pub(crate) headers: Vec<(&'static str, Option<&'static str>)>,
    pub(crate) details: Vec<(&'static str, JsonType)>,
    pub(crate) status_varies: bool,
}

/// Returns the names of a catalog in the order of the declaration. A type that is in the catalog twice is listed once.
pub(crate) fn entries(catalog: &Catalog) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut places = HashMap::new();
    let mut seen = HashSet::new();
    for (type_name, definition) in catalog.typed_definitions() {
        #[cfg(not(feature = "docs"))]
        let _ = type_name;
        let (name, status) = (definition.name(), definition.status());
        let case = Case::of(definition);
        if !seen.insert((name, status, case.key())) {
            continue;
        }
        let place = *places.entry((name, status)).or_insert(entries.len());
        if place == entries.len() {
            entries.push(Entry {
                name,
                status,
                #[cfg(feature = "docs")]
                type_name,
                cases: Vec::new(),
            });
        }
        if let Some(entry) = entries.get_mut(place) {
            entry.cases.push(case);
        }
    }
    entries
}

impl Case {
    pub(crate) fn of(definition: &'static Definition) -> Self {
        let mut case = Self {
            definition,
            help: None,
            url: None,
            since: None,
            deprecated: None,
            retry: None,
            headers: Vec::new(),
            details: Vec::new(),
            status_varies: false,
        };
        for fact in definition.facts() {
            match *fact {
                Fact::Help(help) => case.help = Some(help),
                Fact::Url(url) => case.url = Some(url),
                Fact::Since(since) => case.since = Some(since),
                Fact::Deprecated(note) => case.deprecated = Some(note),
                Fact::Header(name, value) => case.headers.push((name, Some(value))),
                Fact::HeaderField(name) => case.headers.push((name, None)),
                Fact::Detail(name, json) => case.details.push((name, json)),
                Fact::Retry(retry) => case.retry = Some(retry),
                Fact::StatusField => case.status_varies = true,
                Fact::Level(_)
                | Fact::Example(_)
                | Fact::Type(_)
                | Fact::Title(_)
                | Fact::Exposed
                | Fact::CodeField
                | Fact::WithoutMessage => {}
            }
        }
        case
    }

    /// Returns all facts that a client may see. Two errors with equal facts are the same to a client.
    fn key(&self) -> impl Eq + Hash + use<> {
        let texts = [self.definition.message(), self.definition.docs()];
        let more = [self.help, self.url, self.since, self.deprecated];
        (texts, more, self.retry, self.headers.clone(), self.details.clone(), self.status_varies)
    }

    /// Returns the message with its placeholders, and fields by their names without `r#`. The message of a hidden 500
    /// is not for clients.
    #[cfg(feature = "docs")]
    pub(crate) fn template(&self) -> Option<alloc::string::String> {
        let is_sent = !self.definition.is_hidden() || self.status_varies;
        let message = Some(self.definition.message()).filter(|message| is_sent && !message.is_empty())?;
        Some(message.replace("{r#", "{"))
    }

    /// Returns the headers of the answers, each with its value unless the error decides the value.
    #[cfg(feature = "docs")]
    pub(crate) fn sent_headers(&self) -> Vec<(&'static str, Option<&'static str>)> {
        let (name, value) = crate::header::CHALLENGE;
        let has_challenge = self.headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
        let challenge = self.definition.status() == ErrorStatus::UNAUTHORIZED && !has_challenge;
        challenge.then_some((name, Some(value))).into_iter().chain(self.headers.iter().copied()).collect()
    }
}
