use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 413, message = "File size limit is set to {limti} bytes, {usde} are used, {} are left")]
    TooLarge { limit: u64, used: u64 },
    #[api(status = 400, message = "größer als {größ:>8}, {größe:z}")]
    Größer { größe: u64 },
}

fn main() {
    println!("{}", Upload::TooLarge { limit: 5, used: 5 });
}
