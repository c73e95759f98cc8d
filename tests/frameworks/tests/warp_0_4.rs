//! warp 0.4.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::mpsc::Sender;

use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use panda_errors::Failure;
use panda_errors::integrations::tower::ErrorLayer;
use panda_errors::integrations::warp_0_4::recover;
use tests_frameworks::{Habits, Limit, OwnError, Served, UploadError, fail};
use tokio::net::TcpListener;
use tower::{Layer as _, ServiceExt as _, service_fn};
use warp::hyper::body::Bytes;
use warp::reply::{Reply, Response};
use warp::{Filter, Rejection};

const HABITS: Habits = Habits {
    // hyper sends whatever body there is: `ErrorLayer` takes it away.
    knows_head_over_http_2: false,
    any_origin: "https://a.example",
    varies: false,
    // A route is a filter that did not reject: nobody knows which.
    knows_route: false,
    knows_route_of_panic: false,
    says_allow: false,
    malformed_path: 404,
    ..Habits::USUAL
};

tests_frameworks::conformance!("warp-0.4", serve, HABITS);

#[tokio::main]
async fn serve(ready: &Sender<SocketAddr>) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    ready.send(listener.local_addr()?)?;
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(service_fn(answered));
        tokio::spawn(async move {
            Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await
        });
    }
}

async fn answered(request: hyper::Request<Incoming>) -> Result<Response, Infallible> {
    let path = request.uri().path();
    if path.starts_with("/typed/") || path.starts_with("/erased/") || path.starts_with("/layered/") {
        return warp::service(routes()).oneshot(request).await;
    }
    ErrorLayer::<OwnError>::new().layer(warp::service(own().recover(recover::<OwnError>))).oneshot(request).await
}

fn routes() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone {
    let layered = warp::path!("layered" / String)
        .and(warp::body::bytes())
        .then(typed)
        .with(warp::cors().allow_any_origin())
        .with(warp::filters::compression::gzip())
        .map(seen_status);
    let typed = warp::path!("typed" / String).and(warp::body::bytes()).then(typed);
    let erased = warp::path!("erased" / String).and(warp::body::bytes()).and_then(erased);
    layered.or(typed).or(erased.recover(recover::<OwnError>))
}

fn own() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone {
    let path = || warp::path("own");
    let typed = path().and(warp::path!("typed" / String)).and(warp::body::bytes()).then(typed);
    let json = path().and(warp::path!("json")).and(warp::post());
    let json = json.and(warp::body::content_length_limit(1024)).and(warp::body::json()).map(number);
    let form = path().and(warp::path!("form")).and(warp::post()).and(warp::body::form()).map(number);
    let query = path().and(warp::path!("query")).and(warp::get()).and(warp::query()).map(number);
    let limit = path().and(warp::path!("path" / u64)).and(warp::get()).map(|limit: u64| limit.to_string());
    typed.or(json).or(form).or(query).or(limit)
}

async fn typed(case: String, body: Bytes) -> Result<&'static str, UploadError> {
    fail(&case, &String::from_utf8_lossy(&body))
}

async fn erased(case: String, body: Bytes) -> Result<&'static str, Rejection> {
    Ok(fail(&case, &String::from_utf8_lossy(&body)).map_err(Failure::from)?)
}

fn number(read: Limit) -> String {
    read.limit.to_string()
}

fn seen_status(reply: impl Reply) -> Response {
    let mut response = reply.into_response();
    let status = response.status().as_u16().into();
    response.headers_mut().insert("x-seen-status", status);
    response
}
