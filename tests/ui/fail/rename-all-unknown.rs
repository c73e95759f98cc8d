use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(rename_all = "snake-case")]
enum Upload {
    #[api(status = 413, message = "too large")]
    TooLarge,
}

fn main() {
    println!("{}", Upload::TooLarge);
}
