//! [`ApiError`]: an error that an HTTP API can answer with.

use alloc::boxed::Box;
use core::error::Error;
use core::fmt;

use crate::{Definition, ErrorStatus, Shape, Visitor};

/// An error that an HTTP API can answer with: it has a status, a name and a message.
///
/// Derive this trait if you can. If you cannot, implement only `definition`. The message is then the `Display`:
///
/// ```
/// use std::fmt;
/// use panda_errors::{Answer, ApiError, Definition, ErrorStatus};
///
/// #[derive(Debug)]
/// struct Expired { id: u64 }
///
/// impl fmt::Display for Expired {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         write!(f, "Video {} has expired", self.id)
///     }
/// }
///
/// impl std::error::Error for Expired {}
///
/// impl ApiError for Expired {
///     fn definition(&self) -> &'static Definition {
///         static EXPIRED: Definition = Definition::new(ErrorStatus::GONE, "VideoExpired");
///         &EXPIRED
///     }
/// }
///
/// let answer = Answer::of(&Expired { id: 7 });
/// assert_eq!(answer.status(), 410);
/// assert_eq!(answer.body(), br#"{"error":"VideoExpired","message":"Video 7 has expired"}"#);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an API error",
    label = "has no status and no name",
    note = "add `#[derive(Debug, ApiError)]` to `{Self}`",
    note = "if `{Self}` is a type of another crate, make it the `#[source]` of an error of yours"
)]
pub trait ApiError: Error {
    /// Returns the static facts of this error.
    fn definition(&self) -> &'static Definition;

    /// Returns the status of the answer. It is the status in the definition, unless a field of the error decides it.
    fn status(&self) -> ErrorStatus {
        self.definition().status()
    }

    /// Returns the name in the definition, which is sent as the `error` member of the body.
    fn name(&self) -> &'static str {
        self.definition().name()
    }

    /// Returns the shape of the body, which is [`Shape::PANDA`] unless the type states another.
    ///
    /// A wrapper that is written by hand forwards this method together with [`status`](Self::status) and
    /// [`visit`](Self::visit). Otherwise its answers are in the Panda shape.
    fn shape(&self) -> &'static Shape {
        Shape::panda()
    }

    /// Shows the values of this error to the visitor: first the values of the placeholders, in their order, and then
    /// the values of headers and details.
    ///
    /// # Errors
    ///
    /// Returns an error if the visitor does, which stops the visit early. An implementation must not create errors of
    /// its own.
    fn visit(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        visitor.text(&[&self])
    }
}

impl<E: ApiError> ApiError for Box<E> {
    fn definition(&self) -> &'static Definition {
        (**self).definition()
    }

    fn status(&self) -> ErrorStatus {
        (**self).status()
    }

    fn shape(&self) -> &'static Shape {
        (**self).shape()
    }

    fn visit(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        (**self).visit(visitor)
    }
}
