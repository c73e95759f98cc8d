//! A client that reads bodies of one kind in two sizes, for the cost of twice the input.

use panda_errors::{Catalog, Reply, Shape};

static PROBLEM: Shape = Shape::PROBLEM;
static API: Catalog = Catalog::of_shape(&PROBLEM);

/// The size of a body, in bytes, and the name of the case.
const SIZES: [(&str, usize); 2] = [("30,000 B", 30_000), ("60,000 B", 60_000)];

/// The kinds of a body: the subject, the text at the start, the text that repeats, and the text at the end. A `#` is the
/// number of the repetition.
const KINDS: [(&str, &str, &str, &str); 6] = [
    ("reply: members", "", r##""#":1,"##, ""),
    ("reply: objects", "", r##""#":{"a":{"a":1}},"##, ""),
    ("reply: list", r#""list":["#, "1,", "1],"),
    ("reply: text", r#""text":""#, r"\u00e9", "\","),
    ("reply: brackets", r#""list":["#, "[[[]]],", ""),
    ("reply: broken", r#""list":["#, "{\"a\":[1]},", "!"),
];

pub(crate) fn add(cases: &mut Vec<crate::Case>) {
    for (size, length) in SIZES {
        for (subject, start, part, end) in KINDS {
            let body = body(length, start, part, end);
            let headers = [("content-type", "application/problem+json")];
            cases.push(crate::Case::new(subject, size, move || Reply::read(&API, 404, headers, body.as_bytes())));
        }
    }
}

/// Returns a body of about this length.
fn body(length: usize, start: &str, part: &str, end: &str) -> String {
    let mut body = String::from(r#"{"title":"Not Found","status":404,"detail":"none","code":"NotFound","#) + start;
    let mut number = 0;
    while body.len() < length {
        body += &part.replace('#', &format!("{number:x}"));
        number += 1;
    }
    body + end + r#""z":1}"#
}
