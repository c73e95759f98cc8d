//! poem 3.

#![expect(clippy::needless_pass_by_value, reason = "an extractor gives away what it has read")]

use std::marker::PhantomData;
use std::net::SocketAddr;
use std::sync::mpsc::Sender;

use panda_errors::Failure;
use panda_errors::integrations::poem_3::ErrorLayer;
use poem::http::{Method, StatusCode, Version};
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::middleware::{Compression, Cors, SizeLimit};
use poem::web::{Form, Json, Path, Query};
use poem::{
    Body, Endpoint, EndpointExt as _, Error, FromRequest, IntoEndpoint, IntoResponse, Request, RequestBody, Response,
    Route, RouteMethod, Server, get, handler, post,
};
use tests_frameworks::{Api, FOREIGN, FOREIGN_TEXT, Habits, Limit, Served, failing};

const HABITS: Habits = Habits {
    // An error has its body after HEAD as well: `ErrorLayer` takes it away.
    knows_head_over_http_2: false,
    // A `Route` takes the body of a response after HEAD, and its length with it.
    measures_head: false,
    any_origin: "https://a.example",
    varies: false,
    says_allow: false,
    // The server ends them as if they were whole.
    breaks_off_bodies: false,
    // The route comes back with the answer, and a panic has no answer.
    knows_route_of_panic: false,
    ..Habits::USUAL
};

tests_frameworks::conformance!("poem-3", serve, HABITS);

#[tokio::main]
async fn serve<A: Api>(ready: &Sender<SocketAddr>) -> Served {
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await?;
    let address = acceptor.local_addr().first().and_then(|address| address.as_socket_addr().copied());
    ready.send(address.ok_or("no address")?)?;
    Ok(Server::new_with_acceptor(acceptor).run(app::<A>()).await?)
}

fn app<A: Api>() -> impl Endpoint {
    let layered = Route::new().at("/:case", methods(typed::<A>::default));
    let layered = layered.with(Cors::new()).with(Compression::new()).after(seen_status);
    let own_layered = Route::new().at("/:case", methods(typed::<A>::default)).with(ErrorLayer::<A::Own>::new());
    let own_layered = own_layered.with(Cors::new()).with(Compression::new()).around(without_body).after(seen_status);
    Route::new()
        .at("/typed/:case", methods(typed::<A>::default))
        .at("/erased/:case", methods(erased::<A>::default))
        .nest("/layered", layered)
        .nest("/own/layered", own_layered)
        .nest("/", own::<A>())
}

fn own<A: Api>() -> impl IntoEndpoint<Endpoint: 'static> {
    Route::new()
        .at("/own/typed/:case", methods(typed::<A>::default))
        .at("/own/text/:case", get(text::<A>::default()))
        .at("/own/wrapped/:case", methods(wrapped::<A>::default))
        .at("/own/detached/:case", methods(detached::<A>::default))
        .at("/own/stream", get(stream))
        .at("/own/json", post(json).with(SizeLimit::new(1024)))
        .at("/own/form", post(form))
        .at("/own/query", get(query))
        .at("/own/path/:limit", get(path))
        .with(ErrorLayer::<A::Own>::new())
}

fn methods<E: IntoEndpoint<Endpoint: 'static>>(endpoint: fn() -> E) -> RouteMethod {
    get(endpoint()).post(endpoint())
}

/// Names the service of a handler: a handler of poem has only the generic parameters of its extractors.
struct Service<A>(PhantomData<A>);

impl<A: Api> FromRequest<'_> for Service<A> {
    async fn from_request(_: &Request, _: &mut RequestBody) -> poem::Result<Self> {
        Ok(Self(PhantomData))
    }
}

#[handler]
fn typed<A: Api>(_: Service<A>, Path(case): Path<String>, body: String) -> Result<&'static str, A::Error> {
    A::fail(&case, &body)
}

#[handler]
fn erased<A: Api>(_: Service<A>, Path(case): Path<String>, body: String) -> Result<&'static str, Failure> {
    Ok(A::fail(&case, &body)?)
}

#[handler]
fn text<A: Api>(_: Service<A>, Path(case): Path<String>) -> Response {
    drop(A::fail(&case, "").map_err(|error| Error::from(error).into_response()));
    let response = Response::builder().status(StatusCode::INTERNAL_SERVER_ERROR);
    FOREIGN.into_iter().fold(response, |response, (name, value)| response.header(name, value)).body(FOREIGN_TEXT)
}

#[handler]
fn wrapped<A: Api>(_: Service<A>, Path(case): Path<String>, body: String) -> Response {
    let response =
        A::fail(&case, &body).map_or_else(|error| Error::from(error).into_response(), IntoResponse::into_response);
    response.with_status(StatusCode::CREATED).into_response()
}

#[handler]
async fn detached<A: Api>(_: Service<A>, Path(case): Path<String>, body: String) -> Response {
    let make = move || A::fail(&case, &body).map_err(|error| Error::from(error).into_response()).err();
    tokio::task::spawn_blocking(make).await.ok().flatten().unwrap_or_default()
}

#[handler]
fn stream() -> Response {
    Response::from(Body::from_bytes_stream(futures_util::stream::iter(failing())))
}

