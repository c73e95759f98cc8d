use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 413, message = "too large", only(axmu))]
struct TooLarge;

fn main() {
    println!("{TooLarge}");
}
