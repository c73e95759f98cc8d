use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 200, message = "fine")]
struct Success;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 413u16, message = "too large")]
    Suffix,
    #[api(status = "404", message = "not found")]
    Text,
    #[api(message = "no")]
    Missing,
    #[api(status = 405, message = "only GET")]
    WithoutItsHeader,
}

#[derive(Debug, ApiError)]
#[api(status = 404, message = "not found")]
enum Misplaced {
    Video,
    Profile,
}

fn main() {
    println!("{} {} {}", Success, Upload::Missing, Misplaced::Video);
}
