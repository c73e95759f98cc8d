use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(kind = "UploadKind")]
enum Upload {
    #[api(status = 413, message = "too large")]
    TooLarge,
}

#[derive(Debug, ApiError)]
#[api(kind = RecordKind)]
enum Record {
    #[api(status = 410, name = "record.gone", message = "gone")]
    Dot,
    #[api(status = 410, name = "record-gone", message = "gone")]
    Dash,
}

fn main() {
    println!("{} {}", Upload::TooLarge, Record::Dot);
}
