//! The shape of a type: a static, and the checks of the type against it.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned as _;

use super::facts;
use crate::input::detail_key;
use crate::spec::{AnswerSpec, Code, Row, ShapeSpec, Spec, VariantSpec, is_integer};
use crate::tokens::located;

pub(super) fn expand(spec: &Spec<'_>) -> Option<TokenStream> {
    let krate = &spec.krate;
    let (shape, span) = match spec.shape? {
        ShapeSpec::Path(path) => (path.to_token_stream(), path.span()),
        // The literal keeps its span, so that a mistake in the template is underlined there.
        ShapeSpec::Template(template) => {
            let made = located(quote!(#krate::Shape::json(#template)), template.span());
            (made, template.span())
        }
    };
    let span = span.resolved_at(Span::call_site());
    let rows = || {
        spec.variants.iter().enumerate().filter_map(|(index, variant)| match &variant.answer {
            AnswerSpec::Row(row) if !row.is_silent() => Some((index, variant, &**row)),
            _ => None,
        })
    };
    let keys: BTreeSet<String> = rows().flat_map(|(_, variant, row)| keys(variant, row)).collect();
    let keys = keys.iter();
    let bare = is_bare(rows().filter_map(|(index, variant, row)| Some((index, bare(variant, row)?))).collect());
    let exposes = rows().any(|(_, _, row)| row.exposed);
    let codes = rows().find_map(|(_, variant, row)| match (&row.code, row.code_field) {
        (Some(Code::Text(_)), _) => Some(1_u8),
        (Some(Code::Number(_)), _) => Some(2),
        (None, Some(position)) => variant.variant.fields.get(position).map(|field| 1 + u8::from(is_integer(field.ty))),
        (None, None) => None,
    });
    let codes = codes.unwrap_or(0);
    let check = quote_spanned!(span=> const _: () = __SHAPE.check(&[#(#keys),*], #bare, #exposes, #codes););
    let decode = spec.decode.then(|| {
        let keys: BTreeMap<_, _> = rows()
            .flat_map(|(index, variant, row)| typed_keys(index, variant, row))
            .map(|(key, json)| ((key, json.to_string()), json))
            .collect();
        let keys = keys.iter().map(|((key, _), json)| quote!((#key, #json)));
        let numbers = rows().filter_map(|(_, _, row)| match row.code {
            Some(Code::Number(code)) => Some(Literal::i64_unsuffixed(code)),
            _ => None,
        });
        let with_code = rows().any(|(_, _, row)| row.code.is_some());
        let by_name = rows().any(|(_, _, row)| row.code.is_none());
        quote_spanned!(span=> const _: () = __SHAPE.check_decode(&[#(#keys),*], &[#(#numbers),*], #with_code, #by_name);)
    });
    // A static, because the compiler would check the whole shape again in each constant that refers to a constant.
    Some(quote! {
        static __SHAPE: #krate::Shape = #shape;
        #check
        #decode
    })
}

/// Expands to the details of a row with their JSON types.
fn typed_keys(index: usize, variant: &VariantSpec<'_>, row: &Row<'_>) -> Vec<(String, TokenStream)> {
    let fields = row.details.iter().filter_map(|position| Some((*position, variant.variant.fields.get(*position)?)));
    let typed = fields.map(|(position, field)| {
        let json = match facts::known_type(field.ty) {
            Some(json) => {
                let json = Ident::new(json, Span::call_site());
                quote!(__private::JsonType::#json)
            }
            None => facts::constant_type(index, position).into_token_stream(),
        };
        (detail_key(field), json)
    });
    typed.collect()
}

fn keys(variant: &VariantSpec<'_>, row: &Row<'_>) -> Vec<String> {
    row.details.iter().filter_map(|position| variant.variant.fields.get(*position)).map(detail_key).collect()
}

/// Returns the position and the type of the only detail of a row, if it may be a value other than an object.
fn bare<'a>(variant: &VariantSpec<'a>, row: &Row<'_>) -> Option<(usize, &'a Type)> {
    let [position] = row.details.as_slice() else { return None };
    let field = variant.variant.fields.get(*position)?;
    detail_key(field).bytes().all(|byte| byte.is_ascii_digit()).then_some((*position, field.ty))
}

/// Expands to whether one of these details is a value other than an object. The compiler decides it, except for types
/// that every program has.
fn is_bare(details: Vec<(usize, (usize, &Type))>) -> TokenStream {
    if details.iter().any(|(_, (_, ty))| facts::known_type(ty).is_some()) {
        return quote!(true);
    }
    let constants = details.into_iter().map(|(index, (position, _))| facts::constant_type(index, position));
    quote!(false #(|| !#constants.may_be_object())*)
}
