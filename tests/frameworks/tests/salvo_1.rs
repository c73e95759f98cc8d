//! salvo 1.

use std::marker::PhantomData;
use std::net::SocketAddr;
use std::sync::mpsc::Sender;

use panda_errors::Failure;
use panda_errors::integrations::salvo_1::ErrorLayer;
use salvo::catcher::Catcher;
use salvo::compression::Compression;
use salvo::conn::{Acceptor as _, Listener as _, TcpListener};
use salvo::cors::{Any, Cors};
use salvo::extract::{FormBody, JsonBody, PathParam, QueryParam};
use salvo::http::request::SecureMaxSize;
use salvo::http::{HeaderValue, StatusCode, mime};
use salvo::{Depot, FlowCtrl, Request, Response, Router, Server, Service, Writer as _, handler};
use tests_frameworks::{Api, FOREIGN, FOREIGN_TEXT, Habits, Limit, Served, failing};

const HABITS: Habits = Habits {
    // The refusals of all extractors have one status.
    unsupported_type: 400,
    // The server takes the body after HEAD, and its length with it, unless it is an error of ours.
    measures_head: false,
    ..Habits::USUAL
};

tests_frameworks::conformance!("salvo-1", serve, HABITS);

#[tokio::main]
async fn serve<A: Api>(ready: &Sender<SocketAddr>) -> Served {
    let acceptor = TcpListener::new("127.0.0.1:0").bind().await;
    let address = acceptor.holdings().first().and_then(|holding| holding.local_addr.clone().into_std());
    ready.send(address.ok_or("no address")?)?;
    let layer = ErrorLayer::<A::Own>::new();
    let service = Service::new(routes::<A>()).hoop_when(layer, is_own).catcher(Catcher::new(layer));
    Server::new(acceptor).serve(service).await;
    Ok(())
}

fn is_own(request: &Request, _: &Depot) -> bool {
    !["/typed/", "/erased/", "/layered/", "/own/layered/"].iter().any(|route| request.uri().path().starts_with(route))
}

fn routes<A: Api>() -> Router {
    // Compression does not know problem+json by itself.
    let problem: mime::Mime = "application/problem+json".parse().unwrap_or(mime::APPLICATION_JSON);
    let layered = |address: &str| {
        Router::with_path(address)
            .hoop(seen_status)
            .hoop(Compression::new().min_length(0).content_types(&[mime::APPLICATION_JSON, problem.clone()]))
            .hoop(Cors::new().allow_origin(Any).into_handler())
    };
    Router::new()
        .push(layered("layered/{case}").goal(Typed::<A>::new()))
        .push(layered("own/layered/{case}").hoop(ErrorLayer::<A::Own>::new()).goal(Typed::<A>::new()))
        .push(Router::with_path("typed/{case}").goal(Typed::<A>::new()))
        .push(Router::with_path("erased/{case}").goal(Erased::<A>::new()))
        .push(Router::with_path("own/typed/{case}").goal(Typed::<A>::new()))
        .push(Router::with_path("own/text/{case}").get(Text::<A>::new()))
        .push(Router::with_path("own/wrapped/{case}").goal(Wrapped::<A>::new()))
        .push(Router::with_path("own/detached/{case}").goal(Detached::<A>::new()))
        .push(Router::with_path("own/stream").get(stream))
        .push(Router::with_path("own/json").hoop(SecureMaxSize(1024)).post(json))
        .push(Router::with_path("own/form").post(form))
        .push(Router::with_path("own/query").get(query))
        .push(Router::with_path("own/path/{limit}").get(path))
}

/// Defines a handler for any service, since the handler of a function is not generic.
macro_rules! handlers {
    ($($name:ident)*) => {
        $(
            struct $name<A>(PhantomData<A>);

            impl<A> $name<A> {
                const fn new() -> Self {
                    Self(PhantomData)
                }
            }
        )*
    };
}

handlers!(Typed Erased Text Wrapped Detached);

#[handler]
impl<A: Api> Typed<A> {
    async fn handle(&self, request: &mut Request) -> Result<&'static str, A::Error> {
        let case: String = request.param("case").unwrap_or_default();
        A::fail(&case, &text(request).await)
    }
}

