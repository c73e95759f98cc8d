//! `From`, for each field with `#[from]`.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::{Head, path, unlinted};
use crate::spec::Spec;

pub(crate) fn expand(spec: &Spec<'_>) -> TokenStream {
    // No bounds but the declared ones: to make an error nothing is printed.
    let head = Head::of(spec.input.ast, &[]);
    let mut impls = TokenStream::new();
    for variant in &spec.variants {
        let Some(field) = variant.from.and_then(|position| variant.variant.fields.get(position)) else { continue };
        let (path, ty) = (path(variant), field.ty);
        let member = match &field.member {
            syn::Member::Named(ident) => unlinted(ident).to_token_stream(),
            syn::Member::Unnamed(_) => quote!(0),
        };
        impls.extend(head.implement(
            &quote!(::core::convert::From<#ty>),
            &quote! {
                fn from(__source: #ty) -> Self {
                    #path { #member: __source }
                }
            },
        ));
    }
    impls
}
