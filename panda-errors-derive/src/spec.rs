//! The checked item. Every check runs before any result is looked at; `None` means that a mistake was reported.

mod decode;
mod field;
mod header;
mod http_date;
mod leak;
mod rejection;
mod rename;
mod shape;
mod text;
mod variant;

use std::collections::HashMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Lit, LitStr, Path};

#[cfg(test)]
pub(crate) use self::decode::COMPARED;
pub(crate) use self::rejection::{field_of as rejection_field, is_rejection};
pub(crate) use self::rename::Rename;
use self::rename::{First, check_rename_all};
pub(crate) use self::shape::is_integer;
use crate::attr::{Attrs, Key, Value};
use crate::diagnostics::{Diagnostics, Listed, nearest};
use crate::input::{Input, Variant};
use crate::template::Template;
use crate::tokens::unlinted_tokens;

/// A checked item, which can be expanded without another check.
pub(crate) struct Spec<'a> {
    pub(crate) input: &'a Input<'a>,
    /// The path to the core crate.
    pub(crate) krate: TokenStream,
    pub(crate) writes: Writes,
    /// Macros of third parties that are called for the type.
    pub(crate) with: Vec<&'a Path>,
    /// The ident of the enum of names, and its variants: each with the first row of that name.
    pub(crate) kind: Option<(&'a Path, Vec<(Ident, usize)>)>,
    /// `Decode` is written.
    pub(crate) decode: bool,
    /// The shape, if the type states one.
    pub(crate) shape: Option<ShapeSpec<'a>>,
    /// `From<Rejection>` is written.
    pub(crate) takes_rejections: bool,
    /// How names are made from idents.
    pub(crate) naming: Naming,
    pub(crate) variants: Vec<VariantSpec<'a>>,
}

/// The shape of a type.
#[derive(Clone, Copy)]
pub(crate) enum ShapeSpec<'a> {
    /// A constant or a static.
    Path(&'a Path),
    /// A template, of which the expansion makes a constant.
    Template(&'a LitStr),
}

/// How names are made from idents.
pub(crate) struct Naming {
    pub(crate) rename: Rename,
    pub(crate) prefix: String,
}

/// The impls that are written.
pub(crate) struct Writes {
    pub(crate) display: bool,
    pub(crate) error: bool,
    pub(crate) from: bool,
    /// The hidden macros of the frameworks, and of `Serialize`.
    pub(crate) integrations: Vec<Ident>,
}

pub(crate) struct VariantSpec<'a> {
    pub(crate) variant: &'a Variant<'a>,
    /// It takes refusals of the framework.
    pub(crate) rejection: bool,
    pub(crate) source: Option<usize>,
    pub(crate) from: Option<usize>,
    pub(crate) answer: AnswerSpec<'a>,
}

pub(crate) enum AnswerSpec<'a> {
    /// The response of the inner error.
    Transparent(usize),
    Row(Box<Row<'a>>),
}

/// The values of one row of the table.
pub(crate) struct Row<'a> {
    pub(crate) status: Status<'a>,
    pub(crate) status_field: Option<usize>,
    pub(crate) name: String,
    pub(crate) code: Option<Code>,
    pub(crate) code_field: Option<usize>,
    pub(crate) error_type: Option<String>,
    pub(crate) title: Option<String>,
    /// A 500 whose name and message are for clients.
    pub(crate) exposed: bool,
    pub(crate) sent: Sent,
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
    /// A value for each placeholder, if all of them have an example.
    pub(crate) examples: Option<Vec<&'a Lit>>,
}

impl Row<'_> {
    /// Returns `true` if the name, the message and the values of the error are not sent.
    pub(crate) fn is_silent(&self) -> bool {
        self.sent == Sent::Nothing
    }
}

/// The parts of an error that are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    /// It is a 500, which hides its name, message and values.
    Nothing,
    /// It is not a 500, it may have another status, or it is exposed.
    Everything,
}

