//! The routes of the service, and what each of them does.

use std::num::{IntErrorKind, ParseIntError};

use axum::body::{Body, HttpBody};
use axum::extract::{FromRef, MatchedPath, OriginalUri, Request, State};
use axum::http::uri::{Authority, Scheme};
use axum::http::{Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use panda_errors::PandaError;
use panda_errors::integrations::tower::{Answered, ErrorLayer};
use serde::Serialize;
use serde_json::{Value, json};

use crate::incoming::{FILE_SIZE_LIMIT, Incoming};
use crate::linger::linger;
use crate::log::{self, Log};
use crate::parameters::Parameters;
use crate::records::{Cloud, Encoding, Profile, Record, Status, Video};
use crate::request::{FromParameters, Host, Id, Signed};
use crate::signature::Keys;
use crate::store::{Store, StoreError};
use crate::{docs, openapi};

/// The state that every request can use.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    pub(crate) keys: Keys,
    pub(crate) store: Store,
    pub(crate) log: Log,
}

impl FromRef<Service> for Store {
    fn from_ref(service: &Service) -> Self {
        service.store.clone()
    }
}

pub(crate) fn router(service: Service) -> Router {
    let api = Router::new()
        .route("/videos.json", get(list::<Video>).post(create_video))
        .route("/videos/{id}", get(show::<Video>).delete(delete_video))
        .route("/videos/{id}/encodings.json", get(list_encodings_of_video))
        .route("/videos/upload.json", post(announce_upload))
        .route("/videos/upload/{id}", post(receive_upload).put(receive_upload))
        .route("/encodings.json", get(list::<Encoding>))
        .route("/encodings/{id}", get(show::<Encoding>))
        .route("/profiles.json", get(list::<Profile>))
        .route("/profiles/{id}", get(show::<Profile>))
        .route("/clouds/{id}", get(show::<Cloud>))
        .method_not_allowed_fallback(no_route);
    // The routes about the API are not signed, and some are not JSON.
    let about = Router::new()
        .route("/", get(to_the_page))
        .route("/errors", get(docs::page))
        .route("/errors/", get(to_the_page))
        .route("/openapi.json", get(openapi::show))
        .method_not_allowed_fallback(no_route);
    // The log shows the message of each error.
    Answered::enable();
    let errors =
        ErrorLayer::<panda_errors::Rejection>::new().with_route(|request| Some(request.get::<MatchedPath>()?.as_str()));
    Router::new()
        .nest("/v2", api)
        .fallback(no_route)
        .layer(middleware::from_fn(only_json))
        .merge(about)
        .layer(errors)
        .layer(middleware::map_request(linger))
        .layer(middleware::from_fn_with_state(service.log.clone(), log::requests))
        .with_state(service)
}

async fn list<R: Record>(State(store): State<Store>, _: Signed) -> Result<Json<Vec<R>>, StoreError> {
    Ok(Json(store.all().await?))
}

async fn show<R: Record>(State(store): State<Store>, Id(id): Id, _: Signed) -> Result<Json<R>, StoreError> {
    Ok(Json(store.find(&id).await?))
}

async fn create_video(State(store): State<Store>, Signed(source): Signed<Source>) -> Result<Json<Video>, StoreError> {
    let video = Video::new()?;
    let video = match source {
        Source::Url(url) => store.insert(Video { source_url: Some(url), ..video }).await?,
        Source::File(name, file) => store.keep(Video { original_filename: name, ..video }, file).await?,
    };
    Ok(Json(video))
}

async fn delete_video(State(store): State<Store>, Id(id): Id, _: Signed) -> Result<Json<Value>, StoreError> {
    store.delete_video(&id).await?;
    Ok(Json(json!({ "deleted": true })))
}

async fn list_encodings_of_video(
    State(store): State<Store>,
    Id(id): Id,
    _: Signed,
) -> Result<Json<Vec<Encoding>>, StoreError> {
    let video: Video = store.find(&id).await?;
    let mut encodings: Vec<Encoding> = store.all().await?;
    encodings.retain(|encoding| encoding.video_id == video.id);
    Ok(Json(encodings))
}

