//! axum 0.8.

use std::net::SocketAddr;
use std::sync::mpsc::Sender;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Path, Query};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router, middleware};
use panda_errors::Failure;
use panda_errors::integrations::tower::ErrorLayer;
use tests_frameworks::{Api, FOREIGN, FOREIGN_TEXT, Habits, Limit, Served, failing};
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};

// A form that is well-formed, but not what the handler wants.
tests_frameworks::conformance!("axum-0.8", serve, Habits { malformed_form: 422, ..Habits::USUAL });

#[tokio::main]
async fn serve<A: Api>(ready: &Sender<SocketAddr>) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    ready.send(listener.local_addr()?)?;
    Ok(axum::serve(listener, app::<A>()).await?)
}

fn app<A: Api>() -> Router {
    Router::new()
        .route("/layered/{case}", get(typed::<A>).post(typed::<A>))
        .merge(Router::new().route("/own/layered/{case}", get(typed::<A>).post(typed::<A>)).layer(layer::<A>()))
        .layer(CorsLayer::new().allow_origin(Any))
        .layer(CompressionLayer::new())
        .layer(middleware::map_response(seen_status))
        .route("/typed/{case}", get(typed::<A>).post(typed::<A>))
        .route("/erased/{case}", get(erased::<A>).post(erased::<A>))
        .fallback_service(own::<A>())
}

fn own<A: Api>() -> Router {
    Router::new()
        .route("/own/typed/{case}", get(typed::<A>).post(typed::<A>))
        .route("/own/text/{case}", get(text::<A>))
        .route("/own/wrapped/{case}", get(wrapped::<A>).post(wrapped::<A>))
        .route("/own/detached/{case}", get(detached::<A>).post(detached::<A>))
        .route("/own/stream", get(async || Body::from_stream(futures_util::stream::iter(failing()))))
        .route("/own/query", get(async |limit: Query<Limit>| limit.limit.to_string()))
        .route("/own/path/{limit}", get(async |limit: Path<u64>| limit.to_string()))
        .route("/own/json", post(async |limit: Json<Limit>| limit.limit.to_string()))
        .route("/own/form", post(async |limit: Form<Limit>| limit.limit.to_string()))
        .layer(DefaultBodyLimit::max(1024))
        .layer(layer::<A>())
}

fn layer<A: Api>() -> ErrorLayer<A::Own> {
    ErrorLayer::new().with_route(|extensions| extensions.get().map(MatchedPath::as_str))
}

async fn typed<A: Api>(Path(case): Path<String>, body: String) -> Result<&'static str, A::Error> {
    A::fail(&case, &body)
}

async fn erased<A: Api>(Path(case): Path<String>, body: String) -> Result<&'static str, Failure> {
    Ok(A::fail(&case, &body)?)
}

async fn text<A: Api>(Path(case): Path<String>) -> Response {
    drop(A::fail(&case, "").map_err(IntoResponse::into_response));
    (StatusCode::INTERNAL_SERVER_ERROR, FOREIGN, FOREIGN_TEXT).into_response()
}

async fn wrapped<A: Api>(Path(case): Path<String>, body: String) -> impl IntoResponse {
    (StatusCode::CREATED, A::fail(&case, &body))
}

async fn detached<A: Api>(Path(case): Path<String>, body: String) -> Response {
    let make = move || A::fail(&case, &body).into_response();
    tokio::task::spawn_blocking(make).await.unwrap_or_default()
}

async fn seen_status(mut response: Response) -> Response {
    let status = HeaderValue::from(response.status().as_u16());
    response.headers_mut().insert("x-seen-status", status);
    response
}

/// The refusals of other layers.
mod timeout {
    use std::future::pending;
    use std::time::Duration;

    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode};
    use axum::routing::get;
    use panda_errors::integrations::tower::ErrorLayer;
    use panda_errors::{Rejection, report};
    use tower::ServiceExt as _;
    use tower_http::timeout::TimeoutLayer;

    #[test]
    fn a_timeout_has_our_shape() {
        let timeout = TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_millis(1));
        let app = Router::new().route("/", get(pending::<()>)).layer(timeout).layer(ErrorLayer::<Rejection>::new());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let (body, reports) = report::capture(|| {
            runtime.block_on(async {
                let response = app.oneshot(Request::new(Body::empty())).await.unwrap();
                assert_eq!(response.status(), 408);
                to_bytes(response.into_body(), 1024).await.unwrap()
            })
        });
        assert_eq!(body, r#"{"error":"RequestTimeout","message":"Request Timeout"}"#);
        assert_eq!(reports.iter().map(|report| report.name).collect::<Vec<_>>(), ["RequestTimeout"]);
    }
}

