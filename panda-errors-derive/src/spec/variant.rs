//! The keys of a variant, and of a struct, that decide its answer: status, name, message, transparent.

use std::collections::HashMap;

use proc_macro2::Ident;
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::{GenericArgument, PathArguments, Type, TypePath};

use super::{AnswerSpec, Message, Naming, Row, Sent, Status, VariantSpec, field, header, leak, shape, text};
use crate::attr::{Entry, Key, Trait, Value};
use crate::diagnostics::{Diagnostics, Listed};
use crate::input::{Field, Input, Variant, value};
use crate::rules::{MESSAGE_LIMIT, REGISTERED};
use crate::template::Template;

impl<'a> VariantSpec<'a> {
    pub(super) fn check(
        input: &'a Input<'a>,
        variant: &'a Variant<'a>,
        naming: &Naming,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let from = field::check_from(variant, diagnostics);
        let source = field::check_source(variant, diagnostics);
        let is_transparent = |field: &Field<'_>| field.attrs.has(Key::Transparent);
        let answer = if variant.attrs.has(Key::Transparent) || variant.fields.iter().any(is_transparent) {
            check_transparent(variant, diagnostics)
        } else {
            check_row(input, variant, naming, diagnostics)
        };
        let rejection = variant.attrs.has(Key::Rejection);
        Some(Self { variant, rejection, from: from?, source: source?, answer: answer? })
    }
}

fn check_row<'a>(
    input: &'a Input<'a>,
    variant: &'a Variant<'a>,
    naming: &Naming,
    diagnostics: &mut Diagnostics,
) -> Option<AnswerSpec<'a>> {
    let status = check_status(input, variant, diagnostics);
    let status_field = field::check_status_field(variant, diagnostics);
    let exposed = shape::check_expose(input, variant, status, diagnostics);
    let sent = Sent::of(variant, status);
    let name = check_name(variant, naming, diagnostics);
    let code = shape::check_code(variant, diagnostics);
    let error_type = shape::check_type(input, variant, diagnostics);
    let title = shape::check_title(input, variant, diagnostics);
    let message = check_message(input, variant, status, diagnostics);
    let headers = header::check_header(variant, status, diagnostics);
    let retry_after = header::check_retry_after(variant, diagnostics);
    let details = field::check_details(input, variant, sent, diagnostics);
    let help = text::check_help(variant, diagnostics);
    let url = text::check_url(variant, diagnostics);
    let since = text::check_since(variant, diagnostics);
    let log = text::check_log(variant, status, diagnostics);
    let retry = text::check_retry(variant, diagnostics);
    let heard = header::check_silence(variant, sent, diagnostics);
    let examples = field::check_example(variant, message.as_ref(), diagnostics);
    let (headers, header_fields) = headers?;
    heard?;
    Some(AnswerSpec::Row(Box::new(Row {
        status: status?,
        status_field: status_field?,
        name: name?,
        code: code?.0,
        code_field: variant.fields.iter().position(|field| field.attrs.has(Key::Code)),
        error_type: error_type?,
        title: title?,
        exposed: exposed?,
        sent,
        message: message?,
        headers,
        header_fields,
        retry_after: retry_after?,
        details: details?,
        help: help?,
        url: url?,
        since: since?,
        log: log?,
        retry: retry?,
        examples: examples?,
    })))
}

/// Checks `transparent`: the inner error alone decides the answer.
fn check_transparent<'a>(variant: &'a Variant<'a>, diagnostics: &mut Diagnostics) -> Option<AnswerSpec<'a>> {
    let of_fields = || variant.fields.iter().flat_map(|field| field.attrs.iter());
    let is_unreadable = |entry: &Entry| entry.key == Key::Transparent && matches!(entry.value, Value::Unreadable);
    if variant.attrs.iter().chain(of_fields()).any(is_unreadable) {
        return None;
    }
    let others: Vec<_> =
        variant.attrs.iter().chain(of_fields()).filter(|entry| !entry.key.is(Trait::BesideTransparent)).collect();
    if let [first, ..] = others.as_slice() {
        let mut keys: Vec<_> = others.iter().map(|entry| entry.key).collect();
        keys.dedup();
        let keys = Listed(&keys, "and");
        diagnostics.error_at(
            first.span,
            format_args!("a transparent error answers as its inner error; remove {keys}, or `transparent`"),
        );
    }
    let inner = inner_of(variant, diagnostics)?;
    let holds_itself = variant.fields.get(inner).is_some_and(|field| is_itself(field.ty, &variant.own));
    if holds_itself {
        diagnostics
            .error(variant.at, "an error cannot answer as itself; leave `transparent` out, and give it a status");
    }
    let foreign = variant.fields.get(inner).filter(|field| is_foreign(field.ty));
    if let Some(field) = foreign {
        let ty = field.ty.to_token_stream().to_string().replace(' ', "");
        diagnostics.error(
            field.ty,
            format_args!(
                "`{ty}` has no status of its own; leave `transparent` out, and give the variant a `status`, such as 500"
            ),
        );
    }
    (others.is_empty() && !holds_itself && foreign.is_none()).then_some(AnswerSpec::Transparent(inner))
}

