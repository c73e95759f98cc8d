use std::io;

use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 400, message = "cannot read")]
struct Read {
    #[api(detail)]
    source: io::Error,
    #[api(detail = "path")]
    path: String,
}

fn main() {
    println!("{}", Read { source: io::Error::other("full"), path: String::new() });
}
