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


// An enum of hidden 500s needs no message, so its only mistake is the status.
#[derive(Debug, ApiError)]
enum Hidden {
    #[api(status = 500)]
    Io(#[from] std::io::Error),
    #[api(status = 50)]
    Fmt(#[from] std::fmt::Error),
}

fn main() {}
