//! Seven services with error bodies of their own, ported: a file in `tests` for each. A port has the statuses, the codes
//! and the members that the clients of the service read, and a part of its errors. Each file names the differences.

use panda_errors::{Answer, ApiError, report};

/// Returns the status and the body that are sent for an error.
pub fn sent(error: &dyn ApiError) -> String {
    let (answer, _) = report::capture(|| Answer::of(error));
    format!("{} {}", answer.status(), String::from_utf8_lossy(answer.body()))
}

/// Asserts that these statuses and bodies are sent for the errors.
///
/// # Panics
///
/// Panics if something else is sent.
#[track_caller]
pub fn assert_sent(errors: &[(&dyn ApiError, &str)]) {
    for (error, expected) in errors {
        assert_eq!(sent(*error), *expected);
    }
}
