//! `example`: a function that shows the examples of a row to a visitor, by the calls that show the fields.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{Expr, ExprLit, GenericParam, Lit, Type};

use super::facts::known_type;
use super::pattern::bound;
use super::visit::values;
use crate::attr::{Key, Value};
use crate::spec::{Message, Row, Spec, VariantSpec};
use crate::tokens::{mentions, static_lifetimes, unlinted_tokens};

/// The function with the examples of a row.
pub(super) fn function(row: usize) -> Ident {
    format_ident!("__example{row}")
}

/// Returns `true` if the examples of a row are values of the types of their fields. A type that depends on a parameter
/// is not known outside of the impl.
pub(super) fn is_typed(spec: &Spec<'_>, variant: &VariantSpec<'_>, row: &Row<'_>) -> bool {
    let parameters = spec.input.ast.generics.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Type(parameter) => Some(&parameter.ident),
        GenericParam::Const(parameter) => Some(&parameter.ident),
        GenericParam::Lifetime(_) => None,
    });
    let own = Ident::new("Self", Span::call_site());
    let parameters: Vec<&Ident> = parameters.chain([&own]).collect();
    let with_example = variant.variant.fields.iter().filter(|field| field.attrs.has(Key::Example));
    let mut types = with_example.map(|field| field.ty);
    !values_of(spec, variant, row).is_empty() && !types.any(|ty| mentions(ty.to_token_stream(), &parameters))
}

pub(super) fn expand(
    spec: &Spec<'_>,
    position: usize,
    variant: &VariantSpec<'_>,
    row: &Row<'_>,
) -> Option<TokenStream> {
    if !is_typed(spec, variant, row) {
        return None;
    }
    let krate = &spec.krate;
    let function = function(position);
    let fields = variant.variant.fields.iter().enumerate().filter_map(|(at, field)| {
        // A lint about the value, such as a long number, would be reported in the attribute.
        let value = unlinted_tokens(&of_type(field.ty, &field.attrs.get(Key::Example)?.value)?);
        let (binding, ty) = (bound(variant, at), static_lifetimes(unlinted_tokens(field.ty)));
        Some(quote!(let #binding: #ty = #value; let #binding = &#binding;))
    });
    let values = values_of(spec, variant, row);
    let (last, rest) = values.split_last()?;
    Some(quote! {
        fn #function(__visitor: &mut #krate::Visitor<'_>) -> ::core::fmt::Result {
            #(#fields)*
            #(#rest?;)*
            #last
        }
    })
}

/// The calls for the fields that have an example; none if the message lacks one.
fn values_of(spec: &Spec<'_>, variant: &VariantSpec<'_>, row: &Row<'_>) -> Vec<TokenStream> {
    let has_example =
        |position: usize| variant.variant.fields.get(position).is_some_and(|field| field.attrs.has(Key::Example));
    match &row.message {
        Message::Template(template) if template.fields().all(has_example) => values(spec, variant, row, has_example),
        Message::Empty => values(spec, variant, row, has_example),
        _ => Vec::new(),
    }
}

/// The value as the type of the field: a text becomes a `String`, and a list a `Vec`, if the type is one.
fn of_type(ty: &Type, value: &Value) -> Option<TokenStream> {
    Some(match (ty, value) {
        (Type::Reference(_), Value::Literal(literal)) => literal.to_token_stream(),
        // For a number or a boolean, the unconverted literal gives the shorter diagnostic by rustc if its type is wrong.
        (_, Value::Literal(literal)) if !matches!(known_type(ty), None | Some("String")) => literal.to_token_stream(),
        (_, Value::Literal(literal)) => of_literal(literal),
        (_, Value::Expression(expression)) => inside(expression),
        (_, Value::Values { is_reference, span, values }) => {
            let element = |value| if *is_reference { plain(value) } else { of_type(ty, value) };
            let values: Option<Vec<_>> = values.iter().map(element).collect();
            let values = values?;
            match ty {
                _ if *is_reference => quote_spanned!(*span=> &[#(#values),*]),
                Type::Array(_) => quote_spanned!(*span=> [#(#values),*]),
                _ => into(*span, &quote_spanned!(span.resolved_at(Span::call_site())=> [#(#values),*])),
            }
        }
        _ => return None,
    })
}

/// A value of a list of references, as it is.
fn plain(value: &Value) -> Option<TokenStream> {
    match value {
        Value::Literal(literal) => Some(literal.to_token_stream()),
        Value::Expression(expression) => Some(expression.to_token_stream()),
        _ => None,
    }
}

fn of_literal(literal: &Lit) -> TokenStream {
    match literal {
        Lit::Str(text) => into(text.span(), &text.to_token_stream()),
        other => other.to_token_stream(),
    }
}

/// The same for the values inside of a value, whose types only the compiler knows.
fn inside(value: &Expr) -> TokenStream {
    match value {
        Expr::Lit(ExprLit { lit, .. }) => of_literal(lit),
        // The parameters of another function may be generic, and then know no type for the text.
        Expr::Call(call) if is_constructor(&call.func) => {
            let (function, values) = (&call.func, call.args.iter().map(inside));
            quote!(#function(#(#values),*))
        }
        Expr::Struct(made) => {
            let (path, rest) = (&made.path, made.rest.as_ref().map(|rest| quote!(..#rest)));
            let fields = made.fields.iter().map(|field| {
                let (member, value) = (&field.member, inside(&field.expr));
                quote!(#member: #value)
            });
            quote!(#path { #(#fields,)* #rest })
        }
        other => other.to_token_stream(),
    }
}

/// Returns `true` if a function is a variant or a struct, `Some` or `Kind::Other`, by its capital letter.
fn is_constructor(function: &Expr) -> bool {
    let Expr::Path(path) = function else { return false };
    path.path.segments.last().is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase))
}

fn into(span: Span, value: &TokenStream) -> TokenStream {
    quote_spanned!(span.resolved_at(Span::call_site())=> ::core::convert::Into::into(#value))
}
