//! `ApiError`: the index of the row, and a visit of the values.

use std::fmt::Write as _;

use proc_macro2::{Punct, Spacing, TokenStream, TokenTree};
use quote::{ToTokens as _, quote, quote_spanned};

use super::facts::known_type;
use super::head::Head;
use super::pattern::{bound, pattern};
use super::rejection;
use crate::input::detail_key;
use crate::spec::{AnswerSpec, Message, Row, Spec, VariantSpec};
use crate::template::Placeholder;
use crate::tokens::{holds, is_keyword, parse};

pub(crate) fn expand(spec: &Spec<'_>, head: &Head) -> TokenStream {
    let krate = &spec.krate;
    let definition = definition(spec);
    let status = status(spec);
    let shape = spec.shape.map(|_| quote!(fn shape(&self) -> &'static #krate::Shape { &__SHAPE }));
    let visit = visit(spec);
    // A type without `Debug` has one error, at the impl of `Error`, and none here. For any lifetime, because a false bound
    // would be an error itself.
    let is_error = spec.writes.error.then(|| quote!(for<'__any> Self: ::core::error::Error));
    head.and(is_error).implement(
        &quote!(#krate::ApiError),
        &quote! {
            #definition
            #status
            #shape
            #visit
        },
    )
}

fn definition(spec: &Spec<'_>) -> TokenStream {
    let krate = &spec.krate;
    // As text, like the rows of the table.
    let mut transparent = Vec::new();
    let mut text = String::new();
    for (row, variant) in spec.variants.iter().enumerate() {
        // Writing to a `String` does not fail.
        let _ = match (&variant.answer, variant.variant.ident) {
            (AnswerSpec::Row(_), Some(ident)) if is_keyword(ident) => write!(text, "Self::r#{ident}{{..}}=>{row},"),
            (AnswerSpec::Row(_), Some(ident)) => write!(text, "Self::{ident}{{..}}=>{row},"),
            (AnswerSpec::Row(_), None) => write!(text, "Self{{..}}=>{row},"),
            (AnswerSpec::Transparent(position), _) if rejection::renames(spec, variant) => {
                let (pattern, refused) = (pattern(variant, [*position]), bound(variant, *position));
                transparent.push(quote!(#pattern => return __private::refused(&__REFUSED, #refused),));
                Ok(())
            }
            (AnswerSpec::Transparent(position), _) => {
                let (pattern, inner) = (pattern(variant, [*position]), inner(variant, *position));
                transparent.push(quote!(#pattern => return #krate::ApiError::definition(#inner),));
                Ok(())
            }
        };
    }
    transparent.push(parse(&text));
    let arms: TokenStream = transparent.into_iter().collect();
    let body = match spec.variants.as_slice() {
        [] => quote!(match *self {}),
        // If every variant is transparent, no arm would give the index its type.
        variants if variants.iter().all(|variant| matches!(variant.answer, AnswerSpec::Transparent(_))) => {
            let arms = variants.iter().filter_map(|variant| {
                let AnswerSpec::Transparent(position) = variant.answer else { return None };
                if rejection::renames(spec, variant) {
                    let (pattern, refused) = (pattern(variant, [position]), bound(variant, position));
                    return Some(quote!(#pattern => __private::refused(&__REFUSED, #refused)));
                }
                let (pattern, inner) = (pattern(variant, [position]), inner(variant, position));
                Some(quote!(#pattern => #krate::ApiError::definition(#inner)))
            });
            quote!(match self { #(#arms,)* })
        }
        _ => quote!(&__ROWS[match self { #arms }]),
    };
    quote! {
        fn definition(&self) -> &'static #krate::Definition { #body }
    }
}

/// Writes `status` if it can differ from the status of the definition.
fn status(spec: &Spec<'_>) -> Option<TokenStream> {
    let krate = &spec.krate;
    let arms: Vec<_> = spec
        .variants
        .iter()
        .filter_map(|variant| match &variant.answer {
            AnswerSpec::Transparent(position) => {
                let (pattern, inner) = (pattern(variant, [*position]), inner(variant, *position));
                Some(quote!(#pattern => #krate::ApiError::status(#inner)))
            }
            AnswerSpec::Row(row) => {
                let position = row.status_field?;
                let (pattern, field) = (pattern(variant, [position]), bound(variant, position));
                let status = quote_spanned!(field.span()=> *#field);
                Some(quote!(#pattern => #status))
            }
        })
        .collect();
    let rest = (arms.len() < spec.variants.len())
        .then(|| quote!(_ => #krate::Definition::status(#krate::ApiError::definition(self)),));
    (!arms.is_empty()).then(|| {
        quote! {
            fn status(&self) -> #krate::ErrorStatus { match self { #(#arms,)* #rest } }
        }
    })
}

/// Writes `visit` if it has to show more than the `Display`, or less.
fn visit(spec: &Spec<'_>) -> Option<TokenStream> {
    let krate = &spec.krate;
    let displays = |variant: &VariantSpec<'_>| matches!(&variant.answer, AnswerSpec::Row(row) if matches!(row.message, Message::Display(_)));
    let arms: Vec<_> = spec
        .variants
        .iter()
        .filter_map(|variant| match &variant.answer {
            AnswerSpec::Transparent(position) => {
                let (pattern, inner) = (pattern(variant, [*position]), inner(variant, *position));
                Some(quote!(#pattern => #krate::ApiError::visit(#inner, __visitor)))
            }
            AnswerSpec::Row(row) => {
                let values = values(spec, variant, row, |_| true);
                let positions = used(row);
                let (last, rest) = values.split_last().filter(|_| !positions.is_empty())?;
                let pattern = pattern(variant, positions);
                Some(quote!(#pattern => { #(#rest?;)* #last }))
            }
        })
        .collect();
    if arms.is_empty() {
        return None;
    }
    let others = arms.len() < spec.variants.len();
    let rest = others.then(|| {
        // The visit of a constant message does nothing, because it prints no values.
        if spec.variants.iter().any(displays) {
            quote!(_ => __visitor.text(&[&self]),)
        } else {
            quote!(_ => ::core::result::Result::Ok(()),)
        }
    });
    Some(quote! {
        fn visit(&self, __visitor: &mut #krate::Visitor<'_>) -> ::core::fmt::Result {
            match self { #(#arms,)* #rest }
        }
    })
}

/// Returns the fields that a visit shows.
fn used(row: &Row<'_>) -> Vec<usize> {
    let mut used = Vec::new();
    if let Message::Template(template) = &row.message {
        used.extend(template.fields());
    }
    used.extend(row.header_fields.iter().map(|(_, position)| *position));
    used.extend(row.retry_after);
    used.extend(&row.details);
    used.extend(row.code_field);
    used
}

/// Writes the calls for the values that are shown.
pub(super) fn values(
    all: &Spec<'_>,
    spec: &VariantSpec<'_>,
    row: &Row<'_>,
    is_shown: impl Fn(usize) -> bool,
) -> Vec<TokenStream> {
    let mut values = Vec::new();
    match &row.message {
        Message::Template(template) if template.placeholders.is_empty() => {}
        Message::Template(template) => message(all, spec, &template.placeholders, &mut values),
        Message::Display(_) => values.push(quote!(__visitor.text(&[&self]))),
        Message::Reason | Message::Empty => {}
    }
    for (name, position) in row.header_fields.iter().filter(|(_, position)| is_shown(*position)) {
        let field = bound(spec, *position);
        let value = quote_spanned!(field.span()=> &#field);
        values.push(quote!(__visitor.header(#name, #value)));
    }
    if let Some(position) = row.retry_after.filter(|position| is_shown(*position)) {
        let field = bound(spec, position);
        let value = quote_spanned!(field.span()=> *#field);
        values.push(quote!(__visitor.retry_after(#value)));
    }
    for (field, position) in
        row.details.iter().filter(|at| is_shown(**at)).filter_map(|at| Some((spec.variant.fields.get(*at)?, *at)))
    {
        let (name, field) = (detail_key(field), bound(spec, position));
        let value = quote_spanned!(field.span()=> &#field);
        values.push(quote!(__visitor.detail(#name, #value)));
    }
    if let Some(position) = row.code_field.filter(|position| is_shown(*position)) {
        let field = bound(spec, position);
        let value = quote_spanned!(field.span()=> &#field);
        values.push(quote!(__visitor.code(#value)));
    }
    values
}

/// Writes a call for each integer of a message, and a call for the values between integers.
fn message(all: &Spec<'_>, spec: &VariantSpec<'_>, placeholders: &[Placeholder], values: &mut Vec<TokenStream>) {
    let is_integer =
        |placeholder: &Placeholder| placeholder.spec.is_empty() && is_integer(all, spec, placeholder.field);
    for placeholders in placeholders.chunk_by(|a, b| !is_integer(a) && !is_integer(b)) {
        if let [placeholder] = placeholders
            && is_integer(placeholder)
        {
            let field = bound(spec, placeholder.field);
            values.push(quote!(__visitor.integer(#field, #field)));
            continue;
        }
        let mut texts = TokenStream::new();
        for placeholder in placeholders {
            text(spec, placeholder, &mut texts);
        }
        values.push(quote!(__visitor.text(&[#texts])));
    }
}

/// Returns `true` if the type of a field has the name of an integer. A type parameter of this name may have lifetimes.
fn is_integer(all: &Spec<'_>, spec: &VariantSpec<'_>, position: usize) -> bool {
    let ty = spec.variant.fields.get(position).map(|field| field.ty);
    let mut parameters = all.input.ast.generics.type_params();
    ty.is_some_and(|ty| {
        known_type(ty) == Some("Integer") && !parameters.any(|parameter| holds(ty.to_token_stream(), &parameter.ident))
    })
}

/// Appends a reference to an argument whose `Display` is the value in its format.
///
/// The arguments are positional, because an inline capture would be looked up in the scope of the literal, which is the
/// user's.
fn text(spec: &VariantSpec<'_>, placeholder: &Placeholder, texts: &mut TokenStream) {
    let field = bound(spec, placeholder.field);
    let punct = |char| {
        let mut punct = Punct::new(char, Spacing::Alone);
        punct.set_span(field.span());
        TokenTree::Punct(punct)
    };
    if !texts.is_empty() {
        texts.extend([punct(',')]);
    }
    if placeholder.spec.is_empty() {
        texts.extend([punct('&'), field.clone().into()]);
        return;
    }
    let format = format!("{{0:{}}}", placeholder.spec);
    let arguments = placeholder.arguments.iter().map(|position| {
        let argument = bound(spec, *position);
        quote_spanned!(argument.span()=> *#argument)
    });
    texts.extend(quote_spanned!(field.span()=> &::core::format_args!(#format, #field #(, #arguments)*)));
}

/// Returns the inner error of a transparent variant.
fn inner(spec: &VariantSpec<'_>, position: usize) -> TokenStream {
    let inner = bound(spec, position);
    quote_spanned!(inner.span()=> __private::inner(#inner))
}