impl Sent {
    /// Decides it from the declaration. A status that is a constant, or is not known, may have any value.
    pub(crate) fn of(variant: &Variant<'_>, status: Option<Status<'_>>) -> Self {
        let is_500 = matches!(status, Some(Status::Code(500)));
        let varies = || variant.fields.iter().any(|field| field.attrs.has(Key::Status));
        if is_500 && !varies() && !variant.attrs.has(Key::Expose) { Self::Nothing } else { Self::Everything }
    }
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
    /// No message at all.
    Empty,
}

/// The public code of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    Text(String),
    Number(i64),
}

/// The names that `skip` and `only` take, each with the hidden macro of its framework.
pub(crate) const INTEGRATIONS: &[(&str, &str)] = &[
    ("actix_web", "__actix_web_4"),
    ("axum", "__axum_0_8"),
    ("poem", "__poem_3"),
    ("rocket", "__rocket_0_5"),
    ("salvo", "__salvo_1"),
    ("utoipa", "__utoipa_6"),
    ("warp", "__warp_0_4"),
];
pub(crate) const IMPLS: [&str; 4] = ["Display", "Error", "From", "Serialize"];

impl<'a> Spec<'a> {
    pub(crate) fn check(input: &'a Input<'a>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let attrs = input.attrs();
        diagnostics.enter(0);
        let writes = check_skip(attrs, diagnostics).zip(check_only(attrs, diagnostics));
        let rename = check_rename_all(attrs, diagnostics);
        let prefix = shape::check_prefix(attrs, diagnostics);
        let shape = shape::check_shape(attrs, diagnostics);
        let default = input.of_enum(Key::Status).map(|entry| variant::read_status(entry, diagnostics));
        let naming =
            Naming { rename: rename.unwrap_or(Rename::None), prefix: prefix.clone().flatten().unwrap_or_default() };
        let checked: Vec<_> = input
            .variants
            .iter()
            .enumerate()
            .map(|(index, variant)| {
                diagnostics.enter(index + 1);
                VariantSpec::check(input, variant, &naming, diagnostics)
            })
            .collect();
        let from_once = field::check_from_once(input, diagnostics);
        let one_status = variant::check_one_status(checked.iter().flatten(), diagnostics);
        let one_type = shape::check_codes_of_one_type(checked.iter().flatten(), diagnostics);
        let takes_rejections = rejection::check_rejection(input, &checked, diagnostics);
        let kind = check_kind(input, checked.iter().flatten(), diagnostics);
        let decode = decode::check_decode(input, &checked, diagnostics);
        let (skip, only) = writes?;
        let variants = checked.into_iter().collect::<Option<_>>()?;
        rename?;
        prefix?;
        if let Some(default) = default {
            default?;
        }
        from_once?;
        one_status?;
        one_type?;
        Some(Self {
            input,
            krate: check_crate(attrs),
            writes: Writes::of(input, &skip, &only),
            with: check_with(attrs),
            kind: kind?,
            decode: decode?,
            shape: shape?,
            takes_rejections: takes_rejections?,
            naming,
            variants,
        })
    }
}

impl Writes {
    pub(crate) fn of(input: &Input<'_>, skip: &[String], only: &[String]) -> Self {
        let wanted = |name: &str| !skip.iter().any(|skipped| skipped == name);
        let only = |name: &str| only.is_empty() || only.iter().any(|wanted| wanted == name);
        let frameworks = INTEGRATIONS.iter().filter(|(name, _)| wanted(name) && only(name)).map(|(_, hidden)| *hidden);
        let serialize = wanted("Serialize").then_some("__serialize");
        let integrations = serialize.into_iter().chain(frameworks);
        Self {
            display: input.writes_display() && wanted("Display"),
            error: input.writes_display() && wanted("Error"),
            from: !input.is_thiserror && wanted("From"),
            integrations: integrations.map(|hidden| Ident::new(hidden, Span::call_site())).collect(),
        }
    }
}

