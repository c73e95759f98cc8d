use panda_errors::{ApiError, PandaError};

#[derive(Debug, ApiError)]
enum Upload {
    #[api(transparent, status = 404, message = "not found")]
    Panda(PandaError),
    #[api(transparent)]
    Nothing,
    #[api(transparent)]
    Two(PandaError, PandaError),
    #[api(transparant)]
    Misspelt(PandaError),
}

fn main() {
    println!("{}", Upload::Nothing);
}
