//! The attributes as written: which keys there are, where each may stand and how it is written.

mod read;
mod value;

use std::fmt::{self, Display};

use proc_macro2::Span;
use syn::{Lit, LitInt, LitStr, Member, Path};

use crate::diagnostics::nearest;

/// Where a key may stand.
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

/// Every key, where it may stand, and how it is written there.
#[rustfmt::skip]
pub(crate) const KEYS: &[(&str, &[(Place, Form)])] = {
    use Form::{Bare, Code, Detail, FieldName, Flag, Header, Ident, List, Literal, Path, Shape, Status, Text};
    use Place::{Enum, Field, Struct, Variant};
    &[
        ("status", &[(Struct, Status), (Enum, Status), (Variant, Status), (Field, Flag)]),
        ("name", &[(Struct, Text("RecordNotFound")), (Variant, Text("RecordNotFound"))]),
        ("message", &[(Struct, Text("Couldn't find {model}")), (Variant, Text("Couldn't find {model}"))]),
        ("transparent", &[(Struct, Flag), (Variant, Flag), (Field, Flag)]),
        ("header", &[(Struct, Header), (Variant, Header), (Field, Text("Allow"))]),
        ("retry_after", &[(Struct, FieldName), (Variant, FieldName)]),
        ("details", &[(Struct, Flag), (Enum, Flag), (Variant, Flag)]),
        ("shape", &[(Struct, Shape), (Enum, Shape)]),
        ("code", &[(Struct, Code), (Variant, Code), (Field, Flag)]),
        ("type", &[(Struct, Text("invalid_request")), (Enum, Text("invalid_request")), (Variant, Text("invalid_request"))]),
        ("title", &[(Struct, Text("Out of credit")), (Enum, Text("Out of credit")), (Variant, Text("Out of credit"))]),
        ("expose", &[(Struct, Flag), (Variant, Flag), (Field, Flag)]),
        ("rejection", &[(Struct, Flag), (Variant, Flag)]),
        ("help", &[(Struct, Text("Try again later")), (Variant, Text("Try again later"))]),
        ("url", &[(Struct, Text("https://example.com")), (Variant, Text("https://example.com"))]),
        ("log", &[(Struct, Text("warn")), (Variant, Text("warn"))]),
        ("retry", &[(Struct, Text("after")), (Variant, Text("after"))]),
        ("since", &[(Struct, Text("2.1")), (Variant, Text("2.1"))]),
        ("crate", &[(Struct, Path("panda_errors")), (Enum, Path("panda_errors"))]),
        ("rename_all", &[(Struct, Text("snake_case")), (Enum, Text("snake_case"))]),
        ("prefix", &[(Struct, Text("M_")), (Enum, Text("M_"))]),
        ("kind", &[(Struct, Ident("ErrorKind")), (Enum, Ident("ErrorKind"))]),
        ("decode", &[(Struct, Flag), (Enum, Flag)]),
        ("skip", &[(Struct, List("Display")), (Enum, List("Display"))]),
        ("only", &[(Struct, List("axum")), (Enum, List("axum"))]),
        ("with", &[(Struct, List("path::to_macro")), (Enum, List("path::to_macro"))]),
        ("from", &[(Field, Bare)]),
        ("source", &[(Field, Bare)]),
        ("detail", &[(Field, Detail)]),
        ("redact", &[(Field, Flag)]),
        ("example", &[(Field, Literal)]),
    ]
};

/// What other libraries call a key of ours.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("http_status", "status"),
    ("status_code", "status"),
    ("msg", "message"),
    ("display", "message"),
    ("description", "message"),
    ("text", "message"),
    ("rename", "name"),
    ("error", "name"),
    ("class", "type"),
    ("kind_of", "type"),
    ("error_code", "code"),
    ("extra", "details"),
    ("data", "details"),
    ("public", "expose"),
    ("body", "shape"),
    ("template", "shape"),
    ("format", "shape"),
    ("hide", "redact"),
    ("secret", "redact"),
    ("sensitive", "redact"),
    ("level", "log"),
];

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

