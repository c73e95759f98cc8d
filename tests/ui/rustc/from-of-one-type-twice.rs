use std::io;

use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 500)]
    Read(#[from] io::Error),
    #[api(status = 500)]
    Write(#[from] std::io::Error),
}

fn main() {}
