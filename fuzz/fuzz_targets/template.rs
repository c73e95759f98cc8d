//! Any template that the checker accepts sends valid JSON.

#![no_main]

use std::fmt;
use std::panic::catch_unwind;

use libfuzzer_sys::fuzz_target;
use panda_errors::{Answer, ApiError, Definition, ErrorStatus, Shape};

#[derive(Debug)]
struct Refused(&'static Shape);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a \"text\"\n")
    }
}

impl std::error::Error for Refused {}

impl ApiError for Refused {
    fn definition(&self) -> &'static Definition {
        static DEFINITION: Definition = Definition::new(ErrorStatus::CONFLICT, "Refused");
        &DEFINITION
    }

    fn shape(&self) -> &'static Shape {
        self.0
    }
}

fuzz_target!(|template: &str| {
    let template: &'static str = template.to_owned().leak();
    // A refusal is a panic at run time.
    let _ = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let made = catch_unwind(|| Shape::json(template));
    let _ = std::panic::take_hook();
    let Ok(shape) = made else { return };
    let answer = Answer::of(&Refused(Box::leak(Box::new(shape))));
    serde_json::from_slice::<serde_json::Value>(answer.body()).unwrap();
});
