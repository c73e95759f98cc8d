//! A `Display` that fails, panics or does not end.

use std::thread;

use crate::case::Case;
use crate::report;
use crate::server::Server;
use crate::wire::Request;

const CONNECTIONS: usize = 10;
const PANICS: usize = 100;

/// Asserts the hidden 500, one report that has the fault, and a connection that can be used again.
pub fn a_hostile_display_is_a_hidden_500(server: &Server) {
    let mut connection = server.connect();
    let hostile = server.cases().iter().filter(|case| case.fault.is_some());
    for case in hostile {
        for request in ["typed", "erased"].into_iter().flat_map(|route| case.requests(route)) {
            let seen = connection.ask(&request);
            case.answer.assert_is(&seen);
            let id = seen.only("x-request-id").unwrap_or_default();
            let faults: Vec<_> = report::with_id(id).into_iter().map(|report| report.fault).collect();
            assert_eq!(faults, [case.fault], "{seen}");
        }
    }
    connection.finish();
}

/// 1,000 panics on ten connections, none of which is lost.
pub fn a_thousand_panics_are_survived(server: &Server) {
    let panics: Vec<&Case> = server.cases().iter().filter(|case| case.name == "display-panics-half-way").collect();
    assert_eq!(panics.len() * CONNECTIONS * PANICS, 1_000);
    let panics = panics.as_slice();
    thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(move || {
                let mut connection = server.connect();
                for case in panics.iter().cycle().take(PANICS * panics.len()) {
                    case.answer.assert_is(&connection.ask(&Request::get(&case.path("typed"))));
                }
                connection.finish();
            });
        }
    });
}
