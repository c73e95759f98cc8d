use std::time::Duration;

use panda_errors::ApiError;

#[derive(Debug, ApiError)]
enum Upload {
    #[api(status = 429, message = "slow down", retry_after = 30)]
    Number,
    #[api(status = 429, message = "slow down", retry_after = dealy)]
    Misspelt { delay: Duration },
    #[api(status = 429, message = "slow down", retry_after)]
    Missing { delay: Duration },
}

fn main() {
    println!("{}", Upload::Number);
}
