//! `kind`: a fieldless enum of the names.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use syn::Path;

use crate::spec::{AnswerSpec, Spec};

pub(crate) fn expand(spec: &Spec<'_>, kind: &Path, names: &[(Ident, usize)]) -> TokenStream {
    let visibility = &spec.input.ast.vis;
    let docs = format!("The names of [`{}`].", spec.input.ast.ident);
    let variants = names.iter().map(|(ident, row)| {
        let docs = name(spec, *row).map(|name| format!("`{name}`"));
        quote!(#[doc = #docs] #ident,)
    });
    quote! {
        #[doc = #docs]
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug,
            ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash
        )]
        #[non_exhaustive]
        #visibility enum #kind { #(#variants)* }
    }
}

pub(crate) fn impls(spec: &Spec<'_>, kind: &Path, names: &[(Ident, usize)]) -> TokenStream {
    let krate = &spec.krate;
    let visibility = &spec.input.ast.vis;
    let rows = names.iter().map(|(ident, row)| {
        let row = Literal::usize_unsuffixed(*row);
        quote!(Self::#ident => #row)
    });
    let rows = if names.is_empty() { quote!(match *self {}) } else { quote!(&__ROWS[match self { #(#rows,)* }]) };
    let known = names.iter().filter_map(|(ident, row)| {
        let name = name(spec, *row)?;
        Some(quote!(#name => ::core::result::Result::Ok(Self::#ident)))
    });
    quote! {
        #[automatically_derived]
        impl #kind {
            /// The static facts of the first error with this name.
            #[must_use]
            #visibility fn definition(&self) -> &'static #krate::Definition { #rows }
        }
        // A use of the method, because rustc warns of an unused method if the enum is private.
        const _: fn(&#kind) -> &'static #krate::Definition = #kind::definition;
        #[automatically_derived]
        impl ::core::convert::TryFrom<&::core::primitive::str> for #kind {
            type Error = #krate::UnknownName;
            fn try_from(__name: &::core::primitive::str) -> ::core::result::Result<Self, #krate::UnknownName> {
                match __name {
                    #(#known,)*
                    _ => ::core::result::Result::Err(#krate::UnknownName),
                }
            }
        }
    }
}

fn name<'a>(spec: &'a Spec<'_>, row: usize) -> Option<&'a str> {
    match &spec.variants.get(row)?.answer {
        AnswerSpec::Row(row) => Some(&row.name),
        AnswerSpec::Transparent(_) => None,
    }
}
