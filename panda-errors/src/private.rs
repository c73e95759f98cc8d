//! What the expansion of the derive calls. Not for anybody else: it changes with every version.

use alloc::borrow::Cow;
use core::error::Error;
use core::fmt;

pub use serde_core as serde;
use serde_core::ser::{Error as _, Serialize, SerializeStruct as _, Serializer};

use crate::visitor::Details;
use crate::{ApiError, ErrorStatus, message};
pub use crate::{Definition, Fact, Level, Retry};

/// The definition of an inner error.
pub fn definition(error: &impl ApiError) -> &'static Definition {
    error.definition()
}

/// The `Display` of every derived type: its message.
///
/// # Errors
///
/// Where a value's `Display` or the output fails.
pub fn display(error: &dyn ApiError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    message::display(error, f)
}

/// The `Serialize` of every derived type: what is on the wire, and for a 500 the name and the bare reason phrase.
///
/// # Errors
///
/// Where the serializer fails, or a value's `Display`.
pub fn serialize<S: Serializer>(error: &dyn ApiError, serializer: S) -> Result<S::Ok, S::Error> {
    let definition = error.definition();
    let (message, details) = if error.status() == ErrorStatus::INTERNAL_SERVER_ERROR {
        (Cow::Borrowed(ErrorStatus::INTERNAL_SERVER_ERROR.reason()), Details::new())
    } else {
        let message = message::text(error, definition).map_err(S::Error::custom)?;
        (message, message::details(error, definition).map_err(S::Error::custom)?)
    };
    let members = 2 + usize::from(!details.is_empty());
    let mut body = serializer.serialize_struct("Error", members)?;
    body.serialize_field("error", error.name())?;
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

/// What an error has whose declaration is wrong: it is never run.
pub const STUB: &Definition = &Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "Stub");

/// A value of any type, which is never made.
#[must_use]
pub fn stub<T>() -> T {
    loop {
        core::hint::spin_loop();
    }
}

/// What can be a source: an error, or a pointer to any error. Called as a method, so that `Box<dyn Error>` and an alias
/// of it are found as well.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a source",
    label = "is no `std::error::Error`",
    note = "remove `#[source]` or `#[from]`, or rename the field if it is called `source`"
)]
pub trait AsSource {
    /// The error.
    fn __as_source(&self) -> &(dyn Error + 'static);
}

impl<T: Error + 'static> AsSource for T {
    fn __as_source(&self) -> &(dyn Error + 'static) {
        self
    }
}

macro_rules! erased {
    ($($erased:ty)*) => {
        $(
            impl AsSource for $erased {
                fn __as_source(&self) -> &(dyn Error + 'static) {
                    self
                }
            }
        )*
    };
}

erased! {
    dyn Error + 'static
    dyn Error + Send + 'static
    dyn Error + Sync + 'static
    dyn Error + Send + Sync + 'static
}
