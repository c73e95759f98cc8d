//! The checked item. Every check runs before any result is looked at; `None` means that a mistake was told.

mod field;
mod header;
mod leak;
mod text;
mod variant;

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Lit, LitStr, Path};

use crate::attr::{Attrs, Value};
use crate::diagnostics::{Diagnostics, Listed, nearest};
use crate::input::{Input, Variant};
use crate::template::Template;

/// A checked item: what it expands to is decided.
pub(crate) struct Spec<'a> {
    pub(crate) input: &'a Input<'a>,
    /// The path to the core crate.
    pub(crate) krate: TokenStream,
    pub(crate) writes: Writes,
    /// Macros of third parties that are called for the type.
    pub(crate) with: Vec<&'a Path>,
    /// The ident of the enum of names, and its variants: each with the first row of that name.
    pub(crate) kind: Option<(&'a Path, Vec<(Ident, usize)>)>,
    pub(crate) variants: Vec<VariantSpec<'a>>,
}

/// The impls that are written.
#[expect(clippy::struct_excessive_bools, reason = "one for each impl")]
pub(crate) struct Writes {
    pub(crate) display: bool,
    pub(crate) error: bool,
    pub(crate) from: bool,
    pub(crate) serialize: bool,
    /// The hidden macros of the frameworks.
    pub(crate) integrations: Vec<Ident>,
}

pub(crate) struct VariantSpec<'a> {
    pub(crate) variant: &'a Variant<'a>,
    pub(crate) source: Option<usize>,
    pub(crate) from: Option<usize>,
    pub(crate) answer: AnswerSpec<'a>,
}

pub(crate) enum AnswerSpec<'a> {
    /// That of the inner error.
    Transparent(usize),
    Row(Box<Row<'a>>),
}

/// What one row of the table says.
pub(crate) struct Row<'a> {
    pub(crate) status: Status<'a>,
    pub(crate) status_field: Option<usize>,
    pub(crate) name: String,
    pub(crate) message: Message,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) header_fields: Vec<(String, usize)>,
    pub(crate) retry_after: Option<usize>,
    pub(crate) details: Vec<usize>,
    pub(crate) help: Option<&'a LitStr>,
    pub(crate) url: Option<&'a LitStr>,
    pub(crate) since: Option<&'a LitStr>,
    pub(crate) log: Option<Ident>,
    pub(crate) retry: Option<Ident>,
    /// A value for each placeholder, where all of them have one.
    pub(crate) examples: Option<Vec<&'a Lit>>,
}

#[derive(Clone, Copy)]
pub(crate) enum Status<'a> {
    Code(u16),
    Constant(&'a Path),
}

pub(crate) enum Message {
    Template(Template),
    /// The error's own `Display`; the text is for the documentation.
    Display(String),
    /// The bare reason phrase of a 500.
    Reason,
}

/// What `skip` and `only` name, and the hidden macro of each framework.
pub(crate) const INTEGRATIONS: &[(&str, &str)] = &[("axum", "__axum_0_8")];
const IMPLS: [&str; 4] = ["Display", "Error", "From", "Serialize"];

impl<'a> Spec<'a> {
    pub(crate) fn check(input: &'a Input<'a>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let attrs = input.attrs();
        let writes = check_skip(attrs, diagnostics).zip(check_only(attrs, diagnostics));
        let rename = check_rename_all(attrs, diagnostics);
        let checked: Vec<_> = input
            .variants
            .iter()
            .map(|variant| VariantSpec::check(input, variant, rename.unwrap_or(Rename::None), diagnostics))
            .collect();
        let from_once = field::check_from_once(input, diagnostics);
        let one_status = variant::check_one_status(checked.iter().flatten(), diagnostics);
        let kind = check_kind(input, checked.iter().flatten(), diagnostics);
        let (skip, only) = writes?;
        let variants = checked.into_iter().collect::<Option<_>>()?;
        (rename?, from_once?, one_status?);
        Some(Self {
            input,
            krate: check_crate(attrs),
            writes: Writes::of(input, &skip, &only),
            with: check_with(attrs),
            kind: kind?,
            variants,
        })
    }
}

impl Writes {
    pub(crate) fn of(input: &Input<'_>, skip: &[String], only: &[String]) -> Self {
        let wanted = |name: &str| match only {
            [] => !skip.iter().any(|skipped| skipped == name),
            only => only.iter().any(|wanted| wanted == name),
        };
        let integrations = INTEGRATIONS.iter().filter(|(name, _)| wanted(name));
        Self {
            display: input.is_ours() && wanted("Display"),
            error: input.is_ours() && wanted("Error"),
            from: !input.is_thiserror && wanted("From"),
            serialize: wanted("Serialize"),
            integrations: integrations.map(|(_, hidden)| Ident::new(hidden, Span::call_site())).collect(),
        }
    }
}

/// `crate`: the path to the core crate.
pub(crate) fn check_crate(attrs: &Attrs) -> TokenStream {
    if let Some(Value::Path(path)) = attrs.get("crate").map(|entry| &entry.value) {
        path.to_token_stream()
    } else {
        quote!(::panda_errors)
    }
}

/// `with`: macros of third parties.
fn check_with(attrs: &Attrs) -> Vec<&Path> {
    attrs.list("with").collect()
}

fn check_skip(attrs: &Attrs, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    check_impls(attrs, "skip", diagnostics)
}

fn check_only(attrs: &Attrs, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    if let (Some(_), Some(only)) = (attrs.get("skip"), attrs.get("only")) {
        diagnostics.tell_at(only.span, "`only` has no meaning beside `skip`; keep one of them");
    }
    check_impls(attrs, "only", diagnostics)
}

