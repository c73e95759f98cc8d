//! tower: the layer around a service on plain hyper. With axum's router, it is in `axum_0_8.rs`; with warp's filters, in
//! `warp_0_4.rs`.

use std::convert::Infallible;
use std::error::Error;
use std::future::ready;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::mpsc::Sender;
use std::task::{Context, Poll};

use futures_util::TryStreamExt as _;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, Limited, StreamBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response, StatusCode, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use panda_errors::Failure;
use panda_errors::integrations::tower::{ErrorLayer, respond};
use tests_frameworks::{Api, FOREIGN, FOREIGN_TEXT, Habits, Served, failing};
use tokio::net::TcpListener;
use tower::{Layer as _, ServiceExt as _, service_fn};
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};

const HABITS: Habits = Habits {
    // hyper sends whatever body there is: `ErrorLayer` takes it away.
    knows_head_over_http_2: false,
    // The service does not have routes.
    knows_route: false,
    knows_route_of_panic: false,
    ..Habits::USUAL
};

tests_frameworks::conformance!("tower", serve, HABITS);

type Boxed = UnsyncBoxBody<Bytes, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn serve<A: Api>(ready: &Sender<SocketAddr>) -> Served {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    ready.send(listener.local_addr()?)?;
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(service_fn(layered::<A>));
        tokio::spawn(async move {
            Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), service).await
        });
    }
}

async fn layered<A: Api>(request: Request<Incoming>) -> Result<Response<Boxed>, Infallible> {
    let own = ErrorLayer::<A::Own>::new().layer(service_fn(answered::<A>));
    let path = request.uri().path();
    if path.starts_with("/typed/") || path.starts_with("/erased/") {
        return Ok(answered::<A>(request).await?.map(|body| body.map_err(Into::into).boxed_unsync()));
    }
    if path == "/own/stream" {
        let failing = futures_util::stream::iter(failing()).map_ok(|part| Frame::data(Bytes::from_static(part)));
        let mut failing = Some(Streamed(StreamBody::new(failing).boxed_unsync()));
        let stream = service_fn(move |_| ready(Ok(Response::new(failing.take().unwrap_or_default()))));
        let response = ErrorLayer::<A::Own>::new().layer(stream).oneshot(request).await?;
        return Ok(response.map(|body| body.map_err(Into::into).boxed_unsync()));
    }
    if !path.starts_with("/layered/") && !path.starts_with("/own/layered/") {
        return Ok(own.oneshot(request).await?.map(|body| body.map_err(Into::into).boxed_unsync()));
    }
    // Compression would make some bytes of the body that the layer withholds over HTTP/2.
    let is_withheld = request.method() == Method::HEAD && request.version() == Version::HTTP_2;
    let service = CompressionLayer::new().layer(CorsLayer::new().allow_origin(Any).layer(own));
    let mut response = service.oneshot(request).await?;
    let status = response.status().as_u16().into();
    response.headers_mut().insert("x-seen-status", status);
    let response = response.map(|body| body.map_err(Into::into).boxed_unsync());
    Ok(if is_withheld { response.map(|_| Boxed::default()) } else { response })
}

/// A body that may be made from bytes, as the layer asks.
#[derive(Default)]
struct Streamed(UnsyncBoxBody<Bytes, io::Error>);

impl From<Bytes> for Streamed {
    fn from(bytes: Bytes) -> Self {
        Self(Full::new(bytes).map_err(|never| match never {}).boxed_unsync())
    }
}

impl hyper::body::Body for Streamed {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        Pin::new(&mut self.0).poll_frame(context)
    }
}

