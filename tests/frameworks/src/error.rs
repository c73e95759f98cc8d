//! The errors that the cases make. Every text that is not for clients has the canary in it.

use std::fmt;
use std::io;
use std::sync::LazyLock;
use std::time::Duration;

use panda_errors::{ApiError, Definition, ErrorStatus, PandaError, Rejection, Shape};
use serde::Deserialize;

/// A text that no client may ever see. It is in sources, redacted fields, panics and requests.
pub const CANARY: &str = "canary-in-the-mine";

/// The errors of a service for videos.
#[derive(Debug, ApiError)]
#[non_exhaustive]
pub enum UploadError {
    /// Everything in the message is known at compile time.
    #[api(status = 402, message = "The plan has no minutes left")]
    NoMinutes,

    /// A placeholder.
    #[api(
        status = 413,
        name = "FileSizeLimitExceeded",
        message = "File size limit for this account is set to {limit} bytes"
    )]
    TooLarge {
        /// In bytes.
        limit: u64,
    },

    /// The answer of another type.
    #[api(transparent)]
    Panda(#[from] PandaError),

    /// A 401 for which no challenge is declared.
    #[api(status = 401, message = "Sign in first")]
    NoSession,

    /// A 401 with two challenges.
    #[api(
        status = 401,
        message = "Send a key or a signature",
        header("WWW-Authenticate" = "Key realm=\"videos\""),
        header("WWW-Authenticate" = "Signature")
    )]
    NoKey,

    /// A 405 of the author's own.
    #[api(status = 405, message = "A finished video is not written to", header("Allow" = "GET, DELETE"))]
    Finished,

    /// A 407.
    #[api(status = 407, message = "The proxy wants a key", header("Proxy-Authenticate" = "Key"))]
    ProxyKey,

    /// A 426.
    #[api(status = 426, message = "Speak a newer protocol", header("Upgrade" = "HTTP/2.0"))]
    OldProtocol,

    /// A cacheable error, because the author says so.
    #[api(status = 410, message = "The video was deleted", header("Cache-Control" = "public, max-age=60"))]
    Deleted,

    /// A header with a time.
    #[api(status = 429, message = "Too many encodings at a time", retry_after = after)]
    Busy {
        /// When there is room again.
        after: Duration,
    },

    /// A header with a text of anybody's.
    #[api(status = 409, message = "The title is taken", header("Link" = link))]
    TitleTaken {
        /// The address of the other video.
        link: String,
    },

    /// A message of anybody's.
    #[api(status = 422, message = "{text}")]
    Rejected {
        /// All of it.
        text: String,
    },

    /// Details, a field that is not for clients, and a source.
    #[api(status = 415, message = "Cannot decode {codec}", details)]
    Codec {
        /// A text.
        codec: String,
        /// A list of numbers.
        streams: Vec<u32>,
        /// For the report.
        #[api(redact)]
        camera: String,
        /// The error of the library.
        source: io::Error,
    },

    /// A 5xx that has a body, and a source.
    #[api(status = 502, message = "The encoder does not answer")]
    Encoder(#[from] io::Error),

    /// A 500 whose message has only parts that are not for clients.
    #[api(status = 500, name = "DiskFailure", message = "{device} failed at {path}")]
    Disk {
        /// Which one.
        device: String,
        /// Where.
        path: String,
        /// Why.
        source: io::Error,
    },

    /// The error itself says the status.
    #[api(name = "Passed", title = "Passed on", message = "Status {status}")]
    Passed {
        /// Any.
        #[api(status)]
        status: ErrorStatus,
    },

    /// A message that cannot be rendered.
    #[api(status = 404, message = "Couldn't find {0}")]
    Unspeakable(Hostile),

    /// A header that cannot be rendered.
    #[api(status = 503, message = "The encoder is down", header("X-Encoder" = encoder))]
    EncoderDown {
        /// Its name.
        encoder: Hostile,
    },
}

