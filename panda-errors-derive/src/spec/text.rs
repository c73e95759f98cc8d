//! The keys that are texts for people, or words from a short list: help, url, since, log, retry.

use proc_macro2::{Ident, Span};
use syn::LitStr;

use super::Status;
use super::header::says_retry_after;
use crate::attr::Key;
use crate::diagnostics::{Diagnostics, Listed, nearest};
use crate::input::Variant;

/// The value of a checked key: `None` if it is wrong, and `Some(None)` if it is absent.
type Checked<T> = Option<Option<T>>;

pub(super) fn check_help<'a>(variant: &'a Variant<'a>, diagnostics: &mut Diagnostics) -> Checked<&'a LitStr> {
    check_text(variant, Key::Help, diagnostics)
}

pub(super) fn check_since<'a>(variant: &'a Variant<'a>, diagnostics: &mut Diagnostics) -> Checked<&'a LitStr> {
    check_text(variant, Key::Since, diagnostics)
}

/// A link that a page may show: no other scheme, such as `javascript:`, gets there.
pub(super) fn check_url<'a>(variant: &'a Variant<'a>, diagnostics: &mut Diagnostics) -> Checked<&'a LitStr> {
    let Some(text) = check_text(variant, Key::Url, diagnostics)? else { return Some(None) };
    let url = text.value();
    let behind = ["https://", "http://", "/"].iter().find_map(|start| url.strip_prefix(start));
    if behind.is_none_or(|rest| rest.starts_with('/') || (rest.is_empty() && url != "/"))
        || url.chars().any(|char| char.is_whitespace() || char.is_control())
    {
        diagnostics.error(text, format_args!("{url:?} is not a link; write it like `https://example.com/errors`"));
        return None;
    }
    Some(Some(text))
}

pub(super) fn check_log(
    variant: &Variant<'_>,
    status: Option<Status<'_>>,
    diagnostics: &mut Diagnostics,
) -> Checked<Ident> {
    let levels = [("error", "Error"), ("warn", "Warn"), ("info", "Info"), ("debug", "Debug"), ("off", "Off")];
    let level = check_word(variant, Key::Log, &levels, diagnostics)?;
    if let (Some(level), Some(Status::Code(500)), Some(text)) = (&level, status, variant.attrs.text(Key::Log))
        && level == "Off"
    {
        diagnostics.error(text, "every 500 is reported; use another level, or leave `log` out");
        return None;
    }
    Some(level)
}

pub(super) fn check_retry(variant: &Variant<'_>, diagnostics: &mut Diagnostics) -> Checked<Ident> {
    let retry =
        check_word(variant, Key::Retry, &[("never", "Never"), ("after", "After"), ("safe", "Safe")], diagnostics)?;
    let (Some(word), Some(text)) = (&retry, variant.attrs.text(Key::Retry)) else { return Some(retry) };
    let says_when = says_retry_after(variant);
    if word == "After" && !says_when {
        diagnostics.error(
            text,
            "the answer does not say after what time; add `retry_after`, or `header(\"Retry-After\" = \"30\")`",
        );
        return None;
    }
    if word == "Never" && says_when {
        diagnostics.error(text, "the answer says when to come back; leave `retry` out, or `Retry-After`");
        return None;
    }
    Some(retry)
}

fn check_text<'a>(variant: &'a Variant<'a>, key: Key, diagnostics: &mut Diagnostics) -> Checked<&'a LitStr> {
    let Some(text) = variant.attrs.text(key) else {
        return (!variant.attrs.has(key)).then_some(None);
    };
    if text.value().trim().is_empty() {
        diagnostics.error(text, format_args!("`{key}` is empty; write it, or leave it out"));
        return None;
    }
    Some(Some(text))
}

/// One word of a list, and the ident of what it means.
fn check_word(
    variant: &Variant<'_>,
    key: Key,
    words: &[(&str, &str)],
    diagnostics: &mut Diagnostics,
) -> Checked<Ident> {
    let Some(text) = check_text(variant, key, diagnostics)? else { return Some(None) };
    let written = text.value();
    if let Some((_, ident)) = words.iter().find(|(word, _)| *word == written) {
        return Some(Some(Ident::new(ident, Span::call_site())));
    }
    let words: Vec<_> = words.iter().map(|(word, _)| *word).collect();
    let message = match nearest(&written, words.iter().copied()) {
        Some(near) => format!("`{written}` is not a value of `{key}`; did you mean `{near}`?"),
        None => format!("`{written}` is not a value of `{key}`; there is {}", Listed(&words, "and")),
    };
    diagnostics.error(text, message);
    None
}
