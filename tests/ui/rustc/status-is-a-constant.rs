use panda_errors::{ApiError, ErrorStatus};

const NUMBER: u16 = 413;

#[derive(Debug, ApiError)]
#[api(status = NUMBER, message = "too large")]
struct Number;

#[derive(Debug, ApiError)]
#[api(status = ErrorStatus::METHOD_NOT_ALLOWED, message = "only GET")]
struct WithoutItsHeader;

#[derive(Debug, ApiError)]
enum Record {
    #[api(status = 404, name = "RecordNotFound", message = "not found")]
    Video,
    #[api(status = ErrorStatus::GONE, name = "RecordNotFound", message = "gone")]
    Profile,
}

fn main() {}
