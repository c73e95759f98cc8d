use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 503, message = "busy", retry = "sometimes")]
struct Busy;

fn main() {
    println!("{Busy}");
}
