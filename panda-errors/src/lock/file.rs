//! [`File`]: the contents of a lock file, and the meaning of a change in it to clients.

use core::fmt;
use core::marker::PhantomData;
use std::collections::{BTreeMap, BTreeSet};
use std::format;
use std::string::{String, ToString as _};
use std::vec::Vec;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::shape::{LockedShape, Sent};
use super::{Change, Unreadable, VARIABLE};
use crate::catalog::entry::{Case, entries};
use crate::{Catalog, ErrorStatus, Shape};

/// The version of the format.
const VERSION: u64 = 1;

/// A lock file. Its entries are in order, so that a new error is a few new lines.
///
/// People merge and edit the file by hand. So a key that occurs twice, or that is unknown, is an error and is not
/// ignored.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    version: u64,
    /// The shape of the bodies, which is left out for the Panda shape.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shape: Option<LockedShape>,
    #[serde(deserialize_with = "each_once")]
    errors: BTreeMap<String, Locked>,
    /// The names that were removed, with their statuses.
    #[serde(deserialize_with = "each_once")]
    removed: BTreeMap<String, u16>,
}

/// The members that every version of the format has.
#[derive(Debug, Deserialize)]
struct Versioned {
    version: u64,
}

/// The facts that a client can rely on in all errors of one name. In a shape other than Panda's, they belong to one
/// word of one status.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Locked {
    status: u16,
    /// An error of the name may have another status.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    status_varies: bool,
    /// The names that are sent beside the word.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    names: BTreeSet<String>,
    /// The types that the shape sends.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    types: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "each_once")]
    headers: BTreeMap<String, Presence>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "each_once")]
    details: BTreeMap<String, Detail>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Detail {
    #[serde(rename = "type")]
    json_type: String,
    presence: Presence,
}

/// Whether all errors of the name have the header or detail, or only some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Presence {
    Always,
    Sometimes,
}

impl File {
    pub(super) fn of(catalog: &Catalog) -> Self {
        let shape = catalog.shape();
        if !shape.is_panda() {
            return Self::in_shape(catalog, shape);
        }
        let mut errors = BTreeMap::new();
        for entry in &entries(catalog) {
            // A name with a second status is rejected at the constant of the catalog.
            errors.entry(entry.name.into()).or_insert_with(|| Locked::of(entry.status, &entry.cases));
        }
        Self { version: VERSION, shape: None, errors, removed: BTreeMap::new() }
    }

    fn in_shape(catalog: &Catalog, shape: &'static Shape) -> Self {
        let sent = Sent::by(shape);
        let cases = entries(catalog).into_iter().flat_map(|entry| entry.cases);
        let shown = cases.filter(|case| !case.definition.is_hidden());
        let mut groups: BTreeMap<String, Vec<Case>> = BTreeMap::new();
        for case in shown.chain([Case::of(shape.hidden())]) {
            groups.entry(sent.key(case.definition)).or_default().push(case);
        }
        let locked = |(key, cases): (String, Vec<Case>)| {
            let status = cases.first().map_or(ErrorStatus::INTERNAL_SERVER_ERROR, |case| case.definition.status());
            let mut locked = Locked::of(status, &cases);
            locked.names =
                cases.iter().filter_map(|case| sent.second_name(case.definition)).map(String::from).collect();
            locked.types = cases.iter().filter_map(|case| sent.error_type(case.definition)).map(String::from).collect();
            (key, locked)
        };
        let errors = groups.into_iter().map(locked).collect();
        Self { version: VERSION, shape: Some(LockedShape::of(shape)), errors, removed: BTreeMap::new() }
    }

