use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(rename_all = "Title Case", kind = UploadKind)]
enum Upload {
    #[api(status = 200, name = "", message = "{x}", log = "loud")]
    TooLarge {
        #[api(example = b"x", redact, detail)]
        limit: u64,
    },
    #[api(transparent)]
    Nothing,
    #[api(status = 404, name = "N", message = "not found")]
    NotFound,
    #[api(status = 410, name = "N", message = "gone")]
    Gone,
}

fn main() {
    println!("{}", Upload::Nothing);
}
