//! Reads the attributes: key after key, each as its form says.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{Ident, Lit};

use super::value::{literal_of, read_value, value_of};
use super::{Attrs, Entry, Form, KEYS, Key, Place, Trait, Value, Written, example, keys_on, near, places};
use crate::diagnostics::{Diagnostics, Listed};

impl Attrs {
    pub(crate) fn read(attributes: &[syn::Attribute], place: Place, diagnostics: &mut Diagnostics) -> Self {
        let mut attrs = Self::default();
        for attribute in attributes {
            let path = attribute.path();
            if path.is_ident("api") {
                let list = attribute.meta.require_list().ok();
                if !list.is_some_and(|list| matches!(list.delimiter, syn::MacroDelimiter::Paren(_))) {
                    let example = example(place);
                    diagnostics.error(
                        &attribute.meta,
                        format_args!("`api` needs its keys in parentheses; write `#[api({example})]`"),
                    );
                }
                match list {
                    Some(list) => attrs.read_list(list.tokens.clone(), place, diagnostics),
                    None => attrs.mean_any(),
                }
            } else if let Some(key) =
                path.get_ident().and_then(|ident| Key::of(&ident.to_string())).filter(|key| key.is_bare())
            {
                // derive_more has lists of types and words on variants.
                let is_other = place != Place::Field && matches!(attribute.meta, syn::Meta::List(_));
                if is_other {
                    continue;
                }
                if place != Place::Field {
                    diagnostics.error(path, format_args!("`{key}` does not belong on {place}; it goes on a field"));
                } else if matches!(attribute.meta, syn::Meta::Path(_)) {
                    attrs.push(Entry { key, span: path.span(), value: Value::Flag }, diagnostics);
                } else {
                    diagnostics.error(&attribute.meta, format_args!("`{key}` takes no value; write `#[{key}]`"));
                    attrs.entries.push(Entry { key, span: path.span(), value: Value::Unreadable });
                }
            }
        }
        attrs
    }

