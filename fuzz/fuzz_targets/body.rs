//! Any text in a message is what `serde_json` makes of it, or cut to what may be sent.

#![no_main]

use libfuzzer_sys::fuzz_target;
use panda_errors::{Answer, ApiError};

#[derive(Debug, ApiError)]
#[api(status = 404, name = "NotFound", message = "{0}")]
struct NotFound(String);

fuzz_target!(|text: &str| {
    let answer = Answer::of(&NotFound(text.to_owned()));
    let sent: serde_json::Value = serde_json::from_slice(answer.body()).unwrap();
    let whole = format!(r#"{{"error":"NotFound","message":{}}}"#, serde_json::to_string(text).unwrap());
    if whole.len() <= 8 * 1024 {
        assert_eq!(answer.body(), whole.as_bytes());
    } else {
        assert!(answer.body().len() <= 8 * 1024 + r#"{"error":"NotFound","message":""}"#.len());
        assert!(text.starts_with(sent["message"].as_str().unwrap()));
    }
});
