//! The service of `docs/axum-service.md`.

include!(concat!(env!("OUT_DIR"), "/main.rs"));
