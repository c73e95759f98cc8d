use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Login {
    #[api(status = 401, message = "the key {key} is wrong")]
    Message {
        #[api(redact)]
        key: String,
    },
}

fn main() {
    println!("{}", Login::Message { key: String::new() });
}