async fn announce_upload(
    State(store): State<Store>,
    Host(host): Host,
    Signed(upload): Signed<Announcement>,
) -> Result<Announced, StoreError> {
    if upload.file_size > FILE_SIZE_LIMIT {
        Err(PandaError::file_size_limit_exceeded(FILE_SIZE_LIMIT))?;
    }
    let video = Video {
        status: Status::Uploading,
        original_filename: Some(upload.file_name),
        file_size: Some(upload.file_size),
        ..Video::new()?
    };
    let Video { id, .. } = store.insert(video).await?;
    // Without what may stand before it: `user:password@`.
    let host = host.as_str().rsplit('@').next().unwrap_or_default();
    Ok(Announced { location: format!("http://{host}/v2/videos/upload/{id}.json"), id })
}

/// Takes the file of an announced upload, of the size that was announced. Everybody who knows the address may send
/// it, so it is not signed.
async fn receive_upload(State(store): State<Store>, Id(id): Id, body: Body) -> Result<Json<Video>, StoreError> {
    let video: Video = store.find(&id).await?;
    if video.status != Status::Uploading {
        Err(PandaError::record_not_found("Upload", id))?;
    }
    // A client that says how much it will send gets its answer before it sends.
    check_size(body.size_hint().exact().or(video.file_size), &video)?;
    let mut file = store.incoming()?;
    file.fill(body).await?;
    check_size(Some(file.size()), &video)?;
    Ok(Json(store.receive(&video.id, file).await?))
}

/// Checks that a file has the size that was announced.
fn check_size(size: Option<u64>, video: &Video) -> Result<(), PandaError> {
    if size > Some(FILE_SIZE_LIMIT) {
        return Err(PandaError::file_size_limit_exceeded(FILE_SIZE_LIMIT));
    }
    if size != video.file_size {
        return Err(PandaError::missing_parameters(&["file"]));
    }
    Ok(())
}

/// A person who opens the service in a browser wants to see something.
async fn to_the_page() -> Redirect {
    Redirect::temporary("/errors")
}

/// The answer where there is nothing; it names all that was asked for.
pub(crate) async fn no_route(method: Method, OriginalUri(uri): OriginalUri) -> PandaError {
    PandaError::record_not_found("Route", format!("{method} {}", uri.path()))
}

async fn only_json(request: Request, next: Next) -> Result<Response, PandaError> {
    if request.uri().path().strip_suffix(".json").is_none() {
        return Err(PandaError::unsupported_format());
    }
    Ok(next.run(request).await)
}

/// The source of a new video.
#[derive(Debug)]
enum Source {
    Url(String),
    File(Option<String>, Incoming),
}

impl FromParameters for Source {
    const REQUIRED: &'static [&'static str] = &["access_key", "signature", "timestamp", "source_url or file"];

    fn from_parameters(parameters: &mut Parameters) -> Option<Self> {
        match parameters.take_file() {
            Some(file) => Some(Self::File(parameters.text("file").map(str::to_owned), file)),
            None => Some(Self::Url(parameters.text("source_url").filter(|url| is_url(url))?.to_owned())),
        }
    }
}

/// Whether a text is a URL with a host. Any other text names no video, so it has not been supplied. The path may have
/// any characters, because clients send it unescaped.
fn is_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, rest)| {
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        scheme.parse::<Scheme>().is_ok() && authority.parse().is_ok_and(|host: Authority| !host.host().is_empty())
    })
}

/// An upload whose file is to follow.
#[derive(Debug)]
struct Announcement {
    file_size: u64,
    file_name: String,
}

impl FromParameters for Announcement {
    const REQUIRED: &'static [&'static str] = &["access_key", "signature", "timestamp", "file_size", "file_name"];

    fn from_parameters(parameters: &mut Parameters) -> Option<Self> {
        let file_size = match parameters.text("file_size")?.parse() {
            // A number all the same, and over every limit.
            Err(error) if *ParseIntError::kind(&error) == IntErrorKind::PosOverflow => u64::MAX,
            size => size.ok()?,
        };
        Some(Self { file_size, file_name: parameters.text("file_name")?.to_owned() })
    }
}

/// The address for the file of an announced upload.
#[derive(Debug, Serialize)]
struct Announced {
    id: String,
    location: String,
}

impl IntoResponse for Announced {
    fn into_response(self) -> Response {
        (StatusCode::CREATED, Json(self)).into_response()
    }
}
