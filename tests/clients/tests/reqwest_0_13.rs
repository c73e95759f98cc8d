//! reqwest 0.13 against a server that sends what gateways send.

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

use std::error::Error as _;
use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use panda_errors::integrations::reqwest_0_13::OrReply as _;
use panda_errors::{Cataloged as _, PandaError, PandaErrorKind, Reading, Reply};
use tests_clients::{response, serve};

const BODY: &[u8] = br#"{"error":"RecordNotFound","message":"Couldn't find Video with ID=X"}"#;
const JSON: &str = "Content-Type: application/json\r\n";

async fn get(bytes: Vec<u8>) -> Result<reqwest::Response, Reply> {
    let response = reqwest::get(serve(vec![bytes]).unwrap()).await.unwrap();
    response.or_reply(PandaError::CATALOG).await
}

#[tokio::test]
async fn a_success_goes_through_untouched() {
    let video = get(response("200 OK", JSON, b"{\"id\":\"X\"}")).await.unwrap();
    assert_eq!(video.bytes().await.unwrap(), &b"{\"id\":\"X\"}"[..]);
}

#[tokio::test]
async fn an_error_is_a_reply() {
    let reply = get(response("404 Not Found", JSON, BODY)).await.unwrap_err();
    assert_eq!((reply.reading(), reply.kind()), (Reading::Known, Some(PandaErrorKind::RecordNotFound)));
}

#[tokio::test]
async fn a_compressed_error_is_read_after_decompression() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(BODY).unwrap();
    let headers = format!("{JSON}Content-Encoding: gzip\r\n");
    let reply = get(response("404 Not Found", &headers, &gzip.finish().unwrap())).await.unwrap_err();
    assert_eq!(reply.reading(), Reading::Known);
    let broken = get(response("404 Not Found", &headers, b"no gzip at all, whatever it says")).await.unwrap_err();
    assert_eq!((broken.reading(), broken.source().is_some()), (Reading::Foreign, true));
}

#[tokio::test]
async fn a_body_that_breaks_off_keeps_status_and_retry_after() {
    let mut bytes = response("503 Service Unavailable", "Retry-After: 7\r\n", &[b' '; 100]);
    bytes.truncate(bytes.len() - 50);
    let reply = get(bytes).await.unwrap_err();
    assert_eq!((reply.status(), reply.retry_after()), (503, Some(Duration::from_secs(7))));
    assert_eq!(reply.reading(), Reading::Foreign);
    assert!(reply.source().unwrap().is::<reqwest::Error>());
}

#[tokio::test]
async fn at_most_64_kib_of_an_endless_body_are_read() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&vec![b'['; 10_000_000]).unwrap();
    let headers = format!("{JSON}Content-Encoding: gzip\r\n");
    let reply = get(response("502 Bad Gateway", &headers, &gzip.finish().unwrap())).await.unwrap_err();
    assert_eq!(reply.body().len(), Reply::MAX_BODY);
    assert_eq!(reply.source().unwrap().to_string(), "the body has more than 64 KiB");
}

#[test]
fn the_blocking_client_reads_from_its_response() {
    let url = serve(vec![response("404 Not Found", JSON, BODY)]).unwrap();
    let response = reqwest::blocking::get(url).unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let reply = Reply::read_from(PandaError::CATALOG, status, &headers, response).unwrap();
    assert_eq!(reply.kind(), Some(PandaErrorKind::RecordNotFound));
}
