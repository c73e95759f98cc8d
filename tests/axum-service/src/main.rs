//! The service of `docs/axum-service.md`.

#![cfg_attr(
    test,
    expect(clippy::items_after_test_module, reason = "the page declares the tests beside the other files")
)]

include!(concat!(env!("OUT_DIR"), "/main.rs"));
