//! The facts of a row beside status, name, message and docs.

use std::fmt::{self, Write as _};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{GenericParam, Lit, Type, TypePath};

use super::example;
use crate::attr::{Key, Value};
use crate::input::detail_key;
use crate::spec::{Code, Message, Row, Spec, VariantSpec};
use crate::tokens::{mentions, start, static_lifetimes, unlinted_tokens};

/// Appends `.with_facts(…)` to a row of the table, if it has any facts.
pub(super) fn write(
    all: &Spec<'_>,
    at: usize,
    spec: &VariantSpec<'_>,
    row: &Row<'_>,
    table: &mut String,
) -> fmt::Result {
    let mut facts = String::new();
    let mut fact = |kind: &str, value: fmt::Arguments<'_>| write!(facts, "__private::Fact::{kind}{value},");
    for (kind, text) in [("Help", row.help), ("Url", row.url), ("Since", row.since)] {
        if let Some(text) = text {
            fact(kind, format_args!("({:?})", text.value()))?;
        }
    }
    for (kind, text) in [("Type", &row.error_type), ("Title", &row.title)] {
        if let Some(text) = text {
            fact(kind, format_args!("({text:?})"))?;
        }
    }
    let flags = [
        ("Exposed", row.exposed),
        ("CodeField", row.code_field.is_some()),
        ("WithoutMessage", matches!(row.message, Message::Empty)),
    ];
    for (flag, _) in flags.iter().filter(|(_, is_set)| *is_set) {
        fact(flag, format_args!(""))?;
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
    for (position, field) in row.details.iter().filter_map(|at| Some((*at, spec.variant.fields.get(*at)?))) {
        let name = detail_key(field);
        match known_type(field.ty) {
            Some(json) => fact("Detail", format_args!("({name:?},__private::JsonType::{json})"))?,
            None => fact("Detail", format_args!("({name:?},{})", constant_type(at, position)))?,
        }
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
    let untyped = untyped_example(spec, row)?;
    if example::is_typed(all, spec, row) {
        fact("Example", format_args!("({})", example::function(at)))?;
    } else if !untyped.is_empty() {
        fact("Example", format_args!("(|__visitor| {{ {} }})", untyped.join("?; ")))?;
    }
    match &row.code {
        Some(Code::Text(code)) => write!(table, ".with_code({code:?})")?,
        Some(Code::Number(code)) => write!(table, ".with_code_number({code})")?,
        None => {}
    }
    if facts.is_empty() { Ok(()) } else { write!(table, ".with_facts(&[{facts}])") }
}

/// Returns the JSON type of a type that every program has. The trait `Detail` gives the same type, but a constant for each
/// field would cost the compiler more than the rest of the row.
pub(super) fn known_type(ty: &Type) -> Option<&'static str> {
    let Type::Path(TypePath { qself: None, path, .. }) = ty else { return None };
    match path.get_ident()?.to_string().as_str() {
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" => Some("Integer"),
        "f32" | "f64" => Some("Number"),
        "bool" => Some("Boolean"),
        "String" | "char" => Some("String"),
        _ => None,
    }
}

/// Returns the ident of the constant with the JSON type of a detail.
pub(super) fn constant_type(row: usize, position: usize) -> Ident {
    format_ident!("__TYPE{row}_{position}")
}

/// Expands the constants with the JSON types of the details of a row.
pub(super) fn types(spec: &Spec<'_>, at: usize, variant: &VariantSpec<'_>, row: &Row<'_>) -> TokenStream {
    let parameters: Vec<&Ident> = spec
        .input
        .ast
        .generics
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(&parameter.ident),
            GenericParam::Const(parameter) => Some(&parameter.ident),
            GenericParam::Lifetime(_) => None,
        })
        .collect();
    let fields = row.details.iter().filter_map(|position| Some((*position, variant.variant.fields.get(*position)?)));
    let constants = fields.filter(|(_, field)| known_type(field.ty).is_none()).map(|(position, field)| {
        let constant = constant_type(at, position);
        // The table is not generic, so the types of generic parameters are not known there.
        if mentions(field.ty.to_token_stream(), &parameters) {
            return quote!(const #constant: __private::JsonType = __private::JsonType::Any;);
        }
        let ty = static_lifetimes(unlinted_tokens(field.ty));
        let found = quote_spanned!(start(field.ty).resolved_at(Span::call_site())=> __private::TypeOf::<#ty>::TYPE);
        quote!(const #constant: __private::JsonType = { use __private::AnyType as _; #found };)
    });
    constants.collect()
}

/// Writes the example of a generic type, whose field types are not known here: each literal as it is.
fn untyped_example(spec: &VariantSpec<'_>, row: &Row<'_>) -> Result<Vec<String>, fmt::Error> {
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
        (Message::Empty, _) => {}
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
            calls.push(format!("__visitor.detail({:?},&{})", detail_key(field), valued(example)));
        }
    }
    Ok(calls)
}

/// Returns the example of a field.
fn literal<'a>(spec: &VariantSpec<'a>, position: usize) -> Option<&'a Lit> {
    match &spec.variant.fields.get(position)?.attrs.get(Key::Example)?.value {
        Value::Literal(literal) => Some(literal),
        _ => None,
    }
}

/// Writes an example as a detail. A number has 64 bits, as in JSON.
fn valued(example: &Lit) -> String {
    match example {
        Lit::Int(number) => match number.base10_parse::<u64>() {
            Ok(number) => format!("{number}u64"),
            Err(_) => format!("{:?}", number.base10_digits()),
        },
        other => other.to_token_stream().to_string(),
    }
}

/// Writes an example by its own type, not by the type of its field: every integer literal fits into a `u128`.
fn typed(example: &Lit) -> String {
    match example {
        Lit::Int(number) if number.suffix().is_empty() => match number.base10_parse::<u128>() {
            Ok(number) => format!("{number}u128"),
            Err(_) => format!("{:?}", number.base10_digits()),
        },
        other => other.to_token_stream().to_string(),
    }
}