/// Returns `true` if a type is an error of the standard library or of a library that every service knows. An author cannot put a
/// derive on it.
fn is_foreign(ty: &Type) -> bool {
    const CRATES: [&str; 12] = [
        "std",
        "core",
        "alloc",
        "anyhow",
        "eyre",
        "color_eyre",
        "sqlx",
        "diesel",
        "reqwest",
        "serde_json",
        "tokio",
        "hyper",
    ];
    let Type::Path(TypePath { qself: None, path, .. }) = ty else { return false };
    let mut segments = path.segments.iter();
    match (segments.next(), segments.next()) {
        (Some(first), Some(_)) => CRATES.iter().any(|known| first.ident == known) && !holds_generics(path),
        _ => false,
    }
}

/// Returns `true` if a path has generic arguments, as `std::boxed::Box<Inner>`, which may hold a type of the author.
fn holds_generics(path: &syn::Path) -> bool {
    path.segments.iter().any(|segment| !matches!(segment.arguments, PathArguments::None))
}

/// Returns the field with the inner error: the marked field, or the only field.
fn inner_of(variant: &Variant<'_>, diagnostics: &mut Diagnostics) -> Option<usize> {
    let marked = field::only_one(variant, Key::Transparent, diagnostics)?;
    let count = variant.fields.len();
    match marked {
        Some(position) => Some(position),
        None if count == 1 => Some(0),
        None => {
            let what = if variant.ident.is_some() { "variant" } else { "struct" };
            let mend = if count > 1 { "mark it with `#[api(transparent)]`" } else { "leave `transparent` out" };
            diagnostics.error(
                variant.at,
                format_args!("a transparent {what} has one field, the inner error, and not {count}; {mend}"),
            );
            None
        }
    }
}

/// Returns `true` if a type is the error itself, or a box of it. A type of the same ident in another module is another type.
fn is_itself(ty: &Type, own: &Ident) -> bool {
    let Type::Path(TypePath { qself: None, path, .. }) = ty else { return false };
    let Some(last) = path.segments.last().filter(|_| path.segments.len() == 1) else { return false };
    let is_own = last.ident == *own || last.ident == "Self";
    let of_box = || match &last.arguments {
        PathArguments::AngleBracketed(arguments) if last.ident == "Box" => arguments
            .args
            .iter()
            .any(|argument| matches!(argument, GenericArgument::Type(inner) if is_itself(inner, own))),
        _ => false,
    };
    is_own || of_box()
}

/// Checks `status = 413`, or a constant.
fn check_status<'a>(
    input: &'a Input<'_>,
    variant: &'a Variant<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<Status<'a>> {
    let Some(entry) = variant.attrs.get(Key::Status) else {
        if variant.fields.iter().any(|field| field.attrs.has(Key::Status)) {
            return Some(Status::Code(500));
        }
        if let Some(entry) = input.of_enum(Key::Status) {
            return check_default_status(variant, entry, diagnostics);
        }
        if ![Key::Status, Key::Transparent].iter().any(|key| is_meant(input, variant, *key)) {
            let ident = variant.at;
            // Many libraries call the status `code`.
            let meant = match variant.attrs.get(Key::Code).map(|entry| &entry.value) {
                Some(Value::Integer(code @ 400..=599)) => format!("write `status = {code}`, a `code` is for the body"),
                _ => "add `#[api(status = 400, message = \"…\")]`, with a status from 400 to 599".to_owned(),
            };
            diagnostics.error(ident, format_args!("`{ident}` has no status; {meant}"));
        }
        return None;
    };
    read_status(entry, diagnostics)
}

