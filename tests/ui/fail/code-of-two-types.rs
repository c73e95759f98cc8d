use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Channel {
    #[api(status = 404, code = 10003, message = "Unknown Channel")]
    Unknown,
    #[api(status = 403, code = "FORBIDDEN", message = "This channel is private")]
    Private,
    #[api(status = 403, code = 1.5, message = "This channel is full")]
    Full,
}

fn main() {
    println!("{} {} {}", Channel::Unknown, Channel::Private, Channel::Full);
}
