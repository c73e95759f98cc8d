use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Webhook {
    #[api(status = 500, expose, message = "There was an issue with the webhook")]
    Failed,
}

fn main() {
    println!("{}", Webhook::Failed);
}
