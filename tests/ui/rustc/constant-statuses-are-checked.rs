use panda_errors::{ApiError, ErrorStatus};

#[derive(Debug, ApiError)]
enum Inner {
    #[api(status = 404, name = "Gone", message = "gone")]
    Gone,
}

#[derive(Debug, thiserror::Error, ApiError)]
enum Outer<'a, T: std::fmt::Debug> {
    #[error("the text of a database")]
    #[api(status = ErrorStatus::BAD_GATEWAY)]
    Database(&'a str, T),
    #[error("no methods")]
    #[api(status = ErrorStatus::METHOD_NOT_ALLOWED)]
    NoMethods,
    #[error("varies")]
    #[api(name = "Twice", message = "it varies")]
    Varies(#[api(status)] ErrorStatus),
    #[error("one")]
    #[api(status = ErrorStatus::NOT_FOUND, name = "Twice")]
    One,
    #[error("two")]
    #[api(status = 409, name = "Twice")]
    Two,
    #[error("gone")]
    #[api(status = 410)]
    Gone,
    #[error(transparent)]
    #[api(transparent)]
    Inner(Inner),
}

fn main() {}
