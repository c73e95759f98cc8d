use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum App {
    #[api(status = 404, message = "There is nothing at this address", rejection)]
    NoPage,
    #[api(status = 405, message = "This method is not supported", rejection)]
    NoMethod,
}

fn main() {
    println!("{} {}", App::NoPage, App::NoMethod);
}
