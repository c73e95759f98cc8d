use panda_errors::{ApiError, PandaError};

#[derive(Debug, ApiError)]
enum Upload {
    #[api(transparent, status = 404, message = "not found")]
    Panda(PandaError),
}

fn main() {
    println!("{}", Upload::Panda(PandaError::unsupported_format()));
}