/// The impls that a list names.
fn check_impls(attrs: &Attrs, key: &str, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    let known: Vec<&str> = IMPLS.into_iter().chain(INTEGRATIONS.iter().map(|(name, _)| *name)).collect();
    let mut all_known = !attrs.all(key).any(|entry| matches!(entry.value, Value::Unreadable));
    let mut names = Vec::new();
    for path in attrs.list(key) {
        let name = path.to_token_stream().to_string().replace(' ', "");
        if !known.contains(&name.as_str()) {
            all_known = false;
            diagnostics.tell(
                path,
                match nearest(&name, known.iter().copied()) {
                    Some(near) => format!("unknown impl `{name}`; did you mean `{near}`?"),
                    None => format!("unknown impl `{name}`; there is {}", Listed(&known, "and")),
                },
            );
        }
        names.push(name);
    }
    all_known.then_some(names)
}

/// How idents become names.
#[derive(Clone, Copy)]
pub(crate) enum Rename {
    None,
    /// The separator, and how a word is written: its first letter upper case, the rest upper case.
    Words(&'static str, First, bool),
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum First {
    Lower,
    Upper,
    /// Of every word but the first.
    UpperAfter,
}

const RENAMES: [(&str, Rename); 8] = [
    ("lowercase", Rename::Words("", First::Lower, false)),
    ("UPPERCASE", Rename::Words("", First::Upper, true)),
    ("PascalCase", Rename::Words("", First::Upper, false)),
    ("camelCase", Rename::Words("", First::UpperAfter, false)),
    ("snake_case", Rename::Words("_", First::Lower, false)),
    ("SCREAMING_SNAKE_CASE", Rename::Words("_", First::Upper, true)),
    ("kebab-case", Rename::Words("-", First::Lower, false)),
    ("SCREAMING-KEBAB-CASE", Rename::Words("-", First::Upper, true)),
];

fn check_rename_all(attrs: &Attrs, diagnostics: &mut Diagnostics) -> Option<Rename> {
    let Some(text) = attrs.text("rename_all") else {
        return (!attrs.has("rename_all")).then_some(Rename::None);
    };
    let style = text.value();
    let found = RENAMES.iter().find(|(name, _)| *name == style);
    if found.is_none() {
        let styles = RENAMES.map(|(name, _)| name);
        let message = match nearest(&style, styles) {
            Some(near) => format!("unknown style `{style}`; did you mean `{near}`?"),
            None => format!("unknown style `{style}`; there is {}", Listed(&styles, "and")),
        };
        diagnostics.tell(text, message);
    }
    found.map(|(_, rename)| *rename)
}

impl Rename {
    pub(crate) fn apply(self, ident: &str) -> String {
        let Self::Words(separator, first, upper) = self else { return ident.to_owned() };
        let words = words(ident);
        let written = words.iter().enumerate().map(|(index, word)| {
            let big = first == First::Upper || (first == First::UpperAfter && index > 0);
            let (head, tail) = word.split_at_checked(1).unwrap_or((word, ""));
            let head = if big { head.to_ascii_uppercase() } else { head.to_ascii_lowercase() };
            head + &if upper { tail.to_ascii_uppercase() } else { tail.to_ascii_lowercase() }
        });
        written.collect::<Vec<_>>().join(separator)
    }
}

/// `HTTPTimeout_2` is `HTTP`, `Timeout`, `2`.
fn words(ident: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let chars: Vec<char> = ident.chars().collect();
    let mut before = '_';
    for (index, &char) in chars.iter().enumerate() {
        let next_is_lower = chars.get(index + 1).is_some_and(|next| next.is_lowercase());
        let starts = before == '_' || (char.is_uppercase() && (!before.is_uppercase() || next_is_lower));
        match words.last_mut() {
            _ if char == '_' => {}
            Some(word) if !starts => word.push(char),
            _ => words.push(char.to_string()),
        }
        before = char;
    }
    words
}

/// The enum of the names, if one is wanted.
#[expect(clippy::type_complexity, reason = "`Some(None)` is: none wanted")]
fn check_kind<'a, 'v>(
    input: &'a Input<'_>,
    variants: impl Iterator<Item = &'v VariantSpec<'v>>,
    diagnostics: &mut Diagnostics,
) -> Option<Option<(&'a Path, Vec<(Ident, usize)>)>> {
    let Some(entry) = input.attrs().get("kind") else { return Some(None) };
    let Value::Path(ident) = &entry.value else { return None };
    let mut kinds: Vec<(Ident, usize)> = Vec::new();
    let mut names = HashMap::new();
    let mut fits = !ident.is_ident(&input.ast.ident);
    if !fits {
        diagnostics.tell(ident, format_args!("`{}` is the error itself; give its kind another ident", input.ast.ident));
    }
    for (index, spec) in variants.enumerate() {
        let AnswerSpec::Row(row) = &spec.answer else { continue };
        let plain = row.name.replace(['.', '-'], "_");
        let pascal = Rename::Words("", First::Upper, false).apply(&plain);
        let Ok(kind) = syn::parse_str::<Ident>(&pascal) else {
            fits = false;
            let name = &row.name;
            diagnostics.tell(spec.variant.at, format_args!("`{name}` is no ident for `kind`; give it another `name`"));
            continue;
        };
        match names.insert(pascal, &row.name) {
            None => kinds.push((kind, index)),
            Some(other) if *other == row.name => {}
            Some(other) => {
                fits = false;
                let name = &row.name;
                diagnostics.tell(
                    spec.variant.at,
                    format_args!("`{name}` and `{other}` are one ident for `kind`; rename one of them"),
                );
            }
        }
    }
    fits.then_some(Some((ident, kinds)))
}