/// The work of axum outside of the layer.
#[cfg(test)]
mod router {
    use axum::Router;
    use axum::body::Body;
    use axum::http::{Request, StatusCode};
    use axum::response::Response;
    use axum::routing::get;
    use panda_errors::integrations::tower::ErrorLayer;
    use panda_errors::{ApiError, Rejection};
    use tower::ServiceExt as _;

    /// The author's own codes.
    #[derive(Debug, ApiError)]
    enum Own {
        #[api(status = 405, name = "no_method", message = "wrong method", header("Allow" = "GET, POST"))]
        NoMethod,
        #[api(transparent)]
        Other(Rejection),
    }

    impl From<Rejection> for Own {
        fn from(rejection: Rejection) -> Self {
            if rejection.status() == 405 { Self::NoMethod } else { Self::Other(rejection) }
        }
    }

    fn ask(app: Router, method: &str) -> Response {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let request = Request::builder().method(method).header("accept-encoding", "gzip");
        runtime.block_on(app.oneshot(request.body(Body::empty()).unwrap())).unwrap()
    }

    #[test]
    fn a_nested_router_has_an_own_404_beside_the_fallback_of_a_page() {
        let api = Router::new().route("/videos", get(async || "videos")).fallback(async || StatusCode::NOT_FOUND);
        let api = api.layer(ErrorLayer::<Rejection>::new());
        let app = || Router::new().nest("/api", api.clone()).fallback(async || "a page");
        let ask_path = |path: &str| {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(app().oneshot(Request::get(path).body(Body::empty()).unwrap())).unwrap()
        };
        let (nowhere, page) = (ask_path("/api/nowhere"), ask_path("/nowhere"));
        assert_eq!((nowhere.status(), page.status()), (StatusCode::NOT_FOUND, StatusCode::OK));
        assert_eq!(nowhere.headers().get("content-type").unwrap(), "application/json");
    }

    #[test]
    fn an_own_405_has_the_allow_of_axum() {
        let route = get(async || "").delete(async || "");
        let response = ask(Router::new().route("/", route).layer(ErrorLayer::<Own>::new()), "POST");
        assert_eq!(response.status(), 405);
        assert_eq!(response.headers().get_all("allow").iter().collect::<Vec<_>>(), ["GET,HEAD,DELETE"]);
        assert_eq!(response.headers().get("content-type").unwrap(), "application/json");
    }
}

/// The types that an author can write with the feature.
mod types {
    use std::fmt;

    use axum::Json;
    use axum::handler::Handler;
    use axum::http::StatusCode;
    use axum::response::{IntoResponse, Response};
    use panda_errors::{ApiError, Failure, PandaError};
    use tests_frameworks::UploadError;

    fn assert_handler<T, H: Handler<T, ()>>(_: H) {}

    #[test]
    fn a_result_with_a_derived_error_is_a_handler() {
        async fn typed() -> Result<Json<u64>, UploadError> {
            Err(UploadError::NoMinutes)
        }
        async fn canonical() -> Result<Json<u64>, PandaError> {
            Err(PandaError::unsupported_format())
        }
        async fn erased() -> Result<Json<u64>, Failure> {
            Err(UploadError::NoMinutes)?
        }
        async fn error_alone() -> UploadError {
            UploadError::NoMinutes
        }
        assert_handler(typed);
        assert_handler(canonical);
        assert_handler(erased);
        assert_handler(error_alone);
    }

    #[test]
    fn skip_leaves_room_for_an_impl_by_hand() {
        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "gone fishing", skip(axum))]
        struct ByHand;

        impl IntoResponse for ByHand {
            fn into_response(self) -> Response {
                StatusCode::IM_A_TEAPOT.into_response()
            }
        }

        async fn handler() -> Result<(), ByHand> {
            Err(ByHand)
        }
        assert_handler(handler);
        assert_eq!(ByHand.into_response().status(), StatusCode::IM_A_TEAPOT);
    }

    #[test]
    fn only_names_the_frameworks_there_are() {
        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "no such video", only(rocket))]
        struct Bare;

        impl IntoResponse for Bare {
            fn into_response(self) -> Response {
                StatusCode::GONE.into_response()
            }
        }

        assert_eq!(Bare.into_response().status(), StatusCode::GONE);
    }

    #[test]
    fn generic_errors_are_responses() {
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

        async fn handler() -> Result<(), Lookup<'static, u64, 2>> {
            Err(Lookup::TooMany([1, 2]))
        }
        assert_handler(handler);
        let table = String::from("videos");
        let missing: Lookup<'_, u64, 0> = Lookup::Missing { key: 7, table: &table };
        assert_eq!(missing.into_response().status(), StatusCode::NOT_FOUND);
    }
}
