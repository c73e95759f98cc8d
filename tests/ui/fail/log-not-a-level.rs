use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 413, message = "too large", log = "WARN")]
    Case,
    #[api(status = 413, message = "too large", log = info)]
    Ident,
    #[api(status = 500, log = "off")]
    Silent,
}

fn main() {
    println!("{}", Upload::Case);
}