/// Returns `crate`, the path to the core crate.
pub(crate) fn check_crate(attrs: &Attrs) -> TokenStream {
    let Some(Value::Path(path)) = attrs.get(Key::Crate).map(|entry| &entry.value) else {
        return quote!(::panda_errors);
    };
    unlinted_tokens(path)
}

/// Returns `with`, the macros of third parties.
pub(crate) fn check_with(attrs: &Attrs) -> Vec<&Path> {
    attrs.list(Key::With).collect()
}

/// Checks `skip`, the impls that the derive does not write.
fn check_skip(attrs: &Attrs, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    let frameworks = INTEGRATIONS.iter().map(|(name, _)| *name);
    check_names(attrs, Key::Skip, &IMPLS.into_iter().chain(frameworks).collect::<Vec<_>>(), diagnostics)
}

/// Checks `only`, the frameworks to integrate with.
fn check_only(attrs: &Attrs, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    let frameworks: Vec<_> = INTEGRATIONS.iter().map(|(name, _)| *name).collect();
    check_names(attrs, Key::Only, &frameworks, diagnostics)
}

/// Checks that each name in a list is known, and returns the names.
fn check_names(attrs: &Attrs, key: Key, known: &[&str], diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
    let mut all_known = !attrs.all(key).any(|entry| matches!(entry.value, Value::Unreadable));
    let mut names = Vec::new();
    for path in attrs.list(key) {
        let name = path.to_token_stream().to_string().replace(' ', "");
        if !known.contains(&name.as_str()) {
            all_known = false;
            diagnostics.error(
                path,
                match nearest(&name, known.iter().copied()) {
                    Some(near) => format!("`{key}` does not know `{name}`; did you mean `{near}`?"),
                    None => format!("`{key}` does not know `{name}`; there is {}", Listed(known, "and")),
                },
            );
        }
        names.push(name);
    }
    all_known.then_some(names)
}

/// Returns the ident of a name: `RecordGone` for `record.gone`.
pub(crate) fn kind_ident(name: &str) -> Option<Ident> {
    syn::parse_str(&Rename::Words("", First::Upper, false).apply(&name.replace(['.', '-'], "_"))).ok()
}

/// Checks `kind`, the enum of the names.
#[expect(clippy::type_complexity, reason = "`Some(None)` is: none wanted")]
fn check_kind<'a, 'v>(
    input: &'a Input<'_>,
    variants: impl Iterator<Item = &'v VariantSpec<'v>>,
    diagnostics: &mut Diagnostics,
) -> Option<Option<(&'a Path, Vec<(Ident, usize)>)>> {
    let Some(entry) = input.attrs().get(Key::Kind) else { return Some(None) };
    let Value::Path(ident) = &entry.value else { return None };
    let mut kinds: Vec<(Ident, usize)> = Vec::new();
    let mut names = HashMap::new();
    let mut fits = !ident.is_ident(&input.ast.ident);
    if !fits {
        diagnostics
            .error(ident, format_args!("`{}` is the error itself; give its kind another ident", input.ast.ident));
    }
    for (index, spec) in variants.enumerate() {
        let AnswerSpec::Row(row) = &spec.answer else { continue };
        let Some(mut kind) = kind_ident(&row.name) else {
            fits = false;
            let name = &row.name;
            diagnostics.error(spec.variant.at, format_args!("`{name}` is no ident for `kind`; give it another `name`"));
            continue;
        };
        // An editor jumps to the variant, and a lint treats the ident as generated.
        kind.set_span(spec.variant.at.span().resolved_at(Span::call_site()));
        match names.insert(kind.clone(), &row.name) {
            None => kinds.push((kind, index)),
            Some(other) if *other == row.name => {}
            Some(other) => {
                fits = false;
                let name = &row.name;
                diagnostics.error(
                    spec.variant.at,
                    format_args!("`{name}` and `{other}` are one ident for `kind`; rename one of them"),
                );
            }
        }
    }
    fits.then_some(Some((ident, kinds)))
}