#[handler]
impl<A: Api> Erased<A> {
    async fn handle(&self, request: &mut Request) -> Result<&'static str, Failure> {
        let case: String = request.param("case").unwrap_or_default();
        Ok(A::fail(&case, &text(request).await)?)
    }
}

async fn text(request: &mut Request) -> String {
    request.payload().await.map(|body| String::from_utf8_lossy(body).into_owned()).unwrap_or_default()
}

#[handler]
impl<A: Api> Text<A> {
    fn handle(request: &mut Request, response: &mut Response) {
        let case: String = request.param("case").unwrap_or_default();
        if let Err(error) = A::fail(&case, "") {
            // Its mark stays.
            response.render(error);
        }
        response.status_code(StatusCode::INTERNAL_SERVER_ERROR);
        response.replace_body(FOREIGN_TEXT.into());
        for (name, value) in FOREIGN {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
    }
}

#[handler]
impl<A: Api> Wrapped<A> {
    async fn handle(&self, request: &mut Request, response: &mut Response) {
        let case: String = request.param("case").unwrap_or_default();
        if let Err(error) = A::fail(&case, &text(request).await) {
            response.render(error);
        }
        response.status_code(StatusCode::CREATED);
    }
}

#[handler]
impl<A: Api> Detached<A> {
    async fn handle(&self, request: &mut Request, response: &mut Response) {
        let case: String = request.param("case").unwrap_or_default();
        let body = text(request).await;
        let made = tokio::task::spawn_blocking(move || {
            let mut response = Response::new();
            if let Err(error) = A::fail(&case, &body) {
                response.render(error);
            }
            response
        });
        *response = made.await.unwrap_or_else(|_| Response::new());
    }
}

#[handler]
async fn stream(response: &mut Response) {
    response.stream(futures_util::stream::iter(failing()));
}

#[handler]
async fn json(body: JsonBody<Limit>) -> String {
    body.limit.to_string()
}

#[handler]
async fn form(body: FormBody<Limit>) -> String {
    body.limit.to_string()
}

#[handler]
async fn query(limit: QueryParam<u64, true>) -> String {
    limit.to_string()
}

#[handler]
async fn path(limit: PathParam<u64>) -> String {
    limit.to_string()
}

#[handler]
async fn seen_status(request: &mut Request, depot: &mut Depot, response: &mut Response, flow: &mut FlowCtrl) {
    flow.call_next(request, depot, response).await;
    if let Some(status) = response.status_code {
        response.headers_mut().insert("x-seen-status", status.as_u16().into());
    }
}

/// The types that an author can write with the feature.
#[cfg(test)]
mod types {
    use std::fmt;
    use std::rc::Rc;

    use panda_errors::integrations::salvo_1::{ErrorLayer, Respond, Response, Scribe};
    use panda_errors::report::{Captured, capture};
    use panda_errors::{ApiError, Failure, PandaError, Rejection};
    use salvo::catcher::Catcher;
    use salvo::http::{StatusCode, StatusError};
    use salvo::writing::Text;
    use salvo::{FlowCtrl, Request, Router, Service, handler};

    fn status(scribe: impl Scribe) -> StatusCode {
        let mut response = Response::new();
        response.render(scribe);
        response.status_code.unwrap()
    }

    #[test]
    fn every_error_is_a_scribe() {
        assert_eq!(status(PandaError::unsupported_format()), 400);
        assert_eq!(status(Failure::from(PandaError::signature_expired())), 401);
        assert_eq!(status(Respond(PandaError::signature_expired())), 401);
        assert_eq!(status(Rejection::new(panda_errors::ErrorStatus::GONE)), 410);
    }

    #[test]
    fn what_is_set_wins() {
        let mut response = Response::new();
        response.headers_mut().insert("cache-control", "max-age=60".parse().unwrap());
        response.render("half of a page");
        response.render(PandaError::record_not_found("Video", "X"));
        assert_eq!(response.headers().get_all("content-type").iter().collect::<Vec<_>>(), ["application/json"]);
        assert_eq!(response.headers().get_all("cache-control").iter().collect::<Vec<_>>(), ["max-age=60"]);
        assert_eq!(response.body.size(), Some(68));
    }

