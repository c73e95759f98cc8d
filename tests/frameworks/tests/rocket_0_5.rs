//! rocket 0.5.

use std::io::{Cursor, Write as _};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::mpsc::Sender;
use std::task::{Context, Poll};

use flate2::Compression;
use flate2::write::GzEncoder;
use panda_errors::Failure;
use panda_errors::integrations::rocket_0_5::ErrorFairing;
use rocket::config::{Ident, LogLevel, Shutdown};
use rocket::data::{Limits, ToByteUnit as _};
use rocket::fairing::AdHoc;
use rocket::form::Form;
use rocket::http::Status;
use rocket::response::{self, Responder};
use rocket::serde::json::Json;
use rocket::shield::Shield;
use rocket::tokio::io::{AsyncRead, ReadBuf};
use rocket::{Build, Config, FromForm, Request, Response, Rocket, State, get, post, routes};
use tests_frameworks::{Api, FOREIGN, FOREIGN_TEXT, Habits, Limit, Served, failing};

const HABITS: Habits = Habits {
    // A route is its method, its path and its format, so a request with another method gets a 404 without `Allow`.
    wrong_method: 404,
    unsupported_type: 404,
    // The server ends them as if they were whole.
    breaks_off_bodies: false,
    // If the type of a parameter refuses its value, rocket answers 422.
    malformed_query: 422,
    malformed_path: 422,
    malformed_form: 422,
    ..Habits::USUAL
};

tests_frameworks::conformance!("rocket-0.5", serve, HABITS);

fn serve<A: Api>(ready: &Sender<SocketAddr>) -> Served {
    let ready = ready.clone();
    let sender = AdHoc::on_liftoff("ready", move |rocket| {
        let sent = ready.send(SocketAddr::new(rocket.config().address, rocket.config().port));
        Box::pin(async move { assert!(sent.is_ok(), "nobody waits for the address") })
    });
    rocket::execute(app::<A>().attach(sender).launch())?;
    Ok(())
}

fn app<A: Api>() -> Rocket<Build> {
    let config = Config {
        port: 0,
        workers: 2,
        ident: Ident::none(),
        log_level: LogLevel::Off,
        limits: Limits::new().limit("json", 1.kibibytes()),
        shutdown: Shutdown { ctrlc: false, ..Shutdown::default() },
        ..Config::debug_default()
    };
    rocket::custom(config)
        // It has headers of its own for every answer.
        .attach(Shield::new())
        .attach(ErrorFairing::<A::Own>::new())
        .manage(Service::of::<A>())
        .attach(AdHoc::on_response("layers", |request, response| Box::pin(layers(request, response))))
        .mount("/typed", routes![typed, post_typed])
        .mount("/layered", routes![typed, post_typed])
        .mount("/erased", routes![erased, post_erased])
        .mount("/own/typed", routes![typed, post_typed])
        .mount("/own/layered", routes![typed, post_typed])
        .mount("/own/wrapped", routes![wrapped, post_wrapped])
        // A response of rocket needs its request.
        .mount("/own/detached", routes![typed, post_typed])
        .mount("/own", routes![stream, text, query, path, json, form])
}

/// The functions of a service that fail. The routes of rocket are not generic.
struct Service {
    typed: fn(&str, &str) -> Result<&'static str, Raised>,
    erased: fn(&str, &str) -> Result<&'static str, Failure>,
}

impl Service {
    fn of<A: Api>() -> Self {
        Self {
            typed: |case, body| A::fail(case, body).map_err(Raised::of),
            erased: |case, body| A::fail(case, body).map_err(Into::into),
        }
    }
}

/// An error of any service, which responds as its own type does.
struct Raised(Box<dyn FnOnce(&Request<'_>) -> response::Result<'static> + Send>);

impl Raised {
    fn of<E: for<'r> Responder<'r, 'static> + Send + 'static>(error: E) -> Self {
        Self(Box::new(move |request| error.respond_to(request)))
    }
}

impl<'r> Responder<'r, 'static> for Raised {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        (self.0)(request)
    }
}

#[get("/<case>")]
fn typed(case: &str, service: &State<Service>) -> Result<&'static str, Raised> {
    (service.typed)(case, "")
}

