use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 404, name = "Not Found", message = "not found")]
    Blank,
    #[api(status = 404, name = NotFound, message = "not found")]
    NoText,
    #[api(status = 404, message = "not found")]
    Gelöscht,
}

// One name, two statuses.
#[derive(Debug, ApiError)]
enum Record {
    #[api(status = 404, name = "RecordNotFound", message = "Couldn't find Video with ID={0}")]
    Video(u64),
    #[api(status = 410, name = "RecordNotFound", message = "Couldn't find Profile with ID={0}")]
    Profile(u64),
}

fn main() {
    println!("{} {}", Upload::Blank, Record::Video(7));
}
