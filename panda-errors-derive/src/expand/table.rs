//! The table: a row per variant, the catalog made from it, and the check that rejects a name with two statuses.

use std::collections::HashMap;
use std::fmt::{self, Write as _};

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::GenericParam;
use syn::spanned::Spanned as _;

use super::body::{json, texts};
use super::head::Head;
use super::{example, facts, rejection, shape};
use crate::attr::Key;
use crate::spec::{AnswerSpec, Message, Spec, Status, VariantSpec};
use crate::tokens::{mentions, parse, static_lifetimes, unlinted_tokens};

pub(crate) fn expand(spec: &Spec<'_>, head: &Head) -> TokenStream {
    let krate = &spec.krate;
    let mut rows = String::from("[");
    for (position, variant) in spec.variants.iter().enumerate() {
        // Writing to a `String` does not fail.
        let _ = row(spec, position, variant, &mut rows);
    }
    rows.push(']');
    let rows = parse(&rows);
    let count = Literal::usize_unsuffixed(spec.variants.len());
    let statuses = spec.variants.iter().enumerate().filter_map(|(position, variant)| match &variant.answer {
        AnswerSpec::Row(row) => match row.status {
            Status::Constant(path) => {
                let constant = constant_status(position);
                Some(quote!(const #constant: #krate::ErrorStatus = #path;))
            }
            Status::Code(_) => None,
        },
        AnswerSpec::Transparent(_) => None,
    });
    let statuses: Vec<_> = statuses.collect();
    let types = spec.variants.iter().enumerate().filter_map(|(position, variant)| match &variant.answer {
        AnswerSpec::Row(row) => {
            let types = facts::types(spec, position, variant, row);
            let example = example::expand(spec, position, variant, row);
            Some(quote!(#types #example))
        }
        AnswerSpec::Transparent(_) => None,
    });
    let types: TokenStream = types.collect();
    let nested = spec.variants.iter().filter_map(|variant| Some(nested(variant, &unlinted_tokens(inner(variant)?))));
    let name = spec.input.ast.ident.to_string();
    let shape = shape::expand(spec);
    let with_shape = spec.shape.map(|_| quote!(.with_shape(&__SHAPE)));
    let refused = rejection::table(spec);
    let catalog = head.implement(
        &quote!(#krate::Cataloged),
        &quote! {
            const CATALOG: &'static #krate::Catalog =
                &#krate::Catalog::tree(#name, &__ROWS, &[#(#nested,)*])#with_shape;
        },
    );
    let checks = checks(spec);
    let any_catalog = spec.variants.iter().any(|variant| inner(variant).is_some()).then(|| {
        quote!(
            use __private::AnyCatalog as _;
        )
    });
    quote! {
        use #krate::__private;
        #any_catalog
        #(#statuses)*
        #types
        static __ROWS: [__private::Definition; #count] = #rows;
        #shape
        #refused
        #catalog
        #checks
    }
}

/// Expands the checks for the compiler: the values of constant statuses, and the statuses of inner errors. Each check is
/// underlined at the status or the field that it is about.
fn checks(spec: &Spec<'_>) -> Option<TokenStream> {
    let krate = &spec.krate;
    let name = spec.input.ast.ident.to_string();
    let mut checks = Vec::new();
    let mut firsts: HashMap<&str, (usize, bool)> = HashMap::new();
    for (position, variant) in spec.variants.iter().enumerate() {
        let AnswerSpec::Row(row) = &variant.answer else { continue };
        let is_constant = matches!(row.status, Status::Constant(_));
        let own = (position, is_constant);
        // A status from a field may differ from the other statuses of the name.
        let (first, is_first_constant) =
            if row.status_field.is_some() { own } else { *firsts.entry(&row.name).or_insert(own) };
        if is_constant || is_first_constant {
            let at = match row.status {
                Status::Constant(path) => path.span(),
                Status::Code(_) => {
                    variant.variant.attrs.get(Key::Status).map_or(variant.variant.at.span(), |entry| entry.span)
                }
            };
            let (row, first) = (Literal::usize_unsuffixed(position), Literal::usize_unsuffixed(first));
            let is_thiserror = spec.input.is_thiserror;
            let at = at.resolved_at(Span::call_site());
            checks.push(quote_spanned!(at=> const _: () = __CHECKED.refuse_row(#row, #first, #is_thiserror);));
        }
    }
    // An inner type that uses a type parameter is not known yet.
    let parameters = spec.input.ast.generics.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Type(parameter) => Some(&parameter.ident),
        GenericParam::Const(parameter) => Some(&parameter.ident),
        GenericParam::Lifetime(_) => None,
    });
    let parameters: Vec<_> = parameters.collect();
    let nested = spec.variants.iter().filter_map(|variant| Some((variant, inner(variant)?)));
    let nested = nested.filter(|(_, ty)| !mentions(ty.to_token_stream(), &parameters));
    let nested = nested.map(|(variant, ty)| (ty.span(), self::nested(variant, &static_lifetimes(unlinted_tokens(ty)))));
    let nested: Vec<_> = nested.collect();
    for (index, (span, _)) in nested.iter().enumerate() {
        checks.push(quote_spanned!(*span=> const _: () = __CHECKED.refuse_second_status(#index);));
    }
    let nested = nested.iter().map(|(_, catalog)| catalog);
    let with_shape = spec.shape.map(|_| quote!(.with_shape(&__SHAPE)));
    (!checks.is_empty()).then(|| {
        quote! {
            const __CHECKED: &#krate::Catalog =
                &#krate::Catalog::tree(#name, &__ROWS, &[#(#nested,)*])#with_shape;
            #(#checks)*
        }
    })
}

/// Expands to the catalog of the type inside a transparent variant, without the rejections that other variants take.
fn nested(variant: &VariantSpec<'_>, ty: &TokenStream) -> TokenStream {
    if rejection::takes_rest(variant) { quote!(__REFUSALS) } else { quote!(__private::CatalogOf::<#ty>::CATALOG) }
}

/// Returns the type inside a transparent variant.
fn inner<'a>(spec: &VariantSpec<'a>) -> Option<&'a syn::Type> {
    match spec.answer {
        AnswerSpec::Transparent(position) => spec.variant.fields.get(position).map(|field| field.ty),
        AnswerSpec::Row(_) => None,
    }
}

/// Writes one row as text. The whole table is parsed at once, which is much faster than to make it token by token.
fn row(all: &Spec<'_>, position: usize, spec: &VariantSpec<'_>, table: &mut String) -> fmt::Result {
    let AnswerSpec::Row(row) = &spec.answer else { return table.write_str("__private::Definition::TRANSPARENT,") };
    let code = match row.status {
        Status::Code(code) => code,
        Status::Constant(_) => 500,
    };
    let json = if row.is_silent() { String::new() } else { json(&row.name, &row.message) };
    let (kind, message) = match &row.message {
        Message::Template(template) if template.placeholders.is_empty() => ("constant", template.text.as_str()),
        Message::Template(template) => ("template", template.text.as_str()),
        Message::Display(text) => ("displayed", text.as_str()),
        Message::Reason => ("constant", "Internal Server Error"),
        // `Display` is the name.
        Message::Empty => ("constant", row.name.as_str()),
    };
    let docs = if spec.variant.doc_macros.is_some() { "" } else { spec.variant.docs.as_str() };
    let (texts, ends) = texts(&row.name, message, json, docs);
    match &spec.variant.doc_macros {
        Some(docs) => write!(table, "__private::{kind}({code},::core::concat!({texts:?},{docs}),{ends:?})")?,
        None => write!(table, "__private::{kind}({code},{texts:?},{ends:?})")?,
    }
    if let Status::Constant(_) = row.status {
        write!(table, ".with_status({})", constant_status(position))?;
    }
    facts::write(all, position, spec, row, table)?;
    table.write_char(',')
}

/// Returns the ident of the constant for a `status = PATH`, so that the path keeps its place in the source.
fn constant_status(position: usize) -> Ident {
    format_ident!("__STATUS{position}")
}