async fn answered<A: Api>(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, 1024).collect().await else {
        return Ok(refused(StatusCode::PAYLOAD_TOO_LARGE));
    };
    let body = String::from_utf8_lossy(&body.to_bytes()).into_owned();
    let path: Vec<&str> = head.uri.path().split('/').skip(1).collect();
    let is_json = head.headers.get(CONTENT_TYPE).is_some_and(|value| value == "application/json");
    Ok(match (&head.method, path.as_slice()) {
        (_, ["typed" | "layered", case] | ["own", "typed" | "layered", case]) => match A::fail(case, &body) {
            Ok(text) => Response::new(text.into()),
            Err(error) => respond(&error),
        },
        (_, ["own", "wrapped", case]) => {
            let mut response =
                A::fail(case, &body).map_or_else(|error| respond(&error), |text| Response::new(text.into()));
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            response
        }
        (_, ["own", "detached", case]) => {
            let case = (*case).to_owned();
            let made = tokio::task::spawn_blocking(move || A::fail(&case, &body).err().map(|error| respond(&error)));
            made.await.map_or_else(|_| refused(StatusCode::NOT_FOUND), Option::unwrap_or_default)
        }
        (_, ["erased", case]) => match A::fail(case, &body).map_err(Failure::from) {
            Ok(text) => Response::new(text.into()),
            Err(failure) => respond(failure.error()),
        },
        (&Method::GET, ["own", "text", case]) => {
            drop(A::fail(case, "").map_err(|error| respond::<Bytes>(&error)));
            let mut response = Response::new(FOREIGN_TEXT.into());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            for (name, value) in FOREIGN {
                response.headers_mut().insert(name, HeaderValue::from_static(value));
            }
            response
        }
        (&Method::POST, ["own", "json"]) if !is_json => refused(StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (&Method::POST, ["own", "json"]) => read(&body, "\"limit\":"),
        (&Method::POST, ["own", "form"]) => read(&body, "limit="),
        (&Method::GET, ["own", "query"]) => read(head.uri.query().unwrap_or_default(), "limit="),
        (&Method::GET, ["own", "path", limit]) => read(limit, ""),
        (_, ["own", "query"]) => {
            let mut response = refused(StatusCode::METHOD_NOT_ALLOWED);
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET"));
            response
        }
        _ => refused(StatusCode::NOT_FOUND),
    })
}

/// The number behind this text.
fn read(text: &str, before: &str) -> Response<Full<Bytes>> {
    let rest = text.split_once(before).map_or(text, |(_, rest)| rest);
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    match digits.parse::<u64>() {
        Ok(limit) => Response::new(limit.to_string().into()),
        Err(_) => refused(StatusCode::BAD_REQUEST),
    }
}

fn refused(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new("this is not for clients".into());
    *response.status_mut() = status;
    response
}

/// The layer, around services of all kinds.
#[cfg(test)]
mod layer {
    use std::convert::Infallible;
    use std::future::{Ready, ready};
    use std::panic::panic_any;

    use http_body_util::{BodyExt as _, Full};
    use hyper::body::Bytes;
    use hyper::header::HeaderValue;
    use hyper::{Request, Response, Version};
    use panda_errors::integrations::tower::{Answered, ErrorLayer, respond};
    use panda_errors::report::{Captured, capture};
    use panda_errors::{ApiError, ErrorStatus, PandaError, Rejection};
    use tower::{Layer as _, Service as _, service_fn};

    type Body = Full<Bytes>;

    /// The answer of a service in the layer, by a runtime of its own: reports are captured by thread.
    fn ask<E, F>(
        method: &str,
        service: impl FnMut(Request<()>) -> F + Send + 'static,
    ) -> (Response<Bytes>, Vec<Captured>)
    where
        E: ApiError + From<Rejection> + 'static,
        F: Future<Output = Result<Response<Body>, Infallible>> + Send + 'static,
    {
        let request = Request::builder().method(method).header("x-request-id", "7").body(()).unwrap();
        asked::<E, _>(request, service)
    }

    fn asked<E, F>(
        request: Request<()>,
        service: impl FnMut(Request<()>) -> F + Send + 'static,
    ) -> (Response<Bytes>, Vec<Captured>)
    where
        E: ApiError + From<Rejection> + 'static,
        F: Future<Output = Result<Response<Body>, Infallible>> + Send + 'static,
    {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut service = ErrorLayer::<E>::new().layer(service_fn(service));
        capture(|| {
            runtime.block_on(async {
                let (head, body) = service.call(request).await.unwrap().into_parts();
                Response::from_parts(head, body.collect().await.unwrap().to_bytes())
            })
        })
    }

