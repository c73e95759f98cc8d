//! The keys of a field: from, source, status, detail, redact, example; and `details`, which is about all of them.

use std::collections::HashSet;

use quote::ToTokens as _;
use syn::Lit;

use super::{Message, Sent};
use crate::attr::{Key, Value};
use crate::diagnostics::Diagnostics;
use crate::input::{Field, Input, Variant, detail_key, member_name};
use crate::tokens::inside_option;

/// Returns `true` if this field is the source of the error: it is marked, or it is called `source` and no field is marked,
/// as in thiserror.
pub(super) fn is_source(variant: &Variant<'_>, field: &Field<'_>) -> bool {
    let is_marked = |field: &Field<'_>| field.attrs.has(Key::From) || field.attrs.has(Key::Source);
    is_marked(field) || (member_name(&field.member) == "source" && !variant.fields.iter().any(is_marked))
}

/// Returns `true` if a field is the source by its name alone, but has the type of a string or of a number.
pub(super) fn is_misnamed(variant: &Variant<'_>, field: &Field<'_>) -> bool {
    const PLAIN: [&str; 17] = [
        "String", "str", "bool", "char", "f32", "f64", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32",
        "i64", "isize",
    ];
    let ty = match inside_option(field.ty) {
        syn::Type::Reference(reference) => &reference.elem,
        ty => ty,
    };
    let is_plain = matches!(ty, syn::Type::Path(path) if PLAIN.iter().any(|plain| path.path.is_ident(plain)));
    let is_marked = field.attrs.has(Key::From) || field.attrs.has(Key::Source);
    is_plain && !is_marked && is_source(variant, field)
}

/// Returns the only field with a key, which is a flag, and reports a second field.
pub(super) fn only_one(variant: &Variant<'_>, key: Key, diagnostics: &mut Diagnostics) -> Option<Option<usize>> {
    let mut found = None;
    let mut fine = true;
    for (position, field) in variant.fields.iter().enumerate() {
        let Some(entry) = field.attrs.get(key) else { continue };
        fine &= !matches!(entry.value, Value::Unreadable);
        if found.replace(position).is_some() {
            fine = false;
            diagnostics.error_at(entry.span, format_args!("a second `{key}`; only one field can have it"));
        }
    }
    fine.then_some(found)
}

/// Checks `#[from]`: the error is made from this field alone.
pub(super) fn check_from(variant: &Variant<'_>, diagnostics: &mut Diagnostics) -> Option<Option<usize>> {
    let from = only_one(variant, Key::From, diagnostics)?;
    let Some(position) = from else { return Some(None) };
    if variant.fields.len() > 1 {
        let entry = variant.fields.get(position).and_then(|field| field.attrs.get(Key::From));
        let span = entry.map_or(variant.at.span(), |entry| entry.span);
        diagnostics.error_at(span, "`from` cannot fill the other fields; use `#[source]` and make the error yourself");
        return None;
    }
    Some(from)
}

/// Checks that each type becomes only one variant.
pub(super) fn check_from_once(input: &Input<'_>, diagnostics: &mut Diagnostics) -> Option<()> {
    let mut types = HashSet::new();
    let mut once = true;
    for variant in &input.variants {
        let mut fields = variant.fields.iter().filter_map(|field| Some((field.ty, field.attrs.get(Key::From)?)));
        let Some((ty, entry)) = fields.next() else { continue };
        if !types.insert(ty.to_token_stream().to_string()) {
            once = false;
            diagnostics.error_at(
                entry.span,
                "a second `from` of the same type; only one variant can be made from it, use `#[source]`",
            );
        }
    }
    once.then_some(())
}

