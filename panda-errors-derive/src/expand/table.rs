//! The table: a row per variant, the catalog made from it, and the refusal of a name with two statuses.

use std::fmt::Write as _;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::Lit;
use syn::spanned::Spanned as _;

use super::Head;
use crate::spec::{AnswerSpec, Message, Row, Spec, Status, VariantSpec};

pub(crate) fn expand(spec: &Spec<'_>, head: &Head) -> TokenStream {
    let krate = &spec.krate;
    let rows = spec.variants.iter().map(|variant| row(krate, variant));
    let count = Literal::usize_unsuffixed(spec.variants.len());
    let nested: Vec<_> = spec.variants.iter().filter_map(inner).collect();
    let name = spec.input.ast.ident.to_string();
    let catalog = head.implement(
        &quote!(#krate::Cataloged),
        &quote! {
            const CATALOG: &'static #krate::Catalog =
                &#krate::Catalog::tree(#name, &__ROWS, &[#(<#nested as #krate::Cataloged>::CATALOG,)*]);
        },
    );
    // With parameters there is no type yet to ask.
    let concrete = spec.input.ast.generics.params.is_empty();
    let ty = &head.ty;
    let checks = nested.iter().enumerate().filter(|_| concrete).map(|(index, nested)| {
        quote_spanned!(nested.span()=> const _: () = <#ty as #krate::Cataloged>::CATALOG.refuse_second_status(#index);)
    });
    let own = concrete
        && spec.variants.iter().any(
            |variant| matches!(&variant.answer, AnswerSpec::Row(row) if matches!(row.status, Status::Constant(_))),
        );
    let own = own.then(|| quote!(const _: () = <#ty as #krate::Cataloged>::CATALOG.refuse_impossible();));
    quote! {
        static __ROWS: [#krate::Definition; #count] = [#(#rows,)*];
        #catalog
        #(#checks)*
        #own
    }
}

/// The type inside a transparent variant.
fn inner<'a>(spec: &VariantSpec<'a>) -> Option<&'a syn::Type> {
    match spec.answer {
        AnswerSpec::Transparent(position) => spec.variant.fields.get(position).map(|field| field.ty),
        AnswerSpec::Row(_) => None,
    }
}

fn row(krate: &TokenStream, spec: &VariantSpec<'_>) -> TokenStream {
    let AnswerSpec::Row(row) = &spec.answer else { return quote!(#krate::Definition::TRANSPARENT) };
    let (code, with_status) = match row.status {
        Status::Code(code) => (code, None),
        Status::Constant(path) => (500, Some(quote!(.with_status(#path)))),
    };
    let code = Literal::u16_unsuffixed(code);
    let Row { name, .. } = row.as_ref();
    let (message, parts, first) = match &row.message {
        Message::Template(message, template) => {
            let parts = template.parts.as_slice();
            let constant = matches!(parts, [text] if text == message);
            let shown = if constant { TokenStream::new() } else { quote!(#(#parts),*) };
            (message.as_str(), shown, parts.first().map_or("", String::as_str))
        }
        Message::Display(message) => (message.as_str(), quote!("", ""), ""),
        Message::Reason => ("Internal Server Error", TokenStream::new(), "Internal Server Error"),
    };
    let ends = match &row.message {
        Message::Template(_, template) => template.placeholders.is_empty(),
        Message::Display(_) => false,
        Message::Reason => true,
    };
    // Of a 500 nothing is sent.
    let silent = matches!(row.status, Status::Code(500)) && row.status_field.is_none();
    let body = if silent { String::new() } else { json(name, first, ends) };
    let facts = facts(krate, spec, row);
    quote!(#krate::Definition::row(#code, #name, #message, &[#parts], #body, &[#facts]) #with_status)
}

/// The body, as far as it is known: all of it if it `ends` here.
fn json(name: &str, text: &str, ends: bool) -> String {
    let mut json = format!(r#"{{"error":"{name}","message":""#);
    for char in text.chars() {
        match char {
            '"' => json.push_str(r#"\""#),
            '\\' => json.push_str(r"\\"),
            '\n' => json.push_str(r"\n"),
            '\r' => json.push_str(r"\r"),
            '\t' => json.push_str(r"\t"),
            '\u{8}' => json.push_str(r"\b"),
            '\u{c}' => json.push_str(r"\f"),
            '\0'..='\u{1f}' => {
                // A `String` takes every text.
                let _ = write!(json, r"\u{:04x}", u32::from(char));
            }
            _ => json.push(char),
        }
    }
    if ends {
        json.push_str("\"}");
    }
    json
}

fn facts(krate: &TokenStream, spec: &VariantSpec<'_>, row: &Row<'_>) -> TokenStream {
    let mut facts = TokenStream::new();
    let mut fact = |kind: &str, value: TokenStream| {
        let kind = Ident::new(kind, proc_macro2::Span::call_site());
        facts.extend(quote!(#krate::Fact::#kind #value,));
    };
    let docs = &spec.variant.docs;
    if !docs.is_empty() {
        fact("Docs", quote!((#docs)));
    }
    for (kind, text) in [("Help", row.help), ("Url", row.url), ("Since", row.since)] {
        if let Some(text) = text.map(syn::LitStr::value) {
            fact(kind, quote!((#text)));
        }
    }
    if let Some(note) = &spec.variant.deprecated {
        fact("Deprecated", quote!((#note)));
    }
    for (name, value) in &row.headers {
        fact("Header", quote!((#name, #value)));
    }
    for (name, _) in &row.header_fields {
        fact("HeaderField", quote!((#name)));
    }
    if row.retry_after.is_some() {
        fact("HeaderField", quote!(("retry-after")));
    }
    for field in row.details.iter().filter_map(|position| spec.variant.fields.get(*position)) {
        let (name, ty) = (crate::input::member_name(&field.member), &field.ty);
        let ty = quote!(#ty).to_string();
        fact("Detail", quote!((#name, #ty)));
    }
    if let Some(retry) = &row.retry {
        fact("Retry", quote!((#krate::Retry::#retry)));
    }
    if let Some(level) = &row.log {
        fact("Level", quote!((#krate::Level::#level)));
    }
    if row.status_field.is_some() {
        fact("StatusField", TokenStream::new());
    }
    if let (Some(examples), Message::Template(_, template)) = (&row.examples, &row.message)
        && !examples.is_empty()
    {
        let texts = examples.iter().zip(&template.placeholders).map(|(example, placeholder)| {
            let example = typed(example);
            super::visit::text(&placeholder.spec, &[example])
        });
        fact("Example", quote!((|__visitor| { #(__visitor.text(#texts)?;)* ::core::result::Result::Ok(()) })));
    }
    facts
}

/// An example is printed as what it is, whatever the type of its field: no number is too large for a `128`.
fn typed(example: &Lit) -> TokenStream {
    match example {
        Lit::Int(number) if number.suffix().is_empty() => {
            let digits = number.base10_digits();
            digits.parse().map_or_else(
                |_| quote!(#digits),
                |number| {
                    let literal = Literal::u128_suffixed(number);
                    quote!(#literal)
                },
            )
        }
        other => quote!(#other),
    }
}
