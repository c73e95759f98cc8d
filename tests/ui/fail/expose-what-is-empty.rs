use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Webhook {
    #[api(status = 500, expose, message = "There was an issue with the webhook")]
    Failed,
    #[api(status = 404, expose, message = "There is no such webhook")]
    Missing,
    #[api(status = 400, message = "no number: {0}")]
    Number(#[from] std::num::ParseIntError),
}

fn main() {
    println!("{} {}", Webhook::Failed, Webhook::Missing);
}
