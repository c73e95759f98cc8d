//! The facts of a row beside status, name, message and docs.

use std::fmt::{self, Write as _};

use quote::ToTokens as _;
use syn::Lit;

use crate::attr::Value;
use crate::input::member_name;
use crate::spec::{Message, Row, VariantSpec};

/// Appends `.with_facts(…)` to a row of the table, where there are any.
pub(super) fn write(spec: &VariantSpec<'_>, row: &Row<'_>, table: &mut String) -> fmt::Result {
    let mut facts = String::new();
    let mut fact = |kind: &str, value: fmt::Arguments<'_>| write!(facts, "__private::Fact::{kind}{value},");
    for (kind, text) in [("Help", row.help), ("Url", row.url), ("Since", row.since)] {
        if let Some(text) = text {
            fact(kind, format_args!("({:?})", text.value()))?;
        }
    }
    if let Some(note) = &spec.variant.deprecated {
        fact("Deprecated", format_args!("({note:?})"))?;
    }
    for (name, value) in &row.headers {
        fact("Header", format_args!("({name:?},{value:?})"))?;
    }
    let retry_after = row.retry_after.map(|_| "retry-after");
    for name in row.header_fields.iter().map(|(name, _)| name.as_str()).chain(retry_after) {
        fact("HeaderField", format_args!("({name:?})"))?;
    }
    for field in row.details.iter().filter_map(|position| spec.variant.fields.get(*position)) {
        let (name, ty) = (member_name(&field.member), field.ty.to_token_stream().to_string());
        fact("Detail", format_args!("({name:?},{ty:?})"))?;
    }
    if let Some(retry) = &row.retry {
        fact("Retry", format_args!("(__private::Retry::{retry})"))?;
    }
    if let Some(level) = &row.log {
        fact("Level", format_args!("(__private::Level::{level})"))?;
    }
    if row.status_field.is_some() {
        fact("StatusField", format_args!(""))?;
    }
    let example = example(spec, row)?;
    if !example.is_empty() {
        fact("Example", format_args!("(|__visitor| {{ {} }})", example.join("?; ")))?;
    }
    if facts.is_empty() { Ok(()) } else { write!(table, ".with_facts(&[{facts}])") }
}

/// The calls that show the examples to a visitor, as `visit` shows the fields; none where the message lacks one.
fn example(spec: &VariantSpec<'_>, row: &Row<'_>) -> Result<Vec<String>, fmt::Error> {
    let mut calls = Vec::new();
    match (&row.message, &row.examples) {
        (Message::Template(template), Some(examples)) if !template.placeholders.is_empty() => {
            let mut texts = String::new();
            for (example, placeholder) in examples.iter().zip(&template.placeholders) {
                let value = typed(example);
                match placeholder.spec.as_str() {
                    "" => write!(texts, "&{value},")?,
                    spec => write!(texts, "&::core::format_args!({:?},{value}),", format!("{{0:{spec}}}"))?,
                }
            }
            calls.push(format!("__visitor.text(&[{texts}])"));
        }
        (Message::Template(template), _) if template.placeholders.is_empty() => {}
        _ => return Ok(calls),
    }
    let retry_after = row.retry_after.map(|position| ("retry-after", position));
    let header_fields = row.header_fields.iter().map(|(name, position)| (name.as_str(), *position));
    for (name, position) in header_fields.chain(retry_after) {
        if let Some(example) = literal(spec, position) {
            calls.push(format!("__visitor.header({name:?},&{})", typed(example)));
        }
    }
    for position in &row.details {
        if let (Some(field), Some(example)) = (spec.variant.fields.get(*position), literal(spec, *position)) {
            calls.push(format!("__visitor.detail({:?},&{})", member_name(&field.member), valued(example)));
        }
    }
    Ok(calls)
}

/// The example of a field.
fn literal<'a>(spec: &VariantSpec<'a>, position: usize) -> Option<&'a Lit> {
    match &spec.variant.fields.get(position)?.attrs.get("example")?.value {
        Value::Literal(literal) => Some(literal),
        _ => None,
    }
}

/// An example as a detail: a number of 64 bits, which is what JSON has.
fn valued(example: &Lit) -> String {
    match example {
        Lit::Int(number) => match number.base10_parse::<u64>() {
            Ok(number) => format!("{number}u64"),
            Err(_) => format!("{:?}", number.base10_digits()),
        },
        other => other.to_token_stream().to_string(),
    }
}

/// An example is printed as what it is, whatever the type of its field: no number is too large for a `u128`.
fn typed(example: &Lit) -> String {
    match example {
        Lit::Int(number) if number.suffix().is_empty() => match number.base10_parse::<u128>() {
            Ok(number) => format!("{number}u128"),
            Err(_) => format!("{:?}", number.base10_digits()),
        },
        other => other.to_token_stream().to_string(),
    }
}
