use panda_errors::{ApiError, Definition, ErrorStatus};

// By hand, as in the docs, but without `Cataloged`.
#[derive(Debug)]
struct Expired;

impl std::fmt::Display for Expired {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("expired")
    }
}

impl std::error::Error for Expired {}

impl ApiError for Expired {
    fn definition(&self) -> &'static Definition {
        static EXPIRED: Definition = Definition::new(ErrorStatus::GONE, "VideoExpired");
        &EXPIRED
    }
}

#[derive(Debug, ApiError)]
#[api(transparent)]
struct Outer(Expired);

fn main() {}
