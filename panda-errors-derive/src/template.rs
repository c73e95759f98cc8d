//! The grammar of messages: text, `{field}`, `{0}`, and the format specs of `std::fmt`.

use std::collections::HashSet;
use std::iter::Peekable;
use std::str::CharIndices;

use crate::diagnostics::{Listed, nearest};
use crate::input::Variant;

/// A message taken apart.
pub(crate) struct Template {
    /// As written, with the names of the placeholders but not their formats.
    pub(crate) text: String,
    /// The plain text before, between and after the placeholders.
    pub(crate) parts: Vec<String>,
    pub(crate) placeholders: Vec<Placeholder>,
}

/// `{field:spec}`
pub(crate) struct Placeholder {
    pub(crate) field: usize,
    /// The format behind the colon, with `1$`, `2$` for the fields of width and precision.
    pub(crate) spec: String,
    /// The fields of width and precision.
    pub(crate) arguments: Vec<usize>,
    /// The trait in `core::fmt` that prints it.
    pub(crate) by: &'static str,
}

impl Template {
    /// Makes a message without placeholders and braces.
    pub(crate) fn constant(text: &str) -> Self {
        Self { text: text.to_owned(), parts: vec![text.to_owned()], placeholders: Vec::new() }
    }

    /// Parses a message, and returns it with all of its mistakes.
    pub(crate) fn parse(text: &str, variant: &Variant<'_>) -> (Self, Vec<String>) {
        // Most messages are constants, and a macro runs unoptimised.
        if !text.contains('{') && !text.contains('}') {
            return (Self::constant(text), Vec::new());
        }
        let mut wrong = Vec::new();
        let mut told = HashSet::new();
        let mut tell = |message: String| {
            if told.insert(message.clone()) {
                wrong.push(message);
            }
        };
        let mut template = Self { text: String::new(), parts: vec![String::new()], placeholders: Vec::new() };
        let mut chars = text.char_indices().peekable();
        // Users mean the n-th field by the n-th `{}`.
        let mut unnamed = 0;
        while let Some((start, char)) = chars.next() {
            let doubled = chars.next_if(|&(_, next)| next == char && matches!(char, '{' | '}')).is_some();
            match char {
                '{' if !doubled => {
                    let Some(inside) = inside(text, start + 1, &mut chars) else {
                        let rest = text.get(start + 1..).unwrap_or_default();
                        let head = rest.split(['{', '}']).next().unwrap_or_default();
                        let has_brace = head.len() < rest.len();
                        let is_word = |name: &str| {
                            !name.is_empty() && name.chars().all(|char| char.is_alphanumeric() || char == '_')
                        };
                        tell(if has_brace && head.split_once(':').is_some_and(|(name, _)| is_word(name)) {
                            "a brace in a format; write `{x:w$}` for the width that a field `w` says".to_owned()
                        } else {
                            "this `{` is never closed; write `}` behind the field, or `{{` for a brace".to_owned()
                        });
                        break;
                    };
                    let name = inside.split(':').next().unwrap_or_default().trim();
                    template.text.extend(["{", name.strip_prefix("r#").unwrap_or(name), "}"]);
                    template.parts.push(String::new());
                    let nth = unnamed;
                    unnamed += usize::from(name.is_empty());
                    match Placeholder::parse(inside, nth, variant) {
                        Ok(placeholder) => template.placeholders.push(placeholder),
                        Err(message) => tell(message),
                    }
                }
                '}' if !doubled => tell("this `}` closes nothing; write `}}` for a brace".to_owned()),
                _ => {
                    template.text.extend(std::iter::repeat_n(char, 1 + usize::from(doubled)));
                    if let Some(part) = template.parts.last_mut() {
                        part.push(char);
                    }
                }
            }
        }
        (template, wrong)
    }

    /// Returns every field that is printed, or that gives a width or a precision.
    pub(crate) fn fields(&self) -> impl Iterator<Item = usize> {
        self.placeholders
            .iter()
            .flat_map(|placeholder| std::iter::once(placeholder.field).chain(placeholder.arguments.iter().copied()))
    }
}

/// Returns the text between the braces. A closing brace may be a fill character: `{limit:}>8}`.
fn inside<'a>(text: &'a str, start: usize, chars: &mut Peekable<CharIndices<'_>>) -> Option<&'a str> {
    let mut before = None;
    while let Some((at, char)) = chars.next() {
        let fills = before == Some(':') && matches!(chars.peek(), Some((_, '<' | '^' | '>')));
        match char {
            '}' if !fills => return text.get(start..at),
            '{' if !fills => return None,
            _ => before = Some(char),
        }
    }
    None
}

