use panda_errors::{ApiError, PandaError, catalog};

#[derive(Debug, ApiError)]
#[api(status = 422, name = "BadRequest", message = "This is no video")]
pub struct NoVideo;

catalog!(pub static API = [PandaError, NoVideo]);

fn main() {}
