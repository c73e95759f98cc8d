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
    over_http_1(server, few_paths(server), |request| server.ask(&request.version("HTTP/1.0")));
    let mut connection = server.connect();
    over_http_1(server, paths(server), |request| connection.ask(&request));
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

fn over_http_1(server: &Server, paths: Vec<String>, mut ask: impl FnMut(Request) -> Seen) {
    for path in paths {
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

const ROUTES: [&str; 4] = ["typed", "erased", "own/typed", "own/wrapped"];

/// The paths with a route for HEAD too: each case on each route.
fn paths(server: &Server) -> Vec<String> {
    let cases = server.cases().iter().flat_map(|case| ROUTES.map(|route| case.path(route)));
    cases.chain(of_no_case()).collect()
}

/// The paths with a route for HEAD too: each case once, and the routes by turns. HTTP/1.0 takes a connection for each.
fn few_paths(server: &Server) -> Vec<String> {
    let cases = server.cases().iter().zip(ROUTES.iter().cycle());
    cases.map(|(case, route)| case.path(route)).chain(of_no_case()).collect()
}

/// Successes, and a panic behind the layer.
fn of_no_case() -> impl Iterator<Item = String> {
    let fine = ["typed", "erased", "own/typed"].map(|route| format!("/{route}/{}", FINE.0));
    fine.into_iter().chain([format!("/own/typed/{PANIC}")])
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