/// Defines the author's error type for the refusals of the framework: three statuses have names and messages of the
/// author, and the others the default ones.
macro_rules! own_error {
    ($(#[$attribute:meta])* $name:ident) => {
        #[derive(Debug, ApiError)]
        $(#[$attribute])*
        #[non_exhaustive]
        pub enum $name {
            /// The path is not a route.
            #[api(status = 404, name = "NoSuchAddress", message = "There is nothing at this address", rejection)]
            NoRoute,
            /// The `Allow` is for a handler that makes this error. The framework's own `Allow` is sent for its refusal.
            #[api(
                status = 405,
                name = "NoMethod",
                message = "This method is not supported here",
                header("Allow" = "POST, PATCH"),
                rejection
            )]
            NoMethod,
            /// The body is too large.
            #[api(status = 413, name = "TooMuch", message = "Send one KiB at most", rejection)]
            TooMuch,
            /// The other refusals.
            #[api(transparent, rejection)]
            Other(Rejection),
        }
    };
}

own_error!(
    /// The refusals in the Panda shape.
    OwnError
);
own_error!(
    /// The refusals in the nested shape.
    #[api(shape = NESTED)]
    NestedOwn
);
own_error!(
    /// The refusals as problem+json.
    #[api(shape = Shape::PROBLEM)]
    ProblemOwn
);

/// A shape that nests its members, with an id in every body and a row for a hidden 500.
pub(crate) const NESTED: Shape = Shape::json(
    r#"{"error":{"code":"{code|name}","message":"{message}","...":"{details}"},"request_id":"{request_id}"}"#,
)
.internal(
    Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "Hidden")
        .with_code("HE_00")
        .with_message("Something went wrong"),
);

/// The errors of the service in the nested shape: the errors of [`UploadError`], and a few that only a shape with a body for
/// every 500 can have.
#[derive(Debug, ApiError)]
#[api(shape = NESTED)]
#[non_exhaustive]
pub enum NestedError {
    /// The errors of the Panda shape.
    #[api(transparent)]
    Upload(#[from] UploadError),

    /// A public code that is not the name.
    #[api(status = 403, code = "HE_07", message = "The plan of {account} ended", details)]
    PlanEnded {
        /// The name of the account.
        account: String,
        /// The source is for the report.
        source: io::Error,
    },

    /// A 500 whose name and message were written for clients.
    #[api(status = 500, expose, code = "WE_03", message = "The webhook was not processed")]
    Webhook(#[source] io::Error),

    /// A status that may be 500, with a secret in the code, the message, the details and the source.
    #[api(code = "canary-in-the-mine", message = "{device} failed", details)]
    Secret {
        /// Any.
        #[api(status)]
        status: ErrorStatus,
        /// It is in the message and in the details.
        device: String,
        /// The source is for the report.
        source: io::Error,
    },
}

/// The errors of the service in problem+json: those of [`UploadError`].
#[derive(Debug, ApiError)]
#[api(transparent, shape = Shape::PROBLEM)]
#[non_exhaustive]
pub struct ProblemError(#[from] pub UploadError);

/// The values that the routes under `/own` read.
#[derive(Debug, Deserialize)]
#[non_exhaustive]
pub struct Limit {
    /// It is answered with.
    pub limit: u64,
}

/// A value whose `Display` does what none should do.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Hostile {
    /// Returns an error.
    Fails,
    /// Writes something, then returns an error.
    FailsHalfWay,
    /// Panics.
    Panics,
    /// Writes something, then panics.
    PanicsHalfWay,
    /// Writes on and on.
    NeverEnds,
    /// Writes on and on, also after an error.
    NeverListens,
}

impl fmt::Display for Hostile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // 18 MB are as good as endless. A library that does not stop it fails a test and does not hang it.
        static PART: LazyLock<String> = LazyLock::new(|| CANARY.repeat(1024));
        let mut endless = std::iter::repeat_n(PART.as_str(), 1_000);
        match self {
            Self::Fails => Err(fmt::Error),
            Self::FailsHalfWay => f.write_str(CANARY).and(Err(fmt::Error)),
            Self::Panics => panic!("{CANARY} in a panic"),
            Self::PanicsHalfWay => f.write_str(CANARY).map(|()| panic!("{CANARY} in a panic")),
            Self::NeverEnds => endless.try_for_each(|text| f.write_str(text)),
            Self::NeverListens => {
                endless.for_each(|text| f.write_str(text).unwrap_or_default());
                Ok(())
            }
        }
    }
}

impl fmt::Debug for Hostile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{CANARY} in a debug text")
    }
}
