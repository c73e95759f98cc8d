//! The table: a row per variant, the catalog made from it, and the refusal of a name with two statuses.

use std::fmt::{self, Write as _};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::{Head, facts, parse, unlinted_tokens};
use crate::spec::{AnswerSpec, Message, Spec, Status, VariantSpec};

pub(crate) fn expand(spec: &Spec<'_>, head: &Head) -> TokenStream {
    let krate = &spec.krate;
    let mut rows = String::from("[");
    for (position, variant) in spec.variants.iter().enumerate() {
        // A `String` takes every text.
        let _ = row(position, variant, &mut rows);
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
    let nested: Vec<_> = spec.variants.iter().filter_map(inner).collect();
    let name = spec.input.ast.ident.to_string();
    let unlinted = nested.iter().map(|nested| unlinted_tokens(nested));
    let catalog = head.implement(
        &quote!(#krate::Cataloged),
        &quote! {
            const CATALOG: &'static #krate::Catalog =
                &#krate::Catalog::tree(#name, &__ROWS, &[#(<#unlinted as #krate::Cataloged>::CATALOG,)*]);
        },
    );
    // With parameters there is no type yet to ask.
    let concrete = spec.input.ast.generics.params.is_empty();
    let ty = &head.ty;
    let checks = nested.iter().enumerate().filter(|_| concrete).map(|(index, nested)| {
        quote_spanned!(nested.span()=> const _: () = <#ty as #krate::Cataloged>::CATALOG.refuse_second_status(#index);)
    });
    let is_thiserror = spec.input.is_thiserror;
    let own = (concrete && !statuses.is_empty())
        .then(|| quote!(const _: () = <#ty as #krate::Cataloged>::CATALOG.refuse_impossible(#is_thiserror);));
    quote! {
        use #krate::__private;
        #(#statuses)*
        static __ROWS: [__private::Definition; #count] = #rows;
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

/// One row as text: the whole table is parsed at once, which is much faster than to make it token by token.
fn row(position: usize, spec: &VariantSpec<'_>, table: &mut String) -> fmt::Result {
    let AnswerSpec::Row(row) = &spec.answer else { return table.write_str("__private::Definition::TRANSPARENT,") };
    let code = match row.status {
        Status::Code(code) => code,
        Status::Constant(_) => 500,
    };
    let body = if row.is_silent() { String::new() } else { body(&row.name, &row.message) };
    let (kind, message) = match &row.message {
        Message::Template(template) if template.placeholders.is_empty() => ("constant", template.text.as_str()),
        Message::Template(template) => ("template", template.text.as_str()),
        Message::Display(text) => ("displayed", text.as_str()),
        Message::Reason => ("constant", "Internal Server Error"),
    };
    let (name, docs) = (&row.name, &spec.variant.docs);
    write!(table, "__private::{kind}({code},{name:?},{message:?},{body:?},{docs:?})")?;
    if let Status::Constant(_) = row.status {
        write!(table, ".with_status({})", constant_status(position))?;
    }
    facts::write(spec, row, table)?;
    table.write_char(',')
}

/// The constant that a `status = PATH` is bound to, so that the path keeps its place in the source.
fn constant_status(position: usize) -> Ident {
    format_ident!("__STATUS{position}")
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
fn escape(text: &str, json: &mut String) {
    // Most texts are clean, and a macro runs unoptimised.
    if !text.bytes().any(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        json.push_str(text);
        return;
    }
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
