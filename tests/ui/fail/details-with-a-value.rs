use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 413, message = "too large", details(limit))]
    TooLarge { limit: u64 },
}

fn main() {
    println!("{}", Upload::TooLarge { limit: 5 });
}
