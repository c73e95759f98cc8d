//! [`Serialized`]: any `Serialize` type as a detail.

use alloc::borrow::{Cow, ToOwned as _};
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::cell::Cell;
use core::fmt;

use serde_core::ser::{self, Serialize, Serializer};

use super::{Detail, Value};
use crate::sink::{self, Fault};

/// Any type that is `Serialize`, as a detail: a list of field violations, or a type of another crate.
///
/// The value has at most 64 KiB as JSON and at most 64 levels. If the value is larger, or if its `Serialize` fails or
/// panics, the detail is left out, and the report says so.
///
/// A client reads the value if the type is `Deserialize`: with [`Reply::detail`](crate::Reply::detail), and in an error
/// with `decode`. A shape with `{details:text}` sends the JSON of the value as a string, and the client then reads a
/// string.
///
/// ```
/// use panda_errors::{Answer, ApiError, Serialized};
///
/// #[derive(Debug, ApiError)]
/// #[api(status = 422, message = "The profile is not valid", details)]
/// struct InvalidProfile {
///     fields: Serialized<std::collections::BTreeMap<String, Vec<u32>>>,
/// }
///
/// let fields = Serialized([("width".to_owned(), vec![1, 2])].into());
/// assert_eq!(
///     Answer::of(&InvalidProfile { fields }).body(),
///     br#"{"error":"InvalidProfile","message":"The profile is not valid","details":{"fields":{"width":[1,2]}}}"#,
/// );
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Serialized<T>(pub T);

/// The most bytes of a value in a body.
const BYTES_LIMIT: usize = 64 * 1024;
/// The most levels of a value. A value with more levels may never end.
pub(crate) const DEPTH_LIMIT: usize = 64;

impl<T> From<T> for Serialized<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T: Serialize> Detail for Serialized<T> {
    /// Returns `Value::Null` if the value cannot be serialized.
    fn value(&self) -> Value {
        self.try_value().unwrap_or(Value::Null)
    }

    fn try_value(&self) -> Result<Value, Fault> {
        let left = Cell::new(BYTES_LIMIT);
        let mut value = Err(Stopped);
        let run = || {
            value = self.0.serialize(ToValue { left: &left, depth: DEPTH_LIMIT });
            Ok(())
        };
        sink::guard(run).ok().and(value.ok()).ok_or(Fault::Detail)
    }
}

/// An error if the serializer was stopped, or the value failed. The report has a fixed text, so the reason is dropped.
#[derive(Debug)]
struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value cannot be a detail")
    }
}

impl core::error::Error for Stopped {}

impl ser::Error for Stopped {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Made = Result<Value, Stopped>;

/// A serializer that makes a [`Value`] and counts its bytes and levels.
#[derive(Clone, Copy)]
struct ToValue<'a> {
    left: &'a Cell<usize>,
    depth: usize,
}

impl<'a> ToValue<'a> {
    /// Counts bytes, at least one. An empty element counts as a byte, because the elements may never end.
    fn take(self, bytes: usize) -> Result<(), Stopped> {
        self.left.set(self.left.get().checked_sub(bytes.max(1)).ok_or(Stopped)?);
        Ok(())
    }

    fn deeper(self) -> Result<Self, Stopped> {
        Ok(Self { depth: self.depth.checked_sub(1).ok_or(Stopped)?, ..self })
    }

    fn make(self, bytes: usize, value: Value) -> Made {
        self.take(bytes)?;
        Ok(value)
    }

    fn text(self, text: &str) -> Result<Cow<'static, str>, Stopped> {
        self.take(text.len() + 2)?;
        Ok(Cow::Owned(text.to_owned()))
    }

    fn list(self) -> Result<List<'a>, Stopped> {
        self.take(2)?;
        Ok(List { to: self.deeper()?, values: Vec::new(), variant: None })
    }

    fn members(self) -> Result<Object<'a>, Stopped> {
        self.take(2)?;
        Ok(Object { to: self.deeper()?, members: Vec::new(), key: None, variant: None })
    }
}

/// Returns `{"Variant":value}`, as serde writes the data of a variant.
fn tagged(variant: Option<&'static str>, value: Value) -> Value {
    match variant {
        Some(variant) => Value::Object(Vec::from([(Cow::Borrowed(variant), value)])),
        None => value,
    }
}

macro_rules! numbers {
    ($($method:ident($number:ty) $variant:ident;)*) => {
        $(
            fn $method(self, value: $number) -> Made {
                self.make(1, Value::$variant(value.into()))
            }
        )*
    };
}

