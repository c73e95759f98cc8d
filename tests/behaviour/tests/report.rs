//! The report: once for each answer, with all that the wire withholds, whatever the hook does.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use panda_errors::report::{Id, Request, capture, capture_async, set_hook, take_hook};
use panda_errors::{Answer, ApiError, ErrorStatus, Level, PandaError};
use tests_behaviour::header;

#[derive(Debug, ApiError)]
enum DiskError {
    #[api(status = 500, message = "disk {0} of rack 7 is full")]
    Full(u8, #[source] Box<PandaError>),
    #[api(status = 503, message = "busy")]
    Busy,
    #[api(status = 404, message = "no disk {0}")]
    Missing(String),
    #[api(status = 500, message = "slow", log = "debug")]
    Slow,
    #[api(status = 502, message = "away", log = "warn")]
    Away,
    #[api(status = 409, message = "taken", log = "error")]
    Taken,
    #[api(status = 429, message = "again", log = "off")]
    Again,
    #[api(status = 400, message = "{0}", log = "off")]
    Broken(Broken),
}

#[derive(Debug)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Err(std::fmt::Error)
    }
}

/// The hook is one for the whole process: a test that sets it, or needs to be without it, holds this.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn an_answer_makes_one_report() {
    let error = DiskError::Missing("x".repeat(10_000));
    let (answer, reports) = capture(|| {
        let answer = Answer::of(&error);
        let copy = answer.clone();
        let _ = (copy.headers().count(), copy.body().len(), copy.into_body());
        answer
    });
    let [report] = &reports[..] else { panic!("{} reports", reports.len()) };
    assert_eq!((report.status.as_u16(), report.name, report.level), (404, "Missing", Level::Info));
    assert_eq!(report.message, error.to_string(), "it has its full length");
    assert_eq!((report.id.as_ref(), header(&answer, "x-request-id")), (None, vec![]));
    assert_eq!(report.line, format!("404 Missing \"{error}\""));
}

#[test]
fn a_report_has_the_message_and_the_sources_that_are_not_sent() {
    let inner = PandaError::internal(std::io::Error::other("no space left"));
    let (answer, reports) = capture(|| Answer::of(&DiskError::Full(3, Box::new(inner))));
    let [report] = &reports[..] else { panic!("{} reports", reports.len()) };
    let [id] = header(&answer, "x-request-id")[..] else { panic!("no id") };
    assert_eq!((report.status.as_u16(), report.name, &*report.message), (500, "Full", "disk 3 of rack 7 is full"));
    assert_eq!(report.sources, ["Internal Server Error", "no space left"]);
    assert_eq!((report.id.as_ref().map(Id::as_str), report.fault, report.level), (Some(id), None, Level::Error));
    let line =
        format!(r#"500 Full "disk 3 of rack 7 is full" source="Internal Server Error" source="no space left" id={id}"#);
    assert_eq!(report.line, line);
}

#[test]
fn every_report_has_its_own_id() {
    let (_, reports) = capture(|| [(); 100].map(|()| Answer::of(&DiskError::Slow)));
    let mut ids: Vec<_> = reports.into_iter().filter_map(|report| report.id).map(|id| id.to_string()).collect();
    assert!(ids.iter().all(|id| id.len() == 32 && id.bytes().all(|digit| b"0123456789abcdef".contains(&digit))));
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 100);
}

#[test]
fn the_level_is_the_declared_one_or_follows_from_the_status() {
    let errors = [
        (DiskError::Busy, Level::Error),
        (DiskError::Missing(String::new()), Level::Info),
        (DiskError::Slow, Level::Debug),
        (DiskError::Away, Level::Warn),
        (DiskError::Taken, Level::Error),
        (DiskError::Broken(Broken), Level::Error),
    ];
    for (error, level) in errors {
        let (_, reports) = capture(|| Answer::of(&error));
        assert_eq!(reports.iter().map(|report| report.level).collect::<Vec<_>>(), [level], "{error:?}");
    }
    let (answer, reports) = capture(|| Answer::of(&DiskError::Again));
    assert_eq!((answer.status().as_u16(), reports.len()), (429, 0));
}

const ALWAYS: ErrorStatus = ErrorStatus::INTERNAL_SERVER_ERROR;

