//! reqwest 0.13: `response.or_reply(&API).await?` gives the response below 400, and a [`Reply`] otherwise.
//!
//! The blocking client of reqwest reads with [`Reply::read_from`].

use std::vec::Vec;

use reqwest::Response;

use crate::reply::owned;
use crate::{Catalog, Reply};

/// A response that may be an error of an API.
///
/// ```no_run
/// use panda_errors::integrations::reqwest_0_13::OrReply as _;
/// use panda_errors::{Cataloged as _, PandaError};
///
/// # async fn video() -> Result<(), Box<dyn std::error::Error>> {
/// let response = reqwest::get("http://127.0.0.1:3000/v2/videos/7.json").await?;
/// let video = response.or_reply(PandaError::CATALOG).await?.bytes().await?;
/// # Ok(())
/// # }
/// ```
pub trait OrReply: sealed::Sealed + Sized {
    /// Returns the response unchanged if its status is below 400.
    ///
    /// By default, reqwest waits without a time limit, so set [`timeout`](reqwest::ClientBuilder::timeout). Do not call
    /// [`error_for_status`](Response::error_for_status) first, because it drops the body.
    ///
    /// # Errors
    ///
    /// Returns the reply if the status is 400 or more. It reads at most [`Reply::MAX_BODY`] bytes. If the body breaks
    /// off, the error of reqwest is the source of the reply.
    fn or_reply(self, api: &'static Catalog) -> impl Future<Output = Result<Self, Reply>> + Send;
}

impl OrReply for Response {
    async fn or_reply(mut self, api: &'static Catalog) -> Result<Self, Reply> {
        let status = self.status().as_u16();
        if status < 400 {
            return Ok(self);
        }
        let headers = owned(self.headers());
        let mut body = Vec::new();
        let source = loop {
            // A chunk is decompressed, so it may be longer than the limit. Only the part up to the limit is kept.
            match self.chunk().await {
                Ok(Some(chunk)) => {
                    let room = (Reply::MAX_BODY + 1).saturating_sub(body.len());
                    body.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
                    if body.len() > Reply::MAX_BODY {
                        break None;
                    }
                }
                Ok(None) => break None,
                Err(error) => break Some(error.into()),
            }
        };
        Err(Reply::received(api, status, headers, &body, source))
    }
}

mod sealed {
    use reqwest::Response;

    pub trait Sealed {}

    impl Sealed for Response {}
}
