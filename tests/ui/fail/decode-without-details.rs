use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(decode)]
enum Upload {
    #[api(status = 413, message = "File size limit for this account is set to {limit} bytes")]
    TooLarge { limit: u64 },
}

#[derive(Debug, ApiError)]
#[api(status = 404, message = "not found", decode)]
struct NotFound<T>(T);

fn main() {
    println!("{} {}", Upload::TooLarge { limit: 5 }, NotFound(5));
}