/// Returns the status of the enum, for a variant without a status. A variant with a source must state its own: otherwise a
/// fault of the server could become a fault of the client.
fn check_default_status<'a>(
    variant: &Variant<'_>,
    entry: &'a Entry,
    diagnostics: &mut Diagnostics,
) -> Option<Status<'a>> {
    let is_hidden_source = |field: &Field<'_>| field::is_source(variant, field) && !field.attrs.has(Key::Expose);
    if variant.fields.iter().any(is_hidden_source) && !variant.attrs.has(Key::Rejection) {
        let ident = variant.at;
        diagnostics.error(
            ident,
            format_args!(
                "`{ident}` has a source, so it does not take the status of the enum; add `status = 500`, or another"
            ),
        );
        return None;
    }
    // A mistake in it is reported once, for the enum.
    read_status(entry, &mut Diagnostics::default())
}

/// Reads the status from the value of a key.
pub(super) fn read_status<'a>(entry: &'a Entry, diagnostics: &mut Diagnostics) -> Option<Status<'a>> {
    let number = match &entry.value {
        Value::Number(number) => number,
        Value::Path(path) => return check_constant(path, diagnostics),
        _ => return None,
    };
    let digits = number.to_string();
    let plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.parse::<u16>() {
        Ok(code @ 400..=599) if plain => return Some(Status::Code(code)),
        _ if plain || digits == "0" => {
            diagnostics.error(number, format_args!("status {digits} is not an error status; expected 400 to 599"));
        }
        _ => diagnostics.error(number, format_args!("status `{digits}` is not a plain number; write it like `413`")),
    }
    None
}

/// Reads a constant of `ErrorStatus`. A constant of the crate `http` has a number, which is written as it is.
fn check_constant<'a>(path: &'a syn::Path, diagnostics: &mut Diagnostics) -> Option<Status<'a>> {
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let [.., ty, constant] = names.as_slice() else { return Some(Status::Constant(path)) };
    if ty != "StatusCode" {
        return Some(Status::Constant(path));
    }
    let constant = match constant.as_str() {
        "PAYLOAD_TOO_LARGE" => "CONTENT_TOO_LARGE",
        "UNPROCESSABLE_ENTITY" => "UNPROCESSABLE_CONTENT",
        constant => constant,
    };
    let is_named = |reason: &str| reason.to_ascii_uppercase().replace([' ', '-'], "_") == constant;
    let code = REGISTERED.iter().find(|(_, reason, _)| is_named(reason)).map_or(400, |(code, ..)| *code);
    diagnostics
        .error(path, format_args!("a status is a number or an `ErrorStatus`, and not a `StatusCode`; write `{code}`"));
    None
}

/// The longest name, in bytes. A longer name is hard to read.
const NAME_LIMIT: usize = 128;

/// Checks `name`, else the ident in the style of `rename_all`.
fn check_name(variant: &Variant<'_>, naming: &Naming, diagnostics: &mut Diagnostics) -> Option<String> {
    if let Some(Entry { value: Value::Unreadable, .. }) = variant.attrs.get(Key::Name) {
        return None;
    }
    let written = variant.attrs.text(Key::Name);
    let name = written.map_or_else(|| naming.apply(&variant.at.unraw().to_string()), syn::LitStr::value);
    let belongs = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '.' | '-');
    let wrong = match name.chars().find(|&char| !belongs(char)) {
        _ if name.is_empty() && written.is_none() => "this leaves no letter for a name; add `name = \"…\"`".to_owned(),
        _ if name.is_empty() => "the name is empty; write one, or leave `name` out".to_owned(),
        None if name.len() > NAME_LIMIT => {
            format!("the name has {} letters; at most {NAME_LIMIT} are allowed, write a shorter `name`", name.len())
        }
        None => return Some(name),
        Some(char) if written.is_none() => {
            format!("{char:?} does not belong in a name; add `name = \"…\"` in ASCII letters, digits, `_`, `.` and `-`")
        }
        Some(char) => format!("{char:?} does not belong in a name; it takes ASCII letters, digits, `_`, `.` and `-`"),
    };
    match written {
        Some(text) => diagnostics.error(text, wrong),
        None => diagnostics.error(variant.at, wrong),
    }
    None
}

