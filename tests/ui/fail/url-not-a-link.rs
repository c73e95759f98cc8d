use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 413, message = "too large", url = "javascript:alert(1)")]
    Script,
}

fn main() {
    println!("{}", Upload::Script);
}
