use panda_errors::{Answer, ApiError};

// A width is a `usize`. The type of its field is underlined, and no other field.
#[derive(Debug, ApiError)]
#[api(status = 404, message = "{x:w$} and {x:.p$}")]
struct Widths {
    x: f64,
    w: u8,
    p: Option<usize>,
}

#[derive(Debug, ApiError)]
enum Borrowed<'a> {
    #[api(status = 500)]
    Io(#[source] &'a std::io::Error),
}

// Only a use knows the type behind the `Rc`.
#[derive(Debug, ApiError)]
enum Shared<T> {
    #[api(status = 500)]
    Once(#[source] std::rc::Rc<T>),
}

fn main() {
    let _ = Answer::of(&Shared::Once(std::rc::Rc::new(7)));
}
