use std::io;

use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 400, message = "cannot read: {0}")]
    Read(#[from] io::Error),
    #[api(status = 502, message = "cannot ask: {source:?}")]
    Ask { source: io::Error },
    #[api(status = 400, message = "bad", header("X-Cause" = cause))]
    Header {
        #[source]
        cause: io::Error,
    },
    #[api(status = 400, message = "bad")]
    Two(#[source] io::Error, #[source] io::Error),
}

#[derive(Debug, thiserror::Error, ApiError)]
enum Thiserror {
    #[api(status = 400)]
    #[error("cannot read: {}", .0)]
    Read(#[from] io::Error),
    #[api(status = 502)]
    #[error("the queue at {at} does not answer")]
    Ask { at: &'static str },
    #[api(status = 404)]
    #[error(transparent)]
    Other(std::fmt::Error),
}

fn main() -> Result<(), Upload> {
    println!("{}", Thiserror::Ask { at: "10.0.0.7" });
    Err(io::Error::other("full"))?
}
