use panda_errors::ApiError;

// `thiserror::Error` was taken out of the derives, and its attribute stayed.
#[derive(Debug, ApiError)]
#[api(status = 413, message = "too large")]
#[error("too large")]
struct TooLarge;

fn main() {}
