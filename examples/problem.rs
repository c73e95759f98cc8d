//! RFC 9457, problem+json: `cargo run -p examples --bin problem`, then `curl -i http://127.0.0.1:3000/videos/7`.

use axum::Router;
use axum::extract::Path;
use axum::routing::{get, post};
use panda_errors::integrations::tower::ErrorLayer;
use panda_errors::{ApiError, Rejection, Shape};
use tokio::net::TcpListener;

#[derive(Debug, ApiError)]
#[api(shape = Shape::PROBLEM, rename_all = "snake_case")]
enum VideoError {
    #[api(status = 404, title = "There is no such video", message = "Couldn't find Video with ID={id}")]
    VideoNotFound { id: u64 },

    /// The details are members of the problem.
    #[api(
        status = 403,
        type = "https://example.com/problems/out-of-credit",
        title = "Out of credit",
        message = "The video costs {cost}, and the balance is {balance}",
        details
    )]
    OutOfCredit { cost: u32, balance: u32 },

    /// axum's own refusals.
    #[api(transparent, rejection)]
    Refused(Rejection),
}

async fn show(Path(id): Path<u64>) -> Result<String, VideoError> {
    Err(VideoError::VideoNotFound { id })
}

async fn encode(Path(_): Path<u64>) -> Result<String, VideoError> {
    Err(VideoError::OutOfCredit { cost: 50, balance: 30 })
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:3000".to_owned());
    let listener = TcpListener::bind(address).await?;
    println!("http://{}", listener.local_addr()?);
    let app = Router::new().route("/videos/{id}", get(show)).route("/videos/{id}/encodings", post(encode));
    axum::serve(listener, app.layer(ErrorLayer::<VideoError>::new())).await
}
