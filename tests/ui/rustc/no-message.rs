use panda_errors::ApiError;

// Without a message the `Display` is the author's to write.
#[derive(Debug, ApiError)]
#[api(status = 413)]
struct TooLarge;

#[derive(ApiError)]
#[api(status = 413)]
struct WithoutDebug;

fn main() {}
