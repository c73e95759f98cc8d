use panda_errors::ApiError;

macro_rules! error {
    ($(#[$attribute:meta])* $visibility:vis $ident:ident($ty:ty) = $status:literal $text:literal) => {
        #[derive(Debug, ApiError)]
        #[api(status = $status, message = $text)]
        $(#[$attribute])*
        $visibility struct $ident($ty);
    };
}

error! { pub TooSmall(u8) = 200 "m" }
error! { NoField(u8) = 413 "{1}" }
error! { #[api(help = "")] NoHelp(u8) = 413 "{0}" }

fn main() {
    println!("{} {} {}", TooSmall(1), NoField(2), NoHelp(3));
}
