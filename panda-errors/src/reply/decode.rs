//! [`Decode`]: the error that a client received, as a value of the type that the server sent.

use alloc::boxed::Box;

use super::Reply;

/// A type whose errors a client can make again from a [`Reply`].
///
/// `#[api(decode)]` writes it if every field is sent, as a detail or in a header. Call it as
/// [`Reply::decode`](crate::Reply::decode):
///
/// ```
/// use panda_errors::{ApiError, Cataloged, Reply};
///
/// #[derive(Debug, PartialEq, ApiError)]
/// #[api(details, decode)]
/// enum UploadError {
///     #[api(status = 413, message = "File size limit for this account is set to {limit} bytes")]
///     FileSizeLimitExceeded { limit: u64 },
/// }
///
/// let headers = [("content-type", "application/json")];
/// let body = br#"{"error":"FileSizeLimitExceeded","message":"The limit is 7 bytes","details":{"limit":7}}"#;
/// let reply = Reply::read(UploadError::CATALOG, 413, headers, body).unwrap();
/// assert_eq!(reply.decode(), Some(UploadError::FileSizeLimitExceeded { limit: 7 }));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be decoded from a reply",
    label = "has no `Decode`",
    note = "add `#[api(decode)]` to `{Self}`"
)]
pub trait Decode: Sized {
    /// Returns the error. Returns `None` if the reply is not an error of this type, or if a detail is missing or has the
    /// wrong type.
    fn decode(reply: &Reply) -> Option<Self>;
}

impl<T: Decode> Decode for Box<T> {
    fn decode(reply: &Reply) -> Option<Self> {
        T::decode(reply).map(Self::new)
    }
}
