//! `Content-Length`, on every version of HTTP.

use http::Method;

use super::http_2;
use crate::case::{FINE, PANIC};
use crate::seen::Seen;
use crate::server::Server;
use crate::wire::Request;

/// If the handler knows the length of its body, the answer states it: errors of every origin and successes, with a layer
/// and without, over HTTP/1.0, HTTP/1.1 and HTTP/2. HEAD has the length of GET.
pub fn a_body_of_known_length_has_its_content_length(server: &Server) {
    over_http_1(server, |request| server.ask(&request.version("HTTP/1.0")));
    let mut connection = server.connect();
    over_http_1(server, |request| connection.ask(&request));
    connection.finish();
    let asked = |method: Method, paths: Vec<String>| {
        let requests: Vec<_> = paths.into_iter().map(|path| (method.clone(), path)).collect();
        http_2::asked(server, &requests, &[])
    };
    let mut paths = paths(server);
    if !server.habits().knows_head_over_http_2 {
        paths.retain(|path| path.starts_with("/own/") && !path.ends_with(FINE.0));
    }
    for (get, head) in asked(Method::GET, paths.clone()).iter().zip(asked(Method::HEAD, paths)) {
        assert_length(get);
        assert_length_of_head(&head, get, server);
    }
    asked(Method::GET, OF_GET.map(str::to_owned).into()).iter().for_each(assert_length);
}

fn over_http_1(server: &Server, mut ask: impl FnMut(Request) -> Seen) {
    for path in paths(server) {
        let [get, head] = [Request::get(&path), Request::head(&path)].map(&mut ask);
        assert_length(&get);
        assert_length_of_head(&head, &get, server);
    }
    for path in OF_GET {
        assert_length(&ask(Request::get(path)));
    }
}

/// The paths without a route for HEAD: two successes, and requests that are rejected.
const OF_GET: [&str; 6] =
    ["/own/query?limit=7&more=", "/own/path/7", "/own/query", "/own/path/x", "/own/text/constant", "/own/nowhere"];

/// The paths with a route for HEAD too.
fn paths(server: &Server) -> Vec<String> {
    let routes = ["typed", "erased", "own/typed", "own/wrapped"];
    let cases = server.cases().iter().flat_map(|case| routes.map(|route| case.path(route)));
    let fine = ["typed", "erased", "own/typed"].map(|route| format!("/{route}/{}", FINE.0));
    cases.chain(fine).chain([format!("/own/typed/{PANIC}")]).collect()
}

fn length(seen: &Seen) -> Option<usize> {
    seen.only("content-length").and_then(|length| length.parse().ok())
}

fn assert_length(get: &Seen) {
    assert_eq!(length(get), Some(get.body.len()), "{get}");
}

fn assert_length_of_head(head: &Seen, get: &Seen, server: &Server) {
    assert_eq!(head.status, get.status, "{head}");
    let is_returned = head.status < 400 || head.to.contains(" /own/wrapped/");
    if !is_returned || server.habits().measures_head {
        assert_eq!(length(head), length(get), "{head}");
    }
}
