//! The catalog as TypeScript, for the programs that call the API.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};
use std::format;
use std::string::String;
use std::vec::Vec;

use super::json::visible;
use crate::catalog::entry::{Entry, entries};
use crate::{Catalog, JsonType};

/// The catalog as a TypeScript module without dependencies: `ErrorName`, a union of the names; `errorStatus`, the status
/// of each; `isErrorName`, a guard; and `readError`, which reads what a `fetch` came back with.
///
/// ```
/// # use panda_errors::{Cataloged, PandaError, docs};
/// let module = docs::typescript(PandaError::CATALOG);
/// assert!(module.contains("[\"RecordNotFound\"]: 404,"));
/// ```
#[must_use]
pub fn typescript(catalog: &Catalog) -> String {
    let mut module = String::new();
    // A `String` takes every text.
    let _ = write_module(&entries(catalog), &mut module);
    module
}

fn write_module(entries: &[Entry], module: &mut String) -> fmt::Result {
    // A name that has several statuses is there with the first.
    let mut statuses = Vec::new();
    let mut details: BTreeMap<&str, BTreeMap<&str, (String, usize)>> = BTreeMap::new();
    let mut cases: BTreeMap<&str, usize> = BTreeMap::new();
    let mut without_details = BTreeSet::new();
    for entry in entries {
        if !cases.contains_key(entry.name) {
            statuses.push((entry.name, entry.status));
        }
        *cases.entry(entry.name).or_default() += entry.cases.len();
        without_details.extend(entry.cases.iter().any(|case| case.details.is_empty()).then_some(entry.name));
        for (name, json_type) in entry.cases.iter().flat_map(|case| &case.details) {
            let of_name = details.entry(entry.name).or_default();
            let (ty, count) = of_name.entry(name).or_insert_with(|| (typed(json_type), 0));
            if *ty != typed(json_type) {
                *ty = "unknown".into();
            }
            *count += 1;
        }
    }
    module.push_str(
        "// Made from the catalog of the API's errors.\n\n/** The name of an error: the member `error`. */\n",
    );
    module.push_str("export type ErrorName =");
    for (name, _) in &statuses {
        write!(module, "\n  | {}", quoted(name))?;
    }
    module.push_str(if statuses.is_empty() { " never;\n" } else { ";\n" });
    module.push_str("\n/** The status of each error. */\nexport const errorStatus = {\n");
    for (name, status) in &statuses {
        // In brackets, because a bare `__proto__` is no member.
        writeln!(module, "  [{}]: {status},", quoted(name))?;
    }
    module.push_str("} as const satisfies Readonly<Record<ErrorName, number>>;\n");
    module.push_str("\n/** The member `details` of the errors that have one. */\nexport interface ErrorDetails {\n");
    for (name, members) in details {
        writeln!(module, "  {}: {{", quoted(name))?;
        for (member, (ty, count)) in members {
            let mark = if cases.get(name) == Some(&count) { "" } else { "?" };
            writeln!(module, "    {}{mark}: {ty};", quoted(member))?;
        }
        module.push_str(if without_details.contains(name) { "  } | undefined;\n" } else { "  };\n" });
    }
    module.push_str("}\n");
    module.push_str(include_str!("read_error.ts"));
    Ok(())
}

/// A string literal, which is that of JSON.
fn quoted(text: &str) -> String {
    visible(&serde_json::to_string(text).unwrap_or_default())
}

fn typed(json_type: &JsonType) -> String {
    match json_type {
        JsonType::String => "string".into(),
        JsonType::Integer | JsonType::Number => "number".into(),
        JsonType::Boolean => "boolean".into(),
        JsonType::List(inner) => format!("Array<{}>", typed(inner)),
        JsonType::Nullable(inner) => format!("{} | null", typed(inner)),
        JsonType::Object => "Record<string, unknown>".into(),
        JsonType::Any => "unknown".into(),
    }
}
