//! The table: a row per variant, the catalog made from it, and the refusal of a name with two statuses.

use std::fmt::Write as _;

use proc_macro2::{Ident, Literal, Span, TokenStream};
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
        use #krate::Definition as __Row;
        static __ROWS: [__Row; #count] = [#(#rows,)*];
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
    let AnswerSpec::Row(row) = &spec.answer else { return quote!(__Row::TRANSPARENT) };
    let (code, with_status) = match row.status {
        Status::Code(code) => (code, None),
        Status::Constant(path) => (500, Some(quote!(.with_status(#path)))),
    };
    let code = Literal::u16_unsuffixed(code);
    let Row { name, .. } = row.as_ref();
    let docs = &spec.variant.docs;
    // Of a 500 nothing is sent.
    let silent = matches!(row.status, Status::Code(500)) && row.status_field.is_none();
    let body = if silent { String::new() } else { body(name, &row.message) };
    let (kind, message) = match &row.message {
        Message::Template(template) if template.placeholders.is_empty() => ("constant", template.text.as_str()),
        Message::Template(template) => ("template", template.text.as_str()),
        Message::Display(text) => ("display", text.as_str()),
        Message::Reason => ("constant", "Internal Server Error"),
    };
    let kind = Ident::new(kind, Span::call_site());
    let facts = facts(krate, spec, row);
    let facts = (!facts.is_empty()).then(|| quote!(.with_facts(&[#facts])));
    quote!(__Row::#kind(#code, #name, #message, #body, #docs) #with_status #facts)
}

/// The JSON: all of it for a constant, else up to the end of the message, with a mark for each placeholder.
fn body(name: &str, message: &Message) -> String {
    const MARK: char = '\u{1}';
    let mut body = format!(r#"{{"error":"{name}","message":""#);
    match message {
        Message::Template(template) => {
            for (index, part) in template.parts.iter().enumerate() {
                body.extend((index > 0).then_some(MARK));
                escape(part, &mut body);
            }
            if template.placeholders.is_empty() {
                body.push_str("\"}");
            }
        }
        Message::Display(_) => body.push(MARK),
        Message::Reason => {}
    }
    body
}

/// Escapes as `serde_json` does (RFC 8259 §7).
pub(crate) fn escape(text: &str, json: &mut String) {
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
}

fn facts(krate: &TokenStream, spec: &VariantSpec<'_>, row: &Row<'_>) -> TokenStream {
    let mut facts = TokenStream::new();
    let mut fact = |kind: &str, value: TokenStream| {
        let kind = Ident::new(kind, Span::call_site());
        facts.extend(quote!(#krate::Fact::#kind #value,));
    };
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
    if let (Some(examples), Message::Template(template)) = (&row.examples, &row.message)
        && !examples.is_empty()
    {
        let texts = examples.iter().zip(&template.placeholders).map(|(example, placeholder)| {
            let example = typed(example);
            super::visit::text(&placeholder.spec, &[example])
        });
        fact("Example", quote!((|__visitor| __visitor.text(&[#(#texts),*]))));
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
