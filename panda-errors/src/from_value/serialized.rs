//! [`Serialized`] from `details`: a deserializer that reads a [`Value`].

use alloc::borrow::Cow;

use serde_core::de::value::{BorrowedStrDeserializer, Error, MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde_core::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde_core::forward_to_deserialize_any;

use super::FromValue;
use crate::Value;
use crate::detail::Serialized;
use crate::detail::serialized::DEPTH_LIMIT;

impl<T: DeserializeOwned> FromValue for Serialized<T> {
    fn from_value(value: &Value) -> Option<Self> {
        T::deserialize(FromJson { value, depth: DEPTH_LIMIT }).ok().map(Self)
    }
}

/// A deserializer of a value. It counts the levels that are left.
#[derive(Clone, Copy)]
struct FromJson<'de> {
    value: &'de Value,
    depth: usize,
}

impl<'de> FromJson<'de> {
    fn deeper(self) -> Result<impl Fn(&'de Value) -> Self, Error> {
        let depth = self.depth.checked_sub(1).ok_or_else(|| Error::custom("the value has too many levels"))?;
        Ok(move |value| Self { value, depth })
    }

    fn map(
        self,
        members: &'de [(Cow<'static, str>, Value)],
    ) -> Result<MapDeserializer<'de, impl Iterator<Item = (Name<'de>, Self)>, Error>, Error> {
        let deeper = self.deeper()?;
        Ok(MapDeserializer::new(members.iter().map(move |(name, value)| (Name(name), deeper(value)))))
    }
}

impl<'de> IntoDeserializer<'de> for FromJson<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for FromJson<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Unsigned(value) => visitor.visit_u64(*value),
            Value::Signed(value) => visitor.visit_i64(*value),
            Value::Float(value) => visitor.visit_f64(*value),
            Value::Text(text) => visitor.visit_borrowed_str(text),
            Value::List(values) => {
                let mut list = SeqDeserializer::new(values.iter().map(self.deeper()?));
                let value = visitor.visit_seq(&mut list)?;
                list.end()?;
                Ok(value)
            }
            Value::Object(members) => {
                let mut map = self.map(members)?;
                let value = visitor.visit_map(&mut map)?;
                map.end()?;
                Ok(value)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    /// Reads `"Variant"` and `{"Variant":value}`.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.value {
            Value::Text(text) => BorrowedStrDeserializer::new(text).deserialize_enum(name, variants, visitor),
            Value::Object(members) if members.len() == 1 => {
                MapAccessDeserializer::new(self.map(members)?).deserialize_enum(name, variants, visitor)
            }
            _ => Err(Error::custom("the value is not a variant")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// The name of a member. A key of a map that is a number or a boolean is a text in JSON.
#[derive(Clone, Copy)]
struct Name<'de>(&'de str);

impl<'de> IntoDeserializer<'de> for Name<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! keys {
    ($($method:ident $visit:ident;)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
                visitor.$visit(self.0.parse().map_err(Error::custom)?)
            }
        )*
    };
}

impl<'de> Deserializer<'de> for Name<'de> {
    type Error = Error;

    keys! {
        deserialize_bool visit_bool;
        deserialize_i8 visit_i8;
        deserialize_i16 visit_i16;
        deserialize_i32 visit_i32;
        deserialize_i64 visit_i64;
        deserialize_u8 visit_u8;
        deserialize_u16 visit_u16;
        deserialize_u32 visit_u32;
        deserialize_u64 visit_u64;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        BorrowedStrDeserializer::new(self.0).deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
