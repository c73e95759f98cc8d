//! The errors that the cases make. Every text that is not for clients has the canary in it.

use std::fmt;
use std::io;
use std::time::Duration;

use panda_errors::{ApiError, ErrorStatus, PandaError, Rejection};
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
    #[api(name = "Passed", message = "Status {status}")]
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

/// The author's type for rejections of the framework: one has its own name and message, the others the default ones.
#[derive(Debug, ApiError)]
#[non_exhaustive]
pub enum OwnError {
    /// No route.
    #[api(status = 404, name = "NoSuchAddress", message = "There is nothing at this address")]
    NoRoute(#[source] Rejection),
    /// The others.
    #[api(transparent)]
    Other(Rejection),
}

impl From<Rejection> for OwnError {
    fn from(rejection: Rejection) -> Self {
        if rejection.status() == 404 { Self::NoRoute(rejection) } else { Self::Other(rejection) }
    }
}

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
    /// Writes on and on, even when told to stop.
    NeverListens,
}

impl fmt::Display for Hostile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // As good as endless, so that a library that does not stop it fails a test and does not hang it.
        let mut endless = std::iter::repeat_n(CANARY, 1_000_000);
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
