//! `Error`: the source of each variant.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{GenericArgument, PathArguments, Type};

use super::{Head, binding, pattern};
use crate::spec::{AnswerSpec, Spec};

pub(crate) fn expand(spec: &Spec<'_>, head: &Head) -> TokenStream {
    let krate = &spec.krate;
    let arms: Vec<_> = spec
        .variants
        .iter()
        .filter_map(|variant| match variant.answer {
            // It displays as its inner error, so the next error is what comes after that.
            AnswerSpec::Transparent(position) => {
                let (pattern, inner) = (pattern(variant, [position]), binding(position));
                Some(quote!(#pattern => ::core::error::Error::source(#inner)))
            }
            AnswerSpec::Row(_) => {
                let position = variant.source?;
                let (pattern, source) = (pattern(variant, [position]), binding(position));
                let ty = variant.variant.fields.get(position)?.ty;
                let source = if std::ptr::eq(inside_option(ty), ty) {
                    quote!(::core::option::Option::Some(#source.__as_source()))
                } else {
                    quote! {
                        match #source {
                            ::core::option::Option::Some(__source) => {
                                ::core::option::Option::Some(__source.__as_source())
                            }
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
                use #krate::__private::AsSource as _;
                match self { #(#arms,)* #rest }
            }
        }
    });
    head.implement(&quote!(::core::error::Error), &quote!(#source))
}

/// The `T` of an `Option<T>`, else the type itself.
pub(super) fn inside_option(ty: &Type) -> &Type {
    let Type::Path(path) = ty else { return ty };
    let Some(last) = path.path.segments.last().filter(|last| last.ident == "Option") else { return ty };
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(GenericArgument::Type(inner)) => inner,
            _ => ty,
        },
        _ => ty,
    }
}
