//! [`Answered`]: the error of a response, for other layers.

use std::string::String;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::vec::Vec;

use crate::report::{Id, Report, Sent};
use crate::{Answer, ApiError, Definition, ErrorStatus, Shape, Value, message};

/// The facts about the error of a response, for layers. It is in the extensions of the response.
///
/// Do not send it to clients, because it contains texts that the response withholds. A response has it if a layer of
/// this library exists in the process and [`enable`](Self::enable) was called. Otherwise it would cost
/// allocations that no layer needs. A clone is cheap.
///
/// ```
/// # #[cfg(feature = "tower")]
/// # mod counted {
/// use panda_errors::integrations::tower::{Answered, ErrorLayer, respond};
/// use panda_errors::PandaError;
/// # use tower_layer::Layer;
///
/// /// What a layer counts errors by.
/// fn error_type<B>(response: &http::Response<B>) -> Option<&'static str> {
///     Some(response.extensions().get::<Answered>()?.definition().name())
/// }
///
/// # pub fn run() {
/// # let service = ();
/// Answered::enable();
/// let service = ErrorLayer::<panda_errors::Rejection>::new().layer(service);
/// let response: http::Response<bytes::Bytes> = respond(&PandaError::unsupported_format());
/// assert_eq!(error_type(&response), Some("BadRequest"));
/// # }
/// # }
/// # #[cfg(feature = "tower")]
/// # counted::run();
/// ```
#[derive(Clone, Debug)]
pub struct Answered(Arc<Facts>);

#[derive(Debug)]
struct Facts {
    sent: Sent,
    id: Id,
    message: String,
    sources: Vec<String>,
    details: Vec<(&'static str, Value)>,
}

static IS_ENABLED: AtomicBool = AtomicBool::new(false);

impl Answered {
    /// Makes every response of this process carry its `Answered` from now on. Call it where you add the layer that reads
    /// it.
    ///
    /// ```
    /// # #[cfg(feature = "tower")]
    /// panda_errors::integrations::tower::Answered::enable();
    /// ```
    pub fn enable() {
        IS_ENABLED.store(true, Ordering::Relaxed);
    }

    /// Returns `None` if it is not enabled, or if the answer does not have an id.
    #[inline]
    pub(super) fn of(error: &dyn ApiError, answer: &Answer) -> Option<Self> {
        if IS_ENABLED.load(Ordering::Relaxed) { Self::rendered(error, answer) } else { None }
    }

    #[cold]
    fn rendered(error: &dyn ApiError, answer: &Answer) -> Option<Self> {
        let id = answer.id()?.clone();
        let (definition, status, shape) = (error.definition(), answer.status(), error.shape());
        let report = Report { error, status, id: None, request: None, fault: None };
        let details = message::shown(error, definition).unwrap_or_default().details;
        let (message, sources) = (report.message(), report.sources());
        let sent = Sent { definition, status, shape };
        Some(Self(Arc::new(Facts { sent, id, message, sources, details })))
    }

    /// Returns the definition, the status and the shape.
    #[cfg(feature = "_layer")]
    pub(super) fn sent(&self) -> Sent {
        self.0.sent
    }

    /// Returns the definition of the error, even if a 500 replaces an error that could not be rendered.
    #[must_use]
    pub fn definition(&self) -> &'static Definition {
        self.0.sent.definition
    }

    /// Returns the status that was sent.
    #[must_use]
    pub fn status(&self) -> ErrorStatus {
        self.0.sent.status
    }

    /// Returns the id that is in the response and in its report.
    #[must_use]
    pub fn id(&self) -> &Id {
        &self.0.id
    }

    /// Returns the message in full length.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Returns the texts of the sources, outermost first.
    #[must_use]
    pub fn sources(&self) -> &[String] {
        &self.0.sources
    }

    /// Returns the shape of the response.
    #[must_use]
    pub fn shape(&self) -> &'static Shape {
        self.0.sent.shape
    }

    /// Returns the members of `details`, each with its value.
    #[must_use]
    pub fn details(&self) -> &[(&'static str, Value)] {
        &self.0.details
    }
}