#[post("/<case>", data = "<body>")]
fn post_typed(case: &str, body: &str, service: &State<Service>) -> Result<&'static str, Raised> {
    (service.typed)(case, body)
}

#[get("/<case>")]
fn erased(case: &str, service: &State<Service>) -> Result<&'static str, Failure> {
    (service.erased)(case, "")
}

#[post("/<case>", data = "<body>")]
fn post_erased(case: &str, body: &str, service: &State<Service>) -> Result<&'static str, Failure> {
    (service.erased)(case, body)
}

#[get("/<case>")]
fn wrapped(case: &str, service: &State<Service>) -> (Status, Result<&'static str, Raised>) {
    (Status::Created, (service.typed)(case, ""))
}

#[post("/<case>", data = "<body>")]
fn post_wrapped(case: &str, body: &str, service: &State<Service>) -> (Status, Result<&'static str, Raised>) {
    (Status::Created, (service.typed)(case, body))
}

/// The reader of a body that fails.
struct Failing(std::vec::IntoIter<std::io::Result<&'static [u8]>>);

impl AsyncRead for Failing {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(self.0.next().transpose().map(|part| buffer.put_slice(part.unwrap_or_default())))
    }
}

impl<'r> Responder<'r, 'static> for Failing {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        Response::build().streamed_body(self).ok()
    }
}

#[get("/stream")]
fn stream() -> Failing {
    Failing(Vec::from(failing()).into_iter())
}

/// A 500 of text, after the answer for another error.
struct Text(Option<Raised>);

impl<'r> Responder<'r, 'static> for Text {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        drop(self.0.map(|error| error.respond_to(request)));
        let mut response = Response::build();
        response.status(Status::InternalServerError).sized_body(FOREIGN_TEXT.len(), Cursor::new(FOREIGN_TEXT));
        for (name, value) in FOREIGN {
            response.raw_header(name, value);
        }
        response.ok()
    }
}

#[get("/text/<case>")]
fn text(case: &str, service: &State<Service>) -> Text {
    Text((service.typed)(case, "").err())
}

#[get("/query?<limit>")]
fn query(limit: u64) -> String {
    limit.to_string()
}

#[get("/path/<limit>")]
fn path(limit: u64) -> String {
    limit.to_string()
}

#[post("/json", format = "json", data = "<limit>")]
fn json(limit: Json<Limit>) -> String {
    limit.into_inner().limit.to_string()
}

#[derive(FromForm)]
struct LimitForm {
    limit: u64,
}

#[post("/form", data = "<limit>")]
fn form(limit: Form<LimitForm>) -> String {
    limit.into_inner().limit.to_string()
}

/// Adds the headers of CORS, writes the status, and compresses. rocket has no middleware for compression or CORS, so a
/// fairing does the work of the layers.
async fn layers<'r>(request: &'r Request<'_>, response: &mut Response<'r>) {
    if !request.uri().path().starts_with("/layered/") && !request.uri().path().starts_with("/own/layered/") {
        return;
    }
    response.set_raw_header("access-control-allow-origin", "*");
    response.set_raw_header("x-seen-status", response.status().code.to_string());
    let body = response.body_mut().to_bytes().await.unwrap_or_default();
    let accepts_gzip = request.headers().get_one("accept-encoding").is_some_and(|accepted| accepted.contains("gzip"));
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    match gzip.write_all(&body).and_then(|()| gzip.finish()) {
        Ok(gzip) if accepts_gzip && !body.is_empty() => {
            response.set_raw_header("content-encoding", "gzip");
            response.set_raw_header("vary", "accept-encoding");
            response.set_sized_body(gzip.len(), Cursor::new(gzip));
        }
        _ => response.set_sized_body(body.len(), Cursor::new(body)),
    }
}

/// The types that an author can write with the feature.
#[cfg(test)]
mod types {
    use std::fmt;

    use panda_errors::integrations::rocket_0_5::ErrorFairing;
    use panda_errors::{ApiError, Failure, PandaError, report};
    use rocket::config::LogLevel;
    use rocket::http::{ContentType, Status};
    use rocket::local::blocking::Client;
    use rocket::response::{self, Responder};
    use rocket::{Build, Config, Request, Rocket, catch, catchers, get, routes};

