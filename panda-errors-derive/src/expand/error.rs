//! `Error`: the source of each variant.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::head::Head;
use super::pattern::{bound, pattern};
use crate::spec::{AnswerSpec, Spec};
use crate::tokens::inside_option;

pub(crate) fn expand(spec: &Spec<'_>, head: &Head) -> TokenStream {
    let arms: Vec<_> = spec
        .variants
        .iter()
        .filter_map(|variant| match variant.answer {
            // It displays as its inner error, so the next error of the chain is the inner error's source.
            AnswerSpec::Transparent(position) if variant.source.is_none_or(|source| source == position) => {
                let (pattern, inner) = (pattern(variant, [position]), bound(variant, position));
                let inner = quote_spanned!(inner.span()=> __private::inner(#inner));
                Some(quote!(#pattern => ::core::error::Error::source(#inner)))
            }
            // The private cause of a public error replaces the public error's own source.
            AnswerSpec::Row(_) | AnswerSpec::Transparent(_) => {
                let position = variant.source?;
                let (pattern, source) = (pattern(variant, [position]), bound(variant, position));
                let ty = variant.variant.fields.get(position)?.ty;
                // Three references, one for each way that `Source` looks for: see there.
                let found = |source: &Ident| {
                    let found = quote_spanned!(source.span()=> (&&&__private::Source(#source)).__find());
                    quote!(::core::option::Option::Some(#found))
                };
                let source = if std::ptr::eq(inside_option(ty), ty) {
                    found(&source)
                } else {
                    let inner = Ident::new("__source", source.span());
                    let found = found(&inner);
                    quote! {
                        match #source {
                            ::core::option::Option::Some(#inner) => #found,
                            ::core::option::Option::None => ::core::option::Option::None,
                        }
                    }
                };
                Some(quote!(#pattern => #source))
            }
        })
        .collect();
    let rest = (arms.len() < spec.variants.len()).then(|| quote!(_ => ::core::option::Option::None,));
    let source = (!arms.is_empty()).then(|| {
        quote! {
            fn source(&self) -> ::core::option::Option<&(dyn ::core::error::Error + 'static)> {
                use __private::{Error as _, Pointer as _, Unfit as _};
                match self { #(#arms,)* #rest }
            }
        }
    });
    head.implement(&quote!(::core::error::Error), &quote!(#source))
}
