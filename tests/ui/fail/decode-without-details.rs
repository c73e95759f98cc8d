use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(decode)]
enum Upload {
    #[api(status = 413, message = "File size limit for this account is set to {limit} bytes")]
    TooLarge { limit: u64 },
}

fn main() {
    println!("{}", Upload::TooLarge { limit: 5 });
}