    fn answer(status: u16, headers: &[(&'static str, &'static str)], body: &'static str) -> Response<Body> {
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status.try_into().unwrap();
        for (name, value) in headers {
            response.headers_mut().append(*name, HeaderValue::from_static(value));
        }
        response
    }

    fn reshaped(status: u16, headers: &'static [(&'static str, &'static str)]) -> (Response<Bytes>, Vec<Captured>) {
        ask::<Rejection, _>("GET", move |_| ready(Ok(answer(status, headers, "a text of the framework"))))
    }

    #[test]
    fn bare_answers_are_reshaped() {
        Answered::enable();
        let bare: &[&[_]] = &[
            &[],
            &[("content-type", "text/plain")],
            &[("content-type", "Text/Plain; charset=utf-8"), ("content-length", "23")],
            &[("content-type", "text/plain ;charset=utf-8"), ("transfer-encoding", "chunked")],
        ];
        for headers in bare {
            let (response, reports) = reshaped(404, headers);
            assert_eq!(response.body(), r#"{"error":"NotFound","message":"Not Found"}"#, "{headers:?}");
            assert_eq!(response.headers().get("content-type").unwrap(), "application/json");
            assert_eq!(response.headers().get("x-request-id").unwrap(), "7");
            assert!(!response.headers().contains_key("content-length"));
            assert!(!response.headers().contains_key("transfer-encoding"));
            assert_eq!(response.extensions().get::<Answered>().unwrap().definition().status(), 404);
            assert_eq!(reports.len(), 1);
            assert_eq!(reports[0].sources, ["a text of the framework"]);
            assert_eq!(reports[0].method.as_deref(), Some("GET"));
        }
    }

    #[test]
    fn other_answers_are_left_alone() {
        let others: &[(u16, &[_])] = &[
            (200, &[]),
            (304, &[("content-type", "text/plain")]),
            (404, &[("content-type", "application/json")]),
            (404, &[("content-type", "text/plaintive")]),
            (502, &[("content-type", "text/html")]),
            (502, &[("content-encoding", "gzip")]),
        ];
        for &(status, headers) in others {
            let (response, reports) = reshaped(status, headers);
            assert_eq!(response.status(), status);
            assert_eq!(response.body(), "a text of the framework", "{headers:?}");
            assert_eq!(response.headers().len(), headers.len());
            assert_eq!(reports, []);
        }
    }

    #[test]
    fn what_is_set_wins_but_for_the_id() {
        let (response, reports) =
            reshaped(405, &[("allow", "GET"), ("cache-control", "max-age=60"), ("x-request-id", "8")]);
        for (name, value) in [("allow", "GET"), ("cache-control", "max-age=60"), ("x-request-id", "7")] {
            assert_eq!(response.headers().get_all(name).iter().collect::<Vec<_>>(), [value]);
        }
        assert_eq!(reports[0].id.as_ref().map(ToString::to_string).as_deref(), Some("7"));
    }

    #[test]
    fn what_describes_the_body_goes_with_it() {
        let described = &[
            ("content-location", "/videos/X"),
            ("content-range", "bytes */8"),
            ("digest", "sha-256=YQ=="),
            ("trailer", "x-late"),
            ("vary", "accept"),
        ];
        let kept = |status| {
            let (response, _) = reshaped(status, described);
            let names = described.iter().map(|(name, _)| *name);
            names.filter(|name| response.headers().contains_key(*name)).collect::<Vec<_>>()
        };
        assert_eq!(kept(404), ["vary"]);
        assert_eq!(kept(416), ["content-range", "vary"]);
    }

    #[test]
    fn a_500_of_ours_is_known_by_its_body_too() {
        let ask = |body: &'static str| {
            ask::<Rejection, _>("GET", move |_| {
                let (head, _) = respond::<Body>(&PandaError::internal("the encoder is gone")).into_parts();
                ready(Ok(Response::from_parts(head, body.into())))
            })
        };
        assert_eq!(ask("").1.len(), 1);
        let (response, reports) = ask("the text of a middleware");
        assert_eq!(response.body(), "");
        assert_eq!(reports[1].sources, ["the text of a middleware"]);
    }

