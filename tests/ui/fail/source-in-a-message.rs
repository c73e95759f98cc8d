use std::io;

use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 400, message = "cannot read: {0}")]
    Read(#[from] io::Error),
}

#[derive(Debug, thiserror::Error, ApiError)]
enum Thiserror {
    #[api(status = 400)]
    #[error("cannot read: {}", .0)]
    Read(#[from] io::Error),
}

fn main() -> Result<(), Upload> {
    println!("{}", Thiserror::Read(io::Error::other("empty")));
    Err(io::Error::other("full"))?
}
