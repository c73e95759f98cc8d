//! HTTP/2 without TLS, by a client that knows that the server speaks it (RFC 9113 §3.3).

use h2::RecvStream;
use h2::client::{self, ResponseFuture};
use http::{Method, Request, Response, Version};
use tokio::net::TcpStream;
use tokio::runtime;

use crate::case::Case;
use crate::document::Document;
use crate::error::CANARY;
use crate::seen::{Header, Seen};
use crate::server::Server;

type Failed = Box<dyn std::error::Error>;

/// Every case by GET and by HEAD, all at once on one connection: the same status, headers and body as over HTTP/1.1.
pub fn http_2_has_the_same_answers(server: &Server) {
    let address = server.address();
    let knows_head = server.habits().knows_head_over_http_2;
    let route = |method: &Method| if knows_head || method != Method::HEAD { "typed" } else { "own/typed" };
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.unwrap_or_else(|error| panic!("no runtime: {error}"));
    let result: Result<(), Failed> = runtime.block_on(async {
        let stream = TcpStream::connect(address).await?;
        let (mut requests, connection) = client::handshake(stream).await?;
        let connection = tokio::spawn(connection);
        let mut answers = Vec::new();
        for case in server.cases() {
            for method in [Method::GET, Method::HEAD] {
                requests = requests.ready().await?;
                let (answer, _) = requests.send_request(request(case, route(&method), &method)?, true)?;
                answers.push((case, method, answer));
            }
        }
        for (case, method, answer) in answers {
            let seen =
                seen(format!("{method} {} over HTTP/2", case.path(route(&method))), answer, &server.look().document)
                    .await?;
            let length = case.answer.body_of(&seen).len().to_string();
            assert_eq!(seen.only("content-length"), Some(length.as_str()), "{seen}");
            case.answer.assert_is(&seen);
        }
        drop(requests);
        Ok(connection.await??)
    });
    result.unwrap_or_else(|error| panic!("HTTP/2 failed: {error}"));
}

fn request(case: &Case, route: &str, method: &Method) -> http::Result<Request<()>> {
    Request::builder()
        .method(method)
        .uri(format!("http://localhost{}?token={CANARY}", case.path(route)))
        .version(Version::HTTP_2)
        .header("cookie", CANARY)
        .body(())
}

async fn seen(to: String, answer: ResponseFuture, document: &Document) -> Result<Seen, Failed> {
    let (head, mut stream) = Response::<RecvStream>::into_parts(answer.await?);
    let mut body = Vec::new();
    while let Some(data) = stream.data().await {
        let data = data?;
        stream.flow_control().release_capacity(data.len())?;
        body.extend_from_slice(&data);
    }
    assert!(stream.trailers().await?.is_none(), "trailers");
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| -> Result<Header, Failed> {
        Ok((name.to_string(), value.to_str()?.to_owned()))
    };
    let headers: Vec<Header> = head.headers.iter().map(header).collect::<Result<_, _>>()?;
    let raw = format!("{} {headers:?}", head.status).into_bytes();
    let seen = Seen { to, raw, status: head.status.as_u16(), headers, body: String::from_utf8(body)?, is_http_2: true };
    seen.assert_no_canary();
    seen.assert_is_documented(document);
    Ok(seen)
}
