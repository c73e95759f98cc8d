//! [`Detail`]: a value that can stand in the `details` of a body.

#[cfg(feature = "serde")]
pub(crate) mod serialized;

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

#[cfg(feature = "serde")]
pub use self::serialized::Serialized;
use crate::json::Json;
use crate::sink::Fault;

/// A value that can stand in the `details` of a body: a number, a text, a boolean, a list, an object, or nothing.
///
/// A type of another crate that is `Serialize` stands there as [`Serialized`].
///
/// ```
/// use panda_errors::{Detail, JsonType, Value};
///
/// /// The model of a record that was not found.
/// enum Model { Video, Profile }
///
/// impl Detail for Model {
///     const TYPE: JsonType = JsonType::String;
///
///     fn value(&self) -> Value {
///         Value::from(match self { Self::Video => "Video", Self::Profile => "Profile" })
///     }
/// }
/// # assert_eq!(Model::Profile.value(), Value::Text("Profile".into()));
/// # assert_eq!(Model::Video.value(), Value::Text("Video".into()));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand in `details`",
    label = "has no JSON value",
    note = "hold its text in a `String`, wrap it in `panda_errors::Serialized`, or implement `panda_errors::Detail` for it"
)]
pub trait Detail {
    /// The JSON type of the value, for documents and clients.
    const TYPE: JsonType = JsonType::Any;

    /// Returns the value as JSON.
    fn value(&self) -> Value;

    /// Returns the value, or the reason why it cannot be made.
    ///
    /// # Errors
    ///
    /// Returns an error if the value cannot be made. The detail is then left out, and the report says so.
    #[doc(hidden)]
    fn try_value(&self) -> Result<Value, Fault> {
        Ok(self.value())
    }
}

