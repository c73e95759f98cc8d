use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 503, message = "busy", crate = "panda_errors")]
struct Busy;

fn main() {
    println!("{Busy}");
}
