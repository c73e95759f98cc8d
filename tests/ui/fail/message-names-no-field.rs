use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 413, message = "File size limit is set to {limti} bytes, {usde} are used, {} are left")]
    TooLarge { limit: u64, used: u64 },
    #[api(status = 404, message = "Couldn't find {self} with ID={id.0}")]
    NotFound { id: (u64,) },
    #[api(status = 400, message = "{expected")]
    Unclosed { expected: u8 },
    #[api(status = 400, message = "{\"error\": 5}")]
    Json,
    #[api(status = 400, message = "größer als {größ:>8}, {größe:z}")]
    Größer { größe: u64 },
    #[api(status = 400, message = "")]
    Empty,
    #[api(status = 400)]
    None,
}

fn main() {
    println!("{}", Upload::Empty);
}
