use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 429, message = "slow down", retry_after = seconds)]
struct SlowDown {
    seconds: f64,
}

fn main() {}
