//! poem 3.

use std::net::SocketAddr;
use std::sync::mpsc::Sender;

use panda_errors::Failure;
use panda_errors::integrations::poem_3::ErrorLayer;
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::middleware::{Compression, Cors, SizeLimit};
use poem::web::{Form, Json, Path, Query};
use poem::{Endpoint, EndpointExt as _, IntoEndpoint, Response, Route, Server, get, handler, post};
use tests_frameworks::{Habits, Limit, OwnError, Served, UploadError, fail};

const HABITS: Habits = Habits {
    // An error has its body after HEAD as well: `ErrorLayer` takes it away.
    knows_head_over_http_2: false,
    any_origin: "https://a.example",
    varies: false,
    says_allow: false,
    // It comes back with the answer, and there is none.
    knows_route_of_panic: false,
    ..Habits::USUAL
};

tests_frameworks::conformance!("poem-3", serve, HABITS);

#[tokio::main]
async fn serve(ready: &Sender<SocketAddr>) -> Served {
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await?;
    let address = acceptor.local_addr().first().and_then(|address| address.as_socket_addr().copied());
    ready.send(address.ok_or("no address")?)?;
    Ok(Server::new_with_acceptor(acceptor).run(app()).await?)
}

fn app() -> impl Endpoint {
    let layered = Route::new().at("/:case", get(typed).post(typed));
    let layered = layered.with(Cors::new()).with(Compression::new()).after(seen_status);
    Route::new()
        .at("/typed/:case", get(typed).post(typed))
        .at("/erased/:case", get(erased).post(erased))
        .nest("/layered", layered)
        .nest("/", own())
}

fn own() -> impl IntoEndpoint<Endpoint: 'static> {
    Route::new()
        .at("/own/typed/:case", get(typed).post(typed))
        .at("/own/json", post(json).with(SizeLimit::new(1024)))
        .at("/own/form", post(form))
        .at("/own/query", get(query))
        .at("/own/path/:limit", get(path))
        .with(ErrorLayer::<OwnError>::new())
}

#[handler]
fn typed(Path(case): Path<String>, body: String) -> Result<&'static str, UploadError> {
    fail(&case, &body)
}

#[handler]
fn erased(Path(case): Path<String>, body: String) -> Result<&'static str, Failure> {
    Ok(fail(&case, &body)?)
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

async fn seen_status(result: poem::Result<Response>) -> poem::Result<Response> {
    let mut response = result.unwrap_or_else(poem::Error::into_response);
    let status = response.status().as_u16().into();
    response.headers_mut().insert("x-seen-status", status);
    Ok(response)
}
