//! Many clients at a time, and clients that go away.

use std::collections::HashSet;
use std::thread;

use super::every_answer_is_exact;
use crate::case::Case;
use crate::server::Server;
use crate::wire::Request;

const KINDS: [&str; 5] = ["constant", "placeholder", "challenge", "retry-after", "internal-fields"];
const CONNECTIONS: usize = 40;
const ROUNDS: usize = 50;

/// 10,000 errors of five kinds, on 40 connections at a time: each answer belongs to its request, and no id comes twice.
pub fn ten_thousand_concurrent_errors_are_exact(server: &Server) {
    let kinds: Vec<&Case> = server.cases().iter().filter(|case| KINDS.contains(&case.name.as_str())).collect();
    assert_eq!(kinds.len() * CONNECTIONS * ROUNDS, 10_000);
    let kinds = kinds.as_slice();
    let ids: Vec<String> = thread::scope(|scope| {
        let clients: Vec<_> = (0..CONNECTIONS).map(|first| scope.spawn(move || ids_of(server, kinds, first))).collect();
        clients.into_iter().flat_map(|client| client.join().unwrap_or_else(|_| panic!("a client failed"))).collect()
    });
    assert_eq!(ids.len(), CONNECTIONS * ROUNDS);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "an id came twice");
}

/// Asks for each kind in each round, all of a round at once, and gives the ids of the 500s.
fn ids_of(server: &Server, kinds: &[&Case], first: usize) -> Vec<String> {
    let mut connection = server.connect();
    let mut ids = Vec::new();
    for round in 0..ROUNDS {
        // Not the same kind everywhere at the same time.
        let cases: Vec<&Case> = kinds.iter().copied().cycle().skip(first + round).take(kinds.len()).collect();
        let requests: Vec<Request> = cases.iter().map(|case| Request::get(&case.path("typed"))).collect();
        connection.send(&requests.iter().flat_map(Request::bytes).collect::<Vec<_>>());
        for (case, request) in cases.iter().zip(&requests) {
            let seen = connection.answer_to(request);
            case.answer.assert_is(&seen);
            ids.extend(seen.only("x-request-id").filter(|_| case.is_hidden).map(str::to_owned));
        }
    }
    connection.finish();
    ids
}

/// Clients that stop in the middle of a request, or do not wait for the answer: the next one is served.
pub fn clients_that_vanish_harm_nobody(server: &Server) {
    let whole = String::from_utf8_lossy(&Request::get("/typed/message-full").bytes()).into_owned();
    let broken = String::from_utf8_lossy(&Request::post("/typed/internal").bytes()).into_owned();
    let parts = [
        String::new(),
        "G".into(),
        "GET /typed/constant".into(),
        "GET /typed/constant HTTP/1.1\r\nHos".into(),
        broken.replace("Content-Length: ", "Content-Length: 1"),
        whole.clone(),
        whole.repeat(100),
        whole.clone() + "GET /typed/inter",
    ];
    for part in parts.iter().cycle().take(10 * parts.len()) {
        let mut connection = server.connect();
        connection.send(part.as_bytes());
        drop(connection);
    }
    every_answer_is_exact(server);
}
