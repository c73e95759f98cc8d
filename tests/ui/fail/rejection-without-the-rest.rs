use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum App {
    #[api(status = 404, message = "There is nothing at this address", rejection)]
    NoPage,
}

fn main() {
    println!("{}", App::NoPage);
}
