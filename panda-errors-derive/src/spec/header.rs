//! The keys that become headers: header, `retry_after`.

use std::collections::HashSet;

use syn::{LitStr, Member};

use super::field::is_source;
use super::http_date::is_http_date;
use super::rejection;
use super::{Sent, Status};
use crate::attr::{Attrs, Entry, HeaderValue, Key, Trait, Value};
use crate::diagnostics::{Diagnostics, Listed, nearest};
use crate::input::{Field, Variant, member_name};
use crate::rules::{NEVER_CACHED, REQUIRED, RESERVED};

/// Headers with a text, and headers with the position of a field; names in lower case.
type Headers = (Vec<(String, String)>, Vec<(String, usize)>);

/// The headers that may stand in an answer more than once.
const LISTS: [&str; 5] = ["link", "proxy-authenticate", "set-cookie", "vary", "www-authenticate"];

/// Checks the headers of a variant and of its fields.
pub(super) fn check_header(
    variant: &Variant<'_>,
    status: Option<Status<'_>>,
    diagnostics: &mut Diagnostics,
) -> Option<Headers> {
    let (mut fixed, mut fields): Headers = (Vec::new(), Vec::new());
    let mut names = HashSet::new();
    if variant.attrs.has(Key::RetryAfter) {
        names.insert("retry-after".to_owned());
    }
    let mut fine = true;
    let of_variant = variant.attrs.all(Key::Header).map(|entry| (entry, None));
    let of_fields = variant.fields.iter().enumerate();
    let of_fields = of_fields.filter_map(|(at, field)| Some((field.attrs.get(Key::Header)?, Some(at))));
    for (entry, at) in of_variant.chain(of_fields) {
        let name = match &entry.value {
            Value::Header(name, _) | Value::Text(name) => check_header_name(name, &mut names, diagnostics),
            _ => None,
        };
        let checked = match (&entry.value, at) {
            (Value::Header(_, HeaderValue::Text(value)), _) => {
                let value = check_header_value(variant, name.as_deref(), value, diagnostics);
                name.zip(value).map(|header| fixed.push(header))
            }
            // `check_retry_after` looks at the field.
            (Value::Header(_, HeaderValue::Field(_)), _) if name.as_deref() == Some("retry-after") => Some(()),
            (Value::Header(_, HeaderValue::Field(member)), _) => {
                let text = format!("write `\"{}\"` for a text", member_name(member));
                name.zip(check_field(variant, member, &text, diagnostics)).map(|header| fields.push(header))
            }
            (_, Some(at)) if variant.fields.get(at).is_some_and(|field| is_source(variant, field)) => {
                diagnostics.error_at(entry.span, "the source is not for clients; remove `header`");
                None
            }
            _ if name.as_deref() == Some("retry-after") => Some(()),
            (_, at) => name.zip(at).map(|header| fields.push(header)),
        };
        fine &= checked.is_some();
    }
    let meant = variant.attrs.means(Key::Header) || variant.fields.iter().any(|field| field.attrs.means(Key::Header));
    if !fine || meant {
        return None;
    }
    check_status_headers(variant, status, &names, &fixed, diagnostics)?;
    Some((fixed, fields))
}

/// Checks the headers that a status requires or forbids.
fn check_status_headers(
    variant: &Variant<'_>,
    status: Option<Status<'_>>,
    names: &HashSet<String>,
    fixed: &[(String, String)],
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let Some(Status::Code(code)) = status else { return Some(()) };
    let at = variant.attrs.get(Key::Status).map(|entry| &entry.value);
    let mut tell = |message: String| match at {
        Some(Value::Number(number)) => diagnostics.error(number, message),
        _ => diagnostics.error(variant.at, message),
    };
    if let Some((_, name, example)) = REQUIRED.iter().find(|(required, _, _)| *required == code)
        && !names.contains(&name.to_ascii_lowercase())
        && rejection::field_of(variant).is_none()
    {
        let hold = if variant.attrs.has(Key::Rejection) { "hold the `Rejection`, or " } else { "" };
        tell(format!("status {code} needs the header `{name}`; {hold}add `header(\"{name}\" = \"{example}\")`"));
        return None;
    }
    let no_store = |directive: &str| directive.trim().eq_ignore_ascii_case("no-store");
    // A comma in quotes separates nothing.
    let never = |value: &str| !value.contains('"') && value.split(',').any(no_store);
    let stored =
        names.contains("cache-control") && !fixed.iter().any(|(name, value)| name == "cache-control" && never(value));
    if NEVER_CACHED.contains(&code) && stored {
        tell(format!("status {code} is never cached; leave `Cache-Control` out, `no-store` is what is sent"));
        return None;
    }
    Some(())
}

/// Rejects keys whose values a 500 would never send.
pub(super) fn check_silence(variant: &Variant<'_>, sent: Sent, diagnostics: &mut Diagnostics) -> Option<()> {
    if sent == Sent::Everything {
        return Some(());
    }
    let of_fields = variant.fields.iter().map(|field| &field.attrs);
    let entries = of_fields.chain([&variant.attrs]).flat_map(Attrs::iter);
    let unheard: Vec<_> =
        entries.filter(|entry| entry.key.is(Trait::Sent) && !matches!(entry.value, Value::No)).collect();
    for entry in &unheard {
        let key = entry.key;
        diagnostics
            .error_at(entry.span, format_args!("`{key}` has no effect on a 500, of which nothing is sent; remove it"));
    }
    unheard.is_empty().then_some(())
}

