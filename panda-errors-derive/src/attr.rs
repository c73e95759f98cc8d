//! The attributes as written: which keys there are, where each may stand and how it is written.

mod key;
mod read;
mod value;

use std::fmt::{self, Display};

use proc_macro2::Span;
use syn::{Expr, Lit, LitInt, LitStr, Member, Path};

pub(crate) use self::key::{KEYS, Key, Trait};
use crate::diagnostics::nearest;

/// A place at which a key may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Struct,
    Enum,
    Variant,
    Field,
}

/// How a key is written, with an example where only an example says it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// `transparent`
    Flag,
    /// `name = "FileSizeLimitExceeded"`
    Text(&'static str),
    /// `status = 413`
    Status,
    /// `header("Allow" = "GET")`
    Header,
    /// `retry_after = delay`
    FieldName,
    /// `example = 10485760`
    Literal,
    /// `crate = path`
    Path(&'static str),
    /// `kind = UploadErrorKind`
    Ident(&'static str),
    /// `skip(Display, axum)`
    List(&'static str),
    /// `#[from]`, an attribute of its own
    Bare,
    /// `code = "HE_02"` or `code = 10023`
    Code,
    /// `detail`, `detail = "key"` or `detail = false`
    Detail,
    /// `shape = SHAPE`, or a template in the place of the path
    Shape,
}

impl Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Struct => "a struct",
            Self::Enum => "an enum",
            Self::Variant => "a variant",
            Self::Field => "a field",
        })
    }
}

/// Writes the value that a key of this form takes.
impl Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag | Self::Bare => "no value",
            Self::Text(_) => "a text",
            Self::Status => "a number or a constant",
            Self::Header => "a name and its value",
            Self::FieldName => "a field",
            Self::Literal => "a value of the type of the field",
            Self::Path(_) | Self::Shape => "a path",
            Self::Ident(_) => "an ident",
            Self::List(_) => "a list",
            Self::Code => "a text or an integer",
            Self::Detail => "no value, a text or `false`",
        })
    }
}

/// A key of this form, as a user writes it.
struct Written(Key, Form);

impl Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(key, form) = self;
        match form {
            Form::Flag => write!(f, "{key}"),
            Form::Text(example) => write!(f, "{key} = \"{example}\""),
            Form::Status => write!(f, "{key} = 413"),
            Form::Header => write!(f, "{key}(\"Allow\" = \"GET\")"),
            Form::FieldName => write!(f, "{key} = delay"),
            Form::Literal => write!(f, "{key} = 10485760"),
            Form::Path(example) | Form::Ident(example) => write!(f, "{key} = {example}"),
            Form::List(example) => write!(f, "{key}({example})"),
            Form::Bare => write!(f, "#[{key}]"),
            Form::Code => write!(f, "{key} = \"HE_02\""),
            Form::Detail => write!(f, "{key} = \"key\""),
            Form::Shape => write!(f, "{key} = SHAPE"),
        }
    }
}

/// The value behind a key.
pub(crate) enum Value {
    Flag,
    Text(LitStr),
    Number(LitInt),
    Path(Path),
    FieldName(Member),
    Literal(Lit),
    /// An example that is more than a literal.
    Expression(Box<Expr>),
    /// An example that is a list, or a reference to one.
    Values {
        is_reference: bool,
        span: Span,
        values: Vec<Value>,
    },
    Header(LitStr, HeaderValue),
    List(Vec<Path>),
    /// An integer, with its sign.
    Integer(i64),
    /// `detail = false`
    No,
    /// A mistake that has been reported.
    Unreadable,
}

/// The value of a header of a variant.
pub(crate) enum HeaderValue {
    Text(LitStr),
    Field(Member),
}

/// One key and its value.
pub(crate) struct Entry {
    pub(crate) key: Key,
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// The keys of one item.
#[derive(Default)]
pub(crate) struct Attrs {
    entries: Vec<Entry>,
    /// The keys that misspelt or misplaced keys were meant to be. They are not also reported as missing.
    meant: Vec<Key>,
}

impl Attrs {
    pub(crate) fn all(&self, key: Key) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.key == key)
    }

    pub(crate) fn get(&self, key: Key) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub(crate) fn has(&self, key: Key) -> bool {
        self.get(key).is_some()
    }

    /// Returns `true` if a misspelt or misplaced key was meant to be this one.
    pub(crate) fn means(&self, key: Key) -> bool {
        self.meant.contains(&key)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// Returns the text of a key whose value is a string.
    pub(crate) fn text(&self, key: Key) -> Option<&LitStr> {
        match self.get(key) {
            Some(Entry { value: Value::Text(text), .. }) => Some(text),
            _ => None,
        }
    }

    /// Returns the span of a key and its value.
    pub(crate) fn value_span(&self, key: Key) -> Option<Span> {
        self.get(key).map(|entry| match &entry.value {
            Value::Text(text) => text.span(),
            Value::Number(number) => number.span(),
            Value::Path(path) => path.segments.first().map_or(entry.span, |first| first.ident.span()),
            _ => entry.span,
        })
    }

    /// Returns the paths in the lists of a key.
    pub(crate) fn list(&self, key: Key) -> impl Iterator<Item = &Path> {
        self.all(key).flat_map(|entry| match &entry.value {
            Value::List(paths) => paths.as_slice(),
            _ => &[],
        })
    }
}

/// Returns the keys that may stand at a place.
pub(crate) fn keys_on(place: Place) -> Vec<Key> {
    let is_on = |key: &Key| key.form_on(place).is_some() && !key.is_bare();
    KEYS.iter().map(|row| row.key).filter(is_on).collect()
}

/// Returns the key that was meant, if a key of this place is written nearly like this.
fn near(written: &str, place: Place) -> Option<Key> {
    // The key `detail` names a member of the details, and fields do not take `name`.
    let other = match (Key::of_other(written), place) {
        (Some(Key::Name | Key::Details), Place::Field) => Some(Key::Detail),
        (other, _) => other,
    };
    let nearest_of = |keys: Vec<Key>| nearest(written, keys.into_iter().map(Key::word)).and_then(Key::of);
    other.or_else(|| nearest_of(keys_on(place))).or_else(|| nearest_of(KEYS.iter().map(|row| row.key).collect()))
}

/// Writes a list of places: `a struct, a variant or a field`.
fn places(on: &[(Place, Form)]) -> String {
    let places: Vec<String> = on.iter().map(|(place, _)| place.to_string()).collect();
    match places.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => places.concat(),
    }
}

/// Returns the first key that may stand at a place, as a user writes it.
fn example(place: Place) -> String {
    let first = KEYS.iter().find_map(|row| Some(Written(row.key, row.key.form_on(place)?)));
    first.map(|written| written.to_string()).unwrap_or_default()
}