    /// Reads key after key; after a mistake it goes on at the next comma.
    fn read_list(&mut self, tokens: TokenStream, place: Place, diagnostics: &mut Diagnostics) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        // A comma between angle brackets separates no keys. A `<` behind the last `>` is never closed.
        let last_closing = tokens.iter().rposition(|token| is(token, '>'));
        let mut is_inside = false;
        let mut piece = Vec::new();
        for (index, token) in tokens.into_iter().enumerate() {
            if is_inside {
                is_inside = !is(&token, '>');
            } else if is(&token, '<') {
                is_inside = last_closing.is_some_and(|last| index < last);
            } else if is(&token, ',') {
                if piece.is_empty() {
                    diagnostics.error(&token, "a key is missing before this comma; remove the comma");
                }
                self.read_piece(std::mem::take(&mut piece), place, diagnostics);
                continue;
            }
            piece.push(token);
        }
        self.read_piece(piece, place, diagnostics);
    }

    /// Reads the tokens between two commas: one key, or several if commas are missing. More pieces than there are
    /// keys cannot be a list of keys.
    fn read_piece(&mut self, mut piece: Vec<TokenTree>, place: Place, diagnostics: &mut Diagnostics) {
        for _ in KEYS {
            match self.read_key(piece, place, diagnostics) {
                Some(rest) => piece = rest,
                None => return,
            }
        }
        self.mean_any();
    }

    /// Reads one key, and returns the tokens that follow it without a comma.
    fn read_key(
        &mut self,
        piece: Vec<TokenTree>,
        place: Place,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<TokenTree>> {
        let piece = ungrouped(piece);
        if piece.is_empty() || self.is_argument(&piece, diagnostics) {
            return None;
        }
        let Some((TokenTree::Ident(ident), rest)) = piece.split_first() else {
            self.mean_any();
            let has_message = matches!(place, Place::Struct | Place::Variant);
            let meant = match piece.as_slice() {
                [TokenTree::Literal(literal)] if has_message => match Lit::new(literal.clone()) {
                    Lit::Int(number) => Some(format!("write `status = {number}`")),
                    Lit::Str(_) => Some("write `message = \"…\"`".to_owned()),
                    _ => None,
                },
                _ => None,
            };
            let meant = meant.unwrap_or_else(|| format!("{place} takes {}", Listed(&keys_on(place), "and")));
            diagnostics.error(&piece.first(), format_args!("this is no key; {meant}"));
            return None;
        };
        let (written, at) = written(ident, rest);
        let Some(key) = Key::of(&written) else {
            let near = near(&written, place);
            self.meant.extend(near);
            diagnostics.error(
                &at,
                match near {
                    Some(key) => format!("unknown key `{written}`; did you mean `{key}`?"),
                    None => format!("unknown key `{written}`; {place} takes {}", Listed(&keys_on(place), "and")),
                },
            );
            return None;
        };
        let Some(form) = key.form_on(place) else {
            self.meant.push(key);
            let places = places(key.places());
            diagnostics.error(&ident, format_args!("`{key}` does not belong on {place}; it goes on {places}"));
            return None;
        };
        if self.has(key) && !key.is(Trait::Many) {
            diagnostics.error(&ident, format_args!("`{key}` is given twice; keep one of them"));
            return None;
        }
        if let Some(value) = literal_of(rest, form) {
            self.push(Entry { key, span: ident.span(), value }, diagnostics);
            return None;
        }
        let rest: TokenStream = rest.iter().cloned().collect();
        let parser = |input: ParseStream<'_>| {
            let value = read_value(input, form)?;
            let rest: Vec<TokenTree> = input.parse::<TokenStream>()?.into_iter().collect();
            match rest.first() {
                None => Ok((value, rest)),
                Some(TokenTree::Ident(next)) if near(&next.unraw().to_string(), place).is_some() => Ok((value, rest)),
                Some(TokenTree::Punct(next)) if next.as_char() == ';' => Ok((value, rest)),
                Some(_) => Err(input.error("not the end")),
            }
        };
        let Ok((value, mut rest)) = parser.parse2(rest.clone()) else {
            let written = Written(key, form);
            let message = match form {
                Form::Bare => format!("`{key}` is an attribute of its own; write `{written}`"),
                Form::Flag => format!("`{key}` takes no value; write `{written}`"),
                _ if rest.is_empty() => format!("`{key}` has no value; write `{written}`"),
                Form::Shape => "`shape` takes a path or a template; put the shape in a constant, \
                    `const SHAPE: Shape = Shape::json(…);`, and write `shape = SHAPE`"
                    .to_owned(),
                _ => format!("`{key}` takes {form}; write it like `{written}`"),
            };
            let at = if rest.is_empty() { TokenTree::from(ident.clone()).into() } else { value_of(rest) };
            diagnostics.error(&at, message);
            self.push(Entry { key, span: ident.span(), value: Value::Unreadable }, diagnostics);
            return None;
        };
        self.push(Entry { key, span: ident.span(), value }, diagnostics);
        match rest.first() {
            None => return None,
            Some(TokenTree::Ident(next)) => {
                // A misspelt key is reported here as well.
                let written = next.unraw().to_string();
                let is_key = Key::of(&written).is_some();
                let meant = near(&written, place).filter(|_| !is_key).map_or(written, |key| key.to_string());
                diagnostics.error(next, format_args!("a comma is missing before `{next}`; write `, {meant}`"));
                if let Some(next) = rest.first_mut().filter(|_| !is_key) {
                    *next = Ident::new_raw(&meant, next.span()).into();
                }
            }
            Some(_) => diagnostics.error(&rest.remove(0), "keys are separated by commas; write `,`"),
        }
        Some(rest)
    }

    /// Returns `true` if this is an argument of the message before it, as `write!` takes them. A message does not take
    /// arguments. The field that the message then lacks is not reported as well.
    fn is_argument(&mut self, piece: &[TokenTree], diagnostics: &mut Diagnostics) -> bool {
        let Some(message) = self.entries.last_mut().filter(|entry| entry.key == Key::Message) else { return false };
        let text = match &message.value {
            Value::Text(text) => Some(text.value()),
            _ => None,
        };
        let prints = |placeholder: &str| text.as_ref().is_some_and(|text| text.contains(placeholder));
        let prints_name = |name: &str| prints(&format!("{{{name}}}")) || prints(&format!("{{{name}:"));
        let (is_named, value) = match piece {
            // A key behind the message is a key, whatever its value.
            [TokenTree::Ident(name), ..] if Key::of(&name.unraw().to_string()).is_some() => return false,
            [TokenTree::Ident(name), equals, value @ ..] if is(equals, '=') => (prints_name(&name.to_string()), value),
            value => (false, value),
        };
        let is_expression = match value.first() {
            Some(TokenTree::Ident(ident)) if ident == "self" => true,
            // A word alone may be a misspelt key, if the message does not print it.
            Some(TokenTree::Ident(_)) => value.len() == piece.len() && (prints("{}") || prints("{:")),
            Some(first) => ['.', '&', '*'].into_iter().any(|char| is(first, char)),
            None => false,
        };
        if !is_named && !is_expression {
            return false;
        }
        if text.is_some() {
            let mut words = value.iter().filter(|token| matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_)));
            let field = words.find(|token| token.to_string() != "self").map(ToString::to_string);
            let field = field.unwrap_or_else(|| "field".to_owned());
            let all: TokenStream = piece.iter().cloned().collect();
            diagnostics.error(&all, format_args!("a message has no arguments; write the field in it, `{{{field}}}`"));
            message.value = Value::Unreadable;
        }
        true
    }

    /// Marks every key as meant, because the text was not a key and may have been any.
    fn mean_any(&mut self) {
        self.meant.extend(KEYS.iter().map(|row| row.key));
    }

    fn push(&mut self, entry: Entry, diagnostics: &mut Diagnostics) {
        // An answer has any number of headers, and lists add up.
        let many = entry.key.is(Trait::Many) && !matches!(entry.value, Value::Text(_));
        if !many && self.has(entry.key) {
            let key = entry.key;
            diagnostics.error_at(entry.span, format_args!("`{key}` is given twice; keep one of them"));
            return;
        }
        self.entries.push(entry);
    }
}

fn is(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}

/// Returns a key as it is written, `retry-after` too, and its tokens.
fn written(ident: &Ident, rest: &[TokenTree]) -> (String, TokenStream) {
    let (mut written, mut at) = (ident.unraw().to_string(), ident.to_token_stream());
    let mut rest = rest;
    while let [dash, TokenTree::Ident(next), more @ ..] = rest
        && is(dash, '-')
    {
        written.extend(["-", &next.to_string()]);
        at.extend([dash.clone(), next.clone().into()]);
        rest = more;
    }
    (written, at)
}

/// Removes the invisible group in which a macro variable passes its tokens.
fn ungrouped(tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    match tokens.first() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
            ungrouped(group.stream().into_iter().chain(tokens.iter().skip(1).cloned()).collect())
        }
        _ => tokens,
    }
}
