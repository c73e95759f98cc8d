use std::fmt;

use panda_errors::ApiError;

#[derive(Debug, ApiError)]
#[api(status = 413, message = "too large", skip(Dispaly))]
struct TooLarge;

// The impl that the misspelt `skip` was meant for.
impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("too large, and by hand")
    }
}

fn main() {
    println!("{TooLarge}");
}
