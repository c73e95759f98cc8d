use panda_errors::ApiError;

#[derive(Debug, thiserror::Error, ApiError)]
#[error("never")]
enum Never {}

#[derive(Debug, thiserror::Error, ApiError)]
#[error("the disk failed: {source}")]
enum Disk {
    #[api(status = 500)]
    Read { source: std::io::Error },
    #[api(status = 404, message = "no such file")]
    Missing { source: std::io::Error },
}

fn main() {
    let error = || std::io::Error::other("full");
    assert_eq!(Disk::Read { source: error() }.to_string(), "the disk failed: full");
    assert_eq!(Disk::Missing { source: error() }.status(), panda_errors::ErrorStatus::NOT_FOUND);
    let _: Option<Never> = None;
}
