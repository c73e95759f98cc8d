//! Patterns: the path of a variant, and its fields by position.

use proc_macro2::{Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::Member;

use crate::spec::VariantSpec;
use crate::tokens::{start, unlinted};

/// The path to the variant, `Self::TooLarge`, or to the struct, `Self`.
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

/// The name or the number of a field, as a pattern and a literal have it.
pub(crate) fn member(spec: &VariantSpec<'_>, position: usize) -> Option<TokenTree> {
    Some(match &spec.variant.fields.get(position)?.member {
        Member::Named(ident) if spec.variant.is_linted => unlinted(ident).into(),
        Member::Named(ident) => ident.clone().into(),
        Member::Unnamed(index) => Literal::u32_unsuffixed(index.index).into(),
    })
}

/// What a field is bound as: by its position, because a constant of its name would turn the pattern into a comparison.
pub(crate) fn binding(position: usize) -> Ident {
    format_ident!("__field{position}")
}

/// The binding where it is used: with the span of the field, so that what is wrong with its type is told there.
pub(crate) fn bound(spec: &VariantSpec<'_>, position: usize) -> Ident {
    let mut binding = binding(position);
    if let Some(field) = spec.variant.fields.get(position) {
        binding.set_span(start(field.ty).resolved_at(Span::call_site()));
    }
    binding
}

/// A pattern that binds these fields and no others.
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
