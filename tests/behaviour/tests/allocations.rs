//! The number of allocations between an error and its body: none, or one.

use std::hint::black_box;

use allocation_counter::{AllocationInfo, measure};
use bytes::Bytes;
use panda_errors::{Answer, ApiError, ErrorStatus, Failure, PandaError, report};

/// Makes the answer, hands its body over, and counts. A reallocation counts as one more; what a hook allocates would
/// be its own.
fn handed_over(error: &dyn ApiError) -> AllocationInfo {
    report::set_hook(|_| ());
    measure(|| {
        let body = Answer::of(black_box(error)).into_body();
        drop(black_box(Bytes::from(body.into_owned())));
    })
}

/// Makes the answer and looks at all of it, and counts.
fn answered(error: &dyn ApiError) -> AllocationInfo {
    report::set_hook(|_| ());
    measure(|| {
        let answer = Answer::of(black_box(error));
        black_box((answer.status(), answer.headers().count(), answer.body()));
        drop(black_box(answer.into_body()));
    })
}

#[derive(Debug, ApiError)]
enum VideoError {
    #[api(status = 404, message = "{0}")]
    Message(String),
    #[api(status = 413, message = "{limit:>8}/{size:#x} of \"{name:?}\" {{{name}}}")]
    Template { limit: u64, size: u32, name: &'static str },
    #[api(status = 402, message = "the plan \"sandbox\" has ended", header("Allow" = "GET"), log = "warn")]
    Constant(#[source] std::fmt::Error),
    #[api(status = 503, message = "too busy, at {load}", header("X-Load" = load), details)]
    Busy { load: u8 },
    #[api(transparent)]
    Panda(PandaError),
}

#[test]
fn a_constant_is_answered_without_an_allocation() {
    let errors: [&dyn ApiError; 5] = [
        &PandaError::signature_mismatch(),
        &PandaError::signature_expired(),
        &PandaError::unsupported_format(),
        &VideoError::Constant(std::fmt::Error),
        &VideoError::Panda(PandaError::unsupported_format()),
    ];
    for error in errors {
        assert_eq!(answered(error).count_total, 0, "{error}");
    }
}

#[test]
fn a_message_with_placeholders_is_one_allocation_of_its_size() {
    let errors: [&dyn ApiError; 9] = [
        &PandaError::record_not_found("Video", "X"),
        &PandaError::missing_parameters(&["access_key", "signature", "timestamp"]),
        &PandaError::file_size_limit_exceeded(10_485_760),
        &VideoError::Panda(PandaError::file_size_limit_exceeded(1)),
        &VideoError::Template { limit: 7, size: 9, name: "\u{1}\"é\"" },
        &VideoError::Message(String::new()),
        &VideoError::Message("\u{1}\\😀".repeat(20)),
        &VideoError::Message("long ".repeat(1000)),
        &VideoError::Message("cut off".repeat(10_000)),
    ];
    for error in errors {
        let length = Answer::of(error).body().len();
        for counted in [answered(error), handed_over(error)] {
            assert_eq!(counted.count_total, 1, "{error:.80}");
            assert_eq!(counted.bytes_total, length as u64, "{error:.80}");
        }
    }
}

#[test]
fn an_internal_error_has_its_body_and_its_id_without_an_allocation() {
    let error = PandaError::internal("the disk is full");
    assert_eq!(answered(&error).count_total, 0);
    assert_eq!(handed_over(&error).count_total, 0);
}

#[test]
fn a_status_that_a_field_decides_is_free() {
    #[derive(Debug, ApiError)]
    #[api(message = "the upstream said no", retry = "safe")]
    struct Upstream {
        #[api(status)]
        status: ErrorStatus,
    }
    assert_eq!(answered(&Upstream { status: ErrorStatus::BAD_GATEWAY }).count_total, 0);
}

#[test]
fn a_header_from_a_field_and_details_cost_what_they_hold() {
    let counted = answered(&VideoError::Busy { load: 99 });
    assert!(counted.count_total <= 5, "{counted:?}");
}

#[test]
fn a_failure_is_one_allocation_and_answers_like_its_error() {
    let made = measure(|| drop(black_box(Failure::from(PandaError::unsupported_format()))));
    assert_eq!(made.count_total, 1);
    let failure = Failure::from(PandaError::unsupported_format());
    assert_eq!(answered(failure.error()).count_total, 0);
}

#[test]
fn a_body_is_allocated_with_its_exact_size() {
    let body = Answer::of(&PandaError::record_not_found("Video", "X")).into_body().into_owned();
    assert_eq!(body.capacity(), body.len());
}
