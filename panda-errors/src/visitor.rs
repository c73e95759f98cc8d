//! [`Visitor`]: the receiver of an error's values.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::any::Any;
use core::fmt::{self, Write as _};
use core::time::Duration;

use crate::Fault;
use crate::detail::{Detail, Value};
use crate::digits::{MOST_DIGITS, digits};
use crate::header::{HeaderText, Headers, may_set};
use crate::sink::{self, Sink};

/// The receiver of an error's values, in [`ApiError::visit`](crate::ApiError::visit).
///
/// Each visit has one purpose: the message, the headers, or the details. The visitor ignores values for another
/// purpose.
pub struct Visitor<'a>(Purpose<'a>);

enum Purpose<'a> {
    Message(&'a mut dyn Sink),
    Headers(&'a mut Headers, &'a mut Result<(), Fault>),
    Details(&'a mut Shown),
}

/// The members of `details`.
pub(crate) type Details = Vec<(&'static str, Value)>;

/// The values that an error shows beside its message and headers.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    pub(crate) details: Details,
    /// The public code, if a field decides it.
    pub(crate) code: Option<Value>,
    /// The reason why a detail lacks a value.
    pub(crate) fault: Option<Fault>,
}

impl<'a> Visitor<'a> {
    pub(crate) fn message(out: &'a mut dyn Sink) -> Self {
        Self(Purpose::Message(out))
    }

    pub(crate) fn headers(headers: &'a mut Headers, written: &'a mut Result<(), Fault>) -> Self {
        Self(Purpose::Headers(headers, written))
    }

    pub(crate) fn details(shown: &'a mut Shown) -> Self {
        Self(Purpose::Details(shown))
    }

    /// Shows the values of the next placeholders of the message.
    ///
    /// # Errors
    ///
    /// Returns an error if the `Display` of a value or the output fails.
    #[inline(never)]
    pub fn text(&mut self, values: &[&dyn fmt::Display]) -> fmt::Result {
        let Purpose::Message(out) = &mut self.0 else { return Ok(()) };
        for value in values {
            write!(out, "{value}")?;
            out.write_part()?;
        }
        Ok(())
    }

    /// Shows the value of the next placeholder, whose type has the name of an integer. The derive calls it with the same
    /// value twice.
    ///
    /// # Errors
    ///
    /// Returns an error if the `Display` of the value or the output fails.
    #[doc(hidden)]
    #[inline(never)]
    pub fn integer(&mut self, value: &dyn Any, text: &dyn fmt::Display) -> fmt::Result {
        let Purpose::Message(out) = &mut self.0 else { return Ok(()) };
        match digits(value, &mut [0; MOST_DIGITS]) {
            Some(digits) => out.write_digits(digits)?,
            // A type of the user may have the name of an integer.
            None => write!(out, "{text}")?,
        }
        out.write_part()
    }

    /// Shows the value of a header.
    ///
    /// Characters other than visible ASCII, space and tab are percent-encoded. A value of more than 4 KiB is left out.
    /// A header that the server sets itself, such as `Content-Length`, is left out too.
    ///
    /// # Errors
    ///
    /// Returns an error if the `Display` of the value fails.
    #[inline(never)]
    pub fn header(&mut self, name: &'static str, value: &dyn fmt::Display) -> fmt::Result {
        let Purpose::Headers(headers, written) = &mut self.0 else { return Ok(()) };
        if !may_set(name) {
            return Ok(());
        }
        let mut header = HeaderText::new();
        **written = sink::plain(value, &mut header).map(drop);
        written.map_err(|_| fmt::Error)?;
        if let Some(text) = header.finish() {
            headers.push((name, Cow::Owned(text)));
        }
        Ok(())
    }

    /// Shows `Retry-After` in whole seconds, rounded up (RFC 9110 §10.2.3). An `Option` that is `None` is left out.
    ///
    /// # Errors
    ///
    /// Returns an error if the header cannot be shown, which does not happen yet.
    pub fn retry_after(&mut self, after: impl RetryAfter) -> fmt::Result {
        after.seconds().map_or(Ok(()), |seconds| self.header("retry-after", &seconds))
    }

    /// Shows a member of `details`.
    ///
    /// # Errors
    ///
    /// Returns an error if the detail cannot be shown, which does not happen yet.
    pub fn detail(&mut self, name: &'static str, value: &(impl Detail + ?Sized)) -> fmt::Result {
        if let Purpose::Details(shown) = &mut self.0 {
            shown.push(name, value.try_value());
        }
        Ok(())
    }

    /// Shows the public code of the error, if a field decides it: a text, or an integer within ±2⁵³.
    ///
    /// # Errors
    ///
    /// Returns an error if the code cannot be shown, which does not happen yet.
    pub fn code(&mut self, value: &(impl Detail + ?Sized)) -> fmt::Result {
        if let Purpose::Details(shown) = &mut self.0 {
            shown.code = Some(value.value());
        }
        Ok(())
    }
}

/// A time after which a request may be sent again: a `Duration`, whole seconds as an unsigned integer, or an `Option` of
/// either.
///
/// ```
/// use std::time::Duration;
///
/// use panda_errors::RetryAfter;
///
/// assert_eq!(Duration::from_millis(1500).seconds(), Some(2));
/// assert_eq!(30_u64.seconds(), Some(30));
/// assert_eq!(None::<u64>.seconds(), None);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a time for `Retry-After`",
    label = "hold a `Duration`, whole seconds as an unsigned integer, or an `Option` of either"
)]
pub trait RetryAfter {
    /// Returns the whole seconds, rounded up, or `None` if the header is left out.
    fn seconds(self) -> Option<u64>;

    /// Returns the value that a client reads from the header, if it can have one.
    #[doc(hidden)]
    fn received(after: Option<Duration>) -> Option<Self>
    where
        Self: Sized;
}

impl RetryAfter for Duration {
    fn seconds(self) -> Option<u64> {
        Some(self.as_secs().saturating_add(u64::from(self.subsec_nanos() > 0)))
    }

    fn received(after: Option<Duration>) -> Option<Self> {
        after
    }
}

impl<T: RetryAfter> RetryAfter for Option<T> {
    fn seconds(self) -> Option<u64> {
        self.and_then(T::seconds)
    }

    fn received(after: Option<Duration>) -> Option<Self> {
        match after {
            Some(after) => T::received(Some(after)).map(Some),
            None => Some(None),
        }
    }
}

macro_rules! seconds {
    ($($integer:ty)*) => {
        $(
            impl RetryAfter for $integer {
                fn seconds(self) -> Option<u64> {
                    u64::try_from(self).ok()
                }

                fn received(after: Option<Duration>) -> Option<Self> {
                    Self::try_from(after?.as_secs()).ok()
                }
            }
        )*
    };
}

seconds! { u8 u16 u32 u64 usize }

impl Shown {
    #[inline(never)]
    fn push(&mut self, name: &'static str, value: Result<Value, Fault>) {
        self.fault = self.fault.or(value.as_ref().err().copied());
        self.details.push((name, value.unwrap_or(Value::Null)));
    }
}

impl fmt::Debug for Visitor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Purpose::Message(_) => "Visitor(message)",
            Purpose::Headers(..) => "Visitor(headers)",
            Purpose::Details(_) => "Visitor(details)",
        })
    }
}
