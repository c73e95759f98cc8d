//! Reads the attributes: key after key, each as its form says.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::spanned::Spanned as _;
use syn::{Ident, Lit};

use super::value::{literal_of, read_value, value_of};
use super::{Attrs, Entry, Form, KEYS, Place, Value, Written, example, is_bare, keys_on, near, places};
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
                    diagnostics.tell(
                        &attribute.meta,
                        format_args!("`api` needs its keys in parentheses; write `#[api({example})]`"),
                    );
                }
                match list {
                    Some(list) => attrs.read_list(list.tokens.clone(), place, diagnostics),
                    None => attrs.mean_any(),
                }
            } else if let Some((key, _)) = KEYS.iter().find(|(key, on)| is_bare(on) && path.is_ident(key)) {
                if place != Place::Field {
                    diagnostics.tell(path, format_args!("`{key}` does not belong on {place}; it goes on a field"));
                } else if matches!(attribute.meta, syn::Meta::Path(_)) {
                    attrs.push(Entry { key, span: path.span(), value: Value::Flag }, diagnostics);
                } else {
                    diagnostics.tell(&attribute.meta, format_args!("`{key}` takes no value; write `#[{key}]`"));
                    attrs.entries.push(Entry { key, span: path.span(), value: Value::Unreadable });
                }
            }
        }
        attrs
    }

    /// Reads key after key; after a mistake it goes on at the next comma.
    fn read_list(&mut self, tokens: TokenStream, place: Place, diagnostics: &mut Diagnostics) {
        let mut piece = Vec::new();
        let mut tokens = tokens.into_iter();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(comma) if comma.as_char() == ',' => {
                    if piece.is_empty() {
                        diagnostics.tell(&comma, "a key is missing before this comma; remove the comma");
                    }
                    self.read_key(std::mem::take(&mut piece), place, diagnostics);
                }
                // Where an angle bracket is closed, a comma inside separates no keys.
                TokenTree::Punct(open) if open.as_char() == '<' && tokens.clone().any(|token| is(&token, '>')) => {
                    piece.push(open.into());
                    for inside in tokens.by_ref() {
                        let closes = is(&inside, '>');
                        piece.push(inside);
                        if closes {
                            break;
                        }
                    }
                }
                token => piece.push(token),
            }
        }
        self.read_key(piece, place, diagnostics);
    }

    fn read_key(&mut self, piece: Vec<TokenTree>, place: Place, diagnostics: &mut Diagnostics) {
        let piece = ungrouped(piece);
        if piece.is_empty() || self.is_argument(&piece, diagnostics) {
            return;
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
            diagnostics.tell(&piece.first(), format_args!("this is no key; {meant}"));
            return;
        };
        let (written, at) = written(ident, rest);
        let Some((key, on)) = KEYS.iter().find(|(key, _)| *key == written) else {
            let near = near(&written, place);
            self.meant.extend(near);
            diagnostics.tell(
                &at,
                match near {
                    Some(key) => format!("unknown key `{written}`; did you mean `{key}`?"),
                    None => format!("unknown key `{written}`; {place} takes {}", Listed(&keys_on(place), "and")),
                },
            );
            return;
        };
        let Some((_, form)) = on.iter().find(|(on, _)| *on == place) else {
            self.meant.push(key);
            let places = places(on);
            diagnostics.tell(&ident, format_args!("`{key}` does not belong on {place}; it goes on {places}"));
            return;
        };
        if self.has(key) && !matches!(*key, "header" | "skip" | "only" | "with") {
            diagnostics.tell(&ident, format_args!("`{key}` is given twice; keep one of them"));
            return;
        }
        if let Some(value) = literal_of(rest, *form) {
            self.push(Entry { key, span: ident.span(), value }, diagnostics);
            return;
        }
        let rest: TokenStream = rest.iter().cloned().collect();
        let parser = |input: ParseStream<'_>| {
            let value = read_value(input, *form)?;
            let rest: Vec<TokenTree> = input.parse::<TokenStream>()?.into_iter().collect();
            match rest.first() {
                None => Ok((value, rest)),
                Some(TokenTree::Ident(next)) if near(&next.unraw().to_string(), place).is_some() => Ok((value, rest)),
                Some(TokenTree::Punct(next)) if next.as_char() == ';' => Ok((value, rest)),
                Some(_) => Err(input.error("not the end")),
            }
        };
        let Ok((value, mut rest)) = parser.parse2(rest.clone()) else {
            let written = Written(key, *form);
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
            diagnostics.tell(&at, message);
            self.push(Entry { key, span: ident.span(), value: Value::Unreadable }, diagnostics);
            return;
        };
        self.push(Entry { key, span: ident.span(), value }, diagnostics);
        match rest.first() {
            None => return,
            Some(TokenTree::Ident(next)) => {
                // A misspelt key is told here as well.
                let written = next.unraw().to_string();
                let is_key = KEYS.iter().any(|(key, _)| *key == written);
                let meant = near(&written, place).filter(|_| !is_key).unwrap_or(&written).to_owned();
                diagnostics.tell(next, format_args!("a comma is missing before `{next}`; write `, {meant}`"));
                if let Some(next) = rest.first_mut().filter(|_| !is_key) {
                    *next = Ident::new_raw(&meant, next.span()).into();
                }
            }
            Some(_) => diagnostics.tell(&rest.remove(0), "keys are separated by commas; write `,`"),
        }
        self.read_key(rest, place, diagnostics);
    }

    /// Whether this is an argument of the message before it, as `write!` takes them: ours has none. Told once, and that
    /// the message then lacks a field is not told as well.
    fn is_argument(&mut self, piece: &[TokenTree], diagnostics: &mut Diagnostics) -> bool {
        let value = match piece {
            [TokenTree::Ident(_), equals, value @ ..] if is(equals, '=') => value,
            value => value,
        };
        let starts = match value.first() {
            Some(TokenTree::Ident(ident)) => ident == "self",
            Some(first) => ['.', '&', '*'].into_iter().any(|char| is(first, char)),
            None => false,
        };
        let Some(message) = self.entries.last_mut().filter(|entry| starts && entry.key == "message") else {
            return false;
        };
        if matches!(message.value, Value::Text(_)) {
            let field = value.iter().skip_while(|token| !is(token, '.')).nth(1).map(ToString::to_string);
            let field = field.unwrap_or_else(|| "field".to_owned());
            let all: TokenStream = piece.iter().cloned().collect();
            diagnostics.tell(&all, format_args!("a message has no arguments; write the field in it, `{{{field}}}`"));
            message.value = Value::Unreadable;
        }
        true
    }

    /// Something is no key at all: it may have been any.
    fn mean_any(&mut self) {
        self.meant.extend(KEYS.iter().map(|(key, _)| *key));
    }

    fn push(&mut self, entry: Entry, diagnostics: &mut Diagnostics) {
        // An answer has any number of headers, and lists add up.
        let many = matches!(entry.key, "header" | "skip" | "only" | "with") && !matches!(entry.value, Value::Text(_));
        if !many && self.has(entry.key) {
            let key = entry.key;
            diagnostics.tell_at(entry.span, format_args!("`{key}` is given twice; keep one of them"));
            return;
        }
        self.entries.push(entry);
    }
}

fn is(token: &TokenTree, char: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == char)
}

/// A key as it is written, `retry-after` too, and where.
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

/// What a macro variable holds comes in a group that nobody wrote.
fn ungrouped(tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    match tokens.first() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None => {
            ungrouped(group.stream().into_iter().chain(tokens.iter().skip(1).cloned()).collect())
        }
        _ => tokens,
    }
}