#[derive(Debug, ApiError)]
enum Unheard {
    #[api(status = ALWAYS, message = "lost", log = "off")]
    Constant,
    #[api(status = 503, message = "lost", log = "off")]
    Field(#[api(status)] ErrorStatus),
}

#[test]
fn a_500_is_reported_with_log_off_however_its_status_is_known() {
    let errors = [Unheard::Constant, Unheard::Field(ALWAYS)];
    for error in errors {
        let (answer, reports) = capture(|| Answer::of(&error));
        let [report] = &reports[..] else { panic!("{} reports of {error:?}", reports.len()) };
        assert_eq!((report.status.as_u16(), report.level, &*report.message), (500, Level::Error, "lost"));
        assert_eq!(header(&answer, "x-request-id"), [report.id.as_ref().unwrap().as_str()]);
    }
    let (_, reports) = capture(|| Answer::of(&Unheard::Field(ErrorStatus::BAD_GATEWAY)));
    assert_eq!(reports, [], "a 502 with log = \"off\" makes no report");
}

#[test]
fn the_level_of_a_definition_is_the_declared_one() {
    let level = |error: &dyn ApiError| error.definition().level();
    assert_eq!(level(&DiskError::Missing(String::new())), None);
    assert_eq!(level(&PandaError::internal("")), None);
    assert_eq!(level(&DiskError::Slow), Some(Level::Debug));
    assert_eq!(level(&Unheard::Constant), Some(Level::Off));
}

#[test]
fn a_hook_that_panics_spoils_no_answer_and_no_later_report() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);

    let _alone = alone();
    set_hook(|_| {
        CALLS.fetch_add(1, Ordering::Relaxed);
        panic!("the hook");
    });
    for _ in 0..3 {
        assert_eq!(Answer::of(&DiskError::Slow).status(), 500);
        assert_eq!(Answer::of(&DiskError::Missing("X".into())).body(), br#"{"error":"Missing","message":"no disk X"}"#);
    }
    take_hook();
    assert_eq!(CALLS.load(Ordering::Relaxed), 6);
}

#[test]
fn a_hook_that_fails_itself_is_not_called_inside_itself() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);

    let _alone = alone();
    set_hook(|_| {
        CALLS.fetch_add(1, Ordering::Relaxed);
        assert_eq!(Answer::of(&DiskError::Missing("inside".into())).status(), 404);
    });
    for _ in 0..3 {
        assert_eq!(Answer::of(&DiskError::Slow).status(), 500);
    }
    take_hook();
    assert_eq!(CALLS.load(Ordering::Relaxed), 3);
}

#[test]
fn a_hook_that_sets_another_is_followed_by_it() {
    let _alone = alone();
    let reports: Arc<Mutex<Vec<String>>> = Arc::default();
    let (first, second) = (Arc::clone(&reports), Arc::clone(&reports));
    set_hook(move |report| {
        first.lock().unwrap().push(format!("first {}", report.name()));
        let second = Arc::clone(&second);
        set_hook(move |report| second.lock().unwrap().push(format!("second {}", report.name())));
    });
    for error in [DiskError::Busy, DiskError::Away, DiskError::Slow] {
        drop(Answer::of(&error));
    }
    take_hook();
    assert_eq!(*reports.lock().unwrap(), ["first Busy", "second Away", "second Slow"]);
}

#[test]
fn a_hook_is_removed_before_its_drop_runs() {
    struct Fails(Arc<AtomicUsize>);

    impl Drop for Fails {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
            drop(Answer::of(&DiskError::Missing("hook".into())));
            take_hook();
        }
    }

    let _alone = alone();
    let drops = Arc::new(AtomicUsize::new(0));
    for replace in [|| set_hook(|_| ()), take_hook] {
        let fails = Fails(Arc::clone(&drops));
        set_hook(move |_| assert!(fails.0.load(Ordering::Relaxed) < 2));
        replace();
    }
    take_hook();
    assert_eq!(drops.load(Ordering::Relaxed), 2);
}

#[test]
fn threads_report_side_by_side() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);

    let _alone = alone();
    set_hook(|_| {
        CALLS.fetch_add(1, Ordering::Relaxed);
    });
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..500).for_each(|_| drop(Answer::of(&DiskError::Missing("X".into())))));
        }
    });
    take_hook();
    assert_eq!(CALLS.load(Ordering::Relaxed), 4000);
}

