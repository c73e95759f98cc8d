//! The claims that hold in every framework. Each claim is a test of the same name.
//!
//! The table itself, that the canary is in no answer, and that the `OpenAPI` document of the errors describes each
//! answer, are part of all of them.

mod answer;
mod compression;
mod connection;
mod crowd;
mod hostile;
mod http_2;
mod layers;
mod length;
mod own;
mod secret;

pub use answer::{
    a_500_has_an_empty_body, a_failure_answers_like_its_error, every_answer_is_exact, every_error_status_is_sent,
    every_hidden_500_has_the_same_body, what_the_client_accepts_changes_nothing,
};
pub use compression::{
    head_has_the_headers_of_get_under_compression, head_has_the_headers_of_get_under_compression_over_http_2,
};
pub use connection::{
    connection_close_ends_it_after_the_answer, every_error_leaves_the_connection_in_step,
    head_has_the_headers_of_get_and_no_body, http_1_0_is_answered, pipelined_requests_are_answered_in_order,
};
pub use crowd::{clients_that_vanish_harm_nobody, ten_thousand_concurrent_errors_are_exact};
pub use hostile::{a_hostile_display_is_a_hidden_500, a_thousand_panics_are_survived};
pub use http_2::http_2_has_the_same_answers;
pub use layers::layers_see_the_error;
pub use length::a_body_of_known_length_has_its_content_length;
pub use own::{
    a_500_of_text_is_hidden_and_reported, a_body_that_fails_is_reported_once, a_malformed_id_is_replaced,
    a_panic_in_a_handler_is_a_hidden_500, a_response_made_on_another_thread_is_reported_once,
    an_own_405_has_the_allow_of_the_framework_alone, the_id_of_a_request_is_that_of_its_answer,
    the_status_of_an_error_wins_over_one_around_it, what_the_framework_accepts_is_left_alone,
    what_the_framework_refuses_has_our_shape,
};
pub use secret::{
    a_panic_in_a_handler_tells_the_client_nothing, every_error_is_reported_once, no_source_reaches_the_wire,
    nothing_of_a_500_reaches_the_wire,
};