    #[test]
    fn two_errors_of_one_definition_are_two_reports() {
        let (_, reports) = ask::<Rejection, _>("GET", |_| {
            drop(respond::<Body>(&PandaError::internal("the first encoder is gone")));
            ready(Ok(respond(&PandaError::internal("the second encoder is gone"))))
        });
        let sources: Vec<_> = reports.iter().flat_map(|report| &report.sources).collect();
        assert_eq!(sources, ["the first encoder is gone", "the second encoder is gone"]);
    }

    #[test]
    fn a_body_of_empty_frames_without_an_end_is_left() {
        /// Is ready each time, and says nothing.
        struct Endless;
        impl hyper::body::Body for Endless {
            type Data = Bytes;
            type Error = Infallible;

            fn poll_frame(
                self: std::pin::Pin<&mut Self>,
                _: &mut std::task::Context<'_>,
            ) -> std::task::Poll<Option<Result<hyper::body::Frame<Bytes>, Infallible>>> {
                std::task::Poll::Ready(Some(Ok(hyper::body::Frame::data(Bytes::new()))))
            }
        }

        let app = axum::Router::new().route(
            "/",
            axum::routing::get(async || {
                let endless = axum::body::Body::new(Endless);
                Response::builder().status(404).body(endless).unwrap()
            }),
        );
        let service = app.layer(ErrorLayer::<Rejection>::new());
        let request = Request::new(axum::body::Body::empty());
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let response = runtime.block_on(tower::ServiceExt::oneshot(service, request)).unwrap();
        assert_eq!(response.headers().get("content-type").unwrap(), "application/json");
    }

    #[test]
    fn an_answer_carries_its_error_for_other_layers() {
        Answered::enable();
        let (response, _) =
            ask::<Rejection, _>("GET", |_| ready(Ok(respond(&PandaError::internal("the encoder is gone")))));
        let answered = response.extensions().get::<Answered>().unwrap();
        assert_eq!((answered.definition().name(), answered.status().as_u16()), ("InternalError", 500));
        assert_eq!(answered.id().as_str(), response.headers().get("x-request-id").unwrap());
        assert_eq!(
            (answered.message(), answered.sources()),
            ("Internal Server Error", &["the encoder is gone".to_owned()][..])
        );

        let (response, reports) =
            ask::<Rejection, _>("GET", |_| ready(Ok(respond(&PandaError::record_not_found("Video", "X")))));
        let answered = response.extensions().get::<Answered>().unwrap();
        assert_eq!(answered.message(), "Couldn't find Video with ID=X");
        assert_eq!(Some(answered.id()), reports[0].id.as_ref());
    }