/// Returns the position of `#[source]`, else of `#[from]`, else of the field `source`.
pub(super) fn check_source(variant: &Variant<'_>, diagnostics: &mut Diagnostics) -> Option<Option<usize>> {
    let source = only_one(variant, Key::Source, diagnostics)?;
    if let Some(field) = variant.fields.iter().find(|field| is_misnamed(variant, field)) {
        let ty = field.ty;
        diagnostics.error(
            &field.member,
            format_args!(
                "a field called `source` is the error behind this one, and a `{}` is not an error; call it otherwise",
                quote::quote!(#ty)
            ),
        );
        return None;
    }
    let from = variant.fields.iter().position(|field| field.attrs.has(Key::From));
    Some(source.or(from).or_else(|| variant.fields.iter().position(|field| is_source(variant, field))))
}

/// Checks `status` on a field, whose value is then the status.
pub(super) fn check_status_field(variant: &Variant<'_>, diagnostics: &mut Diagnostics) -> Option<Option<usize>> {
    only_one(variant, Key::Status, diagnostics)
}

/// Returns the fields that go into `details`: the fields with `detail`. With `details`, it returns all fields except
/// internal fields and the field of `Retry-After`.
pub(super) fn check_details(
    input: &Input<'_>,
    variant: &Variant<'_>,
    sent: Sent,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<usize>> {
    let all = sent == Sent::Everything && (input.attrs().has(Key::Details) || variant.attrs.has(Key::Details));
    let retry_after = super::header::retry_after_field(variant);
    let mut details = Vec::new();
    let mut fine = true;
    for (position, field) in variant.fields.iter().enumerate() {
        fine &= check_detail(variant, field, diagnostics).is_some() & check_redact(field, diagnostics).is_some();
        let internal = is_source(variant, field)
            || field.attrs.has(Key::Redact)
            || field.attrs.has(Key::Code)
            || has_status(field)
            || retry_after == Some(position);
        let is_detail = match field.attrs.get(Key::Detail).map(|entry| &entry.value) {
            Some(Value::No) => false,
            Some(_) => true,
            None => all && !internal,
        };
        if is_detail {
            details.push(position);
        }
    }
    let mut keys = HashSet::new();
    for field in details.iter().filter_map(|position| variant.fields.get(*position)) {
        let key = detail_key(field);
        if !keys.insert(key.clone()) {
            fine = false;
            let span = field.attrs.value_span(Key::Detail).unwrap_or_else(|| variant.at.span());
            diagnostics.error_at(span, format_args!("a second detail `{key}`; give one of them another key"));
        }
    }
    fine.then_some(details)
}

fn has_status(field: &Field<'_>) -> bool {
    field.attrs.has(Key::Status)
}

fn check_detail(variant: &Variant<'_>, field: &Field<'_>, diagnostics: &mut Diagnostics) -> Option<()> {
    let Some(entry) = field.attrs.get(Key::Detail) else { return Some(()) };
    if matches!(entry.value, Value::No) {
        return Some(());
    }
    if is_source(variant, field) && !field.attrs.has(Key::Expose) {
        diagnostics.error_at(entry.span, "the source is not for clients; remove `detail`");
        return None;
    }
    if let Value::Text(key) = &entry.value
        && key.value().is_empty()
    {
        diagnostics.error(key, "the key of a detail is empty; write one, or `detail` alone for the name of the field");
        return None;
    }
    (!matches!(entry.value, Value::Unreadable)).then_some(())
}

fn check_redact(field: &Field<'_>, diagnostics: &mut Diagnostics) -> Option<()> {
    let Some(entry) = field.attrs.get(Key::Redact) else { return Some(()) };
    for key in [Key::Detail, Key::Header, Key::Example] {
        if field.attrs.has(key) {
            diagnostics.error_at(entry.span, format_args!("`redact` and `{key}` do not go together; keep one of them"));
            return None;
        }
    }
    (!matches!(entry.value, Value::Unreadable)).then_some(())
}

/// Returns a value for each placeholder, or `Some(None)` if an example is missing.
pub(super) fn check_example<'a>(
    variant: &'a Variant<'a>,
    message: Option<&Message>,
    diagnostics: &mut Diagnostics,
) -> Option<Option<Vec<&'a Lit>>> {
    let mut fine = true;
    for field in &variant.fields {
        match field.attrs.get(Key::Example).map(|entry| &entry.value) {
            None
            | Some(
                Value::Expression(_)
                | Value::Values { .. }
                | Value::Literal(Lit::Str(_) | Lit::Int(_) | Lit::Float(_) | Lit::Bool(_) | Lit::Char(_)),
            ) => {}
            Some(Value::Literal(other)) => {
                fine = false;
                diagnostics
                    .error(other, "an example is a text, a number, a character or a boolean; write one of these");
            }
            Some(_) => fine = false,
        }
    }
    let Some(Message::Template(template)) = message else { return fine.then_some(None) };
    let example = |field: usize| match &variant.fields.get(field)?.attrs.get(Key::Example)?.value {
        Value::Literal(literal) => Some(literal),
        _ => None,
    };
    for placeholder in &template.placeholders {
        let Some(example) = example(placeholder.field) else { continue };
        let what = match (placeholder.by, example) {
            ("Display" | "Debug", _)
            | ("LowerExp" | "UpperExp", Lit::Float(_))
            | (_, Lit::ByteStr(_) | Lit::Byte(_) | Lit::CStr(_)) => continue,
            ("LowerExp" | "UpperExp", _) => "a number",
            _ => "a whole number, not negative",
        };
        if !matches!(example, Lit::Int(number) if number.base10_parse::<u128>().is_ok()) {
            fine = false;
            let spec = &placeholder.spec;
            diagnostics.error(example, format_args!("the message prints this as `:{spec}`; make it {what}"));
        }
    }
    let plain = template.placeholders.iter().all(|placeholder| placeholder.arguments.is_empty());
    let examples: Option<Vec<_>> = template.placeholders.iter().map(|placeholder| example(placeholder.field)).collect();
    fine.then_some(examples.filter(|_| plain))
}
