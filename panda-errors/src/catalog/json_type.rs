//! [`JsonType`]: what the value of a detail is in JSON, as far as its Rust type tells.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

/// The type of a JSON value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum JsonType {
    String,
    Integer,
    Number,
    Boolean,
    List(Box<JsonType>),
    Nullable(Box<JsonType>),
    /// The Rust type is not one of those that are known here.
    Any,
}

/// In words: `list of integer or null`.
impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("string"),
            Self::Integer => f.write_str("integer"),
            Self::Number => f.write_str("number"),
            Self::Boolean => f.write_str("boolean"),
            Self::List(inner) => write!(f, "list of {inner}"),
            Self::Nullable(inner) => write!(f, "{inner} or null"),
            Self::Any => f.write_str("any"),
        }
    }
}

impl JsonType {
    /// Reads a type as the declaration has it, with or without spaces: `Option < u64 >`.
    pub(crate) fn of(rust: &str) -> Self {
        Self::of_compact(&rust.chars().filter(|char| !char.is_whitespace()).collect::<String>())
    }

    fn of_compact(rust: &str) -> Self {
        match rust {
            "bool" => Self::Boolean,
            "f32" | "f64" => Self::Number,
            "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" => Self::Integer,
            "String" | "char" | "&'staticstr" | "&str" | "Box<str>" | "Cow<'static,str>" => Self::String,
            _ => {
                let inside = |open: &str| rust.strip_prefix(open)?.strip_suffix('>').map(Self::of_compact);
                let nullable = || inside("Option<").map(|inner| Self::Nullable(Box::new(inner)));
                let list = || inside("Vec<").map(|inner| Self::List(Box::new(inner)));
                inside("Box<").or_else(nullable).or_else(list).unwrap_or(Self::Any)
            }
        }
    }
}
