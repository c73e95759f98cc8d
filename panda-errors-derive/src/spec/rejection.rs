//! `rejection`: which refusals of the framework become which error.

use std::collections::HashSet;

use syn::Type;

use super::{AnswerSpec, Status, VariantSpec};
use crate::attr::Key;
use crate::diagnostics::Diagnostics;
use crate::input::{Field, Input, Variant};

/// Returns the position of the field that holds the framework's refusal.
pub(crate) fn field_of(variant: &Variant<'_>) -> Option<usize> {
    let holds = |field: &Field<'_>| is_rejection(field.ty);
    if variant.attrs.has(Key::Rejection) { variant.fields.iter().position(holds) } else { None }
}

/// Returns `true` if a type is called `Rejection`.
pub(crate) fn is_rejection(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Rejection"))
}

/// Returns `true` if `From<Rejection>` is written: some variant takes the rest, and the others are known by their status.
pub(super) fn check_rejection(
    input: &Input<'_>,
    variants: &[Option<VariantSpec<'_>>],
    diagnostics: &mut Diagnostics,
) -> Option<bool> {
    let is_claimed = |variant: &Variant<'_>| variant.attrs.has(Key::Rejection);
    let Some(first) = input.variants.iter().find(|variant| is_claimed(variant)) else { return Some(false) };
    let mut is_fine = true;
    let mut statuses: HashSet<u16> = HashSet::new();
    let mut rest = None;
    for (variant, spec) in input.variants.iter().zip(variants) {
        let Some(entry) = variant.attrs.get(Key::Rejection) else { continue };
        let is_transparent =
            variant.attrs.has(Key::Transparent) || variant.fields.iter().any(|field| field.attrs.has(Key::Transparent));
        if is_transparent {
            if rest.replace(variant).is_some() {
                is_fine = false;
                diagnostics.error_at(entry.span, "a second variant takes the rest of the refusals; keep one of them");
            }
            continue;
        }
        let is_held = field_of(variant).is_some();
        if variant.fields.len() > usize::from(is_held) {
            is_fine = false;
            diagnostics
                .error_at(entry.span, "a refusal fills no fields; leave them out, or hold the `Rejection` alone");
        }
        let Some(AnswerSpec::Row(row)) = spec.as_ref().map(|spec| &spec.answer) else { continue };
        match row.status {
            Status::Code(code) if row.status_field.is_none() => {
                if !statuses.insert(code) {
                    is_fine = false;
                    diagnostics.error_at(
                        entry.span,
                        format_args!("a second variant takes the refusals with status {code}; keep one of them"),
                    );
                }
            }
            _ => {
                is_fine = false;
                diagnostics.error_at(
                    entry.span,
                    "the status of a refusal is a number here, which the framework's is compared with; write it",
                );
            }
        }
    }
    if rest.is_none() {
        is_fine = false;
        let span = first.attrs.get(Key::Rejection).map_or(first.at.span(), |entry| entry.span);
        let mend = if first.ident.is_some() {
            "add `#[api(transparent, rejection)] Other(Rejection)`"
        } else {
            "`rejection` on a struct goes with `transparent`"
        };
        diagnostics.error_at(span, format_args!("nothing takes the other refusals of the framework; {mend}"));
    }
    is_fine.then_some(true)
}