    fn assert_responder<'r, T: Responder<'r, 'static>>(_: T) {}

    #[test]
    fn a_result_with_a_derived_error_is_a_responder() {
        assert_responder::<Result<String, PandaError>>(Err(PandaError::unsupported_format()));
        assert_responder::<Result<String, Failure>>(Err(PandaError::unsupported_format().into()));
        assert_responder(PandaError::unsupported_format());
    }

    #[test]
    fn skip_leaves_room_for_an_impl_by_hand() {
        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "gone fishing", skip(rocket))]
        struct ByHand;

        impl<'r> Responder<'r, 'static> for ByHand {
            fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
                Err(Status::ImATeapot)
            }
        }

        assert_responder(ByHand);
    }

    #[test]
    fn only_names_the_frameworks_there_are() {
        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "no such video", only(axum))]
        struct ForAxum;

        impl<'r> Responder<'r, 'static> for ForAxum {
            fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
                Err(Status::Gone)
            }
        }

        assert_responder(ForAxum);
    }

    #[test]
    fn generic_errors_are_responders() {
        #[derive(Debug, ApiError)]
        enum Lookup<'a, T: Clone, const LIMIT: usize>
        where
            T: fmt::Debug,
        {
            #[api(status = 404, message = "No {key} in {table}")]
            Missing { key: T, table: &'a str },
            #[api(status = 422, message = "Only the first keys fit: {0:?}")]
            TooMany([T; LIMIT]),
        }

        let table = String::from("videos");
        let missing: Lookup<'_, u64, 0> = Lookup::Missing { key: 7, table: &table };
        assert_responder(missing);
        assert_responder(Lookup::<u64, 2>::TooMany([1, 2]));
    }

    #[get("/text")]
    fn text() -> (Status, (ContentType, &'static str)) {
        (Status::Conflict, (ContentType::Plain, "two of them"))
    }

    #[get("/json")]
    fn json() -> (Status, (ContentType, &'static str)) {
        (Status::Conflict, (ContentType::JSON, "{}"))
    }

    #[test]
    fn an_answer_of_a_handler_is_reshaped_where_it_is_plain_text() {
        let app = rocket::custom(Config::debug_default()).mount("/", routes![text, json]);
        let client = Client::untracked(app.attach(ErrorFairing::<panda_errors::Rejection>::new())).unwrap();
        let (body, captured) = report::capture(|| client.get("/text").dispatch().into_string());
        assert_eq!(body.unwrap(), r#"{"error":"Conflict","message":"Conflict"}"#);
        assert!(format!("{captured:?}").contains("two of them"), "{captured:?}");
        assert_eq!(client.get("/json").dispatch().into_string().unwrap(), "{}");
    }

    #[catch(default)]
    fn any(status: Status, _: &Request<'_>) -> String {
        format!("an own {}", status.code)
    }

    #[catch(404)]
    fn no_route() -> &'static str {
        "an own page"
    }

    #[catch(500)]
    fn internal() -> &'static str {
        "an own text"
    }

    fn app() -> Rocket<Build> {
        let config = Config { log_level: LogLevel::Off, ..Config::debug_default() };
        rocket::custom(config).mount("/", routes![text, json]).attach(ErrorFairing::<panda_errors::Rejection>::new())
    }

    fn asked(app: Rocket<Build>, path: &'static str) -> String {
        let client = Client::untracked(app).unwrap();
        client.get(path).dispatch().into_string().unwrap_or_default()
    }

    #[test]
    fn a_catcher_of_the_user_comes_before_ours() {
        let conflict = r#"{"error":"Conflict","message":"Conflict"}"#;
        let not_found = r#"{"error":"NotFound","message":"Not Found"}"#;
        assert_eq!(asked(app().register("/", catchers![no_route]), "/nowhere"), "an own page");
        assert_eq!(asked(app().register("/", catchers![no_route]), "/text"), conflict);
        assert_eq!(asked(app().register("/v2", catchers![any]), "/v2/nowhere"), "an own 404");
        assert_eq!(asked(app().register("/v2", catchers![any]), "/nowhere"), not_found);
        assert_eq!(asked(app().register("/", catchers![any]), "/nowhere"), "an own 404");
    }

    #[get("/broken")]
    fn broken() -> Status {
        Status::InternalServerError
    }

    #[test]
    fn a_500_is_empty_whoever_catches_it() {
        for catchers in [catchers![internal], catchers![any]] {
            let app = app().mount("/", routes![broken]).register("/", catchers);
            let (body, reports) = report::capture(|| asked(app, "/broken"));
            assert_eq!((body.as_str(), reports.len()), ("", 1));
            assert!(reports[0].sources[0].starts_with("an own "), "{reports:?}");
        }
    }

    #[test]
    fn a_fairing_that_is_attached_twice_is_there_once() {
        #[derive(Debug, ApiError)]
        #[api(transparent)]
        struct Own(panda_errors::Rejection);
        impl From<panda_errors::Rejection> for Own {
            fn from(rejection: panda_errors::Rejection) -> Self {
                Self(rejection)
            }
        }

        let conflict = r#"{"error":"Conflict","message":"Conflict"}"#;
        assert_eq!(asked(app().attach(ErrorFairing::<panda_errors::Rejection>::new()), "/text"), conflict);
        assert_eq!(asked(app().attach(ErrorFairing::<Own>::new()), "/text"), conflict);
    }
}

/// The catchers of the user beside ours. The tests fail if rocket changes how it chooses a catcher.
#[cfg(test)]
mod pages {
    use panda_errors::integrations::rocket_0_5::{ErrorFairing, catchers};
    use panda_errors::report::{Captured, capture};
    use panda_errors::{PandaError, Rejection};
    use rocket::catcher::{self, Catcher, Handler};
    use rocket::config::LogLevel;
    use rocket::http::{ContentType, Status};
    use rocket::local::blocking::Client;
    use rocket::response::Responder as _;
    use rocket::response::content::RawHtml;
    use rocket::{Build, Config, Request, Rocket, get, routes};

    /// A catcher that renders a page.
    #[derive(Clone)]
    struct Page;

    #[rocket::async_trait]
    impl Handler for Page {
        async fn handle<'r>(&self, status: Status, request: &'r Request<'_>) -> catcher::Result<'r> {
            let mut response = RawHtml("<p>an own page</p>").respond_to(request)?;
            response.set_status(status);
            Ok(response)
        }
    }

    #[get("/<_..>?text")]
    fn text() -> (Status, (ContentType, &'static str)) {
        (Status::NotFound, (ContentType::Plain, "a text"))
    }

    #[get("/panic")]
    fn panic() {
        panic!("{} in the panic of a handler", tests_frameworks::CANARY)
    }

    #[get("/bare")]
    fn bare() -> Status {
        Status::InternalServerError
    }

    #[get("/typed")]
    fn typed() -> Result<(), PandaError> {
        Err(PandaError::internal("the disk failed"))
    }

    fn app() -> Rocket<Build> {
        let config = Config { log_level: LogLevel::Off, ..Config::debug_default() };
        rocket::custom(config).mount("/", routes![text, panic, bare, typed])
    }

    fn asked(client: &Client, path: String) -> String {
        client.get(path).dispatch().into_string().unwrap_or_default()
    }

    const BASES: [&str; 5] = ["/", "/v2", "/v2/videos", "/v2/videos/X", "/v2/video"];

    /// The catchers of the user whose bits are set: for each base, one for 404 and one for every status.
    fn pages(set: u32) -> Vec<(&'static str, Catcher)> {
        let all = BASES.into_iter().flat_map(|base| [(base, Some(404)), (base, None)]);
        let chosen = all.enumerate().filter(|(bit, _)| set & (1 << bit) != 0);
        chosen.map(|(_, (base, code))| (base, Catcher::new(code, Page))).collect()
    }

    /// A page shows which catcher rocket has called. A plain text stays if we take it for a page: the two must agree. If
    /// they do not, a page lacks its report, or our own answer has two.
    #[test]
    fn our_choice_of_a_catcher_is_the_choice_of_rocket() {
        let paths = [
            "/",
            "/v2",
            "/v3/videos",
            "/v2/",
            "/v2/videos",
            "/v2/videos/X",
            "/v2/videos/Y/Z",
            "/v2/videoss",
            "//v2/videos/X",
        ];
        let mut stayed = [0, 0];
        for set in 0..1_u32 << (2 * BASES.len()) {
            // Two of ten at most, beside ours: rocket compares two at a time.
            if set.count_ones() > 2 {
                continue;
            }
            // Ours at `/`, by the fairing, and ours for a part of the app.
            for of_a_part in [None, Some("/v2"), Some("/v2/videos")] {
                let is_taken = |base: &str| pages(set).iter().any(|(own, page)| *own == base && page.code.is_none());
                if of_a_part.is_some_and(is_taken) {
                    continue;
                }
                let app = pages(set).into_iter().fold(app(), |app, (base, page)| app.register(base, vec![page]));
                let app = of_a_part.into_iter().fold(app, |app, base| app.register(base, catchers::<Rejection>()));
                let client = Client::untracked(app.attach(ErrorFairing::<Rejection>::new())).unwrap();
                for path in paths {
                    let (body, reports) = capture(|| asked(&client, path.to_owned()));
                    let is_page = body == "<p>an own page</p>";
                    assert_eq!(reports.len(), 1, "{path} with {:?} and {of_a_part:?}: {body}", pages(set));
                    let is_left = asked(&client, format!("{path}?text")) == "a text";
                    assert_eq!(is_left, is_page, "{path} with {:?} and {of_a_part:?}", pages(set));
                    stayed[usize::from(is_page)] += 1;
                }
            }
        }
        assert!(stayed.iter().all(|&count| count > 200), "{stayed:?}");
    }

    fn id_of(report: &Captured) -> String {
        report.id.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    fn reported(client: &Client, path: &'static str) -> (u16, String, String, Vec<Captured>) {
        let (response, reports) = capture(|| client.get(path).dispatch());
        let id = response.headers().get_one("x-request-id").unwrap_or_default().to_owned();
        (response.status().code, response.into_string().unwrap_or_default(), id, reports)
    }

    #[test]
    fn a_page_of_the_user_stays_and_its_failure_is_reported_once_with_the_id_of_the_page() {
        for codes in [&[None][..], &[Some(500), Some(404)]] {
            let pages: Vec<_> = codes.iter().map(|&code| Catcher::new(code, Page)).collect();
            let client = app().register("/", pages).attach(ErrorFairing::<Rejection>::new());
            let client = Client::untracked(client).unwrap();
            for (path, status) in [("/panic", 500), ("/bare", 500), ("/nowhere", 404)] {
                let (code, body, id, reports) = reported(&client, path);
                assert_eq!((code, body.as_str()), (status, "<p>an own page</p>"), "{path}");
                let [report] = reports.as_slice() else { panic!("{path}: {reports:?}") };
                assert_eq!((report.status.as_u16(), id_of(report)), (status, id), "{path}");
                assert!(report.method.as_deref() == Some("GET"), "{report:?}");
            }
            let (code, body, id, reports) = reported(&client, "/typed");
            assert_eq!((code, body.as_str(), reports.len()), (500, "", 1));
            assert_eq!((id_of(&reports[0]), reports[0].sources.concat()), (id, "the disk failed".to_owned()));
        }
    }

    #[test]
    fn a_page_of_a_part_is_reported_and_the_rest_is_answered_by_the_fairing() {
        let app = app().register("/v2", vec![Catcher::new(None, Page)]);
        let client = Client::untracked(app.attach(ErrorFairing::<Rejection>::new())).unwrap();
        let (_, body, _, reports) = reported(&client, "/v2/nowhere");
        assert_eq!((body.as_str(), reports.len()), ("<p>an own page</p>", 1));
        let (_, body, _, reports) = reported(&client, "/nowhere");
        assert_eq!((body.as_str(), reports.len()), (r#"{"error":"NotFound","message":"Not Found"}"#, 1));
    }
}
