//! The items that the expansion of the derive calls. They are not public API: they change with every version.

use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;

#[cfg(feature = "serde")]
pub use serde_core as serde;

pub use crate::definition::{constant, displayed, template};
pub use crate::detail::{Detail, JsonType};
pub use crate::rejection::{REFUSED, count_rest, refused, rest};
#[cfg(feature = "serde")]
pub use crate::serialize::serialize;
pub use crate::source::{Error, Pointer, Source, Unfit};
use crate::{ApiError, Catalog, Cataloged, ErrorStatus, FromValue, Reply, RetryAfter, message};
pub use crate::{Definition, Fact, Level, Retry};

/// Returns the error inside a transparent error as `&dyn ApiError`. So a field type without the impl causes one error
/// here instead of one per call.
pub fn inner<E: Inner>(error: &E) -> &dyn ApiError {
    error.inner()
}

/// An error that another error can answer as. One trait asks for both impls, so that a type without them causes one error.
#[diagnostic::on_unimplemented(
    message = "no error can answer as `{Self}`, which lacks `ApiError` or `Cataloged`",
    label = "`transparent` needs an API error here",
    note = "add `#[derive(ApiError)]` to `{Self}`; if you wrote `ApiError` by hand, implement `Cataloged` too",
    note = "for a type of another crate, replace `transparent` with a `status` and a `message`, and mark the field with \
            `#[source]` or `#[from]`: `#[api(status = 500, message = \"…\")]`"
)]
pub trait Inner {
    /// Returns the error for the core.
    fn inner(&self) -> &dyn ApiError;
}

#[diagnostic::do_not_recommend]
impl<E: ApiError + Cataloged> Inner for E {
    fn inner(&self) -> &dyn ApiError {
        self
    }
}

/// The catalog of an inner error. A type without a catalog has an empty catalog, because [`inner`] reports the mistake.
#[derive(Debug)]
pub struct CatalogOf<T: ?Sized>(PhantomData<T>);

impl<T: Cataloged + ?Sized> CatalogOf<T> {
    /// The catalog.
    pub const CATALOG: &'static Catalog = T::CATALOG;
}

/// The catalog of every other type. An inherent constant takes precedence over it.
pub trait AnyCatalog {
    /// No errors.
    const CATALOG: &'static Catalog = &Catalog::new("", &[]);
}

impl<T: ?Sized> AnyCatalog for CatalogOf<T> {}

/// Prints the message. It is the `Display` of every derived type.
///
/// # Errors
///
/// Returns an error if the `Display` of a value or the output fails.
pub fn display(error: &dyn ApiError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    message::display(error, f)
}

/// The JSON type of a detail. A type that is not a detail has a JSON type too, so that its mistake causes only one
/// error.
#[derive(Debug)]
pub struct TypeOf<T: ?Sized>(PhantomData<T>);

impl<T: Detail + ?Sized> TypeOf<T> {
    /// The JSON type.
    pub const TYPE: JsonType = T::TYPE;
}

/// The type of every other type. An inherent constant takes precedence over it.
pub trait AnyType {
    /// Any JSON type.
    const TYPE: JsonType = JsonType::Any;
}

impl<T: ?Sized> AnyType for TypeOf<T> {}

/// The definition that fallback expansions return. It is never evaluated, because they come with a compile error.
pub const STUB: &Definition = &Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "Stub");

/// Stands for a value of any type in fallback expansions, and never returns.
#[must_use]
pub fn stub<T>() -> T {
    loop {
        core::hint::spin_loop();
    }
}

/// Asserts that a type is an error, if the derive does not write its `Display`.
pub fn assert_error<T: HasError + ?Sized>() {}

/// Implemented for every `Error`. Its diagnostic asks a user whose type lacks one to add a `message`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no message",
    label = "add `message = \"…\"` to its `#[api(…)]`",
    note = "or write `Display` and `Error` for it"
)]
pub trait HasError {}

#[diagnostic::do_not_recommend]
impl<T: core::error::Error + ?Sized> HasError for T {}

/// Asserts that a type is an error, if it has an attribute of thiserror.
pub fn assert_thiserror<T: HasThiserror + ?Sized>() {}

/// Implemented for every `Error`. Its diagnostic asks a user whose type has `#[error(…)]` for the derive of thiserror.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has `#[error(…)]` and is not an `Error`",
    label = "add `thiserror::Error` to its derives, or remove `#[error(…)]`",
    note = "without `#[error(…)]`, the `message` in `#[api(…)]` is the `Display`"
)]
pub trait HasThiserror {}

#[diagnostic::do_not_recommend]
impl<T: core::error::Error + ?Sized> HasThiserror for T {}

/// Returns which of these rows of one type a client received.
#[must_use]
pub fn row_of(reply: &Reply, rows: &[&'static Definition]) -> Option<usize> {
    reply.row_of(rows)
}

/// Returns a field that is a detail.
#[must_use]
pub fn field<T: FromValue>(reply: &Reply, key: &str) -> Option<T> {
    reply.field(key)
}

/// Returns a field that is the status.
#[must_use]
pub fn status(reply: &Reply) -> Option<ErrorStatus> {
    ErrorStatus::new(reply.status())
}

/// Returns a field that is the public code.
#[must_use]
pub fn code<T: FromValue>(reply: &Reply) -> Option<T> {
    reply.code()
}

/// Returns a field that is a header.
#[must_use]
pub fn header<T: FromStr>(reply: &Reply, name: &str) -> Option<T> {
    crate::reply::decoded(reply.header(name)?).parse().ok()
}

/// Returns a field that is the `Retry-After`.
#[must_use]
pub fn retry_after<T: RetryAfter>(reply: &Reply) -> Option<T> {
    T::received(reply.retry_after())
}
