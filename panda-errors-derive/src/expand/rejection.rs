//! `rejection`: the refusals of the framework as errors of the type.

use std::fmt::Write as _;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::body::{json, texts};
use super::head::Head;
use super::pattern::{member, path};
use crate::rules::REGISTERED;
use crate::spec::{AnswerSpec, Message, Spec, Status, VariantSpec, is_rejection, rejection_field};
use crate::template::Template;
use crate::tokens::parse;

/// Returns `true` if a variant takes the refusals that no other one takes, and holds them as they are.
pub(super) fn takes_rest(variant: &VariantSpec<'_>) -> bool {
    let AnswerSpec::Transparent(position) = variant.answer else { return false };
    variant.rejection && variant.variant.fields.get(position).is_some_and(|field| is_rejection(field.ty))
}

/// Returns `true` if the rest is called by the names of the type.
pub(super) fn renames(spec: &Spec<'_>, variant: &VariantSpec<'_>) -> bool {
    takes_rest(variant) && spec.naming.renames()
}

/// The rows of the refusals that no variant claims: all of them, and those for the catalog.
pub(super) fn table(spec: &Spec<'_>) -> Option<TokenStream> {
    let krate = &spec.krate;
    let rest = spec.variants.iter().find(|variant| takes_rest(variant))?;
    let claimed = claimed(spec).map(|(code, _)| Literal::u16_unsuffixed(code));
    let all = if renames(spec, rest) {
        let rows = parse(&rows(spec));
        let count = Literal::usize_unsuffixed(REGISTERED.len());
        quote!(static __REFUSED: [__private::Definition; #count] = #rows;)
    } else {
        quote!(
            const __REFUSED: &[__private::Definition] = __private::REFUSED;
        )
    };
    Some(quote! {
        #all
        const __CLAIMED: &[u16] = &[#(#claimed),*];
        static __REST: [__private::Definition; __private::count_rest(__CLAIMED)] =
            __private::rest(&__REFUSED, __CLAIMED);
        const __REFUSALS: &#krate::Catalog = &#krate::Catalog::new("Rejection", &__REST);
    })
}

fn claimed<'a>(spec: &'a Spec<'_>) -> impl Iterator<Item = (u16, &'a VariantSpec<'a>)> {
    spec.variants.iter().filter(|variant| variant.rejection).filter_map(|variant| match &variant.answer {
        AnswerSpec::Row(row) => match row.status {
            Status::Code(code) => Some((code, variant)),
            Status::Constant(_) => None,
        },
        AnswerSpec::Transparent(_) => None,
    })
}

/// One row as text for each registered code.
fn rows(spec: &Spec<'_>) -> String {
    let mut rows = String::from("[");
    for (code, reason, ident) in REGISTERED {
        let name = spec.naming.apply(ident);
        let json = json(&name, &Message::Template(Template::constant(reason)));
        let (texts, ends) = texts(&name, reason, json, "");
        // A `String` takes every text.
        let _ = write!(rows, "__private::constant({code},{texts:?},{ends:?}),");
    }
    rows.push(']');
    rows
}

/// Writes `From<Rejection>`.
pub(super) fn from(spec: &Spec<'_>) -> Option<TokenStream> {
    if !spec.takes_rejections {
        return None;
    }
    let krate = &spec.krate;
    let arms = claimed(spec).filter_map(|(code, variant)| {
        let (path, code) = (path(variant), Literal::u16_unsuffixed(code));
        let held = match rejection_field(variant.variant) {
            Some(position) => {
                let member = member(variant, position)?;
                Some(quote!(#member: __rejection))
            }
            None => None,
        };
        Some(quote!(#code => #path { #held }))
    });
    let rest = spec.variants.iter().find_map(|variant| {
        let AnswerSpec::Transparent(position) = variant.answer else { return None };
        let (path, member) = (path(variant), member(variant, position)?);
        variant.rejection.then(|| quote!(_ => #path { #member: ::core::convert::From::from(__rejection) }))
    });
    let head = Head::of(spec.input.ast, &[]);
    Some(head.implement(
        &quote!(::core::convert::From<#krate::Rejection>),
        &quote! {
            fn from(__rejection: #krate::Rejection) -> Self {
                match #krate::ErrorStatus::as_u16(#krate::Rejection::status(&__rejection)) {
                    #(#arms,)*
                    #rest
                }
            }
        },
    ))
}
