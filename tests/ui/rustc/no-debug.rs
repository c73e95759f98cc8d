use panda_errors::ApiError;

#[derive(ApiError)]
#[api(status = 413, message = "too large")]
struct TooLarge;

fn main() {}
