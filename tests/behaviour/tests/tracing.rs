//! The feature `tracing`: each report is an event, if anybody subscribes.

#![expect(clippy::panic, reason = "a subscriber may")]
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
fn the_level_is_the_declared_one_or_follows_from_the_class() {
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

/// Wants what it is asked for, and panics on each event.
struct Panics;

impl Subscriber for Panics {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {
        panic!("a subscriber that panics");
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Makes an error of its own of each event, as one that writes to a store which is away; `enabled` asks the store too.
struct Fails;

impl Subscriber for Fails {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        drop(Answer::of(&PandaError::internal("asked")));
        metadata.is_event()
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {
        drop(Answer::of(&PandaError::internal("the store is away")));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[test]
fn a_report_from_inside_of_a_global_subscriber_goes_to_standard_error() {
    let lines = written("a_report_from_inside_of_a_global_subscriber_goes_to_standard_error", || {
        tracing::subscriber::set_global_default(Fails).unwrap();
        fail();
        fail();
    });
    let Some(lines) = lines else { return };
    let count = |cause: &str| lines.iter().filter(|line| line.ends_with(&format!("source=\"{cause}\""))).count();
    assert_eq!(count("the disk is full"), 0, "the subscriber has it: {lines:?}");
    assert_eq!(count("the store is away"), 4, "{lines:?}");
    assert!(count("asked") > 0, "{lines:?}");
}

/// Wants no event of ours.
struct Deaf;

impl Subscriber for Deaf {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() != "panda_errors"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        assert_ne!(event.metadata().target(), "panda_errors");
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Runs the test of this name in another process, and returns the lines about an error in its standard error.
/// Returns `None` in that process.
fn written(test: &str, run: fn()) -> Option<Vec<String>> {
    const INSIDE: &str = "PANDA_ERRORS_TEST_IS_INSIDE";
    if std::env::var_os(INSIDE).is_some() {
        run();
        return None;
    }
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    let output = command.args([test, "--exact", "--nocapture"]).env(INSIDE, "yes").output().unwrap();
    let written = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{written}");
    let lines = written.lines().filter_map(|line| line.strip_prefix("panda-errors: "));
    Some(lines.map(|line| line.split(" id=").next().unwrap_or_default().to_owned()).collect())
}

fn fail() {
    assert_eq!(Answer::of(&PandaError::internal("the disk is full")).status(), 500);
    drop(Answer::of(&PandaError::unsupported_format()));
}

const TOLD: [&str; 1] = [r#"500 InternalError "Internal Server Error" source="the disk is full""#];

#[test]
fn an_error_that_a_subscriber_does_not_want_is_written_to_standard_error() {
    let lines =
        written("an_error_that_a_subscriber_does_not_want_is_written_to_standard_error", || with_default(Deaf, fail));
    let Some(lines) = lines else { return };
    assert_eq!(lines, TOLD);
}

#[test]
fn an_error_after_a_subscriber_is_written_to_standard_error() {
    let lines = written("an_error_after_a_subscriber_is_written_to_standard_error", || {
        assert_eq!(events(fail).len(), 2);
        fail();
    });
    let Some(lines) = lines else { return };
    assert_eq!(lines, TOLD);
}

#[test]
fn an_error_on_which_a_subscriber_panics_is_written_to_standard_error() {
    let lines =
        written("an_error_on_which_a_subscriber_panics_is_written_to_standard_error", || with_default(Panics, fail));
    let Some(lines) = lines else { return };
    assert_eq!(lines, TOLD);
}