    pub(super) fn read(text: &str) -> Result<Self, Unreadable> {
        let unreadable = |error: serde_json::Error| Unreadable(error.to_string());
        // Some editors write a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Err(Unreadable(format!("it is empty; delete it, and run the test with `{VARIABLE}=update`")));
        }
        if let Some(at) = text.lines().position(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ")) {
            return Err(Unreadable(format!(
                "line {} is a marker of a merge conflict; keep the errors of both sides, and delete the markers",
                at + 1
            )));
        }
        let Versioned { version } = serde_json::from_str(text).map_err(unreadable)?;
        if version != VERSION {
            return Err(Unreadable(format!("its version is {version} and not {VERSION}")));
        }
        let file: Self = serde_json::from_str(text).map_err(unreadable)?;
        match file.removed.keys().find(|name| file.errors.contains_key(*name)) {
            Some(name) => Err(Unreadable(format!("`{name}` is in `errors` and in `removed`; keep one of them"))),
            None => Ok(file),
        }
    }

    pub(super) fn text(&self) -> String {
        // The file consists of texts and numbers, so serialization cannot fail.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Returns this file, with the names that were removed up to now.
    pub(super) fn after(mut self, before: Self) -> Self {
        // Errors in another shape have other words, so they were not removed.
        let is_same_kind = before.shape.is_some() == self.shape.is_some();
        let gone = before.errors.into_iter().filter(|_| is_same_kind).map(|(name, locked)| (name, locked.status));
        self.removed.extend(gone.filter(|(_, status)| !is_silent(*status)).chain(before.removed));
        self.removed.retain(|name, _| !self.errors.contains_key(name));
        self
    }

    /// Returns the changes, the breaking changes first.
    pub(super) fn changes_since(&self, before: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut tell = |is_breaking, what| changes.push(Change { is_breaking, what });
        match (&before.shape, &self.shape) {
            (None, None) => {}
            (Some(before), Some(now)) => now.changes_since(before, &mut tell),
            // The words differ, so the errors cannot be compared.
            (_, shape) => {
                let now = shape.as_ref().map_or("the Panda shape", LockedShape::body);
                tell(true, format!("all bodies have another shape, which is {now}"));
                return changes;
            }
        }
        for (name, locked) in &before.errors {
            match self.errors.get(name) {
                Some(now) => now.changes_since(locked, name, &mut tell),
                None if before.shape.is_none() && is_silent(locked.status) => {
                    tell(false, format!("`{name}`, status {}, is gone", locked.status));
                }
                None => {
                    let hint = self
                        .renamed(before, locked)
                        .map(|new| format!("; if it is `{new}` now, give it its name back"));
                    tell(true, format!("`{name}`, status {}, is gone{}", locked.status, hint.unwrap_or_default()));
                }
            }
        }
        for (name, locked) in self.errors.iter().filter(|(name, _)| !before.errors.contains_key(*name)) {
            match before.removed.get(name) {
                None => tell(false, format!("`{name}`, status {}, is new", locked.status)),
                Some(status) => {
                    tell(
                        true,
                        format!(
                            "`{name}` is a name that was removed, with status {status}; use another one, or delete it \
                             under `removed` if it was removed by mistake"
                        ),
                    );
                }
            }
        }
        changes.sort_by_key(|change| !change.is_breaking);
        changes
    }
}

impl File {
    /// Returns the new name whose error is like this one, if exactly one matches.
    fn renamed(&self, before: &Self, gone: &Locked) -> Option<&str> {
        let is_new = |name: &String| !before.errors.contains_key(name) && !before.removed.contains_key(name);
        let mut alike = self.errors.iter().filter(|(name, locked)| is_new(name) && **locked == *gone);
        let (name, _) = alike.next()?;
        alike.next().is_none().then_some(name.as_str())
    }
}

/// Returns `true` for the 500 of the Panda shape: it is sent without a body, so clients do not know its name.
fn is_silent(status: u16) -> bool {
    ErrorStatus::INTERNAL_SERVER_ERROR == status
}

