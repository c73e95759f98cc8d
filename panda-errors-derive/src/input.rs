//! The item as written: variants, fields and their attributes, nothing judged yet.

use std::cell::OnceCell;
use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use syn::spanned::Spanned as _;
use syn::{Data, DeriveInput, Expr, ExprLit, Fields, Index, Lit, LitStr, Member, Meta, Token, Type};

use crate::attr::{Attrs, Entry, Key, Place, Value};
use crate::diagnostics::Diagnostics;
use crate::tokens::start;

/// An enum or a struct as written. A struct is a variant without a name.
pub(crate) struct Input<'a> {
    pub(crate) ast: &'a DeriveInput,
    attrs: Attrs,
    pub(crate) variants: Vec<Variant<'a>>,
    /// thiserror's `#[error]` stands somewhere on the item.
    pub(crate) is_thiserror: bool,
    writes_display: OnceCell<bool>,
}

pub(crate) struct Variant<'a> {
    /// `None` for a struct.
    pub(crate) ident: Option<&'a Ident>,
    /// The ident of the whole item.
    pub(crate) own: Ident,
    /// The ident of the variant, or of the struct, which a diagnostic about the whole underlines.
    pub(crate) at: &'a Ident,
    pub(crate) attrs: Attrs,
    pub(crate) fields: Vec<Field<'a>>,
    pub(crate) docs: String,
    /// The macro calls among the doc comments, each with the text before it: what `concat!` takes.
    pub(crate) doc_macros: Option<TokenStream>,
    /// The note of `#[deprecated]`.
    pub(crate) deprecated: Option<String>,
    /// A part of it is deprecated, so that our use of it would cause a warning.
    pub(crate) is_linted: bool,
    pub(crate) thiserror: Option<Thiserror>,
    /// The attribute of a derive of `Display` stands on it.
    is_displayed: bool,
    names: OnceCell<Vec<String>>,
    positions: OnceCell<HashMap<String, usize>>,
}

/// A search among this many fields takes less time than to make a table of them.
const FEW: usize = 8;

pub(crate) struct Field<'a> {
    pub(crate) member: Member,
    pub(crate) ty: &'a Type,
    pub(crate) attrs: Attrs,
}

/// thiserror's `#[error(…)]` of a variant.
#[derive(Clone)]
pub(crate) enum Thiserror {
    Transparent(Span),
    Text(LitStr, TokenStream),
    Other,
}

impl<'a> Input<'a> {
    pub(crate) fn read(ast: &'a DeriveInput, diagnostics: &mut Diagnostics) -> Self {
        let mut attrs = Attrs::default();
        // thiserror uses the attribute of the enum for each variant without its own.
        let of_all = thiserror(&ast.attrs);
        let variants = match &ast.data {
            Data::Struct(data) => {
                let read = Attrs::read(&ast.attrs, Place::Struct, diagnostics);
                vec![Variant::read(None, &ast.ident, &ast.ident, read, &ast.attrs, &data.fields, diagnostics)]
            }
            Data::Enum(data) => {
                attrs = Attrs::read(&ast.attrs, Place::Enum, diagnostics);
                data.variants
                    .iter()
                    .enumerate()
                    .map(|(index, variant)| {
                        diagnostics.enter(index + 1);
                        let read = Attrs::read(&variant.attrs, Place::Variant, diagnostics);
                        let ident = &variant.ident;
                        let variant = Variant::read(
                            Some(ident),
                            &ast.ident,
                            ident,
                            read,
                            &variant.attrs,
                            &variant.fields,
                            diagnostics,
                        );
                        let thiserror = variant.thiserror.clone().or_else(|| of_all.clone());
                        Variant { thiserror, ..variant }
                    })
                    .collect()
            }
            Data::Union(data) => {
                diagnostics.error(&data.union_token, "a union is no error; use an enum or a struct");
                Vec::new()
            }
        };
        let is_thiserror = of_all.is_some() || variants.iter().any(|variant| variant.thiserror.is_some());
        Self { ast, attrs, variants, is_thiserror, writes_display: OnceCell::new() }
    }

    /// Returns the keys of the whole item.
    pub(crate) fn attrs(&self) -> &Attrs {
        match self.variants.first() {
            Some(Variant { ident: None, attrs, .. }) => attrs,
            _ => &self.attrs,
        }
    }

