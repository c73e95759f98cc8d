//! HEAD and GET, with compression outside of the layer.

use http::Method;

use super::http_2;
use super::layers::ROUTES;
use crate::case::{FINE, PANIC};
use crate::seen::{Header, Seen};
use crate::server::Server;

/// The encodings that a client accepts, and whether compression applies to them.
const ACCEPTED: [(&str, bool); 3] = [("gzip", true), ("br;q=0, gzip;q=0.5", true), ("identity", false)];

/// The id of all requests. A body may have it, and a random id has another compressed length each time.
const ID: &str = "0123456789abcdef0123456789abcdef";

/// Under compression the answer to HEAD has the status and the headers of the answer to GET, and no body. The length is
/// compared if both state it, because a compressed GET may be sent in chunks.
pub fn head_has_the_headers_of_get_under_compression(server: &Server) {
    let mut connection = server.connect();
    for (case, route) in server.cases().iter().flat_map(|case| ROUTES.map(|route| (case, route))) {
        let [get, head, _] =
            case.requests(route).map(|request| connection.ask(&request.with("Accept-Encoding", "gzip")));
        assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{head}");
        assert_eq!(described(&head, false), described(&get, false), "{head}, after {get}");
        // Random ids do not compress to the same length.
        let is_constant = !case.answer.body.contains("<id>");
        if let (true, Some(of_head), Some(of_get)) =
            (is_constant, head.only("content-length"), get.only("content-length"))
        {
            assert_eq!(of_head, of_get, "{head}, after {get}");
        }
    }
    connection.finish();
}

/// HEAD has the status and the headers of GET, and not one byte after them (RFC 9110 §9.3.2), over HTTP/2. GET has the
/// body of its case, compressed.
pub fn head_has_the_headers_of_get_under_compression_over_http_2(server: &Server) {
    for (accepted, is_compressed) in ACCEPTED {
        let compressed = compressed(server, accepted);
        assert_eq!(compressed > 0, is_compressed, "{compressed} bodies for {accepted}");
    }
}

/// Returns how many bodies were compressed.
fn compressed(server: &Server, accepted: &str) -> usize {
    let methods = [Method::GET, Method::HEAD];
    let of_path = |path: String| methods.clone().map(|method| (method, path.clone()));
    let mut paths = paths(server);
    // A layer takes away the body of an error alone.
    paths.retain(|path| server.habits().knows_head_over_http_2 || !path.ends_with(FINE.0));
    let requests: Vec<_> = paths.into_iter().flat_map(of_path).collect();
    let mut answers =
        http_2::asked(server, &requests, &[("accept-encoding", accepted), ("x-request-id", ID)]).into_iter();
    let pairs = std::iter::from_fn(|| Some([answers.next()?, answers.next()?]));
    pairs.filter(|answers| is_compressed(answers, server)).count()
}

/// The errors, a success and a panic.
fn paths(server: &Server) -> Vec<String> {
    let names = server.cases().iter().map(|case| case.name.as_str()).chain([FINE.0, PANIC]);
    names.map(|name| format!("/own/layered/{name}")).collect()
}

/// Compares an answer to GET with the answer to HEAD, and returns whether the body of GET was compressed.
fn is_compressed([get, head]: &[Seen; 2], server: &Server) -> bool {
    let has_length = get.status >= 400 || server.habits().measures_head;
    assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{head}");
    assert_eq!(described(head, has_length), described(get, has_length), "{head}");
    let mut get = get.clone();
    let is_compressed = get.take("content-encoding").is_some();
    for of_a_layer in ["access-control-allow-origin", "vary", "x-seen-status"] {
        get.take(of_a_layer);
    }
    let path = get.to.split(' ').nth(1).unwrap_or_default();
    match server.cases().iter().find(|case| case.path("own/layered") == path) {
        Some(case) => case.answer.assert_is(&get),
        None => assert!(get.status == 500 || get.body == FINE.1, "{get}"),
    }
    is_compressed && !get.body.is_empty()
}

/// Returns the headers of an answer, except the values that change from answer to answer and the headers of the
/// connection. HEAD may leave `Transfer-Encoding` out, and has the length of GET only if the server measures it.
fn described(seen: &Seen, has_length: bool) -> Vec<Header> {
    let mut headers = seen.steady_headers();
    headers.retain(|(name, _)| match name.as_str() {
        "connection" | "transfer-encoding" => false,
        "content-length" => has_length,
        _ => true,
    });
    headers
}
