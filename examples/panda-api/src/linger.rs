//! Reads on after an early answer.
//!
//! A connection that is closed while the client still sends is reset. The client then loses the answer that asks it to
//! stop. So the service reads the rest of a body for a while and drops it.
//!
//! A client that sends `Expect: 100-continue` waits for an answer before it sends the body. The server asks it for the
//! body as soon as somebody reads, so a body that no handler has read is left alone.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Error;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::EXPECT;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use tokio::runtime::Handle;
use tokio::time::timeout;

const WHILE: Duration = Duration::from_secs(5);

/// Middleware: no body of a request is dropped before its end.
pub(crate) async fn linger(request: Request) -> Request {
    let is_sent = !request.headers().contains_key(EXPECT);
    request.map(|body| Body::new(Lingering { body, is_sent }))
}

struct Lingering {
    body: Body,
    /// Whether the client sends the body, or waits until it is asked to.
    is_sent: bool,
}

impl Drop for Lingering {
    fn drop(&mut self) {
        let mut rest = mem::take(&mut self.body);
        if self.is_sent
            && !rest.is_end_stream()
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
        self.is_sent = true;
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
