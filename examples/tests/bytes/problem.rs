//! `problem.rs`.

use crate::example::Example;

#[test]
fn the_problem_example_answers_with_problem_json() {
    const PROBLEM: &str = "content-type: application/problem+json";
    let example = Example::start(env!("CARGO_BIN_EXE_problem"));
    for (request, status, header, body) in [
        (
            "GET /videos/7",
            "404 Not Found",
            PROBLEM,
            r#"{"title":"There is no such video","status":404,"detail":"Couldn't find Video with ID=7","code":"video_not_found"}"#,
        ),
        (
            "POST /videos/7/encodings",
            "403 Forbidden",
            PROBLEM,
            concat!(
                r#"{"type":"https://example.com/problems/out-of-credit","title":"Out of credit","status":403,"#,
                r#""detail":"The video costs 50, and the balance is 30","code":"out_of_credit","cost":50,"balance":30}"#
            ),
        ),
        (
            "DELETE /videos/7",
            "405 Method Not Allowed",
            "allow: GET,HEAD",
            r#"{"title":"Method Not Allowed","status":405,"detail":"Method Not Allowed","code":"method_not_allowed"}"#,
        ),
        (
            "GET /nothing",
            "404 Not Found",
            PROBLEM,
            r#"{"title":"Not Found","status":404,"detail":"Not Found","code":"not_found"}"#,
        ),
    ] {
        example.assert(request, status, header, body);
    }
}
