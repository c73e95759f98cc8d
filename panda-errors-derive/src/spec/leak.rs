//! Leaks: a message, ours or from thiserror, cannot print a value that was not written for clients.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};

use super::{Message, Status, field};
use crate::attr::Key;
use crate::diagnostics::Diagnostics;
use crate::input::{Thiserror, Variant, member_name};

/// Checks a message that is the `Display` of the error, which thiserror or the author writes.
pub(super) fn check_thiserror(
    variant: &Variant<'_>,
    status: Option<Status<'_>>,
    sent: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Message> {
    let Some(thiserror) = &variant.thiserror else { return Some(Message::Display(String::new())) };
    let span = match thiserror {
        Thiserror::Text(text, _) => text.span(),
        Thiserror::Transparent(span) => *span,
        Thiserror::Other => variant.at.span(),
    };
    // A text without values cannot leak.
    let is_constant = matches!(thiserror, Thiserror::Text(text, arguments)
        if arguments.is_empty() && !text.value().replace("{{", "").contains('{'));
    if is_constant {
        let Thiserror::Text(text, _) = thiserror else { return None };
        return Some(Message::Display(text.value()));
    }
    if let Some(Status::Code(code @ 501..)) = status {
        diagnostics.error_at(
            span,
            format_args!("the text of a {code} would be sent as it is; add `message = \"…\"` for clients"),
        );
        return None;
    }
    if let Some(entry) = variant.fields.iter().find_map(|field| field.attrs.get(Key::Status)) {
        diagnostics
            .error_at(entry.span, "the status may be a 5xx, whose text would be sent as it is; add `message = \"…\"`");
        return None;
    }
    match thiserror {
        Thiserror::Transparent(_) if sent => {
            diagnostics.error_at(
                span,
                "the text of another error would be sent; add `message = \"…\"`, or `transparent` to `#[api(…)]`",
            );
            None
        }
        Thiserror::Text(text, arguments) => {
            let text = text.value();
            let (given, mut printed) = arguments_of(variant, arguments);
            // Checks only which fields are named. thiserror takes expressions, and checks the rest itself.
            let unescaped = text.replace("{{", "");
            let placeholders = unescaped.split('{').skip(1).filter_map(|placeholder| placeholder.split('}').next());
            let mut is_address = false;
            for placeholder in placeholders {
                let (name, format) = placeholder.split_once(':').unwrap_or((placeholder, ""));
                is_address |= format.trim_end().ends_with('p');
                // The length of the text reveals a width or a precision.
                let counts = format.split('$').rev().skip(1).filter_map(|before| before.rsplit(is_no_word).next());
                let named = counts.chain([name]).filter(|name| !given.iter().any(|given| given == name));
                printed.extend(named.filter_map(|name| position(variant, name)));
            }
            printed.extend(redacted_in(variant, arguments));
            let tight = check_leaks(variant, printed.into_iter(), sent, (span, false), diagnostics);
            if is_address && sent {
                diagnostics.error_at(span, "`p` prints an address of the server's memory; print the value");
                return None;
            }
            tight.map(|()| Message::Display(text))
        }
        _ => Some(Message::Display(String::new())),
    }
}

fn is_no_word(char: char) -> bool {
    !(char.is_alphanumeric() || char == '_' || char == '#')
}

/// Returns the redacted fields that are anywhere in thiserror's arguments, inside of calls too.
fn redacted_in(variant: &Variant<'_>, arguments: &TokenStream) -> Vec<usize> {
    let mut found = Vec::new();
    for token in arguments.clone() {
        match &token {
            TokenTree::Group(group) => found.extend(redacted_in(variant, &group.stream())),
            // `.0.1` is a float to the compiler.
            token => found.extend(token.to_string().split('.').next().and_then(|name| position(variant, name))),
        }
    }
    found.retain(|at| variant.fields.get(*at).is_some_and(|field| field.attrs.has(Key::Redact)));
    found
}

/// Returns the names that thiserror's arguments give, and the fields that are arguments by themselves: `.0`,
/// `name = self.source`.
fn arguments_of(variant: &Variant<'_>, arguments: &TokenStream) -> (Vec<String>, Vec<usize>) {
    let words: Vec<String> = plain(arguments.clone()).into_iter().map(|token| token.to_string()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (mut names, mut fields) = (Vec::new(), Vec::new());
    for argument in words.split(|word| *word == ",") {
        let value = match argument {
            [name, "=", value @ ..] => {
                names.push((*name).to_owned());
                value
            }
            value => value,
        };
        let plain = value.iter().position(|word| !matches!(*word, "&" | "*")).and_then(|at| value.get(at..));
        let Some(["self", ".", field, rest @ ..] | [".", field, rest @ ..] | [field, rest @ ..]) = plain else {
            continue;
        };
        if matches!(rest, [] | [".", "to_string", _]) {
            fields.extend(position(variant, field));
        }
    }
    (names, fields)
}

/// Removes the parentheses around a value, such as `(.0)`, which are not a call.
fn plain(tokens: TokenStream) -> Vec<TokenTree> {
    let mut flat = Vec::new();
    for token in tokens {
        let is_call = matches!(flat.last(), Some(TokenTree::Ident(_) | TokenTree::Group(_)))
            || matches!(flat.last(), Some(TokenTree::Punct(punct)) if matches!(punct.as_char(), '!' | '>'));
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis && !is_call => {
                flat.extend(plain(group.stream()));
            }
            token => flat.push(token),
        }
    }
    flat
}

/// Returns the position of the field that thiserror knows by this name: `source`, `r#type`, `0`, and `_0` as well.
fn position(variant: &Variant<'_>, name: &str) -> Option<usize> {
    let name = name.trim();
    let number = name.strip_prefix('_').filter(|rest| rest.parse::<u32>().is_ok());
    let plain = number.unwrap_or(name.trim_start_matches("r#"));
    variant.named(plain)
}

/// Rejects a message that is sent and prints the source, or that prints a redacted field.
pub(super) fn check_leaks(
    variant: &Variant<'_>,
    printed: impl Iterator<Item = usize>,
    sent: bool,
    (span, is_ours): (Span, bool),
    diagnostics: &mut Diagnostics,
) -> Option<()> {
    let mut printed: Vec<usize> = printed.collect();
    printed.sort_unstable();
    printed.dedup();
    let mut tight = true;
    for field in printed.into_iter().filter_map(|position| variant.fields.get(position)) {
        let name = member_name(&field.member);
        let mend = if is_ours { format!("remove `{{{name}}}`") } else { "add `message = \"…\"` for them".to_owned() };
        let message = if field.attrs.has(Key::Redact) {
            format!("`{name}` is redacted and not for clients; {mend}")
        } else if field::is_misnamed(variant, field) {
            continue;
        } else if sent && field::is_source(variant, field) && !field.attrs.has(Key::Expose) {
            format!(
                "`{name}` is the source, whose text is for the report and not for clients; {mend}, or add \
                 `#[api(expose)]` to it if its text is for clients"
            )
        } else {
            continue;
        };
        tight = false;
        diagnostics.error_at(span, message);
    }
    tight.then_some(())
}
