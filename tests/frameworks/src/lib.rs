//! The conformance kit: one table of errors, and claims about their answers that hold in every framework.
//!
//! A framework is one file in `tests/`, named like the feature. It serves an [`Api`] on a free port of 127.0.0.1. Each
//! framework serves three: [`Panda`], [`Nested`] and [`Problem`], which have the same errors in three shapes. These are
//! the routes, each for GET and POST:
//!
//! | route | handler |
//! |---|---|
//! | `/typed/{case}` | `A::fail(case, body)?`, as `Result<_, A::Error>` |
//! | `/erased/{case}` | `A::fail(case, body)?`, as `Result<_, Failure>` |
//! | `/layered/{case}` | as `/typed`, inside of CORS for any origin, gzip, and a layer that writes the status which it sees into `x-seen-status` |
//! | `/own/layered/{case}` | as `/layered`, with the layer of the integration, for `A::Own`, inside of all others |
//! | `/own/typed/{case}` | as `/typed`, inside of the layer of the integration |
//! | `/own/wrapped/{case}` | as `/own/typed`, with a status set around the error as the framework does it |
//! | `/own/detached/{case}` | as `/own/typed`. The response is made on another thread, if the framework's responses may go there |
//!
//! These routes, for one method each, and every path without a route are inside of the layer as well:
//!
//! | route | handler |
//! |---|---|
//! | GET `/own/stream` | sends a body that fails after its first part, with a text that has the [`CANARY`] |
//! | GET `/own/text/{case}` | makes the answer for the error of the case, does not send it, and answers 500 with [`FOREIGN`] headers and [`FOREIGN_TEXT`] |
//! | POST `/own/json` | answers with the number in a [`Limit`] as JSON, of 1 KiB at most |
//! | POST `/own/form` | answers with the number in a [`Limit`] as a form |
//! | GET `/own/query` | answers with the number in a [`Limit`] from the query |
//! | GET `/own/path/{limit}` | answers with the `u64` in the path |
//!
//! The framework answers HEAD in its own way. Its other differences are in its [`Habits`], the third argument of
//! [`conformance!`].
//!
//! A function sends the address, and serves until the process ends. [`conformance!`] writes the tests:
//!
//! ```text
//! fn serve<A: Api>(ready: &Sender<SocketAddr>) -> Served { … }
//!
//! tests_frameworks::conformance!("axum-0.8", serve);
//! ```
//!
//! A test that passes prints a line for each rule of the wire that it is about, `axum-0.8 W2 passed`. If all tests pass,
//! these are the rules that hold. A new claim is a function in `claims/` and a line in [`conformance!`]. A new error is a
//! variant of [`UploadError`] and a row in `case.rs`, and a new shape is a [`Look`] and an [`Api`]. An answer that no
//! handler of the kit makes, such as the framework's own for a path without a route, is an `Expected` as well, and a
//! claim of its own.

#![expect(clippy::missing_panics_doc, clippy::panic, reason = "a claim that does not hold panics")]

mod api;
mod case;
pub mod claims;
mod document;
mod error;
mod expected;
mod habits;
mod look;
mod report;
mod seen;
mod server;
#[cfg(test)]
mod tests;
mod wire;

/// The code blocks of the page are doctests.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/frameworks.md")]
mod page {}

pub use crate::api::{Api, Nested, Panda, Problem};
pub use crate::case::{FOREIGN, FOREIGN_TEXT, failing};
pub use crate::error::{
    CANARY, Hostile, Limit, NestedError, NestedOwn, OwnError, ProblemError, ProblemOwn, UploadError,
};
pub use crate::habits::Habits;
pub use crate::look::Look;
pub use crate::server::{Served, Server};

/// Writes the tests for one framework: its name, the function that serves an [`Api`], and its [`Habits`]. The claims
/// are made for each service, and the claims about many clients only for the first.
#[macro_export]
macro_rules! conformance {
    ($framework:literal, $serve:ident) => {
        $crate::conformance! { $framework, $serve, $crate::Habits::USUAL }
    };
    ($framework:literal, $serve:ident, $habits:expr) => {
        $crate::conformance! {
            $framework, $serve, $habits, panda Panda,
            a_500_has_an_empty_body [W15]
            a_thousand_panics_are_survived [W9]
            ten_thousand_concurrent_errors_are_exact [W2]
            clients_that_vanish_harm_nobody []
        }
        $crate::conformance! {
            $framework, $serve, $habits, nested Nested,
            every_hidden_500_has_the_same_body [W10 W15]
        }
        $crate::conformance! {
            $framework, $serve, $habits, problem Problem,
            every_hidden_500_has_the_same_body [W10 W15]
        }
    };
    ($framework:literal, $serve:ident, $habits:expr, $service:ident $api:ident, $($claim:ident [$($rule:ident)*])*) => {
        #[cfg(test)]
        mod $service {
            use super::*;

            static SERVER: $crate::Server =
                $crate::Server::new::<$crate::$api>($framework, $serve::<$crate::$api>, $habits);

            $crate::claims! {
                $framework, $habits,
                every_error_status_is_sent [W1]
                every_answer_is_exact [W3 W4 W5 W6 W7 W8]
                a_failure_answers_like_its_error []
                what_the_client_accepts_changes_nothing []
                head_has_the_headers_of_get_and_no_body [W2]
                every_error_leaves_the_connection_in_step [W2]
                pipelined_requests_are_answered_in_order [W2]
                connection_close_ends_it_after_the_answer [W2]
                http_1_0_is_answered [W2]
                http_2_has_the_same_answers [W2]
                a_body_of_known_length_has_its_content_length [W2]
                head_has_the_headers_of_get_under_compression [W2]
                head_has_the_headers_of_get_under_compression_over_http_2 [W2]
                a_hostile_display_is_a_hidden_500 [W9]
                nothing_of_a_500_reaches_the_wire [W10]
                a_panic_in_a_handler_tells_the_client_nothing [W10]
                no_source_reaches_the_wire [W11]
                the_id_of_a_request_is_that_of_its_answer [W12]
                a_malformed_id_is_replaced [W12]
                what_the_framework_refuses_has_our_shape [W13]
                an_own_405_has_the_allow_of_the_framework_alone [W4 W13]
                a_500_of_text_is_hidden_and_reported [W10 W12 W13]
                what_the_framework_accepts_is_left_alone [W13]
                a_panic_in_a_handler_is_a_hidden_500 [W13]
                the_status_of_an_error_wins_over_one_around_it [W16]
                a_response_made_on_another_thread_is_reported_once [W12 W16]
                a_body_that_fails_is_reported_once []
                layers_see_the_error [W14]
                every_error_is_reported_once []
                $($claim [$($rule)*])*
            }
        }
    };
}

/// Writes a test for each claim about `SERVER`. A test that passes prints its rules.
#[doc(hidden)]
#[macro_export]
macro_rules! claims {
    ($framework:literal, $habits:expr, $($claim:ident [$($rule:ident)*])*) => {
        $(
            #[test]
            fn $claim() {
                $crate::claims::$claim(&SERVER);
                $(println!("{} {} passed{}", $framework, stringify!($rule), $habits.limit(stringify!($rule)));)*
            }
        )*
    };
}
