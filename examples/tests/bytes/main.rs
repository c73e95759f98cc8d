//! Starts each example, and compares its responses byte for byte.

// Under `cfg(test)`, because clippy takes only that for tests.
#[cfg(test)]
mod axum;
#[cfg(test)]
mod example;
#[cfg(test)]
mod existing_api;
#[cfg(test)]
mod problem;
