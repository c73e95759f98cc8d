use panda_errors::{Answer, ApiError, catalog};

#[derive(ApiError)]
#[api(status = 413, message = "too large")]
struct TooLarge;

#[derive(ApiError)]
enum Hidden {
    #[api(status = 500)]
    Io,
}

#[derive(ApiError)]
#[api(status = 404, message = "no {what}")]
struct Missing<'a, const N: usize> {
    what: &'a str,
}

#[derive(ApiError)]
#[api(status = 404, message = "no {0}")]
struct Generic<T>(T);

// Later uses of the types cause no more errors.
catalog!(static API = [TooLarge, Hidden]);

fn main() {
    Answer::of(&TooLarge);
    let _: Box<dyn std::error::Error> = Box::new(Hidden::Io);
    let _ = Missing::<1> { what: "" }.to_string();
    // Only here, because `Debug` may depend on the parameter.
    Answer::of(&Generic(1));
}