/// What a key of this form takes.
impl Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag | Self::Bare => "no value",
            Self::Text(_) => "a text",
            Self::Status => "a number or a constant",
            Self::Header => "a name and its value",
            Self::FieldName => "a field",
            Self::Literal => "a plain literal",
            Self::Path(_) => "a path",
            Self::Ident(_) => "an ident",
            Self::List(_) => "a list",
            Self::Code => "a text or an integer",
            Self::Detail => "no value, a text or `false`",
            Self::Shape => "a path",
        })
    }
}

/// A key of this form, as one would write it.
struct Written(&'static str, Form);

impl Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(key, form) = self;
        match form {
            Form::Flag => f.write_str(key),
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

/// What stands behind a key.
pub(crate) enum Value {
    Flag,
    Text(LitStr),
    Number(LitInt),
    Path(Path),
    FieldName(Member),
    Literal(Lit),
    Header(LitStr, HeaderValue),
    List(Vec<Path>),
    /// An integer, with its sign.
    Integer(i64),
    /// `detail = false`
    No,
    /// A mistake that has been told.
    Unreadable,
}

/// What a header of a variant is set to.
pub(crate) enum HeaderValue {
    Text(LitStr),
    Field(Member),
}

/// One key and its value.
pub(crate) struct Entry {
    pub(crate) key: &'static str,
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// The keys of one item.
#[derive(Default)]
pub(crate) struct Attrs {
    entries: Vec<Entry>,
    /// What was meant by keys that are misspelt or misplaced, which has been told: it is not missing as well.
    meant: Vec<&'static str>,
}

impl Attrs {
    pub(crate) fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.entries.iter().filter(move |entry| entry.key == key)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Whether this key was meant by one that is misspelt or misplaced.
    pub(crate) fn means(&self, key: &str) -> bool {
        self.meant.contains(&key)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// The text of a key that is written as one.
    pub(crate) fn text(&self, key: &str) -> Option<&LitStr> {
        match self.get(key) {
            Some(Entry { value: Value::Text(text), .. }) => Some(text),
            _ => None,
        }
    }

    /// The span of a key and its value.
    pub(crate) fn value_span(&self, key: &str) -> Option<Span> {
        self.get(key).map(|entry| match &entry.value {
            Value::Text(text) => text.span(),
            Value::Number(number) => number.span(),
            Value::Path(path) => path.segments.first().map_or(entry.span, |first| first.ident.span()),
            _ => entry.span,
        })
    }

    /// The paths in the lists of a key.
    pub(crate) fn list<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Path> {
        self.all(key).flat_map(|entry| match &entry.value {
            Value::List(paths) => paths.as_slice(),
            _ => &[],
        })
    }
}

fn is_bare(on: &[(Place, Form)]) -> bool {
    on.iter().any(|(_, form)| matches!(form, Form::Bare))
}

/// The keys that may stand at a place.
pub(crate) fn keys_on(place: Place) -> Vec<&'static str> {
    let on = |on: &[(Place, Form)]| on.iter().any(|(on, form)| *on == place && !matches!(form, Form::Bare));
    KEYS.iter().filter(|(_, places)| on(places)).map(|(key, _)| *key).collect()
}

/// The key that was meant: one of those that may stand there, if it is near.
fn near(written: &str, place: Place) -> Option<&'static str> {
    let other = OTHER_WORDS.iter().find(|(other, _)| *other == written).map(|(_, key)| *key);
    // A field has no name of its own, and a member of the details is called by `detail`.
    let other = match (other, place) {
        (Some("name" | "details"), Place::Field) => Some("detail"),
        (other, _) => other,
    };
    let here = || nearest(written, keys_on(place));
    other.or_else(here).or_else(|| nearest(written, KEYS.iter().map(|(key, _)| *key)))
}

/// `a struct, a variant or a field`
fn places(on: &[(Place, Form)]) -> String {
    let places: Vec<String> = on.iter().map(|(place, _)| place.to_string()).collect();
    match places.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => places.concat(),
    }
}

/// The first key that may stand at a place, as one would write it.
fn example(place: Place) -> String {
    let on = |on: &[(Place, Form)]| on.iter().find(|(on, _)| *on == place).map(|(_, form)| *form);
    let first = KEYS.iter().find_map(|(key, places)| Some(Written(key, on(places)?)));
    first.map(|written| written.to_string()).unwrap_or_default()
}