/// The JSON type of a detail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JsonType {
    /// A string.
    String,
    /// A whole number.
    Integer,
    /// A number. It is `null` if it is infinite or not a number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// An object.
    Object,
    /// An array of values of one type.
    List(&'static JsonType),
    /// A value of this type, or `null`.
    Nullable(&'static JsonType),
    /// A value whose type is not known at compile time.
    Any,
}

impl JsonType {
    /// Returns `true` if a value of the type may be an object.
    #[doc(hidden)]
    #[must_use]
    pub const fn may_be_object(self) -> bool {
        match self {
            Self::Object | Self::Any => true,
            Self::Nullable(inner) => inner.may_be_object(),
            Self::String | Self::Integer | Self::Number | Self::Boolean | Self::List(_) => false,
        }
    }

    /// Returns whether a value of the type may be a text, and whether it may be a number.
    pub(crate) const fn may_be_text_or_number(self) -> (bool, bool) {
        match self {
            Self::String => (true, false),
            Self::Integer | Self::Number => (false, true),
            Self::Any => (true, true),
            Self::Nullable(inner) => inner.may_be_text_or_number(),
            Self::Boolean | Self::Object | Self::List(_) => (false, false),
        }
    }
}

/// Prints the type in words: `list of integer or null`.
impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("string"),
            Self::Integer => f.write_str("integer"),
            Self::Number => f.write_str("number"),
            Self::Boolean => f.write_str("boolean"),
            Self::Object => f.write_str("object"),
            Self::List(inner) => write!(f, "list of {inner}"),
            Self::Nullable(inner) => write!(f, "{inner} or null"),
            Self::Any => f.write_str("any"),
        }
    }
}

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number of at least zero.
    Unsigned(u64),
    /// A whole number.
    Signed(i64),
    /// A number. It is sent as `null` if it is infinite or not a number.
    Float(f64),
    /// A string.
    Text(Cow<'static, str>),
    /// An array.
    List(Vec<Value>),
    /// An object, its members in this order.
    Object(Vec<(Cow<'static, str>, Value)>),
}

impl Value {
    pub(crate) fn write(&self, out: &mut Json<'_>) {
        match self {
            Self::Bool(value) => out.raw(if *value { "true" } else { "false" }),
            Self::Unsigned(value) => out.display(value),
            Self::Signed(value) => out.display(value),
            // `Debug`, because it keeps the `.0` that makes it a float.
            Self::Float(value) if value.is_finite() => out.display(&format_args!("{value:?}")),
            Self::Null | Self::Float(_) => out.raw("null"),
            Self::Text(text) => out.string(text),
            Self::List(values) => {
                out.raw("[");
                for (index, value) in values.iter().enumerate() {
                    out.raw(if index == 0 { "" } else { "," });
                    value.write(out);
                }
                out.raw("]");
            }
            Self::Object(members) => {
                out.raw("{");
                for (index, (name, value)) in members.iter().enumerate() {
                    out.raw(if index == 0 { "" } else { "," });
                    out.string(name);
                    out.raw(":");
                    value.write(out);
                }
                out.raw("}");
            }
        }
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl Detail for bool {
    const TYPE: JsonType = JsonType::Boolean;

    fn value(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Detail for str {
    const TYPE: JsonType = JsonType::String;

    fn value(&self) -> Value {
        Value::Text(Cow::Owned(self.to_owned()))
    }
}

impl Detail for String {
    const TYPE: JsonType = JsonType::String;

    fn value(&self) -> Value {
        self.as_str().value()
    }
}

impl Detail for char {
    const TYPE: JsonType = JsonType::String;

    fn value(&self) -> Value {
        Value::Text(Cow::Owned(String::from(*self)))
    }
}

/// The value itself, for details whose members are known at run time alone.
impl Detail for Value {
    fn value(&self) -> Value {
        self.clone()
    }
}

/// An object, its members in the order of the keys.
impl<T: Detail> Detail for BTreeMap<String, T> {
    const TYPE: JsonType = JsonType::Object;

    fn value(&self) -> Value {
        Value::Object(self.iter().map(|(name, value)| (Cow::Owned(name.clone()), value.value())).collect())
    }
}

impl<T: Detail> Detail for [T] {
    const TYPE: JsonType = JsonType::List(&T::TYPE);

    fn value(&self) -> Value {
        Value::List(self.iter().map(Detail::value).collect())
    }
}

impl<T: Detail, const N: usize> Detail for [T; N] {
    const TYPE: JsonType = JsonType::List(&T::TYPE);

    fn value(&self) -> Value {
        self.as_slice().value()
    }
}

impl<T: Detail> Detail for Vec<T> {
    const TYPE: JsonType = JsonType::List(&T::TYPE);

    fn value(&self) -> Value {
        self.as_slice().value()
    }
}

impl<T: Detail> Detail for Option<T> {
    const TYPE: JsonType = JsonType::Nullable(&T::TYPE);

    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Detail::value)
    }

    fn try_value(&self) -> Result<Value, Fault> {
        self.as_ref().map_or(Ok(Value::Null), Detail::try_value)
    }
}

impl<T: Detail + ?Sized> Detail for &T {
    const TYPE: JsonType = T::TYPE;

    fn value(&self) -> Value {
        (**self).value()
    }

    fn try_value(&self) -> Result<Value, Fault> {
        (**self).try_value()
    }
}

impl<T: Detail + ?Sized> Detail for Box<T> {
    const TYPE: JsonType = T::TYPE;

    fn value(&self) -> Value {
        (**self).value()
    }

    fn try_value(&self) -> Result<Value, Fault> {
        (**self).try_value()
    }
}

impl<T: Detail + ?Sized + ToOwned> Detail for Cow<'_, T> {
    const TYPE: JsonType = T::TYPE;

    fn value(&self) -> Value {
        (**self).value()
    }

    fn try_value(&self) -> Result<Value, Fault> {
        (**self).try_value()
    }
}

macro_rules! numbers {
    ($($variant:ident($wide:ty) $type:ident: $($number:ty)*;)*) => {
        $($(
            impl Detail for $number {
                const TYPE: JsonType = JsonType::$type;

                fn value(&self) -> Value {
                    Value::$variant(<$wide>::from(*self))
                }
            }
        )*)*
    };
}

numbers! {
    Unsigned(u64) Integer: u8 u16 u32 u64;
    Signed(i64) Integer: i8 i16 i32 i64;
    Float(f64) Number: f32 f64;
}

/// Returns `null` if the number does not fit into 64 bits.
impl Detail for usize {
    const TYPE: JsonType = JsonType::Integer;

    fn value(&self) -> Value {
        u64::try_from(*self).map_or(Value::Null, Value::Unsigned)
    }
}

/// Returns `null` if the number does not fit into 64 bits.
impl Detail for isize {
    const TYPE: JsonType = JsonType::Integer;

    fn value(&self) -> Value {
        i64::try_from(*self).map_or(Value::Null, Value::Signed)
    }
}
