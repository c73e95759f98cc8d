//! The catalog as TypeScript, for the programs that call the API.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::format;
use std::string::{String, ToString as _};
use std::vec::Vec;

use super::json::visible;
use super::schema::{Body, Literal, Property, Schema, Step, Union};
use crate::Catalog;
use crate::catalog::entry::Case;
use crate::shape::tree::Word;

/// Renders the catalog as a TypeScript module without dependencies.
///
/// The module exports `ErrorName`, a union of the names, and `errorStatus`, the status of each name. `isErrorName` is a
/// guard, and `readError` reads the response of a `fetch`. `is` narrows the errors of clients that `OpenAPI` generators
/// make.
///
/// The name of an error is the word that is sent, which is its code if the shape sends codes. If the shape sends
/// neither names nor codes, the status takes the place of the name. If a function writes the body, only the status is
/// read.
///
/// ```
/// # use panda_errors::{Cataloged, PandaError, docs};
/// let module = docs::typescript(PandaError::CATALOG);
/// assert!(module.contains("[\"RecordNotFound\"]: 404,"));
/// ```
#[must_use]
pub fn typescript(catalog: &Catalog) -> String {
    let cases = super::sent(catalog);
    let is_empty = |case: &Case| catalog.shape().is_panda() && case.definition.is_hidden();
    let cases: Vec<_> = cases.iter().filter(|case| !is_empty(case)).collect();
    let body = Body::of(catalog.shape());
    let union = body.as_ref().map(|body| Union::of(body, &cases));
    let mut module = String::new();
    // A `String` takes every text.
    let _ = write_module(&cases, union.as_ref(), &mut module);
    module
}

/// The errors of one name.
struct Named<'a> {
    name: Literal,
    cases: Vec<&'a Case>,
}

fn write_module(cases: &[&Case], union: Option<&Union<'_>>, module: &mut String) -> fmt::Result {
    let words = union.filter(|union| union.has_words());
    let named = match words {
        Some(union) => names(union.groups.iter().map(|group| (group.literal.clone(), group.cases.as_slice()))),
        None => names(
            cases
                .iter()
                .filter(|case| !case.status_varies)
                .map(|case| (Literal::Number(case.definition.status().as_u16().into()), std::slice::from_ref(case))),
        ),
    };
    let what = if words.is_some() { "the name of an error, as it is sent" } else { "the status of an error" };
    write!(module, "// Made from the catalog of the API's errors.\n\n/** This is {what}. */\nexport type ErrorName =")?;
    for Named { name, .. } in &named {
        write!(module, "\n  | {}", literal(name))?;
    }
    module.push_str(if named.is_empty() { " never;\n" } else { ";\n" });
    module.push_str("\n/** The status of each error; `null` if it varies. */\nexport const errorStatus = {\n");
    for Named { name, cases } in &named {
        // In brackets, because a bare `__proto__` sets the prototype and not a member.
        writeln!(module, "  [{}]: {},", literal(name), statuses(cases))?;
    }
    module.push_str("} as const satisfies Readonly<Record<ErrorName, number | readonly number[] | null>>;\n");
    module.push_str("\n/** The details of the errors that have some. */\nexport interface ErrorDetails {\n");
    if let Some(union) = union {
        for Named { name, cases } in &named {
            write_details(&literal(name), union.details(cases), module)?;
        }
    }
    module.push_str("}\n");
    module.push_str(include_str!("read_error.ts"));
    let is_number = named.iter().all(|named| matches!(named.name, Literal::Number(_)));
    let name_type = if is_number && !named.is_empty() { "number" } else { "string" };
    writeln!(module, "\nconst nameType: string = \"{name_type}\";")?;
    write_places(union, words.is_some(), module)?;
    if let Some(member) = words.and_then(Union::member) {
        let member = quoted(member);
        write!(
            module,
            "{}",
            include_str!("is.ts")
                .replace("\"error\"", &member)
                .replace("string extends", &format!("{name_type} extends"))
        )?;
    }
    Ok(())
}

