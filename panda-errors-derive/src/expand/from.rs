//! `From`, for each field with `#[from]`.

use proc_macro2::TokenStream;
use quote::quote;

use super::head::Head;
use super::pattern::{member, path};
use crate::spec::Spec;
use crate::tokens::{located, start, unlinted_tokens};

pub(crate) fn expand(spec: &Spec<'_>) -> TokenStream {
    // No bounds but the declared ones: to make an error nothing is printed.
    let head = Head::of(spec.input.ast, &[]);
    let mut impls = TokenStream::new();
    for variant in &spec.variants {
        // It comes with the claims of the other variants.
        if super::rejection::takes_rest(variant) {
            continue;
        }
        let Some(field) = variant.from.and_then(|position| variant.variant.fields.get(position)) else { continue };
        let (path, member, ty) =
            (path(variant), variant.from.and_then(|position| member(variant, position)), unlinted_tokens(field.ty));
        let from = head.implement(
            &quote!(::core::convert::From<#ty>),
            &quote! {
                fn from(__source: #ty) -> Self {
                    #path { #member: __source }
                }
            },
        );
        // At the field, because two types that are one by an alias are two impls for the compiler.
        impls.extend(located(from, start(field.ty)));
    }
    impls
}
