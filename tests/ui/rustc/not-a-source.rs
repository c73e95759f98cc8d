use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 500)]
    Text(#[from] String),
    #[api(status = 400, message = "bad source")]
    Called { source: Timer },
}

#[derive(Debug)]
struct Timer;

fn main() {}