/// Turns a line into several, shows it as another one, or is not shown.
fn breaks_the_line(char: char) -> bool {
    matches!(char, '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}')
        || matches!(char, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || is_format_character(char)
        || is_ignorable(char)
}

/// Category Cf of Unicode 16.
fn is_format_character(char: char) -> bool {
    let ranges = [
        ('\u{ad}', '\u{ad}'),
        ('\u{600}', '\u{605}'),
        ('\u{61c}', '\u{61c}'),
        ('\u{6dd}', '\u{6dd}'),
        ('\u{70f}', '\u{70f}'),
        ('\u{890}', '\u{891}'),
        ('\u{8e2}', '\u{8e2}'),
        ('\u{180e}', '\u{180e}'),
        ('\u{200b}', '\u{200f}'),
        ('\u{202a}', '\u{202e}'),
        ('\u{2060}', '\u{2064}'),
        ('\u{2066}', '\u{206f}'),
        ('\u{feff}', '\u{feff}'),
        ('\u{fff9}', '\u{fffb}'),
        ('\u{110bd}', '\u{110bd}'),
        ('\u{110cd}', '\u{110cd}'),
        ('\u{13430}', '\u{1343f}'),
        ('\u{1bca0}', '\u{1bca3}'),
        ('\u{1d173}', '\u{1d17a}'),
        ('\u{e0001}', '\u{e0001}'),
        ('\u{e0020}', '\u{e007f}'),
    ];
    ranges.iter().any(|&(first, last)| (first..=last).contains(&char))
}

/// `Default_Ignorable_Code_Point` of Unicode 16, without the characters of category Cf.
fn is_ignorable(char: char) -> bool {
    matches!(char, '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}')
        || matches!(char, '\u{2065}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}')
        || matches!(char, '\u{fff0}'..='\u{fff8}' | '\u{e0000}'..='\u{e0fff}')
}

#[test]
fn a_report_is_one_line_whatever_is_in_it() {
    let chars: Vec<char> = ('\0'..=char::MAX).collect();
    for few in chars.chunks(10_000) {
        let text: String = few.iter().collect();
        let error = DiskError::Full(0, Box::new(PandaError::internal(text.clone())));
        for error in [&error as &dyn ApiError, &DiskError::Missing(text.clone())] {
            let (_, reports) = capture(|| Answer::of(error));
            let line = &reports[0].line;
            assert_eq!(line.chars().find(|&char| breaks_the_line(char)), None);
            let mut rest = line.chars();
            assert!(text.chars().all(|char| breaks_the_line(char) || rest.any(|shown| shown == char)));
        }
    }
}

#[test]
fn a_text_cannot_pretend_to_be_another_part_of_the_line() {
    let (_, reports) = capture(|| Answer::of(&DiskError::Missing("X\" id=0\\".into())));
    assert_eq!(reports[0].line, r#"404 Missing "no disk X\" id=0\\""#);
    let (_, reports) = capture(|| Answer::of(&DiskError::Missing("a\nb\u{1b}[2Jc\u{202e}d".into())));
    assert_eq!(reports[0].line, r#"404 Missing "no disk a\nb\u{1b}[2Jc\u{202e}d""#);
    let (_, reports) = capture(|| Answer::of(&DiskError::Missing("a\u{200b}\u{ad}\u{feff}b\u{e0041}é👍".into())));
    assert_eq!(reports[0].line, r#"404 Missing "no disk a\u{200b}\u{ad}\u{feff}b\u{e0041}é👍""#);
}

#[test]
fn another_error_of_a_definition_is_reported_and_a_repeated_error_is_not() {
    let (first, second) = (DiskError::Missing("A".into()), DiskError::Missing("B".into()));
    let full = |cause: &'static str| DiskError::Full(3, Box::new(PandaError::internal(cause)));
    let (one_cause, another) = (full("no space left"), full("no inode left"));
    let ((), reports) = capture(|| {
        Request::new("GET", None).enter(|| {
            for error in [&first, &first, &second, &one_cause, &one_cause, &another] {
                drop(Answer::of(error));
            }
        });
    });
    let lines: Vec<_> =
        reports.iter().map(|report| report.sources.last().unwrap_or(&report.message).as_str()).collect();
    assert_eq!(lines, ["no disk A", "no disk B", "no space left", "no inode left"]);
}

#[test]
fn an_error_is_reported_once_in_a_request_whatever_comes_between() {
    let missing = |name: &str| DiskError::Missing(name.to_owned());
    let ((), reports) = capture(|| {
        Request::new("GET", None).enter(|| {
            for error in [missing("A"), missing("B"), missing("A"), DiskError::Slow, missing("A"), DiskError::Slow] {
                drop(Answer::of(&error));
            }
        });
    });
    assert_eq!(reports.iter().map(|report| &*report.message).collect::<Vec<_>>(), ["no disk A", "no disk B", "slow"]);
}

#[test]
fn a_request_remembers_its_last_32_reports() {
    let answer = |number: usize| drop(Answer::of(&DiskError::Missing(number.to_string())));
    let ((), reports) = capture(|| {
        Request::new("GET", None).enter(|| {
            (0..32).for_each(answer);
            answer(0);
            answer(32);
            answer(0);
        });
    });
    let numbers: Vec<_> =
        reports.iter().filter_map(|report| report.message.strip_prefix("no disk ")).skip(31).collect();
    assert_eq!(numbers, ["31", "32", "0"]);
}

#[test]
fn a_request_with_a_route_knows_what_was_reported_before() {
    let request = Request::new("GET", None);
    let ((), reports) = capture(|| {
        request.enter(|| drop(Answer::of(&DiskError::Slow)));
        let routed = request.clone().with_route("/disks/{id}");
        assert_eq!((routed.id(), routed.route()), (request.id(), Some("/disks/{id}")));
        routed.enter(|| drop(Answer::of(&DiskError::Slow)));
        routed.with_route("/{path}").enter(|| drop(Answer::of(&DiskError::Slow)));
    });
    assert_eq!(reports.len(), 1);
}

/// Counts how often its text is asked for.
#[derive(Debug, Default)]
struct Counted(AtomicUsize);

impl std::fmt::Display for Counted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fetch_add(1, Ordering::Relaxed);
        f.write_str("counted")
    }
}

impl std::error::Error for Counted {}

#[test]
fn a_report_is_rendered_only_if_it_has_a_listener() {
    #[derive(Debug, ApiError)]
    enum Gone {
        #[api(status = 410, message = "gone")]
        Silent(#[source] Counted),
        #[api(status = 503, message = "gone", log = "off")]
        Off(#[source] Counted),
    }
    let _alone = alone();
    for error in [Gone::Silent(Counted::default()), Gone::Off(Counted::default())] {
        let (Gone::Silent(source) | Gone::Off(source)) = &error;
        let request = Request::new("GET", None);
        request.enter(|| drop((Answer::of(&error), Answer::of(&error))));
        drop(Answer::of(&error));
        assert_eq!(source.0.load(Ordering::Relaxed), 0, "{error:?}");
        // It was not reported, so it is reported now.
        let ((), reports) = capture(|| request.enter(|| drop((Answer::of(&error), Answer::of(&error)))));
        assert_eq!(reports.len(), usize::from(matches!(error, Gone::Silent(_))));
    }
}

#[test]
fn a_display_that_answers_itself_does_not_hang_the_request() {
    struct Answers;
    impl std::fmt::Display for Answers {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            drop(Answer::of(&DiskError::Busy));
            f.write_str("a disk")
        }
    }
    impl std::fmt::Debug for Answers {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            std::fmt::Display::fmt(self, f)
        }
    }

    #[derive(Debug, ApiError)]
    #[api(status = 404, message = "no {0}")]
    struct Gone(Answers);

    let (answer, _) = capture(|| Request::new("GET", None).enter(|| Answer::of(&Gone(Answers))));
    assert_eq!(answer.status(), 404);
}

#[test]
fn a_future_is_captured_wherever_it_is_polled() {
    use std::future::{Future as _, poll_fn};
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    let mut polls = 0;
    let future = poll_fn(move |_| {
        polls += 1;
        drop(Answer::of(&DiskError::Missing(polls.to_string())));
        if polls == 2 { Poll::Ready(()) } else { Poll::Pending }
    });
    let mut captured = pin!(capture_async(future));
    let mut context = Context::from_waker(Waker::noop());
    assert!(captured.as_mut().poll(&mut context).is_pending());
    let ((), reports) = capture(|| drop(Answer::of(&DiskError::Busy)));
    assert_eq!(reports.len(), 1, "what is between two polls is not captured");
    let Poll::Ready(((), reports)) = captured.poll(&mut context) else { panic!("pending") };
    assert_eq!(reports.iter().map(|report| &*report.message).collect::<Vec<_>>(), ["no disk 1", "no disk 2"]);
}
