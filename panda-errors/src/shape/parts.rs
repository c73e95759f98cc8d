//! [`Parts`]: the values of one error that a body may show.

use alloc::borrow::Cow;
use alloc::string::{String, ToString as _};

use super::Shape;
use crate::detail::Value;
use crate::visitor::Details;
use crate::{Code, Definition, ErrorStatus};

/// The values of an error that a body may show, for [`Shape::custom`].
///
/// For a hidden 500, they are the values of the error that [`Shape::internal`] states.
#[derive(Debug)]
pub struct Parts<'a> {
    pub(crate) values: Values<'a>,
    pub(crate) message: String,
}

/// The values of one error without its message, which is rendered directly at its place.
#[derive(Debug)]
pub(crate) struct Values<'a> {
    pub(crate) shape: &'a Shape,
    pub(crate) definition: &'a Definition,
    pub(crate) status: ErrorStatus,
    /// The code from a field. It takes precedence over the code of the definition.
    pub(crate) code: Option<Value>,
    pub(crate) details: Details,
    pub(crate) request_id: Option<&'a str>,
    pub(crate) retry_after: Option<u64>,
}

impl Parts<'_> {
    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.values.definition.name()
    }

    /// Returns the public code, if the error states one.
    #[must_use]
    pub fn code(&self) -> Option<Cow<'_, str>> {
        self.values.code()
    }

    /// Returns the message: at most 8 KiB, and empty if the error does not have a message.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> ErrorStatus {
        self.values.status
    }

    /// Returns the title that the error states, else the reason phrase of the status.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.values.title()
    }

    /// Returns the type that the error states, else the type of its status.
    #[must_use]
    pub fn error_type(&self) -> Option<&'static str> {
        self.values.error_type()
    }

    /// Returns the link for more to read.
    #[must_use]
    pub fn url(&self) -> Option<&'static str> {
        self.values.definition.url()
    }

    /// Returns the id of the request. It is missing without `std`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.values.request_id
    }

    /// Returns the seconds of the `Retry-After` header.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        self.values.retry_after
    }

    /// Returns the details that have a value, in the order of the declaration.
    pub fn details(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.values.details.iter().filter(|(_, value)| *value != Value::Null).map(|(key, value)| (*key, value))
    }
}

impl<'a> Values<'a> {
    /// Returns the values of the error that stands for a hidden 500.
    pub(crate) fn hidden(shape: &'a Shape, request_id: Option<&'a str>) -> Self {
        let status = ErrorStatus::INTERNAL_SERVER_ERROR;
        let (code, details, retry_after) = (None, Details::new(), None);
        Self { shape, definition: shape.hidden(), status, code, details, request_id, retry_after }
    }

    pub(crate) fn code(&self) -> Option<Cow<'_, str>> {
        match (&self.code, self.definition.code()) {
            (Some(Value::Text(code)), _) => Some(Cow::Borrowed(code)),
            (Some(Value::Unsigned(code)), _) => Some(Cow::Owned(code.to_string())),
            (Some(Value::Signed(code)), _) => Some(Cow::Owned(code.to_string())),
            (Some(_), _) | (None, None) => None,
            (None, Some(Code::Text(code))) => Some(Cow::Borrowed(code)),
            (None, Some(Code::Number(code))) => Some(Cow::Owned(code.to_string())),
        }
    }

    pub(crate) fn has_code(&self) -> bool {
        match &self.code {
            Some(code) => matches!(code, Value::Text(_) | Value::Unsigned(_) | Value::Signed(_)),
            None => self.definition.code().is_some(),
        }
    }

    /// Returns `true` if the code is a JSON number.
    pub(crate) fn is_number(&self) -> bool {
        match &self.code {
            Some(code) => !matches!(code, Value::Text(_)),
            None => matches!(self.definition.code(), Some(Code::Number(_))),
        }
    }

    pub(crate) fn error_type(&self) -> Option<&'static str> {
        self.shape.type_of(self.definition, self.status)
    }

    pub(crate) fn title(&self) -> &'static str {
        self.definition.title().unwrap_or_else(|| self.status.reason())
    }

    pub(crate) fn has_message(&self) -> bool {
        !self.definition.is_without_message()
    }

    /// Returns the only value of a tuple with one field, which stands without a key.
    pub(crate) fn bare(&self) -> Option<&Value> {
        match self.details.as_slice() {
            [(key, value)] if key.bytes().all(|byte| byte.is_ascii_digit()) => Some(value),
            _ => None,
        }
    }
}
