//! ureq 3 against a server that sends what gateways send.

#![expect(clippy::unwrap_used, reason = "a test that fails panics")]

use std::error::Error as _;
use std::time::Duration;

use panda_errors::integrations::ureq_3::OrReply as _;
use panda_errors::{Cataloged as _, PandaError, PandaErrorKind, Reading, Reply};
use tests_clients::{response, serve};
use ureq::Agent;

const BODY: &[u8] = br#"{"error":"RecordNotFound","message":"Couldn't find Video with ID=X"}"#;
const JSON: &str = "Content-Type: application/json\r\n";

fn get(bytes: Vec<u8>) -> Result<ureq::http::Response<ureq::Body>, Reply> {
    let agent: Agent = Agent::config_builder().http_status_as_error(false).build().into();
    agent.get(serve(vec![bytes]).unwrap()).call().unwrap().or_reply(PandaError::CATALOG)
}

#[test]
fn a_success_goes_through_untouched() {
    let mut video = get(response("200 OK", JSON, b"{\"id\":\"X\"}")).unwrap();
    assert_eq!(video.body_mut().read_to_vec().unwrap(), b"{\"id\":\"X\"}");
}

#[test]
fn an_error_is_a_reply() {
    let reply = get(response("404 Not Found", JSON, BODY)).unwrap_err();
    assert_eq!((reply.reading(), reply.kind()), (Reading::Known, Some(PandaErrorKind::RecordNotFound)));
}

#[test]
fn a_default_agent_returns_no_response_to_read() {
    let url = serve(vec![response("404 Not Found", JSON, BODY)]).unwrap();
    assert!(matches!(ureq::get(url).call(), Err(ureq::Error::StatusCode(404))));
}

#[test]
fn a_body_that_breaks_off_keeps_status_and_retry_after() {
    let mut bytes = response("503 Service Unavailable", "Retry-After: 7\r\n", &[b' '; 100]);
    bytes.truncate(bytes.len() - 50);
    let reply = get(bytes).unwrap_err();
    assert_eq!((reply.status(), reply.retry_after()), (503, Some(Duration::from_secs(7))));
    assert_eq!((reply.reading(), reply.source().is_some()), (Reading::Foreign, true));
}

#[test]
fn at_most_64_kib_of_a_long_body_are_read() {
    let reply = get(response("502 Bad Gateway", JSON, &vec![b'['; 200_000])).unwrap_err();
    assert_eq!(reply.body().len(), Reply::MAX_BODY);
    assert_eq!(reply.source().unwrap().to_string(), "the body has more than 64 KiB");
}