    /// Returns the response to `GET /`, and its reports.
    fn ask(service: &Service) -> (Response, Vec<Captured>) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        capture(|| runtime.block_on(service.handle(Request::default())))
    }

    #[test]
    fn the_catcher_answers_what_is_refused_outside_of_the_hoops() {
        #[handler]
        async fn page() -> Text<&'static str> {
            Text::Html("<p>Videos</p>")
        }
        #[handler]
        async fn missing() -> PandaError {
            PandaError::record_not_found("Video", "X")
        }

        let layer = ErrorLayer::<Rejection>::new();
        for router in [Router::new().get(page), Router::new().get(missing)] {
            let service = Service::new(router).allowed_media_types(vec!["text/plain".parse().unwrap()]);
            let (response, reports) = ask(&service.hoop(layer).catcher(Catcher::new(layer)));
            assert_eq!(response.status_code.unwrap(), 415);
            assert_eq!(response.headers().get("content-type").unwrap(), "application/json");
            assert_eq!(reports.last().unwrap().status, 415);
            assert_eq!(reports.last().unwrap().method.as_deref(), Some("GET"));
        }
    }

    #[test]
    fn what_salvo_says_is_for_the_report() {
        #[handler]
        async fn busy() -> StatusError {
            StatusError::too_many_requests().detail("a detail")
        }

        let layer = ErrorLayer::<Rejection>::new();
        for service in [
            Service::new(Router::new().get(busy)).hoop(layer),
            Service::new(Router::new().get(busy)).catcher(Catcher::new(layer)),
        ] {
            let (response, reports) = ask(&service);
            assert_eq!(response.status_code.unwrap(), 429);
            assert_eq!(response.body.size(), Some(57));
            assert_eq!(reports.len(), 1);
            assert!(reports[0].sources[0].contains("a detail"));
        }
    }

    #[test]
    fn an_answer_without_a_status_is_none_of_ours() {
        #[handler]
        async fn cached(response: &mut Response, flow: &mut FlowCtrl) {
            response.render("from the cache");
            flow.skip_rest();
        }
        #[handler]
        async fn nothing(flow: &mut FlowCtrl) {
            flow.skip_rest();
        }
        #[handler]
        async fn page() {}

        let layer = ErrorLayer::<Rejection>::new();
        let service = |router| Service::new(router).hoop(layer).catcher(Catcher::new(layer));
        let (response, reports) = ask(&service(Router::new().hoop(cached).get(page)));
        assert_eq!((response.status_code.unwrap().as_u16(), response.body.size(), reports.len()), (200, Some(14), 0));
        let (response, reports) = ask(&service(Router::new().hoop(nothing).get(page)));
        assert_eq!((response.status_code.unwrap().as_u16(), reports.len()), (200, 0));
    }

    #[test]
    fn what_described_another_body_goes_with_it() {
        let mut response = Response::new();
        response.headers_mut().insert("content-encoding", "gzip".parse().unwrap());
        response.headers_mut().insert("etag", "\"8\"".parse().unwrap());
        response.render(PandaError::record_not_found("Video", "X"));
        assert!(response.headers().get("content-encoding").is_none());
        assert!(response.headers().get("etag").is_none());
    }

    #[test]
    fn skip_and_only_leave_room_for_an_impl_by_hand() {
        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "gone fishing", skip(salvo))]
        struct Skipped;

        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "no such video", only(axum))]
        struct Bare;

        impl Scribe for Skipped {
            fn render(self, response: &mut Response) {
                response.status_code(StatusCode::IM_A_TEAPOT);
            }
        }

        impl Scribe for Bare {
            fn render(self, response: &mut Response) {
                response.status_code(StatusCode::GONE);
            }
        }

        assert_eq!((status(Skipped).as_u16(), status(Bare).as_u16()), (418, 410));
    }

    #[test]
    fn errors_that_are_generic_or_stay_on_their_thread_are_scribes() {
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
        let missing: Lookup<'_, _, 0> = Lookup::Missing { key: Rc::new(7), table: &table };
        assert_eq!(status(missing), 404);
        assert_eq!(status(Lookup::TooMany([1, 2])), 422);
    }
}
