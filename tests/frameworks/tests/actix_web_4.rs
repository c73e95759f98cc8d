//! actix-web 4.

use std::net::SocketAddr;
use std::sync::mpsc::Sender;

use actix_cors::Cors;
use actix_web::body::MessageBody;
use actix_web::dev::{HttpServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::{Compress, Next, from_fn};
use actix_web::rt::System;
use actix_web::web::{self, Form, Json, JsonConfig, Path, Query};
use actix_web::{App, Error, HttpResponse, HttpServer, Resource, Responder, ResponseError as _};
use panda_errors::Failure;
use panda_errors::integrations::actix_web_4::{ErrorLayer, extractors, reject};
use tests_frameworks::{Api, FOREIGN, FOREIGN_TEXT, Habits, Limit, Served, failing};

// The server has one flag for HEAD per connection, and sets it when it reads a request: of two that have come at once,
// the first is answered as the second is to be.
tests_frameworks::conformance!("actix-web-4", serve, Habits { pipelines_head: false, ..Habits::USUAL });

fn serve<A: Api>(ready: &Sender<SocketAddr>) -> Served {
    System::new().block_on(async {
        let server =
            HttpServer::new(|| App::new().configure(routes::<A>).service(own::<A>())).workers(2).disable_signals();
        let server = server.bind_auto_h2c("127.0.0.1:0")?;
        server.addrs().into_iter().try_for_each(|address| ready.send(address))?;
        Ok(server.run().await?)
    })
}

fn routes<A: Api>(config: &mut web::ServiceConfig) {
    let cors = || Cors::default().allow_any_origin().send_wildcard();
    let layered = web::scope("/layered").wrap(cors()).wrap(Compress::default()).wrap(from_fn(seen_status));
    let own = web::scope("/own/layered").wrap(ErrorLayer::<A::Own>::new()).wrap(cors()).wrap(Compress::default());
    config
        .service(layered.service(typed::<A>("/{case}")))
        .service(own.wrap(from_fn(seen_status)).service(typed::<A>("/{case}")))
        .service(typed::<A>("/typed/{case}"))
        .service(
            web::resource("/erased/{case}")
                .route(web::get().to(fail_erased::<A>))
                .route(web::head().to(fail_erased::<A>))
                .route(web::post().to(fail_erased::<A>)),
        );
}

/// The last one, since it has what no other has a route for.
fn own<A: Api>() -> impl HttpServiceFactory {
    let limit = web::resource("/own/query").get(async |limit: Query<Limit>| limit.limit.to_string());
    web::scope("")
        .wrap(ErrorLayer::<A::Own>::new())
        .configure(extractors::<A::Own>)
        .app_data(JsonConfig::default().limit(1024).error_handler(reject::<A::Own, _>))
        .service(typed::<A>("/own/typed/{case}"))
        .service(web::resource("/own/text/{case}").get(text::<A>))
        .service(wrapped::<A>("/own/wrapped/{case}"))
        // A response of actix stays on its thread.
        .service(typed::<A>("/own/detached/{case}"))
        .service(
            web::resource("/own/stream")
                .get(async || HttpResponse::Ok().streaming(futures_util::stream::iter(parts()))),
        )
        .service(limit)
        .service(web::resource("/own/path/{limit}").get(async |limit: Path<u64>| limit.to_string()))
        .service(web::resource("/own/json").post(async |limit: Json<Limit>| limit.limit.to_string()))
        .service(web::resource("/own/form").post(async |limit: Form<Limit>| limit.limit.to_string()))
}

fn typed<A: Api>(path: &str) -> Resource {
    let resource = web::resource(path);
    // HEAD is a method like any other.
    resource.get(fail_typed::<A>).route(web::head().to(fail_typed::<A>)).post(fail_typed::<A>)
}

fn wrapped<A: Api>(path: &str) -> Resource {
    let resource = web::resource(path);
    resource.get(fail_wrapped::<A>).route(web::head().to(fail_wrapped::<A>)).post(fail_wrapped::<A>)
}

async fn fail_wrapped<A: Api>(case: Path<String>, body: String) -> impl Responder {
    let response =
        A::fail(&case, &body).map_or_else(|error| error.error_response(), |text| HttpResponse::Ok().body(text));
    response.customize().with_status(StatusCode::CREATED)
}

fn parts() -> [std::io::Result<web::Bytes>; 2] {
    failing().map(|part| part.map(web::Bytes::from_static))
}

async fn fail_typed<A: Api>(case: Path<String>, body: String) -> Result<&'static str, A::Error> {
    A::fail(&case, &body)
}

