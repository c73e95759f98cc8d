use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Login {
    #[api(status = 401, message = "the key {key} is wrong")]
    Message {
        #[api(redact)]
        key: String,
    },
    #[api(status = 401, message = "the key is wrong", header("X-Key" = key))]
    Header {
        #[api(redact)]
        key: String,
    },
    #[api(status = 401, message = "the key is wrong")]
    Detail {
        #[api(detail, redact)]
        key: String,
    },
}

fn main() {
    println!("{}", Login::Message { key: String::new() });
}
