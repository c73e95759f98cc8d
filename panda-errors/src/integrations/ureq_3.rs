//! ureq 3: `response.or_reply(&API)?` gives the response below 400, and a [`Reply`] otherwise.
//!
//! By default, an agent of ureq drops the body of an error response and returns `Error::StatusCode`. Make the agent
//! with `http_status_as_error(false)`:
//!
//! ```
//! let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
//! ```

use ureq::Body;
use ureq::http::Response;

use crate::{Catalog, Reply};

/// A response that may be an error of an API.
///
/// ```no_run
/// use panda_errors::integrations::ureq_3::OrReply as _;
/// use panda_errors::{Cataloged as _, PandaError};
///
/// # fn video() -> Result<(), Box<dyn std::error::Error>> {
/// let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
/// let response = agent.get("http://127.0.0.1:3000/v2/videos/7.json").call()?;
/// let video = response.or_reply(PandaError::CATALOG)?.body_mut().read_to_vec()?;
/// # Ok(())
/// # }
/// ```
pub trait OrReply: sealed::Sealed + Sized {
    /// Returns the response unchanged if its status is below 400.
    ///
    /// The agent needs `http_status_as_error(false)`. Otherwise `call` returns an error instead of this response. By
    /// default, ureq waits without a time limit, so set `timeout_global`.
    ///
    /// # Errors
    ///
    /// Returns the reply if the status is 400 or more. It reads at most [`Reply::MAX_BODY`] bytes. If the body breaks
    /// off, the error of ureq is the source of the reply.
    fn or_reply(self, api: &'static Catalog) -> Result<Self, Reply>;
}

impl OrReply for Response<Body> {
    fn or_reply(self, api: &'static Catalog) -> Result<Self, Reply> {
        if self.status().as_u16() < 400 {
            return Ok(self);
        }
        let (parts, mut body) = self.into_parts();
        // If a body is longer than ureq's own limit, ureq returns an error without the bytes. So do not set that limit.
        Err(Reply::receive(api, parts.status.as_u16(), &parts.headers, body.as_reader()))
    }
}

mod sealed {
    use ureq::Body;
    use ureq::http::Response;

    pub trait Sealed {}

    impl Sealed for Response<Body> {}
}
