use std::time::Duration;

use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 429, message = "slow down", retry_after = dealy)]
    Misspelt { delay: Duration },
}

fn main() {
    println!("{}", Upload::Misspelt { delay: Duration::ZERO });
}
