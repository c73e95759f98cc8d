//! Seven services with error bodies of their own, ported: a file in `tests` for each. A port has the statuses, the codes
//! and the members that the clients of the service read, and a part of its errors. Each file names the differences.

use panda_errors::docs::OpenApi;
use panda_errors::{Answer, ApiError, Cataloged, report};
use serde_json::Value;

/// Returns the status and the body that are sent for an error.
pub fn sent(error: &dyn ApiError) -> String {
    let answer = answer(error);
    format!("{} {}", answer.status(), String::from_utf8_lossy(answer.body()))
}

fn answer(error: &dyn ApiError) -> Answer {
    report::capture(|| Answer::of(error)).0
}

/// Asserts that these statuses and bodies are sent for the errors, and that the document of the service describes them.
///
/// # Panics
///
/// Panics if something else is sent, or if the document says otherwise.
#[track_caller]
pub fn assert_sent<E: Cataloged>(errors: &[(&dyn ApiError, &str)]) {
    for (error, expected) in errors {
        assert_eq!(sent(*error), *expected);
        assert_is_documented::<E>(&answer(*error));
    }
}

/// Asserts that the document of the service has the status, the content type and the schema of an answer.
#[track_caller]
fn assert_is_documented<E: Cataloged>(answer: &Answer) {
    let form = OpenApi::new("Service", "1").with_version("3.1.0").with_default_response();
    let document: Value = serde_json::from_str(&form.render(E::CATALOG)).unwrap_or_default();
    let status = answer.status().as_u16();
    let responses = [status.to_string(), format!("{}XX", status / 100), "Default".to_owned()];
    let response = responses.iter().find_map(|name| document.pointer(&format!("/components/responses/ApiError{name}")));
    let content = response.and_then(|response| response.get("content")?.as_object());
    let (_, media_type) = answer.headers().find(|(name, _)| *name == "content-type").unwrap_or_default();
    let schema = content.and_then(|content| content.get(media_type)?.get("schema"));
    assert!(schema.is_some(), "the document has no {media_type} for {status}: {document:#}");
    let mut schema = schema.cloned().unwrap_or_default();
    if let Some(members) = schema.as_object_mut() {
        members.insert("components".to_owned(), document.get("components").cloned().unwrap_or_default());
    }
    let body: Value = serde_json::from_slice(answer.body()).unwrap_or_default();
    let problems: Vec<_> = match jsonschema::draft202012::new(&schema) {
        Ok(validator) => validator.iter_errors(&body).map(|problem| problem.to_string()).collect(),
        Err(error) => Vec::from([error.to_string()]),
    };
    assert!(problems.is_empty(), "{body}\n{problems:#?}\n{schema:#}");
}
