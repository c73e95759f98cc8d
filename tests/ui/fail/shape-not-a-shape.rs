use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(shape = panda_errors::Shape::json("{}"), status = 404, message = "There is no such profile")]
struct NoProfile;

fn main() {
    println!("{NoProfile}");
}
