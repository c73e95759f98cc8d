use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Record {
    #[api(status = 404, name = "RecordNotFound", message = "no such video")]
    Video,
}

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 410, name = "RecordNotFound", message = "the upload is gone")]
    Gone,
    #[api(transparent)]
    Record(Record),
}

fn main() {}
