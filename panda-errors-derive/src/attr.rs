//! The attributes as written: which keys there are, where each may stand and how it is written.

use std::fmt::{self, Display};

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Ident, Lit, LitInt, LitStr, Member, Path, Token};

use crate::diagnostics::{Diagnostics, Listed, nearest};

/// Where a key may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Struct,
    Enum,
    Variant,
    Field,
}

/// How a key is written, with an example where only an example says it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// `transparent`
    Flag,
    /// `name = "FileSizeLimitExceeded"`
    Text(&'static str),
    /// `status = 413`
    Status,
    /// `header("Allow" = "GET")`
    Header,
    /// `retry_after = delay`
    FieldName,
    /// `example = 10485760`
    Literal,
    /// `crate = path`
    Path(&'static str),
    /// `kind = UploadErrorKind`
    Ident(&'static str),
    /// `skip(Display, axum)`
    List(&'static str),
    /// `#[from]`, an attribute of its own
    Bare,
}

/// Every key, where it may stand, and how it is written there.
#[rustfmt::skip]
pub(crate) const KEYS: &[(&str, &[(Place, Form)])] = {
    use Form::{Bare, FieldName, Flag, Header, Ident, List, Literal, Path, Status, Text};
    use Place::{Enum, Field, Struct, Variant};
    &[
        ("status", &[(Struct, Status), (Variant, Status), (Field, Flag)]),
        ("name", &[(Struct, Text("RecordNotFound")), (Variant, Text("RecordNotFound"))]),
        ("message", &[(Struct, Text("Couldn't find {model}")), (Variant, Text("Couldn't find {model}"))]),
        ("transparent", &[(Struct, Flag), (Variant, Flag)]),
        ("header", &[(Struct, Header), (Variant, Header), (Field, Text("Allow"))]),
        ("retry_after", &[(Struct, FieldName), (Variant, FieldName)]),
        ("details", &[(Struct, Flag), (Enum, Flag), (Variant, Flag)]),
        ("help", &[(Struct, Text("Try again later")), (Variant, Text("Try again later"))]),
        ("url", &[(Struct, Text("https://example.com")), (Variant, Text("https://example.com"))]),
        ("log", &[(Struct, Text("warn")), (Variant, Text("warn"))]),
        ("retry", &[(Struct, Text("after")), (Variant, Text("after"))]),
        ("since", &[(Struct, Text("2.1")), (Variant, Text("2.1"))]),
        ("crate", &[(Struct, Path("panda_errors")), (Enum, Path("panda_errors"))]),
        ("rename_all", &[(Struct, Text("snake_case")), (Enum, Text("snake_case"))]),
        ("kind", &[(Struct, Ident("ErrorKind")), (Enum, Ident("ErrorKind"))]),
        ("skip", &[(Struct, List("Display")), (Enum, List("Display"))]),
        ("only", &[(Struct, List("axum")), (Enum, List("axum"))]),
        ("with", &[(Struct, List("path::to_macro")), (Enum, List("path::to_macro"))]),
        ("from", &[(Field, Bare)]),
        ("source", &[(Field, Bare)]),
        ("detail", &[(Field, Flag)]),
        ("redact", &[(Field, Flag)]),
        ("example", &[(Field, Literal)]),
    ]
};

/// What other libraries call a key of ours.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("code", "status"),
    ("status_code", "status"),
    ("msg", "message"),
    ("display", "message"),
    ("description", "message"),
    ("rename", "name"),
    ("error", "name"),
    ("sensitive", "redact"),
    ("level", "log"),
];

impl Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Struct => "a struct",
            Self::Enum => "an enum",
            Self::Variant => "a variant",
            Self::Field => "a field",
        })
    }
}

/// A key of this form, as one would write it.
struct Written(&'static str, Form);

impl Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(key, form) = self;
        match form {
            Form::Flag => f.write_str(key),
            Form::Text(example) => write!(f, "{key} = \"{example}\""),
            Form::Status => write!(f, "{key} = 413"),
            Form::Header => write!(f, "{key}(\"Allow\" = \"GET\")"),
            Form::FieldName => write!(f, "{key} = delay"),
            Form::Literal => write!(f, "{key} = 10485760"),
            Form::Path(example) | Form::Ident(example) => write!(f, "{key} = {example}"),
            Form::List(example) => write!(f, "{key}({example})"),
            Form::Bare => write!(f, "#[{key}]"),
        }
    }
}

/// What stands behind a key.
pub(crate) enum Value {
    Flag,
    Text(LitStr),
    Number(LitInt),
    Path(Path),
    FieldName(Member),
    Literal(Lit),
    Header(LitStr, HeaderValue),
    List(Vec<Path>),
    /// A mistake that has been told.
    Unreadable,
}

