//! warp 0.4.

use std::convert::Infallible;
use std::error::Error;
use std::net::SocketAddr;
use std::sync::mpsc::Sender;

use http_body_util::BodyExt as _;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::{Bytes, Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use panda_errors::Failure;
use panda_errors::integrations::tower::ErrorLayer;
use panda_errors::integrations::warp_0_4::recover;
use tests_frameworks::{Api, FOREIGN, FOREIGN_TEXT, Habits, Limit, Served, failing};
use tokio::net::TcpListener;
use tower::{Layer as _, ServiceExt as _, service_fn};
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use warp::filters::BoxedFilter;
use warp::reply::{Reply, Response};
use warp::{Filter, Rejection};

const HABITS: Habits = Habits {
    // hyper sends whatever body there is: `ErrorLayer` takes it away.
    knows_head_over_http_2: false,
    any_origin: "https://a.example",
    varies: false,
    // A route is a filter that did not reject, and warp does not show which.
    knows_route: false,
    knows_route_of_panic: false,
    says_allow: false,
    malformed_path: 404,
    ..Habits::USUAL
};

tests_frameworks::conformance!("warp-0.4", serve, HABITS);

#[tokio::main]
async fn serve<A: Api>(ready: &Sender<SocketAddr>) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    ready.send(listener.local_addr()?)?;
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(service_fn(answered::<A>));
        tokio::spawn(async move {
            Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await
        });
    }
}

type Boxed = UnsyncBoxBody<Bytes, Box<dyn Error + Send + Sync>>;

async fn answered<A: Api>(request: hyper::Request<Incoming>) -> Result<hyper::Response<Boxed>, Infallible> {
    let path = request.uri().path();
    if path.starts_with("/typed/") || path.starts_with("/erased/") || path.starts_with("/layered/") {
        let response = warp::service(routes::<A>()).oneshot(request).await?;
        return Ok(response.map(|body| body.map_err(Into::into).boxed_unsync()));
    }
    if path.starts_with("/own/layered/") {
        return own_layered::<A>(request).await;
    }
    let own = warp::service(own::<A>().recover(recover::<A::Own>));
    let response = ErrorLayer::<A::Own>::new().layer(own).oneshot(request).await?;
    Ok(response.map(|body| body.map_err(Into::into).boxed_unsync()))
}

/// The filters of warp are inside of the layer, so the layers around it are from tower.
async fn own_layered<A: Api>(request: hyper::Request<Incoming>) -> Result<hyper::Response<Boxed>, Infallible> {
    let own = warp::path!("own" / "layered" / String).and(warp::body::bytes()).then(typed::<A>);
    let own = ErrorLayer::<A::Own>::new().layer(warp::service(own.recover(recover::<A::Own>)));
    let cors = CorsLayer::new().allow_origin(AllowOrigin::mirror_request());
    // Compression would make some bytes of the body that the layer withholds over HTTP/2.
    let is_withheld = request.method() == hyper::Method::HEAD && request.version() == hyper::Version::HTTP_2;
    let mut response = CompressionLayer::new().layer(cors.layer(own)).oneshot(request).await?;
    let status = response.status().as_u16().into();
    response.headers_mut().insert("x-seen-status", status);
    let response = response.map(|body| body.map_err(Into::into).boxed_unsync());
    Ok(if is_withheld { response.map(|_| Boxed::default()) } else { response })
}

/// A route whose type does not grow with its filters, so that it compiles in a moment.
type Route = BoxedFilter<(Response,)>;

fn routes<A: Api>() -> Route {
    let layered = warp::path!("layered" / String)
        .and(warp::body::bytes())
        .then(typed::<A>)
        .with(warp::cors().allow_any_origin())
        .with(warp::filters::compression::gzip())
        .map(seen_status);
    let typed = warp::path!("typed" / String).and(warp::body::bytes()).then(typed::<A>);
    let erased = warp::path!("erased" / String).and(warp::body::bytes()).and_then(erased::<A>);
    let erased = erased.recover(recover::<A::Own>);
    either(layered.boxed(), [boxed(typed), boxed(erased)])
}

