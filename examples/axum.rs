//! The library in one screen: `cargo run -p examples --bin axum`, then `curl -i http://127.0.0.1:3000/videos/7`.

use axum::Router;
use axum::extract::Path;
use axum::routing::get;
use panda_errors::integrations::tower::ErrorLayer;
use panda_errors::{ApiError, Rejection};
use tokio::net::TcpListener;

#[derive(Debug, ApiError)]
enum VideoError {
    #[api(status = 404, message = "Couldn't find Video with ID={id}")]
    VideoNotFound { id: u64 },

    /// The client gets an empty 500. The path and the reason are in the report, on standard error.
    #[api(status = 500, message = "the video {id} cannot be read")]
    Unreadable { id: u64, source: std::io::Error },

    /// axum's own refusals: an unknown path, a wrong method, a malformed id.
    #[api(transparent)]
    Refused(#[from] Rejection),
}

async fn show(Path(id): Path<u64>) -> Result<String, VideoError> {
    if id == 7 {
        return Err(VideoError::VideoNotFound { id });
    }
    std::fs::read_to_string(format!("/no/such/folder/{id}")).map_err(|source| VideoError::Unreadable { id, source })
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("http://{}", listener.local_addr()?);
    let app = Router::new().route("/videos/{id}", get(show)).layer(ErrorLayer::<VideoError>::new());
    axum::serve(listener, app).await
}