    #[test]
    fn a_header_that_the_author_gives_twice_comes_twice() {
        #[derive(Debug, ApiError)]
        #[api(
            status = 401,
            message = "Send a key or a signature",
            header("WWW-Authenticate" = "Key"),
            header("WWW-Authenticate" = "Signature")
        )]
        struct NoKey(#[source] Rejection);

        impl From<Rejection> for NoKey {
            fn from(rejection: Rejection) -> Self {
                Self(rejection)
            }
        }

        let (response, reports) = ask::<NoKey, _>("GET", |_| ready(Ok(answer(403, &[], ""))));
        assert_eq!(response.status(), 401);
        assert_eq!(response.headers().get_all("www-authenticate").iter().count(), 2);
        assert_eq!(reports[0].sources, ["Forbidden"]);
    }

    #[test]
    fn an_error_of_ours_passes_and_is_reported_once() {
        let (response, reports) =
            ask::<Rejection, _>("GET", |_| ready(Ok(respond(&PandaError::internal("the encoder is gone")))));
        assert_eq!((response.status().as_u16(), response.body().as_ref()), (500, b"".as_slice()));
        assert_eq!(reports.len(), 1);
        assert_eq!(reports[0].sources, ["the encoder is gone"]);
    }

    #[test]
    fn an_error_of_ours_passes_also_without_its_extensions() {
        let (_, reports) = ask::<Rejection, _>("GET", |_| {
            let mut response = respond(&PandaError::internal("the encoder is gone"));
            response.extensions_mut().clear();
            ready(Ok(response))
        });
        assert_eq!(reports.len(), 1);
    }

    /// The answer to HEAD by this version of HTTP.
    fn head(version: Version, response: fn() -> Response<Body>) -> Response<Bytes> {
        let request = Request::builder().method("HEAD").version(version).body(()).unwrap();
        asked::<Rejection, _>(request, move |_| ready(Ok(response()))).0
    }

    #[test]
    fn an_error_after_head_over_http_2_has_its_length_and_no_body() {
        let response = head(Version::HTTP_2, || answer(404, &[], "a text"));
        assert_eq!(response.headers().get("content-length").unwrap(), "42");
        assert_eq!(response.body(), "");
        let response = head(Version::HTTP_2, || respond(&PandaError::internal("gone")));
        assert_eq!(response.headers().get("content-length").unwrap(), "0");
        // A server takes the body away over HTTP/1, after all layers have seen it.
        let response = head(Version::HTTP_11, || answer(404, &[], "a text"));
        assert_eq!(response.body().len(), 42);
    }

    #[test]
    fn a_panic_in_the_conversion_of_a_rejection_is_an_empty_500_with_a_report() {
        #[derive(Debug, ApiError)]
        #[api(status = 404, message = "There is nothing here")]
        struct Fragile;

        impl From<Rejection> for Fragile {
            fn from(_: Rejection) -> Self {
                panic!("in the conversion")
            }
        }

        let (response, reports) = ask::<Fragile, _>("GET", |_| ready(Ok(answer(404, &[], ""))));
        assert_eq!((response.status().as_u16(), response.body().as_ref()), (500, b"".as_slice()));
        assert_eq!(response.headers().get("x-request-id").unwrap(), "7");
        assert_eq!(reports.iter().map(|report| report.sources.clone()).collect::<Vec<_>>(), [["in the conversion"]]);
    }

    #[test]
    fn a_bare_500_in_the_place_of_an_answer_has_its_headers_and_no_second_report() {
        for bare in [|| answer(500, &[], ""), || answer(500, &[("x-kept", "1")], "")] {
            let (response, reports) = ask::<Rejection, _>("GET", move |_| {
                drop(respond::<Body>(&PandaError::internal("the encoder is gone")));
                ready(Ok(bare()))
            });
            assert_eq!(response.headers().get("cache-control").unwrap(), "no-store");
            assert_eq!(response.headers().get("x-content-type-options").unwrap(), "nosniff");
            assert_eq!(response.headers().get("x-request-id").unwrap(), "7");
            assert_eq!(reports.len(), 1);
        }
    }

    #[test]
    fn layers_around_layers_share_the_request() {
        let (response, reports) = ask::<Rejection, _>("GET", |request| async move {
            let failing = |_| ready(Ok::<_, Infallible>(respond::<Body>(&PandaError::internal("gone"))));
            let mut inner = ErrorLayer::<Rejection>::new().layer(service_fn(failing));
            let (mut head, body) = inner.call(request).await?.into_parts();
            head.extensions.clear();
            Ok(Response::from_parts(head, Body::new(body.collect().await?.to_bytes())))
        });
        assert_eq!(response.headers().get("x-request-id").unwrap(), "7");
        assert_eq!(reports.len(), 1);
        assert_eq!(reports[0].sources, ["gone"]);
    }

    #[test]
    fn a_status_that_no_cache_may_store_is_not_cacheable_by_any_header() {
        for status in [428, 429, 431, 511] {
            let headers = [
                ("cache-control", "public, max-age=60"),
                ("cdn-cache-control", "max-age=60"),
                ("cloudflare-cdn-cache-control", "max-age=60"),
                ("surrogate-control", "max-age=60"),
                ("expires", "Tue, 24 Nov 2026 22:00:00 GMT"),
                ("vary", "origin"),
            ];
            let (response, _) = ask::<Rejection, _>("GET", move |_| ready(Ok(answer(status, &headers, ""))));
            assert_eq!(response.headers().get_all("cache-control").iter().collect::<Vec<_>>(), ["no-store"]);
            let is_kept = |(name, _): &&(&str, &str)| response.headers().contains_key(*name);
            let kept: Vec<_> = headers.iter().filter(is_kept).map(|(name, _)| *name).collect();
            assert_eq!(kept, ["cache-control", "vary"]);
        }
    }

    #[test]
    fn a_page_under_the_headers_of_an_answer_is_left_alone() {
        for status in [200, 404] {
            let (response, _) = ask::<Rejection, _>("GET", move |_| {
                let (mut head, _) = respond::<Body>(&PandaError::record_not_found("Video", "X")).into_parts();
                head.status = status.try_into().unwrap();
                head.headers.insert("content-type", HeaderValue::from_static("text/html"));
                ready(Ok(Response::from_parts(head, "<p>Videos</p>".into())))
            });
            assert_eq!((response.status().as_u16(), response.body().as_ref()), (status, b"<p>Videos</p>".as_slice()));
        }
    }

    /// The error of an API whose bodies have another shape.
    #[derive(Debug, ApiError)]
    #[api(shape = panda_errors::Shape::PROBLEM, transparent)]
    struct Problem(Rejection);

    impl From<Rejection> for Problem {
        fn from(rejection: Rejection) -> Self {
            Self(rejection)
        }
    }

    #[test]
    fn a_hidden_500_of_another_shape_keeps_its_body_under_a_status_around_it() {
        let (response, reports) = ask::<Problem, _>("GET", |_| {
            let mut response = respond(&Problem(Rejection::new(ErrorStatus::INTERNAL_SERVER_ERROR)));
            *response.status_mut() = 201.try_into().unwrap();
            ready(Ok(response))
        });
        assert_eq!((response.status().as_u16(), reports.len()), (500, 1));
        assert!(response.body().starts_with(br#"{"title":"Internal Server Error""#), "{response:?}");
    }

    /// A bare 500 in the place of a hidden 500 of another shape has the body of the shape again, with the id of the one
    /// report.
    #[test]
    fn a_bare_500_in_the_place_of_an_answer_has_the_body_of_its_shape_and_its_id() {
        use tests_frameworks::NestedOwn;

        for bare in [answer(500, &[], ""), answer(500, &[("content-type", "text/plain"), ("x-request-id", "8")], "")] {
            let mut bare = Some(bare);
            let (response, reports) = ask::<NestedOwn, _>("GET", move |_| {
                let error = NestedOwn::from(Rejection::new(ErrorStatus::INTERNAL_SERVER_ERROR));
                drop(respond::<Body>(&error));
                ready(Ok(bare.take().unwrap()))
            });
            let body = r#"{"error":{"code":"HE_00","message":"Something went wrong"},"request_id":"7"}"#;
            assert_eq!(response.body(), body);
            assert_eq!(response.headers().get_all("x-request-id").iter().collect::<Vec<_>>(), ["7"]);
            assert_eq!(reports.len(), 1);
        }
    }

    /// The answer of the inner layer passes the outer one in the inner shape, is reported once, and has one id.
    #[test]
    fn layers_of_two_shapes_answer_in_the_shape_of_the_inner_one() {
        let rejected = |status| async move {
            let refuse = move |_| ready(Ok::<_, Infallible>(answer(status, &[], "a text of the framework")));
            let mut inner = ErrorLayer::<Problem>::new().layer(service_fn(refuse));
            let (mut head, body) = inner.call(Request::new(())).await?.into_parts();
            head.extensions.clear();
            Ok(Response::from_parts(head, Body::new(body.collect().await?.to_bytes())))
        };
        for status in [404, 500] {
            let (response, reports) = ask::<Rejection, _>("GET", move |_| rejected(status));
            assert_eq!(response.headers().get("content-type").unwrap(), "application/problem+json");
            assert_eq!(response.headers().get_all("x-request-id").iter().collect::<Vec<_>>(), ["7"]);
            assert_eq!((response.status().as_u16(), reports.len()), (status, 1));
            assert_eq!(reports[0].sources, ["a text of the framework"]);
        }
    }

    #[test]
    fn a_layer_answers_in_the_shape_of_its_error() {
        let (response, reports) = ask::<Problem, _>("GET", |_| ready(Ok(answer(404, &[], "a canary"))));
        assert_eq!(response.headers().get("content-type").unwrap(), "application/problem+json");
        assert!(response.body().starts_with(b"{"), "{response:?}");
        assert!(!String::from_utf8_lossy(response.body()).contains("canary"), "{response:?}");
        assert_eq!(reports[0].sources, ["a canary"]);

        let (response, reports) = ask::<Problem, _>("GET", |_| async { panic!("a canary") });
        assert_eq!(response.headers().get("content-type").unwrap(), "application/problem+json");
        assert!(!response.body().is_empty());
        assert!(!String::from_utf8_lossy(response.body()).contains("canary"), "{response:?}");
        assert_eq!(reports.len(), 1);

        let (response, reports) = ask::<Problem, _>("GET", |_| {
            ready(Ok(respond(&Problem(Rejection::new(ErrorStatus::INTERNAL_SERVER_ERROR)))))
        });
        assert_eq!((response.status().as_u16(), reports.len()), (500, 1));
        assert!(!response.body().is_empty());
    }

    #[test]
    fn a_panic_in_poll_ready_is_an_empty_500() {
        #[derive(Clone)]
        struct Unready;

        impl tower::Service<Request<()>> for Unready {
            type Response = Response<Body>;
            type Error = Infallible;
            type Future = Ready<Result<Response<Body>, Infallible>>;

            fn poll_ready(&mut self, _: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), Infallible>> {
                panic!("in poll_ready")
            }

            fn call(&mut self, _: Request<()>) -> Self::Future {
                ready(Ok(answer(200, &[], "")))
            }
        }

        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let service = ErrorLayer::<Rejection>::new().layer(Unready);
        let (response, reports) =
            capture(|| runtime.block_on(tower::ServiceExt::oneshot(service, Request::new(()))).unwrap());
        assert_eq!(response.status(), 500);
        assert_eq!(reports.iter().map(|report| report.sources.clone()).collect::<Vec<_>>(), [["in poll_ready"]]);
    }

    #[test]
    fn every_panic_is_an_empty_500() {
        /// Panics when it is dropped.
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("in a drop");
            }
        }

        let assert_empty = |(response, reports): (Response<Bytes>, Vec<Captured>), text: &str| {
            assert_eq!((response.status().as_u16(), response.body().as_ref()), (500, b"".as_slice()));
            assert_eq!(reports.len(), 1, "{text}");
            assert_eq!(reports[0].sources, [text]);
        };
        let in_the_call = |_| -> Ready<_> { panic!("in the call") };
        assert_empty(ask::<Rejection, _>("GET", in_the_call), "in the call");
        assert_empty(ask::<Rejection, _>("GET", |_| async { panic!("in a {}", "poll") }), "in a poll");
        assert_empty(ask::<Rejection, _>("GET", |_| async { panic_any(Bomb) }), "a panic without a text");
        let dropped = |_| {
            let mut bomb = Some(Bomb);
            std::future::poll_fn(move |_| {
                assert!(bomb.is_some());
                let _ = &mut bomb;
                std::task::Poll::Ready(Ok(answer(200, &[], "")))
            })
        };
        assert_empty(ask::<Rejection, _>("GET", dropped), "in a drop");
    }
}

