//! [`Decode`]: the error that a client received, as a value of the type that the server sent.

use alloc::borrow::ToOwned as _;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::{ErrorStatus, Value};

/// A type whose errors can be rebuilt by a client, from the status, the name and the `details` of a body.
///
/// `#[api(decode)]` writes it, where `details` has every field:
///
/// ```
/// use panda_errors::{ApiError, Decode, ErrorStatus, Received, Value};
///
/// #[derive(Debug, PartialEq, ApiError)]
/// #[api(details, decode)]
/// enum UploadError {
///     #[api(status = 413, message = "File size limit for this account is set to {limit} bytes")]
///     FileSizeLimitExceeded { limit: u64 },
/// }
///
/// let received = Received {
///     status: ErrorStatus::PAYLOAD_TOO_LARGE,
///     name: "FileSizeLimitExceeded",
///     message: "File size limit for this account is set to 7 bytes",
///     details: &[("limit", Value::Unsigned(7))],
/// };
/// assert_eq!(UploadError::decode(&received), Some(UploadError::FileSizeLimitExceeded { limit: 7 }));
/// ```
pub trait Decode: Sized {
    /// The error; `None` if it is none of this type, or a detail is missing or of another kind.
    fn decode(received: &Received<'_>) -> Option<Self>;
}

impl<T: Decode> Decode for Box<T> {
    fn decode(received: &Received<'_>) -> Option<Self> {
        T::decode(received).map(Self::new)
    }
}

/// An error that a client received.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    /// The status of the answer.
    pub status: ErrorStatus,
    /// The `error` member of the body.
    pub name: &'a str,
    /// The `message` member.
    pub message: &'a str,
    /// The members of `details`; none where there is no such member.
    pub details: &'a [(&'a str, Value)],
}

impl Received<'_> {
    /// A member of `details`.
    #[must_use]
    pub fn detail<T: FromValue>(&self, name: &str) -> Option<T> {
        let (_, value) = self.details.iter().find(|(detail, _)| *detail == name)?;
        T::from_value(value)
    }
}

/// A value that can be read from `details`: the way back of [`Detail`](crate::Detail).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from `details`",
    label = "cannot be made from a JSON value",
    note = "implement `panda_errors::FromValue` for `{Self}`, or leave `decode` out"
)]
pub trait FromValue: Sized {
    /// The value; `None` if it is of another kind or does not fit.
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

impl FromValue for String {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.as_ref().to_owned()),
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

impl FromValue for f64 {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Float(value) => Some(*value),
            Value::Unsigned(value) => u32::try_from(*value).ok().map(Self::from),
            Value::Signed(value) => i32::try_from(*value).ok().map(Self::from),
            _ => None,
        }
    }
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
                        _ => None,
                    }
                }
            }
        )*
    };
}

whole_numbers! { u8 u16 u32 u64 usize i8 i16 i32 i64 isize }