    /// Returns a key that an enum gives to all of its variants.
    pub(crate) fn of_enum(&self, key: Key) -> Option<&Entry> {
        self.attrs.get(key)
    }

    /// Returns `true` if the derive writes `Display` and `Error`: a message is declared, or taken over, and thiserror does
    /// not write them.
    pub(crate) fn writes_display(&self) -> bool {
        // It is asked for each variant, and looks at all of them.
        *self.writes_display.get_or_init(|| self.has_messages())
    }

    fn has_messages(&self) -> bool {
        let has = |attrs: &Attrs, key| attrs.has(key) || attrs.means(key);
        let has_message = |variant: &Variant<'_>| {
            [Key::Message, Key::Transparent].iter().any(|key| has(&variant.attrs, *key))
                || variant.fields.iter().any(|field| field.attrs.has(Key::Transparent))
        };
        let meant = self.variants.is_empty() || self.attrs.means(Key::Message);
        !self.is_thiserror && (meant || self.variants.iter().any(has_message) || self.is_hidden())
    }

    /// Returns `true` if every variant of an enum is a 500 without a message, so that the `Display` can only be the reason
    /// phrase. For a struct the author may have written another `Display`.
    fn is_hidden(&self) -> bool {
        let is_500 = |entry: &Entry| matches!(&entry.value, Value::Number(number) if number.base10_digits() == "500");
        let is_hidden = |variant: &Variant<'_>| {
            let stated = variant.attrs.get(Key::Status).or_else(|| self.of_enum(Key::Status));
            let varies = variant.fields.iter().any(|field| field.attrs.has(Key::Status));
            let is_variant = variant.ident.is_some();
            is_variant
                && stated.is_some_and(is_500)
                && !varies
                && !variant.attrs.has(Key::Expose)
                && !variant.is_displayed
        };
        !self.variants.is_empty() && self.variants.iter().all(is_hidden)
    }

    /// Returns `true` if a variant has a status but no message, so that the author may have written `Display` by hand.
    pub(crate) fn may_be_displayed(&self) -> bool {
        let is_status = |entry: &Entry| matches!(entry.value, Value::Number(_) | Value::Path(_));
        self.variants
            .iter()
            .any(|variant| variant.is_displayed || variant.attrs.get(Key::Status).is_some_and(is_status))
    }

    /// Returns `true` if the messages are the `Display`, so that every variant needs a message.
    pub(crate) fn displays(&self) -> bool {
        self.writes_display() && !self.attrs().list(Key::Skip).any(|path| path.is_ident("Display"))
    }
}

impl<'a> Variant<'a> {
    fn read(
        ident: Option<&'a Ident>,
        own: &Ident,
        at: &'a Ident,
        attrs: Attrs,
        attributes: &[syn::Attribute],
        fields: &'a Fields,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let of_fields = fields.iter().flat_map(|field| &field.attrs);
        let is_linted = attributes.iter().chain(of_fields).any(|attribute| attribute.path().is_ident("deprecated"));
        let fields = fields
            .iter()
            .enumerate()
            .map(|(position, field)| {
                let member = match &field.ident {
                    Some(ident) => Member::Named(ident.clone()),
                    None => Member::Unnamed(Index {
                        index: u32::try_from(position).unwrap_or(u32::MAX),
                        span: start(&field.ty),
                    }),
                };
                Field { member, ty: &field.ty, attrs: Attrs::read(&field.attrs, Place::Field, diagnostics) }
            })
            .collect();
        Self {
            ident,
            own: own.clone(),
            at,
            attrs,
            fields,
            docs: docs(attributes),
            doc_macros: doc_macros(attributes),
            deprecated: attributes.iter().find(|attribute| attribute.path().is_ident("deprecated")).map(deprecation),
            is_linted,
            thiserror: thiserror(attributes),
            is_displayed: attributes.iter().any(|attribute| attribute.path().is_ident("display")),
            names: OnceCell::new(),
            positions: OnceCell::new(),
        }
    }

    /// Returns the position of the field with this name or number.
    pub(crate) fn position(&self, member: &Member) -> Option<usize> {
        self.named(&member_name(member))
    }

