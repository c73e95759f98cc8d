use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 413 message = "too large")]
    Missing,
    #[api[status = 413, message = "too large"]]
    Brackets,
}

fn main() {
    println!("{}", Upload::Missing);
}
