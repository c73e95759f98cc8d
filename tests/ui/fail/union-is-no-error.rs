use panda_errors::{Answer, ApiError};

#[derive(ApiError)]
union Bits {
    bits: u32,
}

fn main() {
    println!("{} {:?}", Bits { bits: 5 }, Answer::of(&Bits { bits: 5 }));
}
