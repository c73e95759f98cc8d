//! `axum.rs`.

use crate::example::Example;

#[test]
fn the_axum_example_answers_with_the_panda_body() {
    const JSON: &str = "content-type: application/json";
    let example = Example::start(env!("CARGO_BIN_EXE_axum"));
    for (request, status, header, body) in [
        (
            "GET /videos/7",
            "404 Not Found",
            JSON,
            r#"{"error":"VideoNotFound","message":"Couldn't find Video with ID=7"}"#,
        ),
        ("GET /videos/8", "500 Internal Server Error", "content-length: 0", ""),
        ("GET /videos/x", "400 Bad Request", JSON, r#"{"error":"BadRequest","message":"Bad Request"}"#),
        (
            "DELETE /videos/7",
            "405 Method Not Allowed",
            "allow: GET,HEAD",
            r#"{"error":"MethodNotAllowed","message":"Method Not Allowed"}"#,
        ),
        ("GET /nothing", "404 Not Found", JSON, r#"{"error":"NotFound","message":"Not Found"}"#),
    ] {
        example.assert(request, status, header, body);
    }
}
