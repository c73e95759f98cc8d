//! salvo 1.

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
use salvo::{Depot, FlowCtrl, Request, Response, Router, Server, Service, Writer as _, handler};
use tests_frameworks::{Habits, Limit, OwnError, Served, UploadError, fail};

const HABITS: Habits = Habits { ..Habits::USUAL };

tests_frameworks::conformance!("salvo-1", serve, HABITS);

#[tokio::main]
async fn serve(ready: &Sender<SocketAddr>) -> Served {
    let acceptor = TcpListener::new("127.0.0.1:0").bind().await;
    let address = acceptor.holdings().first().and_then(|holding| holding.local_addr.clone().into_std());
    ready.send(address.ok_or("no address")?)?;
    let layer = ErrorLayer::<OwnError>::new();
    let service = Service::new(routes()).hoop_when(layer, is_own).catcher(Catcher::new(layer));
    Server::new(acceptor).serve(service).await;
    Ok(())
}

fn is_own(request: &Request, _: &Depot) -> bool {
    !["/typed/", "/erased/", "/layered/"].iter().any(|route| request.uri().path().starts_with(route))
}

fn routes() -> Router {
    let layered = Router::with_path("layered/{case}")
        .hoop(seen_status)
        .hoop(Compression::new().min_length(0))
        .hoop(Cors::new().allow_origin(Any).into_handler());
    Router::new()
        .push(layered.goal(typed))
        .push(Router::with_path("typed/{case}").goal(typed))
        .push(Router::with_path("erased/{case}").goal(erased))
        .push(Router::with_path("own/typed/{case}").goal(typed))
        .push(Router::with_path("own/json").hoop(SecureMaxSize(1024)).post(json))
        .push(Router::with_path("own/form").post(form))
        .push(Router::with_path("own/query").get(query))
        .push(Router::with_path("own/path/{limit}").get(path))
}

#[handler]
async fn typed(request: &mut Request) -> Result<&'static str, UploadError> {
    let case: String = request.param("case").unwrap_or_default();
    fail(&case, &text(request).await)
}

#[handler]
async fn erased(request: &mut Request) -> Result<&'static str, Failure> {
    let case: String = request.param("case").unwrap_or_default();
    Ok(fail(&case, &text(request).await)?)
}

async fn text(request: &mut Request) -> String {
    request.payload().await.map(|body| String::from_utf8_lossy(body).into_owned()).unwrap_or_default()
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
