//! Nobody gets two shapes by accident: the layer of an API warns if a handler answers in another shape.
//! A process warns once for each pair, so every test has a layer type of its own.

#![cfg(test)]

use std::convert::Infallible;
use std::process::Command;
use std::sync::{Mutex, Once, PoisonError};

use panda_errors::{ApiError, PandaError, Rejection, Shape};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// The warnings of this process.
static WARNINGS: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Warnings;

impl Subscriber for Warnings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "panda_errors"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        if *event.metadata().level() == Level::WARN {
            event.record(&mut Message);
        }
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Message;

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            WARNINGS.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{value:?}"));
        }
    }
}

fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| tracing::subscriber::set_global_default(Warnings).unwrap());
}

/// The warnings about the layer of this type.
fn warnings_of<E>() -> Vec<String> {
    let name = format!("`{}`", std::any::type_name::<E>());
    WARNINGS.lock().unwrap().iter().filter(|warning| warning.contains(&name)).cloned().collect()
}

/// One error type for each layer.
macro_rules! apis {
    ($($name:ident in $shape:expr,)*) => {
        $(
            #[derive(Debug, ApiError)]
            #[api(transparent, shape = $shape)]
            struct $name(Rejection);

            impl From<Rejection> for $name {
                fn from(rejection: Rejection) -> Self {
                    Self(rejection)
                }
            }
        )*
    };
}

apis! {
    Actix in Shape::PROBLEM,
    Axum in Shape::PROBLEM,
    Poem in Shape::PROBLEM,
    Rocket in Shape::PROBLEM,
    Salvo in Shape::PROBLEM,
    Tower in Shape::PROBLEM,
    Warp in Shape::PROBLEM,
    Twice in Shape::PROBLEM,
    Same in Shape::PROBLEM,
    Panda in Shape::PANDA,
    Unheard in Shape::PROBLEM,
}

/// Another family of the same API.
#[derive(Debug, ApiError)]
#[api(status = 409, message = "the title is taken", shape = Shape::PROBLEM)]
struct TitleTaken;

#[derive(Debug, ApiError)]
#[api(status = 410, message = "the video is gone", shape = r#"{"gone":"{message}"}"#)]
struct Gone;

fn canonical() -> PandaError {
    PandaError::record_not_found("Video", "X")
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

/// A service that answers with this error twice, within the layer of `E`.
fn asked<E: ApiError + From<Rejection> + 'static>(
    error: fn() -> http::Response<http_body_util::Full<hyper::body::Bytes>>,
) {
    use panda_errors::integrations::tower::ErrorLayer;
    use tower::{Layer as _, ServiceExt as _, service_fn};

    for _ in 0..2 {
        let service = service_fn(move |_| std::future::ready(Ok::<_, Infallible>(error())));
        block_on(ErrorLayer::<E>::new().layer(service).oneshot(http::Request::new(()))).unwrap();
    }
}

#[track_caller]
fn assert_warned_once<E>(error: &str) {
    let warnings = warnings_of::<E>();
    let [warning] = warnings.as_slice() else { panic!("{warnings:?}") };
    let expected = format!("the error `{error}` was sent in another shape than the shape of ");
    assert!(warning.starts_with(&expected), "{warning}");
    assert!(warning.ends_with("make it an error of that type, as with `#[api(transparent)]`"), "{warning}");
}

mod layers {
    use panda_errors::integrations::tower::respond;
    use panda_errors::{ApiError, Rejection};

    use super::{
        Gone, Panda, Same, TitleTaken, Tower, Twice, asked, assert_warned_once, canonical, listen, warnings_of,
    };

    #[test]
    fn tower_warns_once_of_another_shape() {
        listen();
        asked::<Tower>(|| respond(&canonical()));
        assert_warned_once::<Tower>("RecordNotFound");
    }

    #[test]
    fn each_other_shape_is_warned_of() {
        listen();
        asked::<Twice>(|| respond(&canonical()));
        asked::<Twice>(|| respond(&Gone));
        asked::<Twice>(|| respond(&panda_errors::PandaError::signature_expired()));
        let warnings = warnings_of::<Twice>();
        let [canonical, gone] = warnings.as_slice() else { panic!("{warnings:?}") };
        assert!(canonical.contains("`RecordNotFound`") && gone.contains("`Gone`"), "{warnings:?}");
    }

    #[test]
    fn an_error_of_another_type_in_the_same_shape_is_not_warned_of() {
        listen();
        asked::<Same>(|| respond(&TitleTaken));
        asked::<Panda>(|| respond(&canonical()));
        assert_eq!((warnings_of::<Same>(), warnings_of::<Panda>()), (Vec::new(), Vec::new()));
        asked::<Panda>(|| respond(&TitleTaken));
        assert_warned_once::<Panda>("TitleTaken");
    }

