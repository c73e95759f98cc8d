//! poem 3.

use std::net::SocketAddr;
use std::sync::mpsc::Sender;

use panda_errors::{ApiError, Failure};
use poem::http::StatusCode;
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::middleware::{Compression, Cors};
use poem::web::Path;
use poem::{Endpoint, EndpointExt as _, IntoResponse as _, Response, Route, Server, get, handler};
use tests_frameworks::{Served, UploadError, fail};

tests_frameworks::conformance!("poem-3", serve);

#[tokio::main]
async fn serve(ready: &Sender<SocketAddr>) -> Served {
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await?;
    let address = acceptor.local_addr().first().and_then(|address| address.as_socket_addr().copied());
    ready.send(address.ok_or("no address")?)?;
    Ok(Server::new_with_acceptor(acceptor).run(app()).await?)
}

fn app() -> impl Endpoint {
    Route::new().at("/typed/:case", get(typed).post(typed)).at("/erased/:case", get(erased).post(erased)).nest(
        "/layered",
        Route::new()
            .at("/:case", get(typed).post(typed))
            .with(Cors::new().allow_origin("*"))
            .with(Compression::new())
            .after(seen_status),
    )
}

#[handler]
fn typed(Path(case): Path<String>, body: String) -> Result<&'static str, UploadError> {
    fail(&case, &body)
}

#[handler]
fn erased(Path(case): Path<String>, body: String) -> Result<&'static str, Failure> {
    Ok(fail(&case, &body)?)
}

async fn seen_status(result: poem::Result<Response>) -> poem::Result<Response> {
    let mut response = result.unwrap_or_else(poem::Error::into_response);
    let status = response.status().as_u16().into();
    response.headers_mut().insert("x-seen-status", status);
    Ok(response)
}
