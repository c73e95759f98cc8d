//! `Decode`: the error again, from what a client received.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::head::Head;
use super::pattern::{binding, member, path};
use crate::input::detail_key;
use crate::spec::{AnswerSpec, Row, Spec, VariantSpec};

pub(crate) fn expand(spec: &Spec<'_>, head: &Head) -> TokenStream {
    let krate = &spec.krate;
    let rows: Vec<_> = spec.variants.iter().enumerate().filter_map(|(at, variant)| row(at, variant)).collect();
    let places = rows.iter().map(|(at, ..)| Literal::usize_unsuffixed(*at));
    let arms = rows.iter().enumerate().map(|(index, (_, variant, row))| {
        let index = Literal::usize_unsuffixed(index);
        let error = error(variant, row);
        quote!(::core::option::Option::Some(#index) => { return #error; })
    });
    let own = (!rows.is_empty()).then(|| {
        quote! {
            match __private::row_of(__reply, &[#(&__ROWS[#places],)*]) {
                #(#arms)*
                _ => {}
            }
        }
    });
    let inner = spec.variants.iter().filter_map(|variant| {
        let AnswerSpec::Transparent(position) = variant.answer else { return None };
        let (path, member) = (path(variant), member(variant, position)?);
        let ty = variant.variant.fields.get(position)?.ty;
        let inner = quote_spanned!(ty.span()=> <#ty as #krate::Decode>::decode(__reply));
        Some(quote! {
            if let ::core::option::Option::Some(__inner) = #inner {
                return ::core::option::Option::Some(#path { #member: __inner });
            }
        })
    });
    head.implement(
        &quote!(#krate::Decode),
        &quote! {
            fn decode(__reply: &#krate::Reply) -> ::core::option::Option<Self> {
                #own
                #(#inner)*
                ::core::option::Option::None
            }
        },
    )
}

/// A variant that can be made again; a 500 is never sent.
fn row<'a>(at: usize, variant: &'a VariantSpec<'a>) -> Option<(usize, &'a VariantSpec<'a>, &'a Row<'a>)> {
    match &variant.answer {
        AnswerSpec::Row(row) if !row.is_silent() => Some((at, variant, row)),
        AnswerSpec::Row(_) | AnswerSpec::Transparent(_) => None,
    }
}

/// Makes one variant, if each of its fields came.
fn error(spec: &VariantSpec<'_>, row: &Row<'_>) -> TokenStream {
    let path = path(spec);
    let details: HashSet<usize> = row.details.iter().copied().collect();
    let headers: HashMap<usize, &String> = row.header_fields.iter().map(|(name, position)| (*position, name)).collect();
    let fields = spec.variant.fields.iter().enumerate().filter_map(|(at, field)| {
        let (member, ty) = (member(spec, at)?, field.ty);
        let header = headers.get(&at);
        let value = if row.status_field == Some(at) {
            quote!(__private::status(__reply))
        } else if details.contains(&at) {
            let name = detail_key(field);
            quote_spanned!(ty.span()=> __private::field::<#ty>(__reply, #name))
        } else if row.retry_after == Some(at) {
            quote!(__private::retry_after(__reply))
        } else if row.code_field == Some(at) {
            quote_spanned!(ty.span()=> __private::code::<#ty>(__reply))
        } else {
            quote_spanned!(ty.span()=> __private::header::<#ty>(__reply, #header))
        };
        Some((member, value))
    });
    let (members, values): (Vec<_>, Vec<_>) = fields.unzip();
    let bindings: Vec<_> = (0..values.len()).map(binding).collect();
    if values.is_empty() {
        return quote!(::core::option::Option::Some(#path { }));
    }
    quote! {
        match (#(#values,)*) {
            (#(::core::option::Option::Some(#bindings),)*) => {
                ::core::option::Option::Some(#path { #(#members: #bindings,)* })
            }
            _ => ::core::option::Option::None,
        }
    }
}
