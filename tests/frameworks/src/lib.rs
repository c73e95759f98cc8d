//! The conformance kit: one table of errors, and what must hold of the answers, whatever framework sends them.
//!
//! A framework is one file in `tests/`, named like the feature. It serves these routes, each for GET and POST, on a
//! free port of 127.0.0.1:
//!
//! | route | handler |
//! |---|---|
//! | `/typed/{case}` | `fail(case, body)?`, as `Result<_, UploadError>` |
//! | `/erased/{case}` | `fail(case, body)?`, as `Result<_, Failure>` |
//! | `/layered/{case}` | as `/typed`, inside of CORS for any origin, gzip, and a layer that writes the status which it sees into `x-seen-status` |
//! | `/own/typed/{case}` | as `/typed`, inside of what the integration has for the framework's own failures, with [`OwnError`] |
//!
//! Inside of that as well are, each for GET and POST, `/own/wrapped/{case}`, which is as `/typed` with a status set around
//! the error as the framework does it, and `/own/detached/{case}`, whose response is made on another thread if the
//! framework's responses may go there; GET `/own/stream`, whose body fails after its first part with a text that has the
//! [`CANARY`]; and GET `/own/text/{case}`: the handler makes the answer for the error of the case, does not
//! send it, and answers 500 with [`FOREIGN`] headers and [`FOREIGN_TEXT`]. And there are four routes that answer with the number they have read, as text, and every path that has
//! no route:
//!
//! | route | reads |
//! |---|---|
//! | POST `/own/json` | [`Limit`] as JSON, of 1 KiB at most |
//! | POST `/own/form` | [`Limit`] as a form |
//! | GET `/own/query` | [`Limit`] from the query |
//! | GET `/own/path/{limit}` | a `u64` from the path |
//!
//! What a framework does in its own way is in its [`Habits`], the third argument of [`conformance!`].
//!
//! HEAD is answered as the framework answers it by itself. A function serves them until the process ends, and says at
//! which address; then [`conformance!`] writes the tests:
//!
//! ```text
//! fn serve(ready: &Sender<SocketAddr>) -> Served { … }
//!
//! tests_frameworks::conformance!("axum-0.8", serve);
//! ```
//!
//! A test that passes prints a line for each rule of the wire that it is about, `axum-0.8 W2 passed`: where all of them
//! pass, these are the rules that hold. A new claim is a function in `claims/` and a line in [`conformance!`]; a new
//! error is a variant of [`UploadError`] and a row in `case.rs`. An answer that no handler of the kit makes, such as
//! the framework's own for a path without a route, is an `Expected` as well, and a claim of its own.

#![expect(clippy::missing_panics_doc, clippy::panic, reason = "a claim that does not hold panics")]

mod case;
pub mod claims;
mod document;
mod error;
mod expected;
mod habits;
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

pub use crate::case::{FOREIGN, FOREIGN_TEXT, fail, failing};
pub use crate::error::{CANARY, Hostile, Limit, OwnError, UploadError};
pub use crate::habits::Habits;
pub use crate::server::{Served, Server};

/// Writes the tests for one framework: its name, and the function that serves the routes.
#[macro_export]
macro_rules! conformance {
    ($framework:literal, $serve:expr) => {
        $crate::conformance! { $framework, $serve, $crate::Habits::USUAL }
    };
    ($framework:literal, $serve:expr, $habits:expr) => {
        $crate::conformance! {
            $framework, $serve, $habits,
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
            a_hostile_display_is_an_empty_500 [W9]
            a_thousand_panics_are_survived [W9]
            nothing_of_a_500_reaches_the_wire [W10]
            a_panic_in_a_handler_tells_the_client_nothing [W10]
            no_source_reaches_the_wire [W11]
            the_id_of_a_request_is_that_of_its_answer [W12]
            a_malformed_id_is_replaced [W12]
            what_the_framework_refuses_has_our_shape [W13]
            a_500_of_text_is_empty_and_reported [W10 W12 W13]
            what_the_framework_accepts_is_left_alone [W13]
            a_panic_in_a_handler_is_an_empty_500 [W13]
            the_status_of_an_error_wins_over_one_around_it [W16]
            a_response_made_on_another_thread_is_reported_once [W12 W16]
            a_body_that_fails_is_reported_once []
            layers_see_the_error [W14]
            a_500_has_an_empty_body [W15]
            every_error_is_reported_once []
            ten_thousand_concurrent_errors_are_exact [W2]
            clients_that_vanish_harm_nobody []
        }
    };
    ($framework:literal, $serve:expr, $habits:expr, $($claim:ident [$($rule:ident)*])*) => {
        static SERVER: $crate::Server = $crate::Server::new($framework, $serve, $habits);

        $(
            #[test]
            fn $claim() {
                $crate::claims::$claim(&SERVER);
                $(println!("{} {} passed{}", $framework, stringify!($rule), $habits.limit(stringify!($rule)));)*
            }
        )*
    };
}
