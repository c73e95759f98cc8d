//! [`FromValue`]: the conversion of a JSON value into a Rust value, the reverse of [`Detail`](crate::Detail).

#[cfg(feature = "serde")]
mod serialized;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use crate::Value;

/// A value that can be read from `details`: the reverse of [`Detail`](crate::Detail).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from `details`",
    label = "cannot be made from a JSON value",
    note = "implement `panda_errors::FromValue` for `{Self}`, or leave `decode` out"
)]
pub trait FromValue: Sized {
    /// Returns the value, or `None` if the JSON has another type or does not fit.
    fn from_value(value: &Value) -> Option<Self>;
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }
}

macro_rules! texts {
    ($($text:ty)*) => {
        $(
            impl FromValue for $text {
                fn from_value(value: &Value) -> Option<Self> {
                    match value {
                        Value::Text(text) => Some(Self::from(text.clone().into_owned())),
                        _ => None,
                    }
                }
            }
        )*
    };
}

texts! { String Box<str> Cow<'_, str> }

/// Accepts every value.
impl FromValue for Value {
    fn from_value(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

/// Accepts an object whose values are all of one type.
impl<T: FromValue> FromValue for BTreeMap<String, T> {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Object(members) => {
                members.iter().map(|(name, value)| Some((name.clone().into_owned(), T::from_value(value)?))).collect()
            }
            _ => None,
        }
    }
}

impl FromValue for char {
    fn from_value(value: &Value) -> Option<Self> {
        let Value::Text(text) = value else { return None };
        let mut chars = text.chars();
        chars.next().filter(|_| chars.next().is_none())
    }
}

/// The limit within which every integer is a float: ±2⁵³.
const EXACT: u64 = 1 << 53;

/// Accepts every finite number, and integers within ±2⁵³.
impl FromValue for f64 {
    #[expect(clippy::cast_precision_loss, reason = "no integer within ±2⁵³ loses any")]
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Float(value) => Some(*value).filter(|value| value.is_finite()),
            Value::Unsigned(value) => (*value <= EXACT).then_some(*value as Self),
            Value::Signed(value) => (value.unsigned_abs() <= EXACT).then_some(*value as Self),
            _ => None,
        }
    }
}

/// Accepts every number that an `f32` can hold, rounded to the nearest.
impl FromValue for f32 {
    #[expect(clippy::cast_possible_truncation, reason = "what is too large becomes infinite")]
    fn from_value(value: &Value) -> Option<Self> {
        f64::from_value(value).map(|value| value as Self).filter(|value| value.is_finite())
    }
}

/// Returns the integer that equals a float, within ±2⁵³: `7` for `7.0`.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "it is compared with the float again")]
fn whole(float: f64) -> Option<i64> {
    let integer = float as i64;
    (integer.unsigned_abs() <= EXACT && (integer as f64).to_bits() == (float + 0.0).to_bits()).then_some(integer)
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::List(values) => values.iter().map(T::from_value).collect(),
            _ => None,
        }
    }
}

impl<T: FromValue> FromValue for Box<T> {
    fn from_value(value: &Value) -> Option<Self> {
        T::from_value(value).map(Self::new)
    }
}

macro_rules! whole_numbers {
    ($($number:ty)*) => {
        $(
            impl FromValue for $number {
                fn from_value(value: &Value) -> Option<Self> {
                    match value {
                        Value::Unsigned(value) => Self::try_from(*value).ok(),
                        Value::Signed(value) => Self::try_from(*value).ok(),
                        Value::Float(value) => Self::try_from(whole(*value)?).ok(),
                        _ => None,
                    }
                }
            }
        )*
    };
}

whole_numbers! { u8 u16 u32 u64 usize i8 i16 i32 i64 isize }