impl<'a> Serializer for ToValue<'a> {
    type Ok = Value;
    type Error = Stopped;
    type SerializeSeq = List<'a>;
    type SerializeTuple = List<'a>;
    type SerializeTupleStruct = List<'a>;
    type SerializeTupleVariant = List<'a>;
    type SerializeMap = Object<'a>;
    type SerializeStruct = Object<'a>;
    type SerializeStructVariant = Object<'a>;

    numbers! {
        serialize_u8(u8) Unsigned;
        serialize_u16(u16) Unsigned;
        serialize_u32(u32) Unsigned;
        serialize_u64(u64) Unsigned;
        serialize_i8(i8) Signed;
        serialize_i16(i16) Signed;
        serialize_i32(i32) Signed;
        serialize_i64(i64) Signed;
        serialize_f32(f32) Float;
        serialize_f64(f64) Float;
    }

    fn serialize_bool(self, value: bool) -> Made {
        self.make(5, Value::Bool(value))
    }

    fn serialize_char(self, value: char) -> Made {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Made {
        Ok(Value::Text(self.text(value)?))
    }

    fn serialize_bytes(self, value: &[u8]) -> Made {
        self.take(value.len())?;
        Ok(Value::List(value.iter().map(|&byte| Value::Unsigned(byte.into())).collect()))
    }

    fn serialize_none(self) -> Made {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Made {
        value.serialize(self.deeper()?)
    }

    fn serialize_unit(self) -> Made {
        self.make(4, Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Made {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Made {
        self.make(variant.len(), Value::Text(Cow::Borrowed(variant)))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Made {
        value.serialize(self.deeper()?)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Made {
        self.take(variant.len())?;
        Ok(tagged(Some(variant), value.serialize(self.deeper()?)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List<'a>, Stopped> {
        self.list()
    }

    fn serialize_tuple(self, _: usize) -> Result<List<'a>, Stopped> {
        self.list()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List<'a>, Stopped> {
        self.list()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<List<'a>, Stopped> {
        Ok(List { variant: Some(variant), ..self.list()? })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object<'a>, Stopped> {
        self.members()
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Object<'a>, Stopped> {
        self.members()
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Object<'a>, Stopped> {
        Ok(Object { variant: Some(variant), ..self.members()? })
    }
}

/// An array that is being made.
struct List<'a> {
    to: ToValue<'a>,
    values: Vec<Value>,
    variant: Option<&'static str>,
}

impl List<'_> {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stopped> {
        self.values.push(value.serialize(self.to)?);
        Ok(())
    }

    fn finish(self) -> Value {
        tagged(self.variant, Value::List(self.values))
    }
}

macro_rules! lists {
    ($($trait:ident $method:ident;)*) => {
        $(
            impl ser::$trait for List<'_> {
                type Ok = Value;
                type Error = Stopped;

                fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stopped> {
                    self.push(value)
                }

                fn end(self) -> Made {
                    Ok(self.finish())
                }
            }
        )*
    };
}

lists! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

/// An object that is being made.
struct Object<'a> {
    to: ToValue<'a>,
    members: Vec<(Cow<'static, str>, Value)>,
    key: Option<Cow<'static, str>>,
    variant: Option<&'static str>,
}

impl Object<'_> {
    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Stopped> {
        self.to.take(name.len() + 3)?;
        self.members.push((Cow::Borrowed(name), value.serialize(self.to)?));
        Ok(())
    }

    fn finish(self) -> Value {
        tagged(self.variant, Value::Object(self.members))
    }
}

impl ser::SerializeMap for Object<'_> {
    type Ok = Value;
    type Error = Stopped;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Stopped> {
        // JSON names are strings alone, but serde_json takes these types as well.
        self.key = Some(match key.serialize(self.to)? {
            Value::Text(text) => text,
            Value::Unsigned(number) => Cow::Owned(number.to_string()),
            Value::Signed(number) => Cow::Owned(number.to_string()),
            Value::Bool(value) => Cow::Owned(String::from(if value { "true" } else { "false" })),
            _ => return Err(Stopped),
        });
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Stopped> {
        let key = self.key.take().ok_or(Stopped)?;
        self.members.push((key, value.serialize(self.to)?));
        Ok(())
    }

    fn end(self) -> Made {
        Ok(self.finish())
    }
}

macro_rules! structs {
    ($($trait:ident)*) => {
        $(
            impl ser::$trait for Object<'_> {
                type Ok = Value;
                type Error = Stopped;

                fn serialize_field<T: Serialize + ?Sized>(
                    &mut self,
                    name: &'static str,
                    value: &T,
                ) -> Result<(), Stopped> {
                    self.field(name, value)
                }

                fn end(self) -> Made {
                    Ok(self.finish())
                }
            }
        )*
    };
}

structs! { SerializeStruct SerializeStructVariant }
