//! The keys of a variant, and of a struct, that decide its answer: status, name, message, transparent.

use std::collections::HashMap;

use proc_macro2::{Ident, Span};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;

use super::{AnswerSpec, Message, Rename, Row, Status, VariantSpec, field, header, leak, text};
use crate::attr::{Entry, Value};
use crate::diagnostics::{Diagnostics, Listed};
use crate::expand::mentions;
use crate::input::{Input, Variant};
use crate::template::Template;

/// A message of more bytes than this, as JSON, would be cut on the wire.
const MESSAGE_LIMIT: usize = 8 * 1024;

impl<'a> VariantSpec<'a> {
    pub(super) fn check(
        input: &'a Input<'a>,
        variant: &'a Variant<'a>,
        rename: Rename,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let from = field::check_from(variant, diagnostics);
        let source = field::check_source(variant, diagnostics);
        let answer = if variant.attrs.has("transparent") {
            check_transparent(input, variant, diagnostics)
        } else {
            check_row(input, variant, rename, diagnostics)
        };
        Some(Self { variant, from: from?, source: source?, answer: answer? })
    }
}

fn check_row<'a>(
    input: &'a Input<'a>,
    variant: &'a Variant<'a>,
    rename: Rename,
    diagnostics: &mut Diagnostics,
) -> Option<AnswerSpec<'a>> {
    let status = check_status(input, variant, diagnostics);
    let status_field = field::check_status_field(variant, diagnostics);
    let name = check_name(variant, rename, diagnostics);
    let message = check_message(input, variant, status, diagnostics);
    let headers = header::check_header(variant, status, diagnostics);
    let retry_after = header::check_retry_after(variant, diagnostics);
    let details = field::check_details(input, variant, status, diagnostics);
    let help = text::check_help(variant, diagnostics);
    let url = text::check_url(variant, diagnostics);
    let since = text::check_since(variant, diagnostics);
    let log = text::check_log(variant, status, diagnostics);
    let retry = text::check_retry(variant, diagnostics);
    let heard = header::check_silence(variant, status, diagnostics);
    let examples = field::check_example(variant, message.as_ref(), diagnostics);
    let (headers, header_fields) = headers?;
    heard?;
    Some(AnswerSpec::Row(Box::new(Row {
        status: status?,
        status_field: status_field?,
        name: name?,
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

/// `transparent`: one field, and nothing else that an answer is made of.
fn check_transparent<'a>(
    input: &Input<'_>,
    variant: &'a Variant<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<AnswerSpec<'a>> {
    let own = &[&input.ast.ident, &Ident::new("Self", Span::call_site())];
    if variant.attrs.all("transparent").any(|entry| matches!(entry.value, Value::Unreadable)) {
        return None;
    }
    let of_fields = variant.fields.iter().flat_map(|field| field.attrs.iter());
    let others: Vec<_> = variant.attrs.iter().chain(of_fields).filter(|entry| !goes_with_transparent(entry)).collect();
    if let [first, ..] = others.as_slice() {
        let mut keys: Vec<_> = others.iter().map(|entry| entry.key).collect();
        keys.dedup();
        let keys = Listed(&keys, "and");
        diagnostics.tell_at(
            first.span,
            format_args!("a transparent error answers as its inner error; remove {keys}, or `transparent`"),
        );
    }
    let count = variant.fields.len();
    if count != 1 {
        let what = if variant.ident.is_some() { "variant" } else { "struct" };
        diagnostics.tell(
            variant.at,
            format_args!(
                "a transparent {what} has one field, the inner error, and not {count}; leave `transparent` out"
            ),
        );
    }
    let holds_itself = variant.fields.iter().any(|field| mentions(field.ty.to_token_stream(), own));
    if holds_itself {
        diagnostics.tell(variant.at, "an error cannot answer as itself; leave `transparent` out, and give it a status");
    }
    (others.is_empty() && count == 1 && !holds_itself).then_some(AnswerSpec::Transparent(0))
}

/// What is of the whole item, or says what the inner error is.
fn goes_with_transparent(entry: &Entry) -> bool {
    let key = entry.key;
    matches!(
        key,
        "transparent" | "crate" | "rename_all" | "kind" | "decode" | "skip" | "only" | "with" | "from" | "source"
    )
}

/// `status = 413`, or a constant.
fn check_status<'a>(input: &Input<'_>, variant: &'a Variant<'a>, diagnostics: &mut Diagnostics) -> Option<Status<'a>> {
    let Some(entry) = variant.attrs.get("status") else {
        if variant.fields.iter().any(|field| field.attrs.has("status")) {
            return Some(Status::Code(500));
        }
        if !["status", "transparent"].iter().any(|key| is_meant(input, variant, key)) {
            let ident = variant.at;
            diagnostics.tell(
                ident,
                format_args!("`{ident}` has no status; add `#[api(status = 400)]`, with a status from 400 to 599"),
            );
        }
        return None;
    };
    let number = match &entry.value {
        Value::Number(number) => number,
        Value::Path(path) => return Some(Status::Constant(path)),
        _ => return None,
    };
    let digits = number.to_string();
    let plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.parse::<u16>() {
        Ok(code @ 400..=599) if plain => return Some(Status::Code(code)),
        _ if plain || digits == "0" => {
            diagnostics.tell(number, format_args!("status {digits} is not an error status; expected 400 to 599"));
        }
        _ => diagnostics.tell(number, format_args!("status `{digits}` is not a plain number; write it like `413`")),
    }
    None
}

/// `name`, else the ident in the style of `rename_all`.
fn check_name(variant: &Variant<'_>, rename: Rename, diagnostics: &mut Diagnostics) -> Option<String> {
    if let Some(Entry { value: Value::Unreadable, .. }) = variant.attrs.get("name") {
        return None;
    }
    let written = variant.attrs.text("name");
    let name = written.map_or_else(|| rename.apply(&variant.at.unraw().to_string()), syn::LitStr::value);
    let belongs = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '.' | '-');
    let wrong = match name.chars().find(|&char| !belongs(char)) {
        _ if name.is_empty() && written.is_none() => "this leaves no letter for a name; add `name = \"…\"`".to_owned(),
        _ if name.is_empty() => "the name is empty; write one, or leave `name` out".to_owned(),
        None => return Some(name),
        Some(char) if written.is_none() => {
            format!("{char:?} does not belong in a name; add `name = \"…\"` in ASCII letters, digits, `_`, `.` and `-`")
        }
        Some(char) => format!("{char:?} does not belong in a name; it takes ASCII letters, digits, `_`, `.` and `-`"),
    };
    match written {
        Some(text) => diagnostics.tell(text, wrong),
        None => diagnostics.tell(variant.at, wrong),
    }
    None
}

/// `message`, or what stands in its place.
fn check_message(
    input: &Input<'_>,
    variant: &Variant<'_>,
    status: Option<Status<'_>>,
    diagnostics: &mut Diagnostics,
) -> Option<Message> {
    // A status that is not known here may be any.
    let sent =
        !matches!(status, Some(Status::Code(500))) || variant.fields.iter().any(|field| field.attrs.has("status"));
    if let Some(Entry { value: Value::Unreadable, .. }) = variant.attrs.get("message") {
        return None;
    }
    if let Some(literal) = variant.attrs.text("message") {
        let text = literal.value();
        if text.trim().is_empty() {
            diagnostics.tell(literal, "the message is empty; say what is wrong");
            return None;
        }
        let (template, wrong) = Template::parse(&text, variant);
        for message in &wrong {
            diagnostics.tell(literal, message);
        }
        let length: usize = template.parts.iter().map(|part| json_length(part)).sum();
        let fits = length <= MESSAGE_LIMIT;
        if !fits {
            let bytes = if length == text.len() { "bytes" } else { "bytes as JSON" };
            diagnostics.tell(
                literal,
                format_args!("the message has {length} {bytes}; at most {MESSAGE_LIMIT} are sent, write a shorter one"),
            );
        }
        leak::check_leaks(variant, template.fields(), status.is_some() && sent, (literal.span(), true), diagnostics)?;
        return (wrong.is_empty() && fits).then_some(Message::Template(template));
    }
    if input.displays() {
        if sent {
            if status.is_some() && !is_meant(input, variant, "message") {
                diagnostics.tell(variant.at, format_args!("`{}` has no message; add `message = \"…\"`", variant.at));
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

/// Whether a key that is not there was misspelt, or written on the enum or a field.
fn is_meant(input: &Input<'_>, variant: &Variant<'_>, key: &str) -> bool {
    let of_fields = variant.fields.iter().map(|field| &field.attrs);
    of_fields.chain([input.attrs(), &variant.attrs]).any(|attrs| attrs.means(key))
}

/// A name means one status.
pub(super) fn check_one_status<'v>(
    variants: impl Iterator<Item = &'v VariantSpec<'v>>,
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let mut statuses: HashMap<&str, u16> = HashMap::new();
    let mut one = true;
    for spec in variants {
        let AnswerSpec::Row(row) = &spec.answer else { continue };
        // What a constant is, only the compiler knows: it is asked in the expansion.
        let Status::Code(status) = row.status else { continue };
        if row.status_field.is_some() {
            continue;
        }
        let first = *statuses.entry(&row.name).or_insert(status);
        if first != status {
            one = false;
            let at = spec.variant.attrs.get("status").map_or(spec.variant.at.span(), |entry| match &entry.value {
                Value::Number(number) => number.span(),
                _ => entry.span,
            });
            let name = &row.name;
            diagnostics.tell_at(
                at,
                format_args!(
                    "`{name}` has status {first} above; a name means one status, use {first} or another `name`"
                ),
            );
        }
    }
    one.then_some(())
}
