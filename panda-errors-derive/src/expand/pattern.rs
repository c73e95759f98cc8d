//! Patterns: the path of a variant, and its fields by position.

use proc_macro2::{Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::Member;

use crate::spec::VariantSpec;
use crate::tokens::{start, unlinted};

/// Returns the path to the variant, `Self::TooLarge`, or to the struct, `Self`.
pub(crate) fn path(spec: &VariantSpec<'_>) -> TokenStream {
    match spec.variant.ident {
        None => quote!(Self),
        Some(ident) if spec.variant.is_linted => {
            let ident = unlinted(ident);
            quote!(Self::#ident)
        }
        Some(ident) => quote!(Self::#ident),
    }
}

/// Returns the name or the number of a field, as in a pattern or a struct literal.
pub(crate) fn member(spec: &VariantSpec<'_>, position: usize) -> Option<TokenTree> {
    Some(match &spec.variant.fields.get(position)?.member {
        Member::Named(ident) if spec.variant.is_linted => unlinted(ident).into(),
        Member::Named(ident) => ident.clone().into(),
        Member::Unnamed(index) => Literal::u32_unsuffixed(index.index).into(),
    })
}

/// Returns the binding of a field. It has the position, because a constant of the name of the field would turn the pattern
/// into a comparison.
pub(crate) fn binding(position: usize) -> Ident {
    format_ident!("__field{position}")
}

/// Returns the binding with the span of the field, so that an error about the type is reported at the field.
pub(crate) fn bound(spec: &VariantSpec<'_>, position: usize) -> Ident {
    let mut binding = binding(position);
    if let Some(field) = spec.variant.fields.get(position) {
        binding.set_span(start(field.ty).resolved_at(Span::call_site()));
    }
    binding
}

/// Returns a pattern that binds only these fields.
pub(crate) fn pattern(spec: &VariantSpec<'_>, positions: impl IntoIterator<Item = usize>) -> TokenStream {
    let path = path(spec);
    let mut positions: Vec<usize> = positions.into_iter().collect();
    positions.sort_unstable();
    positions.dedup();
    // One token after another: to put a stream into a stream costs more than all of its tokens.
    let mut bound = TokenStream::new();
    for position in positions {
        let Some(member) = member(spec, position) else { continue };
        let punct = |char| TokenTree::Punct(Punct::new(char, Spacing::Alone));
        bound.extend([member, punct(':'), binding(position).into(), punct(',')]);
    }
    quote!(#path { #bound .. })
}
