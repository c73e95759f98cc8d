//! [`ErrorBody`]: a body whose failures are reported.

use std::fmt::{self, Display};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderMap};
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;

use super::inside::{Failed, watched};
use crate::{ApiError, Rejection, report};

pin_project! {
    /// The body of a response that has left a layer.
    ///
    /// It passes the inner body on. An error or a panic of that body is reported once, as a 500. The status has been
    /// sent by then, so the connection ends, as it does without the layer.
    pub struct ErrorBody<B> {
        #[pin]
        body: B,
        failed: Option<Failed>,
        is_withheld: bool,
    }
}

impl<B: Body> ErrorBody<B> {
    /// Wraps a body. Its failures are reported as `E`, for this request.
    pub(super) fn new<E: ApiError + From<Rejection>>(body: B, known: report::Request) -> Self {
        Self { body, failed: Some(Failed::of::<E>(known)), is_withheld: false }
    }

    /// Withholds the body from a HEAD request, and keeps its length. hyper would send the body over HTTP/2.
    pub(super) fn withheld(self, headers: &mut HeaderMap) -> Self {
        if let Some(length @ 1..) = self.body.size_hint().exact() {
            headers.entry(CONTENT_LENGTH).or_insert(length.into());
        }
        Self { is_withheld: true, ..self }
    }
}

impl<B: Body<Error: Display>> Body for ErrorBody<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let this = self.project();
        if *this.is_withheld {
            return Poll::Ready(None);
        }
        watched(this.failed, || this.body.poll_frame(context))
    }

    fn is_end_stream(&self) -> bool {
        self.is_withheld || self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A body that is complete cannot fail.
impl<B: From<Bytes>> From<Bytes> for ErrorBody<B> {
    fn from(bytes: Bytes) -> Self {
        Self { body: B::from(bytes), failed: None, is_withheld: false }
    }
}

/// The empty body of a layer that answers by itself, such as a CORS layer. An empty body cannot fail.
impl<B: Default> Default for ErrorBody<B> {
    fn default() -> Self {
        Self { body: B::default(), failed: None, is_withheld: false }
    }
}

impl<B: fmt::Debug> fmt::Debug for ErrorBody<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ErrorBody").field(&self.body).finish()
    }
}
