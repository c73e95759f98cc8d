use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 413, message = "{used} of 5")]
struct TooLarge {
    #[api(example = 5 * 5)]
    used: u64,
}

fn main() {
    println!("{}", TooLarge { used: 2 });
}
