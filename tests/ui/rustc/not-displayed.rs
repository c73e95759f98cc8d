use panda_errors::ApiError;

#[derive(Debug)]
struct Limit;

#[derive(Debug, ApiError)]
#[api(status = 413, message = "the limit is {limit}")]
struct TooLarge {
    limit: Limit,
}

fn main() {}