/// What a header of a variant is set to.
pub(crate) enum HeaderValue {
    Text(LitStr),
    Field(Member),
}

/// One key and its value.
pub(crate) struct Entry {
    pub(crate) key: &'static str,
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// The keys of one item.
#[derive(Default)]
pub(crate) struct Attrs(Vec<Entry>);

impl Attrs {
    pub(crate) fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.0.iter().filter(move |entry| entry.key == key)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.key == key)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter()
    }

    /// The text of a key that is written as one.
    pub(crate) fn text(&self, key: &str) -> Option<&LitStr> {
        match self.get(key) {
            Some(Entry { value: Value::Text(text), .. }) => Some(text),
            _ => None,
        }
    }

    /// The paths in the lists of a key.
    pub(crate) fn list<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Path> {
        self.all(key).flat_map(|entry| match &entry.value {
            Value::List(paths) => paths.as_slice(),
            _ => &[],
        })
    }

    pub(crate) fn read(attributes: &[syn::Attribute], place: Place, diagnostics: &mut Diagnostics) -> Self {
        let mut attrs = Self::default();
        for attribute in attributes {
            let path = attribute.path();
            if path.is_ident("api") {
                match &attribute.meta {
                    syn::Meta::List(list) if matches!(list.delimiter, syn::MacroDelimiter::Paren(_)) => {
                        attrs.read_list(list.tokens.clone(), place, diagnostics);
                    }
                    meta => diagnostics.tell(meta, "`api` needs its keys in parentheses; write `#[api(status = 413)]`"),
                }
            } else if let Some((key, _)) = KEYS.iter().find(|(key, on)| path.is_ident(key) && is_bare(on)) {
                if place != Place::Field {
                    diagnostics.tell(path, format_args!("`{key}` does not belong on {place}; it goes on a field"));
                } else if matches!(attribute.meta, syn::Meta::Path(_)) {
                    attrs.push(Entry { key, span: path.span(), value: Value::Flag }, diagnostics);
                } else {
                    diagnostics.tell(&attribute.meta, format_args!("`{key}` takes no value; write `#[{key}]`"));
                    attrs.0.push(Entry { key, span: path.span(), value: Value::Unreadable });
                }
            }
        }
        attrs
    }

    /// Reads key after key; after a mistake it goes on at the next comma.
    fn read_list(&mut self, tokens: TokenStream, place: Place, diagnostics: &mut Diagnostics) {
        let mut piece = Vec::new();
        for token in tokens {
            match token {
                TokenTree::Punct(comma) if comma.as_char() == ',' => {
                    if piece.is_empty() {
                        diagnostics.tell(&comma, "a key is missing before this comma; remove the comma");
                    }
                    self.read_key(std::mem::take(&mut piece), place, diagnostics);
                }
                token => piece.push(token),
            }
        }
        self.read_key(piece, place, diagnostics);
    }

    fn read_key(&mut self, piece: Vec<TokenTree>, place: Place, diagnostics: &mut Diagnostics) {
        let piece = ungrouped(piece);
        if piece.is_empty() {
            return;
        }
        let parser = |input: ParseStream<'_>| Ok((input.call(Ident::parse_any), input.parse::<TokenStream>()?));
        let Ok((ident, rest)) = parser.parse2(piece.iter().cloned().collect()) else { return };
        let Ok(ident) = ident else {
            let first = piece.into_iter().next();
            diagnostics.tell(&first, format_args!("expected a key; {place} takes {}", Listed(&keys_on(place), "and")));
            return;
        };
        let written = ident.unraw().to_string();
        let Some((key, on)) = KEYS.iter().find(|(key, _)| *key == written) else {
            diagnostics.tell(&ident, unknown(&written, place));
            return;
        };
        let Some((_, form)) = on.iter().find(|(on, _)| *on == place) else {
            let places: Vec<String> = on.iter().map(|(place, _)| place.to_string()).collect();
            let places = places.join(" or ");
            diagnostics.tell(&ident, format_args!("`{key}` does not belong on {place}; it goes on {places}"));
            return;
        };
        let parser = |input: ParseStream<'_>| {
            let value = read_value(input, *form)?;
            Ok((value, input.parse::<TokenStream>()?))
        };
        let Ok((value, rest)) = parser.parse2(rest.clone()) else {
            let written = Written(key, *form);
            let message = match form {
                Form::Bare => format!("`{key}` is an attribute of its own; write `{written}`"),
                Form::Flag => format!("`{key}` takes no value; write `{written}`"),
                _ if rest.is_empty() => format!("`{key}` has no value; write `{written}`"),
                _ => format!("`{key}` cannot be read; write it like `{written}`"),
            };
            let at = if rest.is_empty() { TokenTree::from(ident.clone()).into() } else { value_of(rest) };
            diagnostics.tell(&at, message);
            self.push(Entry { key, span: ident.span(), value: Value::Unreadable }, diagnostics);
            return;
        };
        self.push(Entry { key, span: ident.span(), value }, diagnostics);
        if let Some(next) = rest.clone().into_iter().next() {
            diagnostics.tell(&next, format_args!("a comma is missing before `{next}`; write `, {next}`"));
            if matches!(next, TokenTree::Ident(_)) {
                self.read_key(rest.into_iter().collect(), place, diagnostics);
            }
        }
    }

    fn push(&mut self, entry: Entry, diagnostics: &mut Diagnostics) {
        // An answer has any number of headers, and lists add up.
        let many = matches!(entry.key, "header" | "skip" | "only" | "with") && !matches!(entry.value, Value::Text(_));
        if !many && self.has(entry.key) {
            let key = entry.key;
            diagnostics.tell_at(entry.span, format_args!("`{key}` is given twice; keep one of them"));
            return;
        }
        self.0.push(entry);
    }
}

