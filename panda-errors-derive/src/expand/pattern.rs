//! Patterns: the path of a variant, and its fields by position.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
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
pub(crate) fn member(spec: &VariantSpec<'_>, position: usize) -> Option<TokenStream> {
    Some(match &spec.variant.fields.get(position)?.member {
        Member::Named(ident) if spec.variant.is_linted => unlinted(ident).to_token_stream(),
        Member::Named(ident) => ident.to_token_stream(),
        Member::Unnamed(index) => Literal::u32_unsuffixed(index.index).to_token_stream(),
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
    let bound = positions.into_iter().filter_map(|position| {
        let member = member(spec, position)?;
        let binding = binding(position);
        Some(quote!(#member: #binding,))
    });
    quote!(#path { #(#bound)* .. })
}