/// Puts the errors of one name together, in the order of the names.
fn names<'a>(errors: impl Iterator<Item = (Literal, &'a [&'a Case])>) -> Vec<Named<'a>> {
    let mut named: Vec<Named<'a>> = Vec::new();
    let mut places = BTreeMap::new();
    for (name, cases) in errors {
        let place = *places.entry(name.clone()).or_insert(named.len());
        match named.get_mut(place) {
            Some(named) => named.cases.extend(cases),
            None => named.push(Named { name, cases: cases.to_vec() }),
        }
    }
    named
}

/// Returns the statuses of these errors: one, several, or any.
fn statuses(cases: &[&Case]) -> String {
    if cases.iter().any(|case| case.status_varies) {
        return "null".into();
    }
    let mut statuses: Vec<_> = cases.iter().map(|case| case.definition.status().as_u16()).collect();
    statuses.sort_unstable();
    statuses.dedup();
    match statuses.as_slice() {
        [status] => status.to_string(),
        statuses => format!("{statuses:?}"),
    }
}

fn write_details(name: &str, details: Option<(Schema, bool)>, module: &mut String) -> fmt::Result {
    let Some((schema, is_always)) = details else { return Ok(()) };
    let absent = if is_always { "" } else { " | undefined" };
    match schema {
        Schema::Details(properties) => {
            writeln!(module, "  {name}: {{")?;
            for Property { name, schema, is_required } in properties {
                let mark = if is_required { "" } else { "?" };
                writeln!(module, "    {}{mark}: {};", quoted(&name), typed(&schema))?;
            }
            writeln!(module, "  }}{absent};")
        }
        schema => writeln!(module, "  {name}: {}{absent};", typed(&schema)),
    }
}

/// Writes the places of the values in the body.
fn write_places(union: Option<&Union<'_>>, has_words: bool, module: &mut String) -> fmt::Result {
    let path_of = |word| union.and_then(|union| union.path(&word));
    let optional = |path: Option<Vec<Step<'_>>>| path.map_or_else(|| "undefined".into(), |path| json(&path));
    let names = if has_words { union.map(Union::paths) } else { None };
    let spread = union.and_then(Union::spread).map(|(path, others)| format!("[{}, {}]", json(&path), list(&others)));
    let members: Vec<_> = union.into_iter().flat_map(Union::members).collect();
    let members: Vec<_> = members.iter().map(|(key, path)| format!("[{}, {}]", quoted(key), json(path))).collect();
    module.push_str("\nconst places: Places = {\n");
    let names = names.map_or_else(
        || "undefined".into(),
        |paths| format!("[{}]", paths.iter().map(|path| json(path)).collect::<Vec<_>>().join(", ")),
    );
    writeln!(module, "  names: {names},")?;
    writeln!(module, "  message: {},", optional(path_of(Word::Message)))?;
    writeln!(module, "  requestId: {},", optional(path_of(Word::RequestId)))?;
    writeln!(module, "  retryAfter: {},", optional(path_of(Word::RetryAfter)))?;
    writeln!(module, "  details: {},", optional(path_of(Word::Details)))?;
    writeln!(module, "  spread: {},", spread.unwrap_or_else(|| "undefined".into()))?;
    writeln!(module, "  members: [{}],", members.join(", "))?;
    module.push_str("};\n");
    Ok(())
}

fn json(path: &[Step<'_>]) -> String {
    let step = |step: &Step<'_>| match step {
        Step::Member(name) => quoted(name),
        Step::Element(index) => index.to_string(),
    };
    format!("[{}]", path.iter().map(step).collect::<Vec<_>>().join(", "))
}

fn list(texts: &[&str]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

fn literal(name: &Literal) -> String {
    match name {
        Literal::Text(text) => quoted(text),
        Literal::Number(number) => number.to_string(),
    }
}

/// Returns a string literal. TypeScript has the same string literals as JSON.
fn quoted(text: &str) -> String {
    visible(&serde_json::to_string(text).unwrap_or_default())
}

fn typed(schema: &Schema) -> String {
    match schema {
        Schema::String => "string".into(),
        Schema::Integer | Schema::Number => "number".into(),
        Schema::Boolean => "boolean".into(),
        Schema::Null => "null".into(),
        Schema::List(inner) => format!("Array<{}>", typed(inner)),
        Schema::Nullable(inner) => format!("{} | null", typed(inner)),
        Schema::AnyObject => "Record<string, unknown>".into(),
        Schema::Strings => "Record<string, string>".into(),
        _ => "unknown".into(),
    }
}
