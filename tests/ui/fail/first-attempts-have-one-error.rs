use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum WithoutAttributes {
    A(String),
}

#[derive(Debug, ApiError)]
#[api()]
struct Empty;

#[derive(Debug, ApiError)]
#[api(status)]
struct WithoutValue;

#[derive(Debug, ApiError)]
#[api(status == 404)]
struct Compared;

#[derive(Debug, ApiError)]
#[api(status(404))]
struct Called;

#[derive(Debug, ApiError)]
#[api(status = 200)]
struct Success;

fn main() {}