/// Inputs of the same kinds as in the tests above.
#[cfg(test)]
mod kinds {
    use std::convert::Infallible;
    use std::future::ready;
    use std::io;

    use futures_util::StreamExt as _;
    use http_body_util::{BodyExt as _, Full, StreamBody};
    use hyper::body::{Bytes, Frame};
    use hyper::{Request, Response};
    use panda_errors::integrations::tower::{ErrorLayer, respond};
    use panda_errors::report::capture;
    use panda_errors::{PandaError, Rejection};
    use tower::{Layer as _, ServiceExt as _, service_fn};

    use super::Streamed;

    fn block_on<F: Future>(future: F) -> F::Output {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
    }

    #[test]
    fn the_status_of_an_error_wins_over_a_status_without_content_too() {
        for status in [204, 205, 304, 101, 599] {
            let service = service_fn(move |_: Request<()>| {
                let mut response = respond::<Full<Bytes>>(&PandaError::signature_expired());
                *response.status_mut() = status.try_into().unwrap();
                ready(Ok::<_, Infallible>(response))
            });
            let layer = ErrorLayer::<Rejection>::new();
            let (response, reports) = capture(|| block_on(layer.layer(service).oneshot(Request::new(()))).unwrap());
            assert_eq!((response.status().as_u16(), reports.len()), (401, 1), "{status}");
            assert!(response.headers().contains_key("www-authenticate"), "{status}");
        }
    }

