use panda_errors::ApiError;

// The mistake is underlined at the template, as in a constant.
#[derive(Debug, ApiError)]
#[api(shape = r#"{"error":"{name}","text":"{msg}"}"#)]
enum UploadError {
    #[api(status = 404, message = "gone")]
    Gone,
}

fn main() {}
