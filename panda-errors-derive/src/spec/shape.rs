//! The keys that a shape sends: shape, prefix, code, type, title, expose.

use super::{AnswerSpec, Code, Naming, ShapeSpec, Status, VariantSpec};
use crate::attr::{Attrs, Entry, Key, Value};
use crate::diagnostics::Diagnostics;
use crate::input::{Input, Variant};

impl Naming {
    /// Makes a name from an ident.
    pub(crate) fn apply(&self, ident: &str) -> String {
        format!("{}{}", self.prefix, self.rename.apply(ident))
    }

    /// Whether names differ from idents.
    pub(crate) fn renames(&self) -> bool {
        !self.prefix.is_empty() || !matches!(self.rename, super::Rename::None)
    }
}

/// Checks `shape`: a path, or a template.
#[expect(clippy::option_option, reason = "`Some(None)` is: not stated")]
pub(super) fn check_shape<'a>(attrs: &'a Attrs, diagnostics: &mut Diagnostics) -> Option<Option<ShapeSpec<'a>>> {
    let Some(entry) = attrs.get(Key::Shape) else { return Some(None) };
    match &entry.value {
        Value::Path(path) => Some(Some(ShapeSpec::Path(path))),
        Value::Text(template) if template.value().trim_start().starts_with(['{', '[']) => {
            Some(Some(ShapeSpec::Template(template)))
        }
        Value::Text(text) => {
            diagnostics.error(
                text,
                "this is not a template, which is a JSON object; write `shape = r#\"{…}\"#`, or the path to a constant",
            );
            None
        }
        _ => None,
    }
}

/// Checks `prefix`, the text before the names that are made from idents.
#[expect(clippy::option_option, reason = "`Some(None)` is: not stated")]
pub(super) fn check_prefix(attrs: &Attrs, diagnostics: &mut Diagnostics) -> Option<Option<String>> {
    let Some(entry) = attrs.get(Key::Prefix) else { return Some(None) };
    let Value::Text(text) = &entry.value else { return None };
    let prefix = text.value();
    let belongs = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '.' | '-');
    if let Some(char) = prefix.chars().find(|&char| !belongs(char)) {
        diagnostics.error(
            text,
            format_args!("{char:?} does not belong in a name; a prefix takes ASCII letters, digits, `_`, `.` and `-`"),
        );
        return None;
    }
    if prefix.is_empty() {
        diagnostics.error(text, "the prefix is empty; write one, or leave `prefix` out");
        return None;
    }
    Some(Some(prefix))
}

/// Checks `code` of a variant or struct, or of a field.
pub(super) fn check_code(variant: &Variant<'_>, diagnostics: &mut Diagnostics) -> Option<(Option<Code>,)> {
    super::field::only_one(variant, Key::Code, diagnostics)?;
    let of_field = variant.fields.iter().find_map(|field| Some((field, field.attrs.get(Key::Code)?)));
    if let Some((field, entry)) = of_field {
        if super::field::is_source(variant, field) && !field.attrs.has(Key::Expose) {
            diagnostics.error_at(entry.span, "the source is not for clients; remove `code`");
            return None;
        }
        if field.attrs.has(Key::Redact) {
            diagnostics.error_at(entry.span, "`redact` and `code` do not go together; keep one of them");
            return None;
        }
    }
    let Some(entry) = variant.attrs.get(Key::Code) else { return Some((None,)) };
    if of_field.is_some() {
        diagnostics.error_at(entry.span, "a field decides the code; remove one of the two `code`");
        return None;
    }
    match &entry.value {
        Value::Integer(number) => Some((Some(Code::Number(*number)),)),
        Value::Text(text) if text.value().is_empty() => {
            diagnostics.error(text, "the code is empty; write one, or leave `code` out");
            None
        }
        Value::Text(text) => Some((Some(Code::Text(text.value())),)),
        _ => None,
    }
}

