//! [`Detail`]: a value that can stand in the `details` of a body.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde_core::ser::{Serialize, Serializer};

use crate::json::Json;

/// A value that can stand in the `details` of a body: a number, a text, a boolean, a list of these, or none.
///
/// ```
/// use panda_errors::{Detail, Value};
///
/// /// The model of a record that was not found.
/// enum Model { Video, Profile }
///
/// impl Detail for Model {
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
    note = "implement `panda_errors::Detail` for `{Self}`, or leave the field out"
)]
pub trait Detail {
    /// The value as JSON has it.
    fn value(&self) -> Value;
}

/// A JSON value without objects.
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
    /// A number; `null` on the wire where it is infinite or none.
    Float(f64),
    /// A string.
    Text(Cow<'static, str>),
    /// An array.
    List(Vec<Value>),
}

impl Value {
    pub(crate) fn write(&self, out: &mut Json) {
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
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Unsigned(value) => serializer.serialize_u64(*value),
            Self::Signed(value) => serializer.serialize_i64(*value),
            Self::Float(value) => serializer.serialize_f64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(values) => serializer.collect_seq(values),
        }
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl Detail for bool {
    fn value(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Detail for str {
    fn value(&self) -> Value {
        Value::Text(Cow::Owned(self.to_owned()))
    }
}

impl Detail for String {
    fn value(&self) -> Value {
        self.as_str().value()
    }
}

impl Detail for char {
    fn value(&self) -> Value {
        Value::Text(Cow::Owned(String::from(*self)))
    }
}

impl<T: Detail> Detail for [T] {
    fn value(&self) -> Value {
        Value::List(self.iter().map(Detail::value).collect())
    }
}

impl<T: Detail, const N: usize> Detail for [T; N] {
    fn value(&self) -> Value {
        self.as_slice().value()
    }
}

impl<T: Detail> Detail for Vec<T> {
    fn value(&self) -> Value {
        self.as_slice().value()
    }
}

impl<T: Detail> Detail for Option<T> {
    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Detail::value)
    }
}

impl<T: Detail + ?Sized> Detail for &T {
    fn value(&self) -> Value {
        (**self).value()
    }
}

impl<T: Detail + ?Sized> Detail for Box<T> {
    fn value(&self) -> Value {
        (**self).value()
    }
}

impl<T: Detail + ?Sized + ToOwned> Detail for Cow<'_, T> {
    fn value(&self) -> Value {
        (**self).value()
    }
}

macro_rules! numbers {
    ($($variant:ident($wide:ty): $($number:ty)*;)*) => {
        $($(
            impl Detail for $number {
                fn value(&self) -> Value {
                    Value::$variant(<$wide>::from(*self))
                }
            }
        )*)*
    };
}

numbers! {
    Unsigned(u64): u8 u16 u32 u64;
    Signed(i64): i8 i16 i32 i64;
    Float(f64): f32 f64;
}

/// Where it does not fit into 64 bits, `null`.
impl Detail for usize {
    fn value(&self) -> Value {
        u64::try_from(*self).map_or(Value::Null, Value::Unsigned)
    }
}

/// Where it does not fit into 64 bits, `null`.
impl Detail for isize {
    fn value(&self) -> Value {
        i64::try_from(*self).map_or(Value::Null, Value::Signed)
    }
}
