use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 200, message = "fine")]
struct Success;

#[derive(Debug, ApiError)]
enum WithoutAttributes {
    A(String),
}

fn main() {
    println!("{} {}", Success, WithoutAttributes::A(String::new()));
}