impl Locked {
    fn of(status: ErrorStatus, cases: &[Case]) -> Self {
        let count = cases.len();
        let mut headers = BTreeMap::new();
        let mut details = BTreeMap::new();
        for case in cases {
            for (name, _) in &case.headers {
                *headers.entry(name.to_ascii_lowercase()).or_insert(0) += 1;
            }
            for (name, json_type) in &case.details {
                let (of_first, times) =
                    details.entry((*name).to_string()).or_insert_with(|| (json_type.to_string(), 0));
                if *of_first != json_type.to_string() {
                    *of_first = "any".into();
                }
                *times += 1;
            }
        }
        let presence = |times: usize| if times >= count { Presence::Always } else { Presence::Sometimes };
        let detail = |(name, (json_type, times))| (name, Detail { json_type, presence: presence(times) });
        Self {
            status: status.as_u16(),
            names: BTreeSet::new(),
            types: BTreeSet::new(),
            status_varies: cases.iter().any(|case| case.status_varies),
            headers: headers.into_iter().map(|(name, times)| (name, presence(times))).collect(),
            details: details.into_iter().map(detail).collect(),
        }
    }

    fn changes_since(&self, before: &Self, name: &str, tell: &mut impl FnMut(bool, String)) {
        if self.status != before.status {
            tell(true, format!("`{name}` has status {} and had {}", self.status, before.status));
        }
        match (before.status_varies, self.status_varies) {
            (false, true) => tell(true, format!("`{name}` does not always have status {} any more", before.status)),
            (true, false) => tell(false, format!("`{name}` always has status {} now", self.status)),
            _ => {}
        }
        set_changes(name, "name", &self.names, &before.names, tell);
        set_changes(name, "type", &self.types, &before.types, tell);
        presence_changes(name, "header", &self.headers, &before.headers, tell);
        let presences =
            |locked: &Self| locked.details.iter().map(|(name, detail)| (name.clone(), detail.presence)).collect();
        presence_changes(name, "detail", &presences(self), &presences(before), tell);
        for (detail, Detail { json_type, .. }) in &before.details {
            if let Some(now) = self.details.get(detail).filter(|now| now.json_type != *json_type) {
                tell(true, format!("the detail `{detail}` of `{name}` is {} and was {json_type}", now.json_type));
            }
        }
    }
}

/// Reads a map and rejects a key that occurs twice, as after a merge. `serde` alone would take the last value.
fn each_once<'de, D: Deserializer<'de>, V: Deserialize<'de>>(from: D) -> Result<BTreeMap<String, V>, D::Error> {
    struct EachOnce<V>(PhantomData<V>);

    impl<'de, V: Deserialize<'de>> Visitor<'de> for EachOnce<V> {
        type Value = BTreeMap<String, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Self::Value, A::Error> {
            let mut map = BTreeMap::new();
            while let Some((name, value)) = from.next_entry::<String, V>()? {
                if map.contains_key(&name) {
                    return Err(A::Error::custom(format_args!("`{name}` is there twice; keep one of them")));
                }
                map.insert(name, value);
            }
            Ok(map)
        }
    }

    from.deserialize_map(EachOnce(PhantomData))
}

/// Compares the names or types that one error sends. A client that knows all of the old ones may not know a new one.
fn set_changes(
    name: &str,
    kind: &str,
    now: &BTreeSet<String>,
    before: &BTreeSet<String>,
    tell: &mut impl FnMut(bool, String),
) {
    for gone in before.difference(now) {
        tell(true, format!("the {kind} `{gone}` of `{name}` is gone"));
    }
    for new in now.difference(before) {
        tell(false, format!("the {kind} `{new}` of `{name}` is new"));
    }
}

fn presence_changes(
    name: &str,
    kind: &str,
    now: &BTreeMap<String, Presence>,
    before: &BTreeMap<String, Presence>,
    tell: &mut impl FnMut(bool, String),
) {
    for (part, was) in before {
        let part_of_name = format!("the {kind} `{part}` of `{name}`");
        match now.get(part) {
            None => tell(true, format!("{part_of_name} is gone")),
            Some(is) if is == was => {}
            Some(Presence::Sometimes) => tell(true, format!("{part_of_name} is not always there any more")),
            Some(Presence::Always) => tell(false, format!("{part_of_name} is always there now")),
        }
    }
    for part in now.keys().filter(|part| !before.contains_key(*part)) {
        tell(false, format!("the {kind} `{part}` of `{name}` is new"));
    }
}
