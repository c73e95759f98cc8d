use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 404, message = "not found")]
enum Record {
    Video,
    #[api(rename_all = "snake_case", status = 404, message = "not found")]
    Profile {
        #[api(message = "{id}")]
        #[from]
        id: u64,
    },
    #[source]
    Cloud,
}

fn main() {
    println!("{}", Record::Video);
}