/// Checks `message`, or its replacement.
fn check_message(
    input: &Input<'_>,
    variant: &Variant<'_>,
    status: Option<Status<'_>>,
    diagnostics: &mut Diagnostics,
) -> Option<Message> {
    let sent = Sent::of(variant, status) == Sent::Everything;
    if let Some(Entry { value: Value::Unreadable, .. }) = variant.attrs.get(Key::Message) {
        return None;
    }
    if let Some(literal) = variant.attrs.text(Key::Message) {
        let text = value(literal);
        if text.is_empty() && input.attrs().has(Key::Shape) {
            return Some(Message::Empty);
        }
        if text.trim().is_empty() {
            diagnostics.error(literal, "the message is empty; say what is wrong");
            return None;
        }
        let (template, wrong) = Template::parse(&text, variant);
        for message in &wrong {
            diagnostics.error(literal, message);
        }
        let length: usize = template.parts.iter().map(|part| json_length(part)).sum();
        let fits = length <= MESSAGE_LIMIT;
        if !fits {
            let bytes = if length == text.len() { "bytes" } else { "bytes as JSON" };
            diagnostics.error(
                literal,
                format_args!("the message has {length} {bytes}; at most {MESSAGE_LIMIT} are sent, write a shorter one"),
            );
        }
        leak::check_leaks(variant, template.fields(), status.is_some() && sent, (literal.span(), true), diagnostics)?;
        return (wrong.is_empty() && fits).then_some(Message::Template(template));
    }
    if input.displays() {
        if sent {
            if status.is_some() && !is_meant(input, variant, Key::Message) {
                diagnostics.error(variant.at, format_args!("`{}` has no message; add `message = \"…\"`", variant.at));
            }
            return None;
        }
        return Some(Message::Reason);
    }
    leak::check_thiserror(variant, status, status.is_some() && sent, diagnostics)
}

/// Returns the length of a text inside of a JSON string (RFC 8259 §7).
fn json_length(text: &str) -> usize {
    let length = |char| match char {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        '\0'..='\u{1f}' => 6,
        _ => char.len_utf8(),
    };
    text.chars().map(length).sum()
}

/// Returns `true` if an absent key was misspelt, or written on the enum or a field.
fn is_meant(input: &Input<'_>, variant: &Variant<'_>, key: Key) -> bool {
    let of_fields = variant.fields.iter().map(|field| &field.attrs);
    of_fields.chain([input.attrs(), &variant.attrs]).any(|attrs| attrs.means(key))
}

/// Checks that a name means one status.
pub(super) fn check_one_status<'v>(
    variants: impl Iterator<Item = &'v VariantSpec<'v>>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let mut statuses: HashMap<&str, u16> = HashMap::new();
    let mut spellings: HashMap<String, &str> = HashMap::new();
    let mut one = true;
    for spec in variants {
        let AnswerSpec::Row(row) = &spec.answer else { continue };
        // Only the compiler knows the value of a constant, so the expansion checks it.
        let Status::Code(status) = row.status else { continue };
        // The name of a hidden 500 is never sent.
        if row.status_field.is_some() || row.is_silent() {
            continue;
        }
        let spelled = *spellings.entry(row.name.to_ascii_lowercase()).or_insert(row.name.as_str());
        if spelled != row.name {
            one = false;
            let at = spec.variant.attrs.value_span(Key::Name).unwrap_or_else(|| spec.variant.at.span());
            let name = &row.name;
            diagnostics.error_at(at, format_args!("`{name}` and `{spelled}` differ in case only; rename one of them"));
        }
        let first = *statuses.entry(&row.name).or_insert(status);
        if first != status {
            one = false;
            let at = spec.variant.attrs.get(Key::Status).map_or(spec.variant.at.span(), |entry| match &entry.value {
                Value::Number(number) => number.span(),
                _ => entry.span,
            });
            let name = &row.name;
            diagnostics.error_at(
                at,
                format_args!(
                    "`{name}` has status {first} above; a name means one status, use {first} or another `name`"
                ),
            );
        }
    }
    one.then_some(())
}