#[handler]
fn json(Json(body): Json<Limit>) -> String {
    body.limit.to_string()
}

#[handler]
fn form(Form(body): Form<Limit>) -> String {
    body.limit.to_string()
}

#[handler]
fn query(Query(query): Query<Limit>) -> String {
    query.limit.to_string()
}

#[handler]
fn path(Path(limit): Path<u64>) -> String {
    limit.to_string()
}

/// Compression would make some bytes of the body that the layer withholds over HTTP/2.
async fn without_body(inner: impl Endpoint, request: Request) -> poem::Result<Response> {
    let is_withheld = request.method() == Method::HEAD && request.version() == Version::HTTP_2;
    let mut response = inner.call(request).await?.into_response();
    if is_withheld {
        drop(response.take_body());
    }
    Ok(response)
}

async fn seen_status(result: poem::Result<Response>) -> poem::Result<Response> {
    let mut response = result.unwrap_or_else(Error::into_response);
    let status = response.status().as_u16().into();
    response.headers_mut().insert("x-seen-status", status);
    Ok(response)
}

/// The types that an author can write with the feature.
#[cfg(test)]
mod types {
    use std::fmt;
    use std::rc::Rc;

    use panda_errors::integrations::poem_3::{Answered, ErrorLayer, Respond, Response, ResponseError, StatusCode};
    use panda_errors::report::{Captured, capture};
    use panda_errors::{ApiError, ErrorStatus, Failure, PandaError, Rejection};
    use poem::endpoint::make;
    use poem::{Endpoint, EndpointExt as _, Error, IntoResponse as _, Request};

    #[test]
    fn every_error_is_an_error_of_poem() {
        assert_eq!(Error::from(PandaError::unsupported_format()).into_response().status(), 400);
        assert_eq!(Error::from(Failure::from(PandaError::signature_expired())).into_response().status(), 401);
        assert_eq!(Error::from(Respond(PandaError::signature_expired())).into_response().status(), 401);
        assert_eq!(Error::from(Rejection::new(ErrorStatus::GONE)).into_response().status(), 410);
        assert_eq!(Respond(PandaError::signature_expired()).into_response().status(), 401);
        assert_eq!(Failure::from(PandaError::signature_expired()).into_response().status(), 401);
        assert!(Error::from(PandaError::unsupported_format()).is::<PandaError>());
    }

    #[test]
    fn skip_and_only_leave_room_for_an_impl_by_hand() {
        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "gone fishing", skip(poem))]
        struct Skipped;

        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "no such video", only(axum))]
        struct Bare;

        impl ResponseError for Skipped {
            fn status(&self) -> StatusCode {
                StatusCode::IM_A_TEAPOT
            }
        }

        impl ResponseError for Bare {
            fn status(&self) -> StatusCode {
                StatusCode::GONE
            }
        }

        assert_eq!((Error::from(Skipped).status().as_u16(), Error::from(Bare).status().as_u16()), (418, 410));
    }

    #[test]
    fn errors_that_are_generic_or_stay_on_their_thread_compile() {
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
        assert_eq!(ResponseError::status(&missing), 404);
        assert_eq!(Error::from(Lookup::TooMany([1, 2])).status(), 422);
    }

    fn ask(endpoint: impl Endpoint) -> (Response, Vec<Captured>) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let endpoint = endpoint.with(ErrorLayer::<Rejection>::new());
        capture(|| runtime.block_on(endpoint.call(Request::default())).unwrap())
    }

    #[test]
    fn errors_are_reported_once_and_marked() {
        Answered::enable();
        let typed = || make(|_| async { Err::<(), Error>(PandaError::internal("the encoder is gone").into()) });
        let erased =
            || make(|_| async { Err::<(), Error>(Failure::from(PandaError::internal("the encoder is gone")).into()) });
        let converted = make(|_| async {
            Ok::<_, Error>(Error::from(PandaError::internal("the encoder is gone")).into_response())
        });
        for (response, reports) in [ask(typed()), ask(erased()), ask(converted)] {
            assert_eq!(response.status(), 500);
            assert_eq!(response.header("content-length"), Some("0"));
            assert_eq!(reports.len(), 1);
            assert_eq!(reports[0].sources, ["the encoder is gone"]);
        }
        for (response, _) in [ask(typed()), ask(erased())] {
            assert_eq!(response.data::<Answered>().unwrap().definition().status(), 500);
        }
    }

    #[test]
    fn what_poem_says_is_for_the_report() {
        let (response, reports) =
            ask(make(|_| async { Err::<(), _>(Error::from_string("a text", StatusCode::CONFLICT)) }));
        assert_eq!((response.status().as_u16(), response.content_type()), (409, Some("application/json")));
        assert_eq!(reports[0].sources, ["a text"]);
    }

    #[test]
    fn an_error_of_poem_whose_display_fails_is_an_empty_500() {
        #[derive(Debug)]
        struct Mute;
        impl fmt::Display for Mute {
            fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                Err(fmt::Error)
            }
        }
        impl std::error::Error for Mute {}

        let (response, reports) = ask(make(|_| async { Err::<(), _>(Error::new(Mute, StatusCode::CONFLICT)) }));
        assert_eq!(response.status(), 500);
        assert_eq!(reports.len(), 1);
    }
}
