use std::io;

use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 500, message = "the disk failed")]
    Disk {
        #[from]
        source: io::Error,
        path: String,
    },
    #[api(status = 500)]
    Again(#[from] io::Error),
}

fn main() -> Result<(), Upload> {
    Err(io::Error::other("full"))?
}