/// Checks `type` of a variant, else of the enum.
#[expect(clippy::option_option, reason = "`Some(None)` is: not stated")]
pub(super) fn check_type(
    input: &Input<'_>,
    variant: &Variant<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Option<String>> {
    of_variant_or_enum(input, variant, Key::Type, diagnostics)
}

/// Checks `title` of a variant, else of the enum.
#[expect(clippy::option_option, reason = "`Some(None)` is: not stated")]
pub(super) fn check_title(
    input: &Input<'_>,
    variant: &Variant<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Option<String>> {
    of_variant_or_enum(input, variant, Key::Title, diagnostics)
}

#[expect(clippy::option_option, reason = "`Some(None)` is: not stated")]
fn of_variant_or_enum(
    input: &Input<'_>,
    variant: &Variant<'_>,
    key: Key,
    diagnostics: &mut Diagnostics,
) -> Option<Option<String>> {
    let own = variant.attrs.get(key);
    let Some(Entry { value, .. }) = own.or_else(|| input.of_enum(key)) else { return Some(None) };
    let Value::Text(text) = value else { return None };
    if text.value().trim().is_empty() {
        // A mistake of the enum is reported once, with the first variant.
        let is_first = || input.variants.first().is_some_and(|first| std::ptr::eq(first, variant));
        if own.is_some() || is_first() {
            diagnostics.error(text, format_args!("`{key}` is empty; write it, or leave it out"));
        }
        return None;
    }
    Some(Some(text.value()))
}

/// Checks `expose` of a variant or struct: its 500 is for clients.
pub(super) fn check_expose(
    input: &Input<'_>,
    variant: &Variant<'_>,
    status: Option<Status<'_>>,
    diagnostics: &mut Diagnostics,
) -> Option<bool> {
    let mut is_fine = true;
    for field in &variant.fields {
        let Some(entry) = field.attrs.get(Key::Expose) else { continue };
        if !super::field::is_source(variant, field) {
            is_fine = false;
            diagnostics.error_at(
                entry.span,
                "only the text of a source is hidden; remove `expose`, the message may print this field",
            );
        }
    }
    let Some(entry) = variant.attrs.get(Key::Expose) else { return is_fine.then_some(false) };
    let varies = variant.fields.iter().any(|field| field.attrs.has(Key::Status));
    match status {
        Some(Status::Code(code)) if code != 500 && !varies => {
            diagnostics.error_at(
                entry.span,
                format_args!("`expose` is for a 500, and the message of a {code} is sent anyway; remove it"),
            );
            return None;
        }
        None => return None,
        _ => {}
    }
    if !input.attrs().has(Key::Shape) && !input.attrs().means(Key::Shape) {
        diagnostics.error_at(
            entry.span,
            "`expose` has no effect in the Panda shape, whose 500 is empty; remove it, or state a `shape`",
        );
        return None;
    }
    is_fine.then_some(true)
}

/// Checks that all codes of a type have one JSON type, because clients read them from one member.
pub(super) fn check_codes_of_one_type<'v>(
    variants: impl Iterator<Item = &'v VariantSpec<'v>>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let mut first: Option<bool> = None;
    let mut is_one = true;
    for spec in variants {
        let AnswerSpec::Row(row) = &spec.answer else { continue };
        let is_number = match (&row.code, row.code_field.and_then(|position| spec.variant.fields.get(position))) {
            (Some(code), _) => matches!(code, Code::Number(_)),
            (None, Some(field)) => is_integer(field.ty),
            (None, None) => continue,
        };
        if *first.get_or_insert(is_number) != is_number {
            is_one = false;
            let of_field = spec.variant.fields.iter().find_map(|field| field.attrs.get(Key::Code));
            let span = spec.variant.attrs.value_span(Key::Code).or(of_field.map(|entry| entry.span));
            let (this, other) = if is_number { ("a number", "texts") } else { ("a text", "numbers") };
            diagnostics.error_at(
                span.unwrap_or_else(|| spec.variant.at.span()),
                format_args!(
                    "this code is {this} and the codes above are {other}; a member has one JSON type, use one of the two"
                ),
            );
        }
    }
    is_one.then_some(())
}

/// Returns `true` if a type is called like an integer of Rust.
pub(crate) fn is_integer(ty: &syn::Type) -> bool {
    const INTEGERS: [&str; 10] = ["u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize"];
    matches!(ty, syn::Type::Path(path) if INTEGERS.iter().any(|integer| path.path.is_ident(integer)))
}
