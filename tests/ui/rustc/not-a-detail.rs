use panda_errors::ApiError;

struct Limit;

#[derive(ApiError)]
#[api(status = 413, message = "too large")]
struct TooLarge {
    #[api(detail)]
    limit: Limit,
}

impl std::fmt::Debug for TooLarge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TooLarge")
    }
}

fn main() {}
