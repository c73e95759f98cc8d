//! The expansion of a wrong input: the errors, and impls that only typecheck, so that no later use of the type is an
//! error as well.

use std::collections::{BTreeSet, HashSet};

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{GenericParam, LitStr, Path};

use crate::attr::{Key, Value};
use crate::diagnostics::nearest;
use crate::expand::head::Head;
use crate::expand::integrate;
use crate::input::{Input, Variant};
use crate::spec::{IMPLS, Rename, Writes, check_crate, check_with, kind_ident};

pub(crate) fn expand(input: &Input<'_>, error: Option<syn::Error>) -> TokenStream {
    let errors = error.map(syn::Error::into_compile_error);
    let krate = check_crate(input.attrs());
    // A misspelt `skip` entry still means that the user wrote that impl, so it is not generated.
    let name = |path: &Path| {
        let name = quote!(#path).to_string();
        nearest(&name, IMPLS).map(str::to_owned).unwrap_or(name)
    };
    let list = |key: Key| input.attrs().list(key).map(name).collect::<Vec<_>>();
    let skipped = list(Key::Skip);
    let writes = Writes::of(input, &skipped, &list(Key::Only));
    let generic = input.ast.generics.params.iter().any(|parameter| matches!(parameter, GenericParam::Type(_)));
    // If no message is stated, the author forgot it, or has written `Display` by hand. A stub would conflict with that impl,
    // so the other impls have a bound instead: for any lifetime, because a false bound would be an error itself.
    let is_displayed = input.writes_display() || input.may_be_displayed() || input.is_thiserror;
    let is_error = if generic {
        Some(quote!(Self: ::core::error::Error))
    } else {
        (!writes.error && is_displayed).then(|| quote!(for<'__any> Self: ::core::error::Error))
    };
    let head = Head::of(input.ast, is_error.as_slice());
    let api_error = head.implement(
        &quote!(#krate::ApiError),
        &quote!(fn definition(&self) -> &'static #krate::Definition { #krate::__private::STUB }),
    );
    let catalog = head.implement(
        &quote!(#krate::Cataloged),
        &quote!(const CATALOG: &'static #krate::Catalog = &#krate::Catalog::tree("", &[], &[]);),
    );
    let integrations = integrate::expand(&krate, &head, &writes.integrations, &check_with(input.attrs()));
    let decode = (input.attrs().has(Key::Decode) || input.attrs().means(Key::Decode)).then(|| {
        let nothing = quote!(::core::option::Option::None);
        head.implement(
            &quote!(#krate::Decode),
            &quote!(fn decode(_: &#krate::Reply) -> ::core::option::Option<Self> { #nothing }),
        )
    });
    let kind = match input.attrs().get(Key::Kind).map(|entry| &entry.value) {
        Some(Value::Path(ident)) if !ident.is_ident(&input.ast.ident) => Some(kind(input, &krate, ident)),
        _ => None,
    };

    let plain = Head::of(input.ast, &[]);
    let nothing = quote! {
        fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
            ::core::result::Result::Ok(())
        }
    };
    let is_forgotten = |impl_name: &str| !is_displayed && !skipped.iter().any(|skipped| skipped == impl_name);
    let display =
        (writes.display || is_forgotten("Display")).then(|| plain.implement(&quote!(::core::fmt::Display), &nothing));
    // `Debug` cannot be derived for a union.
    let is_union = matches!(input.ast.data, syn::Data::Union(_));
    let debug_of_union = is_union.then(|| plain.implement(&quote!(::core::fmt::Debug), &nothing));
    let debug = Head::of(input.ast, generic.then(|| quote!(Self: ::core::fmt::Debug)).as_slice());
    let error = (writes.error || is_forgotten("Error"))
        .then(|| debug.implement(&quote!(::core::error::Error), &TokenStream::new()));
    let mut seen = HashSet::new();
    let fields = input.variants.iter().flat_map(|variant| &variant.fields);
    let sources = fields.filter(|field| writes.from && field.attrs.has(Key::From));
    let from = sources.map(|field| field.ty).filter(|ty| seen.insert(quote!(#ty).to_string())).map(|ty| {
        plain.implement(
            &quote!(::core::convert::From<#ty>),
            &quote!(fn from(_: #ty) -> Self { #krate::__private::stub() }),
        )
    });
    quote! {
        #errors
        #kind
        const _: () = {
            #api_error
            #catalog
            #display
            #debug_of_union
            #error
            #(#from)*
            #integrations
            #decode
        };
    }
}

/// Writes the enum of the names that could be read.
fn kind(input: &Input<'_>, krate: &TokenStream, kind: &Path) -> TokenStream {
    let visibility = &input.ast.vis;
    let rows = input.variants.iter().filter(|variant| !variant.attrs.has(Key::Transparent));
    let rename = Rename::of(input.attrs()).unwrap_or(Rename::None);
    let name = |row: &Variant<'_>| rename.apply(&row.at.unraw().to_string());
    let names = rows.map(|row| row.attrs.text(Key::Name).map_or_else(|| name(row), LitStr::value));
    let idents: BTreeSet<_> = names.filter_map(|name| kind_ident(&name)).collect();
    let idents = idents.iter();
    quote! {
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug,
            ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash
        )]
        #[non_exhaustive]
        #visibility enum #kind { #(#idents),* }
        impl #kind {
            #visibility fn definition(&self) -> &'static #krate::Definition { #krate::__private::STUB }
        }
        impl ::core::convert::TryFrom<&::core::primitive::str> for #kind {
            type Error = #krate::UnknownName;
            fn try_from(_: &::core::primitive::str) -> ::core::result::Result<Self, #krate::UnknownName> {
                ::core::result::Result::Err(#krate::UnknownName)
            }
        }
    }
}