/// The position of the field with the `Retry-After`, which is also written as a header from a field.
pub(super) fn retry_after_field(variant: &Variant<'_>) -> Option<usize> {
    let of_key = match variant.attrs.get(Key::RetryAfter).map(|entry| &entry.value) {
        Some(Value::FieldName(member)) => Some(member),
        _ => None,
    };
    let of_header = || {
        variant.attrs.all(Key::Header).find_map(|entry| match &entry.value {
            Value::Header(name, HeaderValue::Field(member)) if is_retry_after(name) => Some(member),
            _ => None,
        })
    };
    let is_marked = |field: &Field<'_>| field.attrs.text(Key::Header).is_some_and(is_retry_after);
    match of_key.or_else(of_header) {
        Some(member) => variant.position(member),
        None => variant.fields.iter().position(is_marked),
    }
}

/// Checks `retry_after`, and returns the position of its field.
pub(super) fn check_retry_after(variant: &Variant<'_>, diagnostics: &mut Diagnostics) -> Option<Option<usize>> {
    match variant.attrs.get(Key::RetryAfter).map(|entry| &entry.value) {
        None => {
            let of_header = variant.attrs.all(Key::Header).find_map(|entry| match &entry.value {
                Value::Header(name, HeaderValue::Field(member)) if is_retry_after(name) => Some(member),
                _ => None,
            });
            match of_header {
                Some(member) => check_field(variant, member, "write `\"30\"` for a constant", diagnostics).map(Some),
                None => Some(retry_after_field(variant)),
            }
        }
        Some(Value::FieldName(Member::Unnamed(number)))
            if variant.position(&Member::Unnamed(number.clone())).is_none() =>
        {
            let seconds = number.index;
            diagnostics.error(
                number,
                format_args!(
                    "`retry_after` takes a field; for a constant write `header(\"Retry-After\" = \"{seconds}\")`"
                ),
            );
            None
        }
        Some(Value::FieldName(member)) => {
            let add = "add one that is a `Duration`, or whole seconds as an unsigned integer";
            check_field(variant, member, add, diagnostics).map(Some)
        }
        Some(_) => None,
    }
}

/// Returns the position of a field that a client may see.
fn check_field(variant: &Variant<'_>, member: &Member, or: &str, diagnostics: &mut Diagnostics) -> Option<usize> {
    let position = variant.position(member);
    let at = position.and_then(|position| variant.fields.get(position));
    if at.is_some_and(|field| is_source(variant, field)) {
        diagnostics.error(member, "this is the source, whose text is not for clients; use another field");
        return None;
    }
    if at.is_some_and(|field| field.attrs.has(Key::Redact)) {
        diagnostics.error(member, "this is redacted and not for clients; use another field");
        return None;
    }
    if position.is_none() {
        let (name, names) = (member_name(member), variant.field_names());
        let message = match (nearest(&name, names.iter().map(String::as_str)), names) {
            (Some(near), _) => format!("no field `{name}`; did you mean `{near}`?"),
            (None, []) => format!("no field `{name}`; {or}"),
            (None, names) => format!("no field `{name}`; there is {}, or {or}", Listed(names, "and")),
        };
        diagnostics.error(member, message);
    }
    position
}

/// Checks that a name is a token (RFC 9110 §5.6.2) and is not yet among these, and returns it in lower case, as in HTTP/2.
fn check_header_name(name: &LitStr, names: &mut HashSet<String>, diagnostics: &mut Diagnostics) -> Option<String> {
    let lower = name.value().to_ascii_lowercase();
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if lower.is_empty() || !lower.bytes().all(is_token) {
        let written = name.value();
        diagnostics.error(name, format_args!("{written:?} is not the name of a header; write it like `Allow`"));
        return None;
    }
    if RESERVED.contains(&lower.as_str()) {
        let written = name.value();
        diagnostics.error(name, format_args!("`{written}` is not an error's to set; leave it out"));
        return None;
    }
    if !names.insert(lower.clone()) && !LISTS.contains(&lower.as_str()) {
        let written = name.value();
        diagnostics.error(name, format_args!("the header `{written}` is set twice; keep one of them"));
        return None;
    }
    Some(lower)
}

fn is_retry_after(name: &LitStr) -> bool {
    name.value().eq_ignore_ascii_case("retry-after")
}

/// Returns `true` if the answer has a `Retry-After` header.
pub(super) fn says_retry_after(variant: &Variant<'_>) -> bool {
    let says = |entry: &Entry| match &entry.value {
        Value::Header(name, _) | Value::Text(name) => is_retry_after(name),
        _ => false,
    };
    variant.attrs.has(Key::RetryAfter)
        || variant.attrs.means(Key::RetryAfter)
        || variant.attrs.all(Key::Header).any(says)
        || variant.fields.iter().any(|field| field.attrs.all(Key::Header).any(says))
}

fn check_header_value(
    variant: &Variant<'_>,
    name: Option<&str>,
    value: &LitStr,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let text = value.value();
    let mut fields = variant.field_names().iter().filter(|_| text.contains('{'));
    let placeholder = fields.find(|field| text.contains(&format!("{{{field}}}")));
    if let Some(field) = placeholder {
        diagnostics.error(value, format_args!("a header has no placeholders; write `= {field}` for the field alone"));
        return None;
    }
    // Seconds, or a date (RFC 9110 §10.2.3).
    let is_time = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) || is_http_date(&text);
    if name == Some("retry-after") && !is_time {
        diagnostics.error(value, format_args!("{text:?} is no time; write whole seconds, like `\"30\"`"));
        return None;
    }
    match text.chars().find(|&char| !matches!(char, '\t' | ' '..='~')) {
        None if text.trim().is_empty() => {
            diagnostics.error(value, "the header is empty; give it a value, or leave it out");
        }
        None if text.trim() != text => diagnostics.error(value, "a header has no space around it; remove it"),
        None => return Some(text),
        Some(char) => diagnostics
            .error(value, format_args!("{char:?} does not belong in a header; it takes visible ASCII, space and tab")),
    }
    None
}
