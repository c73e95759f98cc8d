use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 413, message = "too large", help = "")]
struct TooLarge;

fn main() {
    println!("{TooLarge}");
}
