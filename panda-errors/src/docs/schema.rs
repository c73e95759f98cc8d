//! [`Schema`]: the type of a body, made from the template of a shape and from the errors that are sent in it.
//!
//! `OpenAPI` and TypeScript are both written from a schema. [`Union`] finds the member that distinguishes the errors,
//! and groups the errors by its value.

mod body;
mod names;
mod place;
mod union;

use std::borrow::Cow;
use std::boxed::Box;
use std::string::{String, ToString as _};
use std::vec;
use std::vec::Vec;

pub(super) use self::body::Body;
pub(super) use self::names::Names;
pub(super) use self::place::{Step, details_word};
pub(super) use self::union::{Group, Union};
use crate::{JsonType, Value};

/// The type of a JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Schema {
    Any,
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Nullable(Box<Schema>),
    List(Box<Schema>),
    /// One of these values.
    Literals(Vec<Literal>),
    /// A value of the same type as these values, but a different value.
    Others(Vec<Literal>),
    /// An object whose members are known. It may have more members.
    Object(Vec<Property>),
    /// The details of an error: an object with known members and a name of its own.
    Details(Vec<Property>),
    /// An object whose members are not known.
    AnyObject,
    /// An object of strings.
    Strings,
    /// A schema that has a name.
    Reference(String),
    OneOf(Vec<Schema>),
}

/// A value that distinguishes errors.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Literal {
    Text(Cow<'static, str>),
    Number(i64),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Property {
    pub(super) name: String,
    pub(super) schema: Schema,
    pub(super) is_required: bool,
}

/// The type of a value, and whether it is sent.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    schema: Schema,
    presence: Presence,
}

/// The presence of a part in the bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    Always,
    Sometimes,
    Never,
}

impl Schema {
    pub(super) fn of_type(json_type: &JsonType) -> Self {
        match json_type {
            JsonType::String => Self::String,
            JsonType::Integer => Self::Integer,
            // It is `null` if it is infinite or not a number.
            JsonType::Number => Self::Number.or_null(),
            JsonType::Boolean => Self::Boolean,
            JsonType::List(inner) => Self::List(Box::new(Self::of_type(inner))),
            JsonType::Nullable(inner) => Self::of_type(inner).or_null(),
            JsonType::Object => Self::AnyObject,
            JsonType::Any => Self::Any,
        }
    }

    fn of_value(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Unsigned(_) | Value::Signed(_) => Self::Integer,
            Value::Float(_) => Self::Number,
            Value::Text(text) => Self::Literals(vec![Literal::Text(text.clone())]),
            Value::List(_) => Self::List(Box::new(Self::Any)),
            Value::Object(_) => Self::AnyObject,
        }
    }

    fn or_null(self) -> Self {
        match self {
            Self::Any | Self::Null | Self::Nullable(_) => self,
            schema => Self::Nullable(Box::new(schema)),
        }
    }

    /// Returns the schema of values that match one schema or the other.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Self::Null, other) | (other, Self::Null) => other.or_null(),
            (Self::Nullable(one), other) | (other, Self::Nullable(one)) => one.or(other).or_null(),
            (Self::Literals(mut literals), Self::Literals(more)) => {
                if literals.iter().chain(&more).any(Literal::is_text)
                    && literals.iter().chain(&more).any(Literal::is_number)
                {
                    return Self::Any;
                }
                literals.extend(more.into_iter().filter(|literal| !literals.contains(literal)).collect::<Vec<_>>());
                Self::Literals(literals)
            }
            (Self::Literals(literals), general) | (general, Self::Literals(literals))
                if general == Self::type_of(&literals) =>
            {
                general
            }
            (Self::Integer, Self::Number) | (Self::Number, Self::Integer) => Self::Number,
            (Self::Details(one), Self::Details(other)) => Self::Details(merged(one, other)),
            (
                Self::Object(_) | Self::Details(_) | Self::AnyObject,
                Self::Object(_) | Self::Details(_) | Self::AnyObject,
            ) => Self::AnyObject,
            _ => Self::Any,
        }
    }

    /// Returns the schema without the known values.
    fn general(self) -> Self {
        match self {
            Self::Literals(literals) => Self::type_of(&literals),
            Self::Nullable(inner) => inner.general().or_null(),
            Self::Object(_) | Self::Details(_) => Self::AnyObject,
            schema => schema,
        }
    }

    /// Returns the type of these values.
    pub(super) fn type_of(literals: &[Literal]) -> Self {
        if literals.iter().all(Literal::is_text) { Self::String } else { Self::Integer }
    }
}

impl Schema {
    /// Returns the schema of the value as a string.
    fn into_text(self) -> Self {
        match self {
            Self::Literals(literals) => Self::Literals(
                literals.iter().map(|literal| Literal::Text(literal.to_text().into_owned().into())).collect(),
            ),
            Self::Details(_) | Self::AnyObject => Self::Strings,
            Self::Null => Self::Null,
            _ => Self::String,
        }
    }
}

/// Returns the properties of objects that have the first properties or the others.
fn merged(mut properties: Vec<Property>, others: Vec<Property>) -> Vec<Property> {
    for property in &mut properties {
        property.is_required &= others.iter().any(|other| other.name == property.name);
    }
    for other in others {
        match properties.iter_mut().find(|property| property.name == other.name) {
            Some(property) => {
                property.is_required &= other.is_required;
                property.schema = property.schema.clone().or(other.schema);
            }
            None => properties.push(Property { is_required: false, ..other }),
        }
    }
    properties
}

impl Literal {
    pub(super) fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
        }
    }

    fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }
}

impl Presence {
    /// Returns the presence in the bodies of two errors.
    fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Sometimes }
    }
}

impl Part {
    fn always(schema: Schema) -> Self {
        Self { schema, presence: Presence::Always }
    }

    fn sometimes(schema: Schema) -> Self {
        Self { schema, presence: Presence::Sometimes }
    }

    fn never() -> Self {
        Self { schema: Schema::Any, presence: Presence::Never }
    }

    fn optional(value: Option<Schema>) -> Self {
        value.map_or_else(Self::never, Self::always)
    }

    /// Returns the part in the bodies of two errors.
    fn and(self, other: Self) -> Self {
        let schema = match (self.presence, other.presence) {
            (Presence::Never, _) => other.schema,
            (_, Presence::Never) => self.schema,
            _ => self.schema.or(other.schema),
        };
        Self { schema, presence: self.presence.and(other.presence) }
    }

    fn property(self, name: &str) -> Option<Property> {
        let is_required = self.presence == Presence::Always;
        (self.presence != Presence::Never).then(|| Property { name: name.into(), schema: self.schema, is_required })
    }
}
