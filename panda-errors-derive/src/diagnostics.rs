//! The diagnostics of the macro: every mistake of an item, each once, variant by variant.

use std::fmt::{self, Display};

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// The mistakes found so far, each with the variant that it is about.
#[derive(Default)]
pub(crate) struct Diagnostics {
    errors: Vec<(usize, syn::Error)>,
    variant: usize,
}

impl Diagnostics {
    /// Groups the errors that follow under a variant: 0 is the item itself, 1 the first variant. A variant is read
    /// and checked at different times, but its mistakes belong together.
    pub(crate) fn enter(&mut self, variant: usize) {
        self.variant = variant;
    }

    /// Reports a mistake at these tokens: what is wrong; what to do.
    pub(crate) fn error(&mut self, at: &dyn ToTokens, message: impl Display) {
        let mut tokens = TokenStream::new();
        at.to_tokens(&mut tokens);
        self.push(syn::Error::new_spanned(tokens, message));
    }

    /// Reports a mistake at this span.
    pub(crate) fn error_at(&mut self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    fn push(&mut self, error: syn::Error) {
        self.errors.push((self.variant, error));
    }

    pub(crate) fn into_error(mut self) -> Option<syn::Error> {
        self.errors.sort_by_key(|(variant, _)| *variant);
        self.errors.into_iter().map(|(_, error)| error).reduce(|mut errors, error| {
            errors.combine(error);
            errors
        })
    }
}

/// `` `a`, `b` or `c` ``, with another last word if need be.
pub(crate) struct Listed<'a, T>(pub(crate) &'a [T], pub(crate) &'a str);

/// The most items of a list. The rest is counted.
const MOST_LISTED: usize = 32;

impl<T: Display> Display for Listed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.len().min(MOST_LISTED);
        for (index, item) in self.0.iter().take(shown).enumerate() {
            match self.0.len() - index {
                _ if index == 0 => {}
                1 => write!(f, " {} ", self.1)?,
                _ => f.write_str(", ")?,
            }
            write!(f, "`{item}`")?;
        }
        match self.0.len() - shown {
            0 => Ok(()),
            more => write!(f, " {} {more} more", self.1),
        }
    }
}

/// The most words that a word is compared with.
const MOST_WORDS: usize = 64;

/// Returns the word that was meant, if one of these is near.
pub(crate) fn nearest<'a>(written: &str, words: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let letters = written.chars().take(64).count();
    // One mistake for every three letters, and never all of them: more than that is another word.
    let most = (letters / 3).max(1).min(letters.saturating_sub(1));
    words
        .into_iter()
        .take(MOST_WORDS)
        .map(|word| (distance(&written, &word.to_lowercase()), word))
        .filter(|&(distance, _)| distance <= most)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, word)| word)
}

/// Counts the letters that were added, left out, exchanged, or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&row, j) + usize::from(x != y)).min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(&y) && b.get(j - 1) == Some(&x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or_default()
}
