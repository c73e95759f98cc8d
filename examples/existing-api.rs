//! A body and refusals of an API's own: `cargo run -p examples --bin existing-api`, then `curl -i http://127.0.0.1:3000/`.

use axum::Router;
use axum::routing::get;
use panda_errors::integrations::tower::ErrorLayer;
use panda_errors::{ApiError, Definition, ErrorStatus, Rejection, Shape};
use tokio::net::TcpListener;

/// An answer from the documentation of the API, with holes in it.
const SHAPE: Shape = Shape::json(r#"{"ok":false,"error":{"code":"{code|name}","text":"{message}","...":"{details}"}}"#)
    .internal(
        Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "internal").with_code("E00").with_message("Our fault"),
    );

#[derive(Debug, ApiError)]
#[api(shape = SHAPE, rename_all = "snake_case")]
enum VideoError {
    #[api(status = 409, code = "E17", message = "The video is being encoded", details)]
    Busy { progress: u8 },

    #[api(status = 500, message = "the disk failed")]
    Disk(#[from] std::io::Error),

    #[api(status = 404, code = "E04", message = "There is nothing at this path", rejection)]
    NoSuchPath,

    #[api(status = 405, code = "E05", message = "This path has other methods", rejection)]
    NoSuchMethod(#[source] Rejection),

    #[api(transparent, rejection)]
    Refused(Rejection),
}

async fn busy() -> Result<String, VideoError> {
    Err(VideoError::Busy { progress: 40 })
}

async fn disk() -> Result<String, VideoError> {
    Ok(std::fs::read_to_string("/no/such/file")?)
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("http://{}", listener.local_addr()?);
    let app = Router::new().route("/", get(busy)).route("/disk", get(disk));
    axum::serve(listener, app.layer(ErrorLayer::<VideoError>::new())).await
}
