use panda_errors::{Answer, ApiError};

#[derive(Debug)]
struct Plain;

impl std::fmt::Display for Plain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("plain")
    }
}

impl std::error::Error for Plain {}

#[derive(Debug, ApiError)]
enum Outer {
    #[api(transparent)]
    Plain(Plain),
}

fn main() {
    Answer::of(&Plain);
}
