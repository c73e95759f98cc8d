use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 402, title = "", message = "Your card was declined")]
struct Declined;

fn main() {
    println!("{Declined}");
}
