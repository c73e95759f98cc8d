use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 413, message = "too large", with = my::integration)]
struct TooLarge;

fn main() {
    println!("{TooLarge}");
}