impl Placeholder {
    fn parse(inside: &str, nth: usize, variant: &Variant<'_>) -> Result<Self, String> {
        let (name, spec) = inside.split_once(':').unwrap_or((inside, ""));
        let (name, spec) = (name.trim(), spec.trim_end());
        if name.is_empty() {
            let names = variant.field_names();
            return Err(match names.get(nth).or(names.last()) {
                Some(first) => format!("`{{{inside}}}` names no field; write `{{{first}{inside}}}`"),
                None => {
                    format!("`{{{inside}}}` names no field, and there is none; write `{{{{{inside}}}}}` for braces")
                }
            });
        }
        let field = find(name, variant)?;
        let mut arguments = Vec::new();
        let spec = FormatSpec::parse(spec, |name| {
            arguments.push(find(name, variant)?);
            Ok(arguments.len())
        })?;
        Ok(Self { field, spec: spec.text, arguments, by: spec.by })
    }
}

/// Returns the position of the field that is named in a message.
fn find(name: &str, variant: &Variant<'_>) -> Result<usize, String> {
    let names = variant.field_names();
    if name == "self" {
        return Err("`{self}` would print the message inside the message; name a field".to_owned());
    }
    let plain = name.strip_prefix("r#").unwrap_or(name);
    let number = || plain.parse::<u32>().ok().map(|number| number.to_string());
    let wanted = if plain.starts_with(|char: char| char.is_ascii_digit()) { number() } else { Some(plain.to_owned()) };
    if let Some(position) = wanted.and_then(|name| variant.named(&name)) {
        return Ok(position);
    }
    if !plain.chars().all(|char| char.is_alphanumeric() || char == '_') {
        return Err(format!(
            "`{{{name}}}` is an expression; write a field, `{{field}}` or `{{0}}`, or `{{{{` for a brace"
        ));
    }
    Err(match nearest(plain, names.iter().map(String::as_str)) {
        Some(near) => format!("no field `{plain}`; did you mean `{{{near}}}`?"),
        None if names.is_empty() => format!("no field `{plain}`; there are no fields, write `{{{{` for a brace"),
        None => format!("no field `{plain}`; there is {}", Listed(names, "and")),
    })
}

/// `[[fill]align][sign]['#']['0'][width]['.' precision][type]`, the grammar of `std::fmt`.
struct FormatSpec {
    text: String,
    by: &'static str,
}

impl FormatSpec {
    fn parse(spec: &str, mut argument: impl FnMut(&str) -> Result<usize, String>) -> Result<Self, String> {
        let mut text = String::new();
        let mut rest = spec;
        let mut chars = spec.chars();
        let (first, second) = (chars.next(), chars.next());
        let aligns = |char: Option<char>| matches!(char, Some('<' | '^' | '>'));
        let head = if aligns(second) { first.map_or(0, char::len_utf8) + 1 } else { usize::from(aligns(first)) };
        take(&mut rest, head, &mut text);
        let flag = |rest: &mut &str, text: &mut String, flags: &[char]| {
            if rest.starts_with(flags) {
                take(rest, 1, text);
            }
        };
        flag(&mut rest, &mut text, &['+', '-']);
        flag(&mut rest, &mut text, &['#']);
        if !rest.starts_with("0$") {
            flag(&mut rest, &mut text, &['0']);
        }
        count(&mut rest, &mut text, &mut argument)?;
        if rest.starts_with('.') {
            take(&mut rest, 1, &mut text);
            if rest.starts_with('*') {
                return Err("`.*` takes a value that a message does not have; write `.p$` with a field `p`".to_owned());
            }
            count(&mut rest, &mut text, &mut argument)?;
        }
        let by = match rest {
            "" => "Display",
            "?" | "x?" | "X?" => "Debug",
            "x" => "LowerHex",
            "X" => "UpperHex",
            "o" => "Octal",
            "b" => "Binary",
            "e" => "LowerExp",
            "E" => "UpperExp",
            "p" => return Err("`p` prints an address of the server's memory; print the value".to_owned()),
            "d" | "f" | "g" | "i" | "s" | "u" => {
                return Err(format!(
                    "`{rest}` is a format of C, and here the type of the field says it; remove `{rest}`"
                ));
            }
            _ => return Err(format!("unknown format `{rest}`; write `{{field}}` or `{{field:?}}`")),
        };
        text.push_str(rest);
        Ok(Self { text, by })
    }
}

/// Reads a width or a precision: `8`, or `w$` with a field.
fn count(
    rest: &mut &str,
    text: &mut String,
    argument: &mut impl FnMut(&str) -> Result<usize, String>,
) -> Result<(), String> {
    let word = rest.find(|char: char| !(char.is_alphanumeric() || char == '_' || char == '#')).unwrap_or(rest.len());
    if let Some((name, after)) = rest.split_once('$').filter(|(name, _)| word > 0 && name.len() == word) {
        text.push_str(&argument(name)?.to_string());
        text.push('$');
        *rest = after;
        return Ok(());
    }
    let digits = rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len());
    // The bound of `std::fmt`.
    if digits > 0 && rest.get(..digits).is_some_and(|digits| digits.parse::<u16>().is_err()) {
        return Err("a width or precision is at most 65535; write a smaller one".to_owned());
    }
    take(rest, digits, text);
    Ok(())
}

/// Moves bytes from the start of one text to the end of another.
fn take(rest: &mut &str, length: usize, text: &mut String) {
    if let Some((head, tail)) = rest.split_at_checked(length) {
        text.push_str(head);
        *rest = tail;
    }
}
