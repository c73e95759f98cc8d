//! For any headers and any target of a request, the answer has a well-formed id and the report is one line.

#![no_main]

use libfuzzer_sys::fuzz_target;
use panda_errors::report::{Request, capture};
use panda_errors::{Answer, PandaError};

fuzz_target!(|given: (&str, &[u8], &str)| {
    let (method, id, source) = given;
    let request = Request::new(method, Some(id));
    let (answer, reports) = capture(|| request.enter(|| Answer::of(&PandaError::internal(source))));
    let id = answer.headers().find(|(name, _)| *name == "x-request-id").map(|(_, id)| id.to_owned()).unwrap();
    assert!((1..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_graphic()));
    assert_eq!(reports[0].id.as_ref().map(ToString::to_string), Some(id));
    assert!(!reports[0].line.chars().any(char::is_control));
});
