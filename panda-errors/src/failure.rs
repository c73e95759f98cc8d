//! [`Failure`]: any API error, for handlers that return several types.

use alloc::boxed::Box;
use core::fmt;

use crate::ApiError;

/// Any API error, for handlers that return several types.
///
/// `?` turns every [`ApiError`] into a `Failure`. So a `Failure` cannot be an `Error` itself, but
/// [`error`](Failure::error) returns an `Error`.
///
/// ```
/// use panda_errors::{Failure, PandaError};
///
/// fn find(id: &str) -> Result<(), Failure> {
///     Err(PandaError::record_not_found("Video", id))?
/// }
///
/// assert_eq!(find("X").unwrap_err().error().status(), 404);
/// ```
pub struct Failure(Box<dyn ApiError + Send + Sync>);

impl Failure {
    /// Returns the error inside.
    #[must_use]
    pub fn error(&self) -> &(dyn ApiError + Send + Sync + 'static) {
        &*self.0
    }
}

impl<E: ApiError + Send + Sync + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
