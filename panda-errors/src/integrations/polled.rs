//! [`polled`]: a future that runs inside of a request.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use super::rejected::caught;
use crate::Rejection;
use crate::report::Request;

/// Polls a future inside of the request, and drops it there too. A panic becomes a rejection.
pub(super) async fn polled<F: Future>(request: &Request, future: F) -> Result<F::Output, Rejection> {
    let mut future = pin!(Some(future));
    let output = poll_fn(|context| {
        let poll = || future.as_mut().as_pin_mut().map_or(Poll::Pending, |future| future.poll(context));
        match caught(|| request.enter(poll)) {
            Ok(poll) => poll.map(Ok),
            Err(rejection) => Poll::Ready(Err(rejection)),
        }
    })
    .await;
    let dropped = caught(|| request.enter(|| future.set(None)));
    output.and_then(|output| dropped.map(|()| output))
}