fn boxed<R: Reply + 'static>(
    filter: impl Filter<Extract = (R,), Error = Rejection> + Clone + Send + Sync + 'static,
) -> Route {
    filter.map(Reply::into_response).boxed()
}

fn either<const N: usize>(first: Route, others: [Route; N]) -> Route {
    others.into_iter().fold(first, |before, route| before.or(route).unify().boxed())
}

fn own<A: Api>() -> Route {
    let path = || warp::path("own");
    let typed = path().and(warp::path!("typed" / String)).and(warp::body::bytes()).then(typed::<A>);
    let text = path().and(warp::path!("text" / String)).and(warp::get()).map(|case: String| text::<A>(&case));
    let json = path().and(warp::path!("json")).and(warp::post());
    let json = json
        .and(warp::body::content_length_limit(1024))
        .and(warp::body::json())
        .map(|read: Limit| read.limit.to_string());
    let form = path()
        .and(warp::path!("form"))
        .and(warp::post())
        .and(warp::body::form())
        .map(|read: Limit| read.limit.to_string());
    let query =
        path().and(warp::path!("query")).and(warp::get()).and(warp::query()).map(|read: Limit| read.limit.to_string());
    let limit = path().and(warp::path!("path" / u64)).and(warp::get()).map(|limit: u64| limit.to_string());
    let wrapped =
        path().and(warp::path!("wrapped" / String)).and(warp::body::bytes()).map(|case: String, body: Bytes| {
            let reply = A::fail(&case, &String::from_utf8_lossy(&body));
            warp::reply::with_status(reply, hyper::StatusCode::SERVICE_UNAVAILABLE)
        });
    let detached = path().and(warp::path!("detached" / String)).and(warp::body::bytes()).then(detached::<A>);
    let stream = path().and(warp::path!("stream")).map(|| warp::reply::stream(futures_util::stream::iter(failing())));
    let read = [boxed(json), boxed(form), boxed(query), boxed(limit)];
    either(either(boxed(typed), [text.boxed(), boxed(stream), boxed(wrapped), detached.boxed()]), read)
}

async fn typed<A: Api>(case: String, body: Bytes) -> Result<&'static str, A::Error> {
    A::fail(&case, &String::from_utf8_lossy(&body))
}

async fn detached<A: Api>(case: String, body: Bytes) -> Response {
    let make = move || A::fail(&case, &String::from_utf8_lossy(&body)).into_response();
    tokio::task::spawn_blocking(make).await.unwrap_or_default()
}

async fn erased<A: Api>(case: String, body: Bytes) -> Result<&'static str, Rejection> {
    Ok(A::fail(&case, &String::from_utf8_lossy(&body)).map_err(Failure::from)?)
}

fn text<A: Api>(case: &str) -> Response {
    drop(A::fail(case, "").map_err(Reply::into_response));
    let mut response = Response::new(FOREIGN_TEXT.into());
    *response.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
    for (name, value) in FOREIGN {
        response.headers_mut().insert(name, hyper::header::HeaderValue::from_static(value));
    }
    response
}

fn seen_status(reply: impl Reply) -> Response {
    let mut response = reply.into_response();
    let status = response.status().as_u16().into();
    response.headers_mut().insert("x-seen-status", status);
    response
}

/// The types that an author can write with the feature.
#[cfg(test)]
mod types {
    use std::fmt;
    use std::rc::Rc;

    use panda_errors::integrations::tower::ErrorLayer;
    use panda_errors::integrations::warp_0_4::{Reply, Respond, Response, recover};
    use panda_errors::report::capture;
    use panda_errors::{ApiError, ErrorStatus, Failure, PandaError, Rejection};
    use warp::Filter as _;
    use warp::reject::{Reject, custom};

