use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Channel {
    #[api(status = 404, code = 10003, message = "Unknown Channel")]
    Unknown,
    #[api(status = 403, code = "FORBIDDEN", message = "This channel is private")]
    Private,
}

fn main() {
    println!("{} {}", Channel::Unknown, Channel::Private);
}
