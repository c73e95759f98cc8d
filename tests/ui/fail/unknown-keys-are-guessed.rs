use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(renam_all = "snake_case")]
enum Upload {
    #[api(code = 413, rename = "Limit", mesage = "too large")]
    TooLarge {
        #[api(exmple = 5, sensitive)]
        limit: u64,
    },
    #[api(statu = 413, message = "fine", sauce)]
    Sauce,
}

fn main() {
    println!("{}", Upload::Sauce);
}
