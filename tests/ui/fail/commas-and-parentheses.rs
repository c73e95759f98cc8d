use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 413 message = "too large")]
    Missing,
    #[api(status = 413,, message = "too large")]
    Double,
    #[api(status = 413; message = "too large")]
    Semicolon,
    #[api]
    Bare,
    #[api = "too large"]
    Value,
    #[api[status = 413, message = "too large"]]
    Brackets,
    #[api("status" = 413)]
    Quoted,
}

fn main() {
    println!("{}", Upload::Missing);
}
