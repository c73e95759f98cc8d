//! [`PandaError`]: the errors of the Panda video API.

use alloc::boxed::Box;
use alloc::string::String;
use core::error::Error;
use core::fmt;

use crate::ApiError;

/// The errors of the Panda video API.
///
/// ```
/// use panda_errors::{Answer, PandaError};
///
/// fn upload(size: u64, limit: u64) -> Result<(), PandaError> {
///     if size > limit {
///         return Err(PandaError::file_size_limit_exceeded(limit));
///     }
///     Ok(())
/// }
///
/// let answer = Answer::of(&upload(10_485_761, 10_485_760).unwrap_err());
/// assert_eq!(answer.status(), 413);
/// ```
#[derive(Debug, ApiError)]
#[api(kind = PandaErrorKind)]
#[non_exhaustive]
pub enum PandaError {
    /// Something that the service did not foresee. The answer has no body: what is known about the cause goes to our
    /// technical team, who are told of every such error as it happens, and look into it at once.
    #[api(
        status = 500,
        help = "If it keeps happening, write to support and name the `X-Request-Id` of the answer.",
        url = "https://support.pandastream.com"
    )]
    InternalError(#[source] Box<dyn Error + Send + Sync>),

    /// The `signature` parameter is not the one that this request should have.
    #[api(
        status = 401,
        name = "NotAuthorized",
        message = "Signatures do not match",
        header("WWW-Authenticate" = "Signature"),
        help = "Make sure that the string to sign is put together and encoded as the section on authentication says."
    )]
    SignatureMismatch,

    /// The `timestamp` of the request is too old: the clock of the client is off.
    #[api(
        status = 401,
        name = "NotAuthorized",
        message = "Signatures expired",
        header("WWW-Authenticate" = "Signature"),
        help = "Keep the clock in step with time servers, with `ntpd` for example."
    )]
    SignatureExpired,

    /// There is no record with the `id` of the request.
    #[api(status = 404, message = "Couldn't find {model} with ID={id}")]
    RecordNotFound {
        /// What was looked for: `Video`, `Encoding`, `Profile` or `Cloud`.
        #[api(example = "Video")]
        model: &'static str,
        /// The `id` of the request.
        #[api(example = "X")]
        id: String,
    },

    /// The path asks for a response format that does not exist. JSON is the only one, so every path ends in `.json`.
    #[api(status = 400, name = "BadRequest", message = "Currently only .json is supported as a format")]
    UnsupportedFormat,

    /// Parameters that the method requires are missing; the message names all that it requires.
    #[api(status = 400, name = "BadRequest", message = "All required parameters were not supplied: {0}")]
    MissingParameters(
        /// The required parameters of the method.
        #[api(example = Parameters::EXAMPLE)]
        Parameters,
    ),

    /// The file is larger than the account allows. A sandbox account allows 10 MB: 10485760 bytes.
    #[api(status = 413, message = "File size limit for this account is set to {limit} bytes")]
    FileSizeLimitExceeded {
        /// The limit in bytes.
        #[api(example = 10485760)]
        limit: u64,
    },
}

/// The names of parameters, which `Display` separates by commas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters(pub &'static [&'static str]);

impl Parameters {
    /// The parameters in the documentation.
    const EXAMPLE: Self = Self(&["access_key", "signature", "timestamp"]);
}

impl fmt::Display for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.0.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { ", " })?;
            f.write_str(name)?;
        }
        Ok(())
    }
}

impl PandaError {
    /// Returns the error for an unforeseen failure, from an error of a library or from a text. For a whole `Result`,
    /// see [`OrInternal`].
    ///
    /// ```
    /// # use panda_errors::PandaError;
    /// let error = PandaError::internal("the encoder does not answer");
    /// ```
    pub fn internal(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::InternalError(source.into())
    }

    /// Returns the error for a wrong signature.
    #[must_use]
    pub const fn signature_mismatch() -> Self {
        Self::SignatureMismatch
    }

    /// Returns the error for a timestamp that is too old.
    #[must_use]
    pub const fn signature_expired() -> Self {
        Self::SignatureExpired
    }

    /// Returns the error for a missing record, with its model and the requested id.
    pub fn record_not_found(model: &'static str, id: impl Into<String>) -> Self {
        Self::RecordNotFound { model, id: id.into() }
    }

    /// Returns the error for a path that does not end in `.json`.
    #[must_use]
    pub const fn unsupported_format() -> Self {
        Self::UnsupportedFormat
    }

    /// Returns the error for missing parameters. The argument names all parameters that the method requires.
    ///
    /// ```
    /// # use panda_errors::PandaError;
    /// let error = PandaError::missing_parameters(&["access_key", "signature", "timestamp"]);
    /// assert_eq!(
    ///     error.to_string(),
    ///     "All required parameters were not supplied: access_key, signature, timestamp"
    /// );
    /// ```
    #[must_use]
    pub const fn missing_parameters(required: &'static [&'static str]) -> Self {
        Self::MissingParameters(Parameters(required))
    }

    /// Returns the error for an upload over the account's limit in bytes.
    #[must_use]
    pub const fn file_size_limit_exceeded(limit: u64) -> Self {
        Self::FileSizeLimitExceeded { limit }
    }
}

/// Converts the failure of a file or a socket into an internal error. For the errors of libraries, use [`OrInternal`].
#[cfg(feature = "std")]
impl From<std::io::Error> for PandaError {
    fn from(error: std::io::Error) -> Self {
        Self::internal(error)
    }
}

/// Converts an erased error into an internal error.
impl From<Box<dyn Error + Send + Sync>> for PandaError {
    fn from(error: Box<dyn Error + Send + Sync>) -> Self {
        Self::internal(error)
    }
}

/// A conversion of the error of any library into [`PandaError::InternalError`].
///
/// ```
/// use panda_errors::{OrInternal, PandaError};
///
/// fn record(stored: &str) -> Result<u64, PandaError> {
///     Ok(stored.parse::<u64>().or_internal()?)
/// }
///
/// assert_eq!(record("damaged").unwrap_err().to_string(), "Internal Server Error");
/// ```
pub trait OrInternal<T> {
    /// Returns the value, or an [`InternalError`](PandaError::InternalError) with the error as its source.
    ///
    /// # Errors
    ///
    /// Returns an error if `self` is an `Err`. The error is always [`PandaError::InternalError`].
    fn or_internal(self) -> Result<T, PandaError>;
}

impl<T, E: Into<Box<dyn Error + Send + Sync>>> OrInternal<T> for Result<T, E> {
    fn or_internal(self) -> Result<T, PandaError> {
        self.map_err(PandaError::internal)
    }
}
