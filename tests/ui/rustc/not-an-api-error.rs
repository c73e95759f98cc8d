use std::io;

use panda_errors::{Answer, ApiError, catalog};

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
    #[api(transparent)]
    Io(#[from] io::Error),
}

// Later uses of the outer type cause no more errors.
catalog!(static API = [Outer]);

fn main() {
    Answer::of(&Outer::Plain(Plain));
    Answer::of(&Plain);
}
