//! `Decode`: the error again, from what a client received.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::{Head, member, path};
use crate::input::member_name;
use crate::spec::{AnswerSpec, Message, Row, Spec, VariantSpec};

pub(crate) fn expand(spec: &Spec<'_>, head: &Head) -> TokenStream {
    let krate = &spec.krate;
    let tries = spec.variants.iter().enumerate().filter_map(|(row, variant)| match &variant.answer {
        AnswerSpec::Transparent(position) => {
            let (path, member) = (path(variant), member(variant, *position)?);
            let ty = variant.variant.fields.get(*position)?.ty;
            let inner = quote_spanned!(ty.span()=> <#ty as #krate::Decode>::decode(__received));
            Some(quote! {
                if let ::core::option::Option::Some(__inner) = #inner {
                    return ::core::option::Option::Some(#path { #member: __inner });
                }
            })
        }
        AnswerSpec::Row(answer) if answer.is_silent() => None,
        AnswerSpec::Row(answer) => Some(attempt(row, variant, answer)),
    });
    head.implement(
        &quote!(#krate::Decode),
        &quote! {
            fn decode(__received: &#krate::Received<'_>) -> ::core::option::Option<Self> {
                #(#tries)*
                ::core::option::Option::None
            }
        },
    )
}

/// Makes one variant, if it is that: errors of one name differ by their fields, and constants by their text.
fn attempt(position: usize, spec: &VariantSpec<'_>, row: &Row<'_>) -> TokenStream {
    let path = path(spec);
    let position = Literal::usize_unsuffixed(position);
    let fields: Vec<_> = spec
        .variant
        .fields
        .iter()
        .enumerate()
        .filter_map(|(at, field)| {
            let member = member(spec, at)?;
            if row.status_field == Some(at) {
                return Some((quote!(#member), quote!(::core::option::Option::Some(__received.status))));
            }
            let (name, ty) = (member_name(&field.member), field.ty);
            Some((quote!(#member), quote_spanned!(ty.span()=> __received.detail::<#ty>(#name))))
        })
        .collect();
    let bindings: Vec<_> = (0..fields.len()).map(super::binding).collect();
    let (members, values): (Vec<_>, Vec<_>) = fields.into_iter().unzip();
    let constant = match &row.message {
        Message::Template(template) if template.placeholders.is_empty() => template.parts.first(),
        _ => None,
    };
    let constant = constant
        .map_or_else(|| quote!(::core::option::Option::None), |text| quote!(::core::option::Option::Some(#text)));
    let any_status = row.status_field.is_some();
    quote! {
        if __private::is_row(__received, &__ROWS[#position], #constant, #any_status) {
            if let (#(::core::option::Option::Some(#bindings),)*) = (#(#values,)*) {
                return ::core::option::Option::Some(#path { #(#members: #bindings,)* });
            }
        }
    }
}
