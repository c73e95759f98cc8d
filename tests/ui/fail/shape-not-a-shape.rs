use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(shape = "problem", status = 404, message = "There is no such video")]
struct NoVideo;

#[derive(Debug, ApiError)]
#[api(shape = panda_errors::Shape::json("{}"), status = 404, message = "There is no such profile")]
struct NoProfile;

fn main() {
    println!("{NoVideo} {NoProfile}");
}