    fn status(reply: impl Reply) -> u16 {
        reply.into_response().status().as_u16()
    }

    #[test]
    fn every_error_is_a_reply() {
        assert_eq!(status(PandaError::unsupported_format()), 400);
        assert_eq!(status(Failure::from(PandaError::signature_expired())), 401);
        assert_eq!(status(Respond(PandaError::signature_expired())), 401);
        assert_eq!(status(Rejection::new(ErrorStatus::GONE)), 410);
    }

    #[test]
    fn skip_and_only_leave_room_for_an_impl_by_hand() {
        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "gone fishing", skip(warp))]
        struct Skipped;

        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "no such video", only(axum))]
        struct Bare;

        impl Reply for Skipped {
            fn into_response(self) -> Response {
                http::StatusCode::IM_A_TEAPOT.into_response()
            }
        }

        impl Reply for Bare {
            fn into_response(self) -> Response {
                http::StatusCode::GONE.into_response()
            }
        }

        assert_eq!((status(Skipped), status(Bare)), (418, 410));
    }

    #[test]
    fn generic_errors_are_replies() {
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
        assert_eq!(status(missing), 404);
        assert_eq!(status(Lookup::TooMany([1, 2])), 422);
    }

    /// A reply has to be `Send`; an error need not.
    #[test]
    fn an_error_that_stays_on_its_thread_compiles() {
        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "No {key}")]
        struct Missing {
            key: Rc<u64>,
        }

        assert_eq!(Missing { key: Rc::new(7) }.status(), 404);
    }

    /// Returns the status and the sources of the report that `recover` makes of a rejection, without a layer.
    fn recovered(rejection: impl Fn() -> warp::Rejection + Clone + Send + Sync + 'static) -> (u16, Vec<String>) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let routes = warp::any().and_then(move || {
            let rejection = rejection();
            async { Err::<&str, _>(rejection) }
        });
        let mut service = warp::service(routes.recover(recover::<Rejection>));
        let (response, reports) = capture(|| {
            let request = http::Request::new(http_body_util::Empty::<hyper::body::Bytes>::new());
            runtime.block_on(tower::Service::call(&mut service, request)).unwrap()
        });
        assert_eq!(reports.len(), 1);
        (response.status().as_u16(), reports[0].sources.clone())
    }

    #[test]
    fn a_failure_is_recovered_as_itself() {
        let (status, sources) = recovered(|| custom(Failure::from(PandaError::internal("the encoder is gone"))));
        assert_eq!((status, sources), (500, vec!["the encoder is gone".into()]));
    }

    #[test]
    fn an_unknown_rejection_is_a_500_for_the_team() {
        #[derive(Debug)]
        struct Unknown;
        impl Reject for Unknown {}

        assert_eq!(recovered(|| custom(Unknown)), (500, vec!["Rejection(Unknown)".into()]));
        assert_eq!(recovered(warp::reject::not_found), (404, Vec::new()));
    }

    /// Returns the statuses and sources that `recover` makes of the rejections of two routes, with a layer and without.
    fn recovered_of_two<A, B>(one: A, other: B) -> Vec<(u16, Vec<String>)>
    where
        A: warp::Filter<Extract = (&'static str,), Error = warp::Rejection> + Clone + Send + Sync + 'static,
        B: warp::Filter<Extract = (&'static str,), Error = warp::Rejection> + Clone + Send + Sync + 'static,
    {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let request = || http::Request::post("/").body(http_body_util::Empty::<hyper::body::Bytes>::new()).unwrap();
        let service = warp::service(one.or(other).recover(recover::<Rejection>));
        let layered = tower::Layer::layer(&ErrorLayer::<Rejection>::new(), service.clone());
        let answers = [
            capture(|| runtime.block_on(tower::ServiceExt::oneshot(layered, request())).unwrap().status()),
            capture(|| runtime.block_on(tower::ServiceExt::oneshot(service, request())).unwrap().status()),
        ];
        answers.into_iter().map(|(status, reports)| (status.as_u16(), reports[0].sources.clone())).collect()
    }

    #[test]
    fn no_other_route_hides_an_unknown_rejection() {
        #[derive(Debug)]
        struct Unknown;
        impl Reject for Unknown {}

        let unknown = || warp::any().and_then(|| async { Err::<&str, _>(custom(Unknown)) });
        let get = || warp::get().map(|| "fine");
        let header = |name| warp::header::<u64>(name).map(|_| "fine");
        // warp has the last one first.
        let all = |sources: &str| vec![(500, vec![sources.to_owned()]); 2];
        assert_eq!(recovered_of_two(unknown(), get()), all("Rejection([MethodNotAllowed, Unknown])"));
        assert_eq!(recovered_of_two(get(), unknown()), all("Rejection([Unknown, MethodNotAllowed])"));
        assert_eq!(recovered_of_two(unknown(), unknown()), all("Rejection([Unknown, Unknown])"));
        let missing = "Rejection([MissingHeader { name: \"x-a\" }, Unknown])";
        assert_eq!(recovered_of_two(unknown(), header("x-a")), all(missing));
    }

    #[test]
    fn of_the_rejections_of_warp_the_highest_status_wins() {
        let get = || warp::get().map(|| "fine");
        let header = |name| warp::header::<u64>(name).map(|_| "fine");
        let missing = vec![(400, vec!["Missing request header \"x-a\"".to_owned()]); 2];
        assert_eq!(recovered_of_two(get(), header("x-a")), missing);
        assert_eq!(recovered_of_two(header("x-b"), header("x-a")), missing);
        let length = warp::body::content_length_limit(8).map(|| "fine");
        assert_eq!(recovered_of_two(header("x-a"), length)[0].0, 411);
    }
}

/// The tests that fail if warp changes what `recover` reads: the `Debug` of a rejection, the names of its private
/// types, and the choice between several rejections.
#[cfg(test)]
mod rejections {
    use std::convert::Infallible;
    use std::io;

    use http_body_util::StreamBody;
    use hyper::StatusCode;
    use hyper::body::{Bytes, Frame};
    use panda_errors::Rejection;
    use panda_errors::integrations::tower::ErrorLayer;
    use panda_errors::integrations::warp_0_4::recover;
    use panda_errors::report::{Captured, capture};
    use tests_frameworks::Limit;
    use tower::{Layer as _, ServiceExt as _};
    use warp::filters::BoxedFilter;
    use warp::reject::{Reject, custom};
    use warp::{Filter, Reply};

    type Route = BoxedFilter<(&'static str,)>;

    #[derive(Debug)]
    #[expect(dead_code, reason = "only `Debug` reads the fields")]
    struct Unknown {
        inner: Vec<Option<&'static str>>,
    }

    impl Reject for Unknown {}

    /// A rejection whose `Debug` has the indentation of several causes.
    #[derive(Debug)]
    #[expect(dead_code, reason = "only `Debug` reads the field")]
    struct Tuple(&'static str);

    impl Reject for Tuple {}

    /// A body that the routes reject.
    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Sent {
        /// A malformed body without a length.
        Whole,
        /// A body that says that it is too large.
        Long,
        /// A body that fails.
        Broken,
    }

    const SENT: [Sent; 3] = [Sent::Whole, Sent::Long, Sent::Broken];

    fn request(sent: Sent) -> http::Request<impl hyper::body::Body<Data = Bytes, Error = io::Error> + Send + Sync> {
        let mut body = vec![Ok(Frame::data(Bytes::from_static(b"{")))];
        if sent == Sent::Broken {
            body.push(Err(io::Error::other("the client left")));
        }
        let request = http::Request::post("/?limit=x").header("x-bad", "x").header("origin", "https://b.example");
        let request = request.header("content-type", "application/json");
        let request = if sent == Sent::Long { request.header("content-length", "9") } else { request };
        request.body(StreamBody::new(futures_util::stream::iter(body))).unwrap()
    }

    fn fine<T>(_: T) -> &'static str {
        "fine"
    }

    /// The routes that warp rejects with a public type, by its name.
    fn public() -> Vec<(&'static str, Route)> {
        let fine_of_limit = |limit: Limit| fine(limit.limit);
        let allowed = warp::cors().allow_origin("https://a.example");
        vec![
            ("BodyDeserializeError", warp::body::json::<Limit>().map(fine_of_limit).boxed()),
            ("CorsForbidden", warp::any().map(|| "fine").with(allowed).map(fine).boxed()),
            ("InvalidHeader", warp::header::<u64>("x-bad").map(fine).boxed()),
            ("InvalidQuery", warp::query::<Limit>().map(fine_of_limit).boxed()),
            ("LengthRequired", warp::body::content_length_limit(8).map(|| "fine").boxed()),
            ("MethodNotAllowed", warp::get().map(|| "fine").boxed()),
            ("MissingCookie", warp::cookie::<String>("session").map(fine).boxed()),
            ("MissingHeader", warp::header::<u64>("x-missing").map(fine).boxed()),
            ("UnsupportedMediaType", warp::body::form::<Limit>().map(fine_of_limit).boxed()),
        ]
    }

    /// The routes that warp rejects with a private type: its name, its text, and warp's status.
    fn private() -> Vec<(&'static str, &'static str, u16, Route)> {
        let twice = warp::body::stream().map(drop).untuple_one().and(warp::body::bytes());
        let of_a_file = warp::fs::file(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml/nothing"));
        vec![
            ("BodyConsumedMultipleTimes", "Request body consumed multiple times", 500, twice.map(fine).boxed()),
            ("BodyReadError", "Request body read error: the client left", 400, warp::body::bytes().map(fine).boxed()),
            ("FileOpenError", "file open error", 500, of_a_file.map(fine).boxed()),
            (
                "MissingExtension",
                "Missing request extension",
                500,
                warp::ext::get::<Infallible>().map(|never| match never {}).boxed(),
            ),
        ]
    }

    fn unknown() -> Vec<(&'static str, Route)> {
        vec![
            (
                "Unknown { inner: [Some(\"[\"), None] }",
                warp::any().and_then(async || Err::<&str, _>(custom(Unknown { inner: vec![Some("["), None] }))).boxed(),
            ),
            (
                "Tuple(\"a\\nMethodNotAllowed\")",
                warp::any().and_then(async || Err::<&str, _>(custom(Tuple("a\nMethodNotAllowed")))).boxed(),
            ),
        ]
    }

    fn all() -> Vec<Route> {
        let (public, private) = (public().into_iter(), private().into_iter());
        let routes = public.map(|(_, route)| route).chain(private.map(|(.., route)| route));
        let routes = routes.chain(unknown().into_iter().map(|(_, route)| route));
        routes.chain([warp::path!("nowhere").map(|| "fine").boxed()]).collect()
    }

    fn block_on<F: Future>(future: F) -> F::Output {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
    }

    /// The status of warp alone.
    fn of_warp(route: &Route, sent: Sent) -> StatusCode {
        block_on(warp::service(route.clone()).oneshot(request(sent))).unwrap().status()
    }

    fn recovered(route: &Route, sent: Sent) -> (StatusCode, Vec<Captured>) {
        let route = route.clone().map(Reply::into_response).recover(recover::<Rejection>).unify();
        capture(|| block_on(warp::service(route).oneshot(request(sent))).unwrap().status())
    }

    fn layered(route: &Route, sent: Sent) -> (StatusCode, Vec<Captured>) {
        let route = route.clone().map(Reply::into_response).recover(recover::<Rejection>).unify();
        let service = ErrorLayer::<Rejection>::new().layer(warp::service(route));
        capture(|| block_on(service.oneshot(request(sent))).unwrap().status())
    }

    fn either(one: &Route, other: &Route) -> Route {
        one.clone().or(other.clone()).unify().boxed()
    }

    #[test]
    fn within_a_layer_every_rejection_of_warp_has_the_status_of_warp() {
        let routes = all();
        for sent in SENT {
            for (at, one) in routes.iter().enumerate() {
                for (after, other) in routes.iter().enumerate() {
                    let route = either(one, other);
                    let (status, reports) = layered(&route, sent);
                    assert_eq!(status, of_warp(&route, sent), "{at} or {after}: {reports:?}");
                    assert_eq!(reports.len(), usize::from(status != 200), "{at} or {after}: {reports:?}");
                }
            }
        }
    }

    #[test]
    fn the_public_rejections_of_warp_are_known_by_the_names_in_their_debug() {
        for (name, route) in public() {
            for (status, reports) in [recovered(&route, Sent::Whole), layered(&route, Sent::Whole)] {
                assert_eq!(status, of_warp(&route, Sent::Whole), "{name}");
                assert!(!reports[0].sources.concat().contains("Rejection("), "{name}: {reports:?}");
            }
            let too_large = recovered(&route, Sent::Long).0 == StatusCode::PAYLOAD_TOO_LARGE;
            assert_eq!(too_large, name == "LengthRequired", "{name}");
        }
    }

    #[test]
    fn the_private_rejections_of_warp_are_known_by_the_names_in_their_debug() {
        for (name, text, code, route) in private() {
            let (status, reports) = layered(&route, Sent::Broken);
            assert_eq!((status.as_u16(), reports[0].sources.concat().as_str()), (code, text), "{name}");
            let (status, reports) = recovered(&route, Sent::Broken);
            let source = reports[0].sources.concat();
            assert!(status == 500 && source.starts_with(&format!("Rejection({name}")), "{name}: {source}");
        }
    }

    #[test]
    fn an_unknown_rejection_is_found_beside_every_rejection_of_warp() {
        for (text, unknown) in unknown() {
            for route in all() {
                for route in [either(&unknown, &route), either(&route, &unknown)] {
                    for (status, reports) in [recovered(&route, Sent::Broken), layered(&route, Sent::Broken)] {
                        assert_eq!(status, 500, "{reports:?}");
                        let source = &reports[0].sources[0];
                        assert!(source.starts_with("Rejection(") && source.contains(text), "{text}: {source}");
                    }
                }
            }
        }
    }
}

/// The order of filters that the documentation recommends.
#[cfg(test)]
mod order {
    use panda_errors::integrations::tower::ErrorLayer;
    use panda_errors::integrations::warp_0_4::recover;
    use panda_errors::{PandaError, Rejection};
    use tower::{Layer as _, ServiceExt as _};
    use warp::Filter as _;

    fn asked(path: &str, origin: &str) -> (u16, Option<String>, Option<String>) {
        let video = warp::path!("video").then(async || Err::<&str, _>(PandaError::signature_expired()));
        let cors = warp::cors().allow_origin("https://a.example");
        let routes = video.recover(recover::<Rejection>).with(cors).with(warp::log("videos"));
        let service = ErrorLayer::<Rejection>::new().layer(warp::service(routes));
        let body = http_body_util::Empty::<hyper::body::Bytes>::new();
        let request = http::Request::get(path).header("origin", origin).body(body).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let response = runtime.block_on(service.oneshot(request)).unwrap();
        let header = |name| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        (response.status().as_u16(), header("content-type"), header("access-control-allow-origin"))
    }

    #[test]
    fn recover_inside_of_cors_and_log_gives_every_answer_its_shape_and_headers() {
        let json = Some("application/json".to_owned());
        let allowed = Some("https://a.example".to_owned());
        assert_eq!(asked("/video", "https://a.example"), (401, json.clone(), allowed.clone()));
        assert_eq!(asked("/nowhere", "https://a.example"), (404, json.clone(), allowed));
        assert_eq!(asked("/video", "https://b.example"), (403, json, None));
    }
}