async fn fail_erased<A: Api>(case: Path<String>, body: String) -> Result<&'static str, Failure> {
    Ok(A::fail(&case, &body)?)
}

async fn text<A: Api>(case: Path<String>) -> HttpResponse {
    drop(A::fail(&case, "").map_err(|error| error.error_response()));
    let mut response = HttpResponse::InternalServerError();
    for header in FOREIGN {
        response.insert_header(header);
    }
    response.body(FOREIGN_TEXT)
}

async fn seen_status<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    let mut response = next.call(request).await?;
    let status = HeaderValue::from(response.status().as_u16());
    response.headers_mut().insert(HeaderName::from_static("x-seen-status"), status);
    Ok(response)
}

/// The types that an author can write with the feature.
#[cfg(test)]
mod types {
    use std::fmt;
    use std::future::ready;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex, OnceLock};

    use actix_web::dev::{Service as _, ServiceRequest};
    use actix_web::http::StatusCode;
    use actix_web::middleware::{Next, from_fn};
    use actix_web::rt::System;
    use actix_web::test::{TestRequest, init_service, read_body};
    use actix_web::{App, Handler, HttpResponse, Responder, ResponseError, web};
    use panda_errors::integrations::actix_web_4::{ErrorLayer, Unanswered};
    use panda_errors::{Answer, ApiError, Failure, PandaError, Rejection, report};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};
    use tracing_core::span::Current;

    fn assert_handler<T, H: Handler<T, Output: Responder>>(_: H) {}

    #[test]
    fn a_result_with_a_derived_error_is_a_handler() {
        async fn typed() -> Result<String, PandaError> {
            Err(PandaError::unsupported_format())
        }
        async fn erased() -> Result<String, Failure> {
            Err(PandaError::unsupported_format())?
        }
        async fn of_actix() -> actix_web::Result<String> {
            Err(PandaError::unsupported_format())?
        }
        assert_handler(typed);
        assert_handler(erased);
        assert_handler(of_actix);
    }

    #[test]
    fn skip_leaves_room_for_an_impl_by_hand() {
        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "gone fishing", skip(actix_web))]
        struct ByHand;

        impl ResponseError for ByHand {
            fn status_code(&self) -> StatusCode {
                StatusCode::IM_A_TEAPOT
            }
        }

        assert_eq!(ByHand.error_response().status(), StatusCode::IM_A_TEAPOT);
    }

    #[test]
    fn only_names_the_frameworks_there_are() {
        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "no such video", only(axum))]
        struct ForAxum;

        impl ResponseError for ForAxum {}

        assert_eq!(ForAxum.error_response().status(), StatusCode::INTERNAL_SERVER_ERROR);
    }

    #[test]
    fn generic_errors_are_response_errors() {
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
        assert_eq!(missing.error_response().status(), StatusCode::NOT_FOUND);
        assert_eq!(Lookup::<u64, 2>::TooMany([1, 2]).status_code(), StatusCode::UNPROCESSABLE_ENTITY);
    }

    /// An answer of a handler to GET, inside of the layer, and its reports.
    fn answered(handler: fn() -> HttpResponse) -> (StatusCode, String, Vec<report::Captured>) {
        let ((status, body), reports) = report::capture(|| {
            System::new().block_on(async {
                let resource = web::resource("/videos/{id}").get(move || ready(handler()));
                let app = init_service(App::new().service(resource).wrap(ErrorLayer::<Rejection>::new())).await;
                let response = app.call(TestRequest::with_uri("/videos/X").to_request()).await.unwrap();
                (response.status(), String::from_utf8(read_body(response).await.into()).unwrap())
            })
        });
        (status, body, reports)
    }

    #[test]
    fn an_answer_of_a_handler_is_reshaped_where_it_is_plain_text() {
        let (status, body, reports) = answered(|| actix_web::error::ErrorConflict("two of them").into());
        assert_eq!((status.as_u16(), body.as_str()), (409, r#"{"error":"Conflict","message":"Conflict"}"#));
        assert_eq!(reports[0].sources, ["two of them"]);
        assert_eq!(reports[0].route.as_deref(), Some("/videos/{id}"));

        let (_, body, reports) = answered(|| HttpResponse::Conflict().json([1]));
        assert_eq!((body.as_str(), reports.len()), ("[1]", 0));
        let (_, body, reports) =
            answered(|| HttpResponse::Conflict().insert_header(("content-type", "text/plaintive")).body("mine"));
        assert_eq!((body.as_str(), reports.len()), ("mine", 0));
        let (_, body, reports) =
            answered(|| HttpResponse::Conflict().insert_header(("content-encoding", "gzip")).body("\u{1f}"));
        assert_eq!((body.as_str(), reports.len()), ("\u{1f}", 0));
    }

    #[test]
    fn the_headers_of_a_refusal_are_kept_and_ours_come_to_them() {
        System::new().block_on(async {
            let refuse = async || HttpResponse::Unauthorized().insert_header(("x-cookie", "a")).body("who are you?");
            let app = App::new().service(web::resource("/").get(refuse)).wrap(ErrorLayer::<Rejection>::new());
            let response = init_service(app).await.call(TestRequest::default().to_request()).await.unwrap();
            let header = |name| response.headers().get(name).map(|value| value.to_str().unwrap());
            assert_eq!(header("x-cookie"), Some("a"));
            assert_eq!(header("www-authenticate"), Some("API"));
            assert_eq!(header("content-type"), Some("application/json"));
        });
    }

    #[test]
    fn an_error_of_a_middleware_is_reported_once_with_its_request() {
        let refuse = async |_: ServiceRequest, _| -> actix_web::Result<actix_web::dev::ServiceResponse> {
            Err(PandaError::signature_expired())?
        };
        let ((), reports) = report::capture(|| {
            System::new().block_on(async {
                let app = App::new().wrap(from_fn(refuse)).wrap(ErrorLayer::<Rejection>::new());
                let app = init_service(app).await;
                let request = TestRequest::default().insert_header(("x-request-id", "01JD")).to_request();
                let error = app.call(request).await.unwrap_err();
                for _ in 0..3 {
                    let response = error.error_response();
                    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
                    assert_eq!(response.headers().get("x-request-id").unwrap(), "01JD");
                }
                assert_eq!(error.as_response_error().status_code(), StatusCode::UNAUTHORIZED);
            });
        });
        assert_eq!(reports.len(), 1);
        assert_eq!(reports[0].method.as_deref(), Some("GET"));
    }

    /// The error of a middleware inside, and the panic of a handler, which has no error of the user's.
    #[test]
    fn a_middleware_outside_finds_the_error_that_a_middleware_inside_returned() {
        let refuse = async |_: ServiceRequest, _| -> actix_web::Result<actix_web::dev::ServiceResponse> {
            Err(PandaError::signature_expired())?
        };
        let cause = |error: &actix_web::Error| {
            let cause = error.as_error::<Unanswered>().unwrap().cause();
            cause.as_error::<PandaError>().map(|error| error.definition().name())
        };
        System::new().block_on(async {
            let app = App::new().wrap(from_fn(refuse)).wrap(ErrorLayer::<Rejection>::new());
            let error = init_service(app).await.call(TestRequest::default().to_request()).await.unwrap_err();
            assert_eq!(cause(&error), Some("NotAuthorized"));

            let panics = web::resource("/").get(async || -> &'static str { panic!("a panic") });
            let app = App::new().service(panics).wrap(ErrorLayer::<Rejection>::new());
            let error = init_service(app).await.call(TestRequest::default().to_request()).await.unwrap_err();
            assert_eq!(cause(&error), None);
        });
    }

    #[test]
    fn a_panic_in_poll_ready_is_an_empty_500_for_each_request() {
        use actix_web::dev::{ServiceResponse, Transform as _};
        use std::task::{Context, Poll, Waker};

        struct Unready;

        impl actix_web::dev::Service<ServiceRequest> for Unready {
            type Response = ServiceResponse;
            type Error = actix_web::Error;
            type Future = std::future::Ready<Result<ServiceResponse, actix_web::Error>>;

            fn poll_ready(&self, _: &mut Context<'_>) -> Poll<Result<(), actix_web::Error>> {
                panic!("in poll_ready")
            }

            fn call(&self, request: ServiceRequest) -> Self::Future {
                ready(Ok(request.into_response(HttpResponse::Ok().finish())))
            }
        }

        System::new().block_on(async {
            let service = ErrorLayer::<Rejection>::new().new_transform(Unready).await.unwrap();
            let (statuses, reports) = report::capture_async(async {
                let mut statuses = Vec::new();
                for _ in 0..2 {
                    assert!(service.poll_ready(&mut Context::from_waker(Waker::noop())).is_ready());
                    let answered = service.call(TestRequest::default().to_srv_request()).await;
                    statuses.push(answered.unwrap_err().error_response().status().as_u16());
                }
                statuses
            })
            .await;
            assert_eq!((statuses.as_slice(), reports.len()), ([500, 500].as_slice(), 2));
            assert_eq!(reports[0].sources, ["in poll_ready"]);
        });
    }

    /// How many spans are open around each event of ours.
    #[derive(Clone, Default)]
    struct Spans {
        open: Arc<AtomicUsize>,
        last: Arc<OnceLock<&'static Metadata<'static>>>,
        around: Arc<Mutex<Vec<usize>>>,
    }

    impl Subscriber for Spans {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, span: &Attributes<'_>) -> Id {
            self.last.get_or_init(|| span.metadata());
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, event: &Event<'_>) {
            if event.metadata().target() == "panda_errors" {
                self.around.lock().unwrap().push(self.open.load(Ordering::Relaxed));
            }
        }

        fn enter(&self, _: &Id) {
            self.open.fetch_add(1, Ordering::Relaxed);
        }

        fn exit(&self, _: &Id) {
            self.open.fetch_sub(1, Ordering::Relaxed);
        }

        fn current_span(&self) -> Current {
            match (self.open.load(Ordering::Relaxed), self.last.get()) {
                (1.., Some(metadata)) => Current::new(Id::from_u64(1), metadata),
                _ => Current::none(),
            }
        }
    }

    #[test]
    fn a_panic_is_reported_in_the_span_of_its_request() {
        let spans = Spans::default();
        tracing::subscriber::with_default(spans.clone(), || {
            // Another test may make an event first, without a subscriber, and tracing remembers that.
            while spans.around.lock().unwrap().is_empty() {
                drop(Answer::of(&PandaError::internal("before the request")));
                tracing_core::callsite::rebuild_interest_cache();
            }
            System::new().block_on(async {
                let panics = web::resource("/").get(async || -> &'static str { panic!("a panic") });
                let app = App::new().service(panics).wrap(ErrorLayer::<Rejection>::new());
                let app = init_service(app.wrap(from_fn(async |request, next: Next<_>| {
                    tracing::Instrument::instrument(next.call(request), tracing::info_span!("request")).await
                })));
                let error = app.await.call(TestRequest::default().to_request()).await.unwrap_err();
                assert_eq!(error.error_response().status(), StatusCode::INTERNAL_SERVER_ERROR);
            });
        });
        assert_eq!(*spans.around.lock().unwrap(), [0, 1]);
    }
}
