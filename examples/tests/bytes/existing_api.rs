//! `existing-api.rs`.

use crate::example::Example;

#[test]
fn the_existing_api_example_keeps_its_body_and_its_codes() {
    const JSON: &str = "content-type: application/json";
    let example = Example::start(env!("CARGO_BIN_EXE_existing-api"));
    for (request, status, header, body) in [
        (
            "GET /",
            "409 Conflict",
            JSON,
            r#"{"ok":false,"error":{"code":"E17","text":"The video is being encoded","progress":40}}"#,
        ),
        ("GET /disk", "500 Internal Server Error", JSON, r#"{"ok":false,"error":{"code":"E00","text":"Our fault"}}"#),
        (
            "GET /nothing",
            "404 Not Found",
            JSON,
            r#"{"ok":false,"error":{"code":"E04","text":"There is nothing at this path"}}"#,
        ),
        (
            "PUT /",
            "405 Method Not Allowed",
            "allow: GET,HEAD",
            r#"{"ok":false,"error":{"code":"E05","text":"This path has other methods"}}"#,
        ),
    ] {
        example.assert(request, status, header, body);
    }
}
