//! The facts of a row beside status, name, message and docs.

use std::fmt::{self, Write as _};

use quote::ToTokens as _;
use syn::Lit;

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
    if let Some(texts) = example(row)? {
        fact("Example", format_args!("(|__visitor| __visitor.text(&[{texts}]))"))?;
    }
    if facts.is_empty() { Ok(()) } else { write!(table, ".with_facts(&[{facts}])") }
}

/// The examples, in the formats of their placeholders.
fn example(row: &Row<'_>) -> Result<Option<String>, fmt::Error> {
    let (Some(examples), Message::Template(template)) = (&row.examples, &row.message) else { return Ok(None) };
    let mut texts = String::new();
    for (example, placeholder) in examples.iter().zip(&template.placeholders) {
        let value = typed(example);
        match placeholder.spec.as_str() {
            "" => write!(texts, "&{value},")?,
            spec => write!(texts, "&::core::format_args!({:?},{value}),", format!("{{0:{spec}}}"))?,
        }
    }
    Ok(Some(texts).filter(|texts| !texts.is_empty()))
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
