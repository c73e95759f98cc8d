use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 405, message = "only GET", header("Allow" = "GET\r\nSet-Cookie: admin=1"))]
    Value,
}

fn main() {
    println!("{}", Upload::Value);
}