    #[test]
    fn a_body_that_fails_at_once_or_panics_is_reported_once() {
        let failing = || futures_util::stream::iter([(); 2].map(|()| Err(io::Error::other("the disk left")))).boxed();
        let panicking = || {
            futures_util::stream::poll_fn(|_| -> std::task::Poll<Option<io::Result<Frame<Bytes>>>> {
                panic!("the disk left")
            })
            .boxed()
        };
        for stream in [failing(), panicking()] {
            let mut body = Some(Streamed(StreamBody::new(stream).boxed_unsync()));
            let service = service_fn(move |_: Request<()>| {
                ready(Ok::<_, Infallible>(Response::new(body.take().unwrap_or_default())))
            });
            let service = ErrorLayer::<Rejection>::new().layer(service);
            let (frames, reports) = capture(|| {
                block_on(async {
                    let mut body = service.oneshot(Request::new(())).await.unwrap().into_body();
                    let poll = std::panic::AssertUnwindSafe(async { while let Some(Err(_)) = body.frame().await {} });
                    futures_util::FutureExt::catch_unwind(poll).await.is_ok()
                })
            });
            assert_eq!(reports.len(), 1, "{frames}: {reports:?}");
            assert!(reports[0].line.contains("the disk left"), "{reports:?}");
        }
    }

    #[test]
    fn three_layers_around_a_response_that_is_made_again_report_once() {
        let again = |response: Response<Bytes>| {
            let (head, body) = response.into_parts();
            let mut again = Response::new(Full::new(body));
            (*again.status_mut(), *again.headers_mut()) = (head.status, head.headers);
            again
        };
        let (response, reports) = capture(|| {
            block_on(async {
                let mut response = respond::<Bytes>(&PandaError::internal("gone"));
                for _ in 0..3 {
                    let inner = service_fn(|_: Request<()>| ready(Ok::<_, Infallible>(again(response.clone()))));
                    let outer = ErrorLayer::<Rejection>::new().layer(inner).oneshot(Request::new(())).await.unwrap();
                    let (head, body) = outer.into_parts();
                    response = Response::from_parts(head, body.collect().await.unwrap().to_bytes());
                }
                response
            })
        });
        assert_eq!((response.status().as_u16(), reports.len()), (500, 1));
        let id = reports[0].id.as_ref().map(ToString::to_string);
        assert_eq!(response.headers().get("x-request-id").map(|id| id.to_str().unwrap().to_owned()), id);
    }
}
