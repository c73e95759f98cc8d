//! Reads on after an early answer.
//!
//! A connection that is closed on a client which still sends is reset, and with it goes the answer that would have told
//! the client to stop. So what a handler leaves of a body is read and forgotten, for a while.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use tokio::runtime::Handle;
use tokio::time::timeout;

const WHILE: Duration = Duration::from_secs(5);

/// Middleware: no body of a request is dropped before its end.
pub(crate) async fn linger(request: Request) -> Request {
    request.map(|body| Body::new(Lingering(body)))
}

struct Lingering(Body);

impl Drop for Lingering {
    fn drop(&mut self) {
        let mut rest = mem::take(&mut self.0);
        if !rest.is_end_stream()
            && let Ok(runtime) = Handle::try_current()
        {
            let forget = async move { while let Some(Ok(_)) = rest.frame().await {} };
            runtime.spawn(timeout(WHILE, forget));
        }
    }
}

impl HttpBody for Lingering {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        Pin::new(&mut self.0).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}