    /// Returns the position of the field with this name, or with this number in decimal digits.
    pub(crate) fn named(&self, name: &str) -> Option<usize> {
        let names = self.field_names();
        if names.len() <= FEW {
            return names.iter().position(|field| field == name);
        }
        let numbered = || names.iter().cloned().enumerate().map(|(position, name)| (name, position)).collect();
        self.positions.get_or_init(numbered).get(name).copied()
    }

    /// Returns the names of the fields, as a user writes them in a message.
    pub(crate) fn field_names(&self) -> &[String] {
        self.names.get_or_init(|| self.fields.iter().map(|field| member_name(&field.member)).collect())
    }
}

/// Returns a field's name without `r#`, or its number.
pub(crate) fn member_name(member: &Member) -> String {
    match member {
        Member::Named(ident) => syn::ext::IdentExt::unraw(ident).to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

/// Returns the doc comment, without the usual space after the slashes.
fn docs(attributes: &[syn::Attribute]) -> String {
    let lines = attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).filter_map(|attribute| {
        let text = value(text_of(&attribute.meta)?);
        Some(text.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n"))
    });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The doc comments as arguments of `concat!`, if one of them is a macro call, such as `include_str!`, whose text only the
/// compiler knows.
fn doc_macros(attributes: &[syn::Attribute]) -> Option<TokenStream> {
    let mut has_macro = false;
    let mut arguments = TokenStream::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("doc")) {
        let Meta::NameValue(pair) = &attribute.meta else { continue };
        let break_line = (!arguments.is_empty()).then(|| quote::quote!("\n",));
        match (text_of(&attribute.meta), &pair.value) {
            (Some(text), _) => {
                let text = value(text);
                let text = text.strip_prefix(' ').unwrap_or(&text);
                arguments.extend(quote::quote!(#break_line #text,));
            }
            (None, Expr::Macro(call)) => {
                has_macro = true;
                arguments.extend(quote::quote!(#break_line #call,));
            }
            _ => {}
        }
    }
    has_macro.then_some(arguments)
}

/// Returns the value of a string literal. `syn` reads it char by char, which takes long in a macro that is not optimised,
/// and few texts have an escape.
pub(crate) fn value(literal: &LitStr) -> String {
    let written = literal.token().to_string();
    match written.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Some(text) if !text.contains('\\') => text.to_owned(),
        _ => literal.value(),
    }
}

/// Returns the text of `key = "text"`.
fn text_of(meta: &Meta) -> Option<&LitStr> {
    match meta {
        Meta::NameValue(pair) => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text),
            _ => None,
        },
        _ => None,
    }
}

fn deprecation(attribute: &syn::Attribute) -> String {
    let mut note = text_of(&attribute.meta).map(LitStr::value);
    // The compiler itself reports a malformed attribute.
    let _ = attribute.parse_nested_meta(|meta| {
        let text: LitStr = meta.value()?.parse()?;
        if meta.path.is_ident("note") {
            note = Some(text.value());
        }
        Ok(())
    });
    note.unwrap_or_default()
}

fn thiserror(attributes: &[syn::Attribute]) -> Option<Thiserror> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("error"))?;
    let parser = |input: syn::parse::ParseStream<'_>| {
        if input.peek(LitStr) {
            return Ok(Thiserror::Text(input.parse()?, input.parse()?));
        }
        let path: syn::Path = input.parse()?;
        input.parse::<Option<Token![,]>>()?;
        Ok(if path.is_ident("transparent") { Thiserror::Transparent(path.span()) } else { Thiserror::Other })
    };
    // derive_more has an attribute of this name as well, with other words.
    let is_other =
        |path: syn::Path| ["ignore", "source", "backtrace", "forward", "not"].iter().any(|word| path.is_ident(word));
    let first = attribute.parse_args_with(|input: syn::parse::ParseStream<'_>| {
        let path = input.parse::<syn::Path>()?;
        input.parse::<TokenStream>()?;
        Ok(path)
    });
    if first.is_ok_and(is_other) {
        return None;
    }
    Some(attribute.parse_args_with(parser).unwrap_or(Thiserror::Other))
}

/// Returns the key of a field among the details: the value of `detail`, else its name.
pub(crate) fn detail_key(field: &Field<'_>) -> String {
    match field.attrs.get(Key::Detail).map(|entry| &entry.value) {
        Some(Value::Text(key)) => key.value(),
        _ => member_name(&field.member),
    }
}
