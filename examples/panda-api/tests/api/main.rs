//! The service as its clients meet it: a process, a port, and the bytes that come out.

// Under `cfg(test)`, because clippy takes only that for tests.
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod lifecycle;
#[cfg(test)]
mod service;
#[cfg(test)]
mod uploads;