    /// A shape of the same content in another constant is the same shape. White space outside of strings is not sent.
    #[test]
    fn an_equal_shape_in_another_constant_is_not_warned_of() {
        #[derive(Debug, ApiError)]
        #[api(shape = r#"{"message":"{message}"}"#, transparent, rejection)]
        struct One(Rejection);

        #[derive(Debug, ApiError)]
        #[api(shape = r#"{ "message" : "{message}" }"#, status = 410, message = "gone")]
        struct Two;

        listen();
        asked::<One>(|| respond(&Two));
        assert_eq!(warnings_of::<One>(), Vec::<String>::new());
    }
}

#[test]
fn axum_warns_once_of_another_shape() {
    use axum::body::Body;
    use panda_errors::integrations::tower::ErrorLayer;
    use tower::ServiceExt as _;

    listen();
    let app = axum::Router::new().route("/", axum::routing::get(async || Err::<(), _>(canonical())));
    let app = app.layer(ErrorLayer::<Axum>::new());
    for _ in 0..2 {
        block_on(app.clone().oneshot(http::Request::new(Body::empty()))).unwrap();
    }
    assert_warned_once::<Axum>("RecordNotFound");
}

#[test]
fn warp_warns_once_of_another_shape() {
    use panda_errors::integrations::tower::ErrorLayer;
    use tower::{Layer as _, ServiceExt as _};
    use warp::Filter as _;

    listen();
    let routes = warp::any().then(async || Err::<&str, _>(canonical()));
    let service = ErrorLayer::<Warp>::new().layer(warp::service(routes));
    for _ in 0..2 {
        let request = http::Request::new(http_body_util::Empty::<hyper::body::Bytes>::new());
        block_on(service.clone().oneshot(request)).unwrap();
    }
    assert_warned_once::<Warp>("RecordNotFound");
}

#[test]
fn actix_warns_once_of_another_shape() {
    use actix_web::dev::Service as _;
    use actix_web::test::{TestRequest, init_service};
    use actix_web::{App, web};
    use panda_errors::integrations::actix_web_4::ErrorLayer;

    listen();
    actix_web::rt::System::new().block_on(async {
        let fail = async || Err::<&str, _>(canonical());
        let app = App::new().service(web::resource("/").get(fail)).wrap(ErrorLayer::<Actix>::new());
        let app = init_service(app).await;
        for _ in 0..2 {
            app.call(TestRequest::default().to_request()).await.unwrap();
        }
    });
    assert_warned_once::<Actix>("RecordNotFound");
}

#[test]
fn poem_warns_once_of_another_shape() {
    use panda_errors::integrations::poem_3::ErrorLayer;
    use poem::endpoint::make;
    use poem::{Endpoint as _, EndpointExt as _, Error, Request};

    listen();
    let fail = make(async |_| Err::<(), Error>(canonical().into())).with(ErrorLayer::<Poem>::new());
    for _ in 0..2 {
        block_on(fail.call(Request::default())).unwrap();
    }
    assert_warned_once::<Poem>("RecordNotFound");
}

#[rocket::get("/")]
fn fail_on_rocket() -> Result<(), PandaError> {
    Err(canonical())
}

#[test]
fn rocket_warns_once_of_another_shape() {
    use panda_errors::integrations::rocket_0_5::ErrorFairing;
    use rocket::config::LogLevel;
    use rocket::local::blocking::Client;

    listen();
    let config = rocket::Config { log_level: LogLevel::Off, ..rocket::Config::debug_default() };
    let app = rocket::custom(config).mount("/", rocket::routes![fail_on_rocket]).attach(ErrorFairing::<Rocket>::new());
    let client = Client::untracked(app).unwrap();
    for _ in 0..2 {
        client.get("/").dispatch();
    }
    assert_warned_once::<Rocket>("RecordNotFound");
}

#[test]
fn salvo_warns_once_of_another_shape() {
    use panda_errors::integrations::salvo_1::ErrorLayer;
    use salvo::{Request, Router, Service, handler};

    #[handler]
    async fn fail() -> PandaError {
        canonical()
    }

    listen();
    let service = Service::new(Router::new().goal(fail)).hoop(ErrorLayer::<Salvo>::new());
    for _ in 0..2 {
        block_on(service.handle(Request::new()));
    }
    assert_warned_once::<Salvo>("RecordNotFound");
}

/// In a process of its own, because the subscriber of the other tests is global.
#[test]
fn without_a_subscriber_the_warning_is_one_line_of_standard_error() {
    const INSIDE: &str = "PANDA_ERRORS_TEST_IS_INSIDE";
    if std::env::var_os(INSIDE).is_some() {
        return asked::<Unheard>(|| panda_errors::integrations::tower::respond(&canonical()));
    }
    let mut command = Command::new(std::env::current_exe().unwrap());
    let test = "without_a_subscriber_the_warning_is_one_line_of_standard_error";
    let output = command.args([test, "--exact", "--nocapture"]).env(INSIDE, "yes").output().unwrap();
    let written = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{written}");
    let lines: Vec<&str> = written.lines().filter(|line| line.starts_with("panda-errors: ")).collect();
    let [line] = lines.as_slice() else { panic!("{written}") };
    assert!(line.contains("the error `RecordNotFound` was sent in another shape than the shape of `"), "{line}");
    assert!(line.contains("::Unheard`"), "{line}");
}
