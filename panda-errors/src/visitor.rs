//! [`Visitor`]: what an error shows its values to.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{self, Write as _};
use core::time::Duration;

use crate::Fault;
use crate::detail::{Detail, Value};
use crate::header::{HeaderText, Headers, may_set};
use crate::sink::{self, Sink};

/// What an error shows its values to, by [`ApiError::visit`](crate::ApiError::visit).
///
/// One visit is for one purpose (the message, the headers, or the details), and the visitor passes over the rest.
pub struct Visitor<'a>(Purpose<'a>);

enum Purpose<'a> {
    Message(&'a mut dyn Sink),
    Headers(&'a mut Headers, &'a mut Result<(), Fault>),
    Details(&'a mut Details),
}

/// The members of `details`.
pub(crate) type Details = Vec<(&'static str, Value)>;

impl<'a> Visitor<'a> {
    pub(crate) fn message(out: &'a mut dyn Sink) -> Self {
        Self(Purpose::Message(out))
    }

    pub(crate) fn headers(headers: &'a mut Headers, written: &'a mut Result<(), Fault>) -> Self {
        Self(Purpose::Headers(headers, written))
    }

    pub(crate) fn details(details: &'a mut Details) -> Self {
        Self(Purpose::Details(details))
    }

    /// Shows what fills the next placeholders of the message.
    ///
    /// # Errors
    ///
    /// Where a value's `Display` or the output fails.
    #[inline(never)]
    pub fn text(&mut self, values: &[&dyn fmt::Display]) -> fmt::Result {
        let Purpose::Message(out) = &mut self.0 else { return Ok(()) };
        for value in values {
            write!(out, "{value}")?;
            out.write_part()?;
        }
        Ok(())
    }

    /// Shows the value of a header. Characters other than visible ASCII, space and tab are percent-encoded; a value of
    /// more than 4 KiB is left out, and so is a header that the server says itself, such as `Content-Length`.
    ///
    /// # Errors
    ///
    /// Where the value's `Display` fails.
    #[inline(never)]
    pub fn header(&mut self, name: &'static str, value: &dyn fmt::Display) -> fmt::Result {
        let Purpose::Headers(headers, written) = &mut self.0 else { return Ok(()) };
        if !may_set(name) {
            return Ok(());
        }
        let mut header = HeaderText { text: String::new(), fits: true };
        **written = sink::plain(value, &mut header);
        written.map_err(|_| fmt::Error)?;
        if header.fits {
            headers.push((name, Cow::Owned(header.text)));
        }
        Ok(())
    }

    /// Shows `Retry-After`: whole seconds, rounded up (RFC 9110 §10.2.3).
    ///
    /// # Errors
    ///
    /// None yet.
    pub fn retry_after(&mut self, after: Duration) -> fmt::Result {
        self.header("retry-after", &after.as_secs().saturating_add(u64::from(after.subsec_nanos() > 0)))
    }

    /// Shows a member of `details`.
    ///
    /// # Errors
    ///
    /// None yet.
    #[inline(never)]
    pub fn detail(&mut self, name: &'static str, value: &dyn Detail) -> fmt::Result {
        if let Purpose::Details(details) = &mut self.0 {
            details.push((name, value.value()));
        }
        Ok(())
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
