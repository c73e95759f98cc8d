use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 413, message = "{limit:x} of {used} {unit}")]
struct TooLarge {
    #[api(example = "ten")]
    limit: u64,
    #[api(example = 5 * 5)]
    used: u64,
    #[api(example = b"MiB")]
    unit: &'static str,
}

fn main() {
    println!("{}", TooLarge { limit: 1, used: 2, unit: "MiB" });
}
