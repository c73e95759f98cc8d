//! `Serialize` of every derived type and of [`Value`], behind the feature `serde`.

use alloc::borrow::Cow;

use serde_core::ser::{Error as _, Serialize, SerializeStruct as _, Serializer};

use crate::visitor::Details;
use crate::{ApiError, ErrorStatus, Value, body, message};

/// Serializes the body of the answer without the id of the request. It is the `Serialize` of every derived type.
///
/// For a 500 of the Panda shape, it serializes the name and only the reason phrase.
///
/// # Errors
///
/// Returns an error if the serializer or the `Display` of a value fails.
pub fn serialize<S: Serializer>(error: &dyn ApiError, serializer: S) -> Result<S::Ok, S::Error> {
    let shape = error.shape();
    if !shape.is_panda() {
        return body::value(shape, error).map_err(S::Error::custom)?.serialize(serializer);
    }
    let definition = error.definition();
    let (message, details) = if error.status() == ErrorStatus::INTERNAL_SERVER_ERROR {
        (Cow::Borrowed(ErrorStatus::INTERNAL_SERVER_ERROR.reason()), Details::new())
    } else {
        let message = message::text(error, definition).map_err(S::Error::custom)?;
        (message, message::shown(error, definition).map_err(S::Error::custom)?.details)
    };
    let members = 2 + usize::from(!details.is_empty());
    let mut body = serializer.serialize_struct("Error", members)?;
    body.serialize_field("error", definition.name())?;
    body.serialize_field("message", &*message)?;
    if !details.is_empty() {
        body.serialize_field("details", &Members(&details))?;
    }
    body.end()
}

struct Members<'a>(&'a Details);

impl Serialize for Members<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
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
            Self::Object(members) => serializer.collect_map(members.iter().map(|(name, value)| (name, value))),
        }
    }
}

#[doc(hidden)]
#[macro_export]
macro_rules! __serialize {
    ({ [$($generics:tt)*] [$type:ty] [$($bounds:tt)*] }) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::__private::serde::Serialize for $type
        where
            $($bounds)*
        {
            fn serialize<__S: $crate::__private::serde::Serializer>(
                &self,
                __serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                $crate::__private::serialize(self, __serializer)
            }
        }
    };
}
