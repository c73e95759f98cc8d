use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 413, message = "{limit} of {used}", details)]
struct TooLarge {
    #[api(example = "ten")]
    limit: u64,
    #[api(example = -5)]
    used: u8,
    #[api(example = [5])]
    fields: Vec<String>,
    #[api(example = 5)]
    plan: Option<u8>,
}

fn main() {}
