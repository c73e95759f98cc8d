//! The feature `tracing`: each report is an event, if anybody subscribes.

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

use std::error::Error;
use std::fmt;
use std::sync::{Arc, Mutex};

use panda_errors::report::Request;
use panda_errors::{Answer, ApiError, PandaError};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::with_default;
use tracing::{Event, Metadata, Subscriber};

/// An event as text: its level and target, and each of its fields.
type Events = Arc<Mutex<Vec<String>>>;

struct Collector(Events);

impl Subscriber for Collector {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(format!("{} {}", event.metadata().level(), event.metadata().target()));
        event.record(&mut fields);
        self.0.lock().unwrap().push(fields.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.extend([" ", field.name(), "=", &format!("{value:?}")]);
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        let chain = std::iter::successors(Some(value), |&error| error.source());
        let chain: Vec<String> = chain.map(ToString::to_string).collect();
        self.0.extend([" ", field.name(), "=", &chain.join(" < ")]);
    }
}

fn events(run: impl FnOnce()) -> Vec<String> {
    let events = Events::default();
    with_default(Collector(Arc::clone(&events)), run);
    std::mem::take(&mut events.lock().unwrap())
}

#[test]
fn an_event_has_the_error_with_its_sources() {
    let request = Request::new("GET", Some(b"7")).with_route("/videos/{id}");
    let events = events(|| {
        request.enter(|| drop(Answer::of(&PandaError::internal(std::io::Error::other("the disk is full")))));
    });
    assert_eq!(
        events,
        [concat!(
            "ERROR panda_errors error=Internal Server Error < the disk is full",
            r#" error.type="InternalError" http.response.status_code=500"#,
            r#" http.request.method="GET" http.route="/videos/{id}" request.id="7""#
        )]
    );
}

#[test]
fn the_level_is_the_declared_one_or_that_of_the_class() {
    #[derive(Debug, ApiError)]
    enum Quiet {
        #[api(status = 503, message = "busy", log = "warn")]
        Busy,
        #[api(status = 404, message = "nothing", log = "debug")]
        Nothing,
        #[api(status = 409, message = "unheard", log = "off")]
        Unheard,
    }
    let events = events(|| {
        for error in [&Quiet::Busy as &dyn ApiError, &Quiet::Nothing, &Quiet::Unheard, &PandaError::signature_expired()]
        {
            drop(Answer::of(error));
        }
    });
    let levels: Vec<_> = events.iter().filter_map(|event| event.split(' ').next()).collect();
    assert_eq!(levels, ["WARN", "DEBUG", "INFO"]);
}

#[test]
fn a_hostile_display_is_not_called_by_the_subscriber() {
    #[derive(Debug)]
    struct Panics;

    impl fmt::Display for Panics {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            panic!("a `Display` that panics");
        }
    }

    #[derive(Debug, ApiError)]
    #[api(status = 404, message = "{0}")]
    struct Hostile(Panics);

    let events = events(|| drop(Answer::of(&Hostile(Panics))));
    assert_eq!(events.len(), 1, "{events:?}");
    assert!(events[0].starts_with("ERROR panda_errors error=[its `Display` panicked]"), "{events:?}");
}
