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
use crate::wire::text_of;

/// Fewer than any server allows: the answers are read after all of them are sent.
const STREAMS: usize = 64;

/// More than all bodies of these streams: they are read one after the other.
const WINDOW: u32 = 4 << 20;

type Failed = Box<dyn std::error::Error>;

/// Every case by GET and by HEAD, all at once on one connection: the same status, headers and body as over HTTP/1.1.
pub fn http_2_has_the_same_answers(server: &Server) {
    let knows_head = server.habits().knows_head_over_http_2;
    let route = |method: &Method| if knows_head || method != Method::HEAD { "typed" } else { "own/typed" };
    let of_case = |case: &Case| [Method::GET, Method::HEAD].map(|method| (case.path(route(&method)), method));
    let requests: Vec<_> = server.cases().iter().flat_map(of_case).map(|(path, method)| (method, path)).collect();
    let cases = server.cases().iter().flat_map(|case| [case, case]);
    for (case, seen) in cases.zip(asked(server, &requests, &[])) {
        let length = case.answer.body_of(&seen).len().to_string();
        assert_eq!(seen.only("content-length"), Some(length.as_str()), "{seen}");
        case.answer.assert_is(&seen);
    }
}

/// Sends requests with these headers, many at once on one connection, and returns the answers in the same order.
pub(super) fn asked(server: &Server, requests: &[(Method, String)], headers: &[(&str, &str)]) -> Vec<Seen> {
    let address = server.address();
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.unwrap_or_else(|error| panic!("no runtime: {error}"));
    let result: Result<Vec<Seen>, Failed> = runtime.block_on(async {
        let stream = TcpStream::connect(address).await?;
        let (mut sender, connection) =
            client::Builder::new().initial_connection_window_size(WINDOW).handshake::<_, &[u8]>(stream).await?;
        let connection = tokio::spawn(connection);
        let mut all = Vec::new();
        for requests in requests.chunks(STREAMS) {
            let mut answers = Vec::new();
            for (method, path) in requests {
                sender = sender.ready().await?;
                let (answer, _) = sender.send_request(request(method, path, headers)?, true)?;
                answers.push((format!("{method} {path} over HTTP/2"), answer));
            }
            for (to, answer) in answers {
                all.push(seen(to, answer, &server.look().document).await?);
            }
        }
        drop(sender);
        connection.await??;
        Ok(all)
    });
    result.unwrap_or_else(|error| panic!("HTTP/2 failed: {error}"))
}

fn request(method: &Method, path: &str, headers: &[(&str, &str)]) -> http::Result<Request<()>> {
    let token = if path.contains('?') { "&token=" } else { "?token=" };
    let request = Request::builder()
        .method(method)
        .uri(format!("http://localhost{path}{token}{CANARY}"))
        .version(Version::HTTP_2)
        .header("cookie", CANARY);
    headers.iter().fold(request, |request, &(name, value)| request.header(name, value)).body(())
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
    let status = head.status.as_u16();
    let mut seen = Seen { to, raw, status, headers, body: String::new(), is_http_2: true };
    seen.body = text_of(&seen, &body);
    seen.assert_no_canary();
    seen.assert_is_documented(document);
    Ok(seen)
}