fn is_bare(on: &[(Place, Form)]) -> bool {
    on.iter().any(|(_, form)| matches!(form, Form::Bare))
}

/// The keys that may stand at a place.
pub(crate) fn keys_on(place: Place) -> Vec<&'static str> {
    let on = |on: &[(Place, Form)]| on.iter().any(|(on, form)| *on == place && !matches!(form, Form::Bare));
    KEYS.iter().filter(|(_, places)| on(places)).map(|(key, _)| *key).collect()
}

fn unknown(written: &str, place: Place) -> String {
    let other = OTHER_WORDS.iter().find(|(other, _)| *other == written).map(|(_, key)| *key);
    match other.or_else(|| nearest(written, KEYS.iter().map(|(key, _)| *key))) {
        Some(key) => format!("unknown key `{written}`; did you mean `{key}`?"),
        None => format!("unknown key `{written}`; {place} takes {}", Listed(&keys_on(place), "and")),
    }
}

/// What a wrong value is underlined at: what stands behind the `=`.
fn value_of(rest: TokenStream) -> TokenStream {
    let mut tokens = rest.clone().into_iter();
    let is_equals = matches!(tokens.next(), Some(TokenTree::Punct(punct)) if punct.as_char() == '=');
    let value: TokenStream = tokens.collect();
    if is_equals && !value.is_empty() { value } else { rest }
}

/// What a macro variable holds comes in a group that nobody wrote.
fn ungrouped(tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    match <[TokenTree; 1]>::try_from(tokens) {
        Ok([TokenTree::Group(group)]) if group.delimiter() == Delimiter::None => {
            ungrouped(group.stream().into_iter().collect())
        }
        Ok(other) => other.into(),
        Err(tokens) => tokens,
    }
}

fn read_value(input: ParseStream<'_>, form: Form) -> syn::Result<Value> {
    match form {
        Form::Flag if input.is_empty() || !(input.peek(Token![=]) || input.peek(syn::token::Paren)) => Ok(Value::Flag),
        Form::Flag | Form::Bare => Err(input.error("no value")),
        Form::Header => {
            let content;
            syn::parenthesized!(content in input);
            let name = content.parse()?;
            content.parse::<Token![=]>()?;
            let value = if content.peek(LitStr) {
                HeaderValue::Text(content.parse()?)
            } else {
                HeaderValue::Field(content.parse()?)
            };
            if content.is_empty() { Ok(Value::Header(name, value)) } else { Err(content.error("too much")) }
        }
        Form::List(_) => {
            let content;
            syn::parenthesized!(content in input);
            let paths = Punctuated::<Path, Token![,]>::parse_terminated(&content)?;
            if paths.is_empty() { Err(content.error("empty")) } else { Ok(Value::List(paths.into_iter().collect())) }
        }
        _ => {
            input.parse::<Token![=]>()?;
            match form {
                Form::Text(_) => input.parse().map(Value::Text),
                Form::Status if input.peek(LitInt) => input.parse().map(Value::Number),
                Form::FieldName => input.parse().map(Value::FieldName),
                Form::Literal => input.parse().map(Value::Literal),
                Form::Ident(_) => input.parse::<Ident>().map(|ident| Value::Path(ident.into())),
                _ => input.call(Path::parse_mod_style).map(Value::Path),
            }
        }
    }
}
