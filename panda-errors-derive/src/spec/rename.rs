//! `rename_all`: how idents become names.

use crate::attr::{Attrs, Key};
use crate::diagnostics::{Diagnostics, Listed, nearest};

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
    /// Every word except the first.
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

pub(super) fn check_rename_all(attrs: &Attrs, diagnostics: &mut Diagnostics) -> Option<Rename> {
    let Some(text) = attrs.text(Key::RenameAll) else {
        return (!attrs.has(Key::RenameAll)).then_some(Rename::None);
    };
    let found = Rename::of(attrs);
    if found.is_none() {
        let style = text.value();
        let styles = RENAMES.map(|(name, _)| name);
        let message = match nearest(&style, styles) {
            Some(near) => format!("unknown style `{style}`; did you mean `{near}`?"),
            None => format!("unknown style `{style}`; there is {}", Listed(&styles, "and")),
        };
        diagnostics.error(text, message);
    }
    found
}

impl Rename {
    /// Returns the style that `rename_all` names, if it exists.
    pub(crate) fn of(attrs: &Attrs) -> Option<Self> {
        let style = attrs.text(Key::RenameAll)?.value();
        RENAMES.iter().find(|(name, _)| *name == style).map(|(_, rename)| *rename)
    }

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

/// Splits an ident into words: `HTTPTimeout_2` is `HTTP`, `Timeout`, `2`.
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
