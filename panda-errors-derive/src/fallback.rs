//! What a wrong input expands to: the errors, and impls that only typecheck, so that no later use of the type is an
//! error as well.

use proc_macro2::TokenStream;
use quote::quote;
use syn::GenericParam;

use crate::expand::{Head, integrate};
use crate::input::Input;
use crate::spec::{Writes, check_crate};

pub(crate) fn expand(input: &Input<'_>, error: Option<syn::Error>) -> TokenStream {
    let errors = error.map(syn::Error::into_compile_error);
    let krate = check_crate(input.attrs());
    let list = |key: &str| input.attrs().list(key).map(|path| quote!(#path).to_string()).collect::<Vec<_>>();
    let writes = Writes::of(input, &list("skip"), &list("only"));
    let generic = input.ast.generics.params.iter().any(|parameter| matches!(parameter, GenericParam::Type(_)));
    let is_error = generic.then(|| quote!(Self: ::core::error::Error));
    let head = Head::of(input.ast, is_error.as_slice());
    let api_error = head.implement(
        &quote!(#krate::ApiError),
        &quote!(fn definition(&self) -> &'static #krate::Definition { #krate::__private::STUB }),
    );
    let catalog = head.implement(
        &quote!(#krate::Cataloged),
        &quote!(const CATALOG: &'static #krate::Catalog = &#krate::Catalog::tree("", &[], &[]);),
    );
    let serialize = writes.serialize.then(|| head.serialize(&krate));
    let integrations = integrate::expand(&krate, &head, &writes.integrations, &[]);

    let plain = Head::of(input.ast, &[]);
    let display = writes.display.then(|| {
        plain.implement(
            &quote!(::core::fmt::Display),
            &quote! {
                fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    ::core::result::Result::Ok(())
                }
            },
        )
    });
    let debug = Head::of(input.ast, generic.then(|| quote!(Self: ::core::fmt::Debug)).as_slice());
    let error = writes.error.then(|| debug.implement(&quote!(::core::error::Error), &TokenStream::new()));
    let mut seen = std::collections::HashSet::new();
    let fields = input.variants.iter().flat_map(|variant| &variant.fields);
    let sources = fields.filter(|field| writes.from && field.attrs.has("from"));
    let from = sources.map(|field| field.ty).filter(|ty| seen.insert(quote!(#ty).to_string())).map(|ty| {
        plain.implement(
            &quote!(::core::convert::From<#ty>),
            &quote!(fn from(_: #ty) -> Self { #krate::__private::stub() }),
        )
    });
    quote! {
        #errors
        const _: () = {
            #api_error
            #catalog
            #display
            #error
            #(#from)*
            #serialize
            #integrations
        };
    }
}
