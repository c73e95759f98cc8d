use std::io;

use panda_errors::{ApiError, ErrorStatus};

macro_rules! errors {
    ($(#[$meta:meta])* $visibility:vis enum $ident:ident {
        $($variant:ident($ty:ty) = $status:path, $name:literal, $text:literal, $($key:meta),*;)*
    }) => {
        #[derive(Debug, ApiError)]
        $(#[$meta])*
        $visibility enum $ident {
            $(#[api(status = $status, name = $name, message = $text, $($key),*)] $variant($ty),)*
        }
    };
}

errors! {
    #[api(rename_all = "snake_case")]
    pub enum Upload {
        TooLarge(u64) = ErrorStatus::PAYLOAD_TOO_LARGE, "FileSizeLimitExceeded", "the limit is {0}", help = "less";
        Read(io::Error) = ErrorStatus::BAD_REQUEST, "read", "cannot read", log = "warn", retry = "never";
    }
}

fn main() {
    let error = Upload::TooLarge(5);
    assert_eq!((error.status().as_u16(), error.to_string()), (413, "the limit is 5".to_owned()));
    assert_eq!(Upload::Read(io::Error::other("x")).name(), "read");
}
