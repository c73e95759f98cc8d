use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 404, name = "Not Found", message = "not found")]
    Blank,
}

fn main() {
    println!("{}", Upload::Blank);
}
