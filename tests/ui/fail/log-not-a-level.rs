use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 413, message = "too large", log = "WARN")]
    Case,
}

fn main() {
    println!("{}", Upload::Case);
}
