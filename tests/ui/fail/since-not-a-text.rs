use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 503, message = "busy", since = 2.1)]
struct Busy;

fn main() {
    println!("{Busy}");
}
