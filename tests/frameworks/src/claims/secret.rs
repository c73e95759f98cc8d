//! The texts that are not for clients: no byte of them is in an answer, and all of them are in the report.

use super::every_answer_is_exact;
use crate::case::{Case, PANIC};
use crate::error::CANARY;
use crate::report;
use crate::server::Server;
use crate::wire::Request;

/// Parts of names, types, paths and panics, in lower case.
const INTERNAL: [&str; 11] = [
    "internalerror",
    "diskfailure",
    "unspeakable",
    "encoderdown",
    "uploaderror",
    "panda",
    "passed",
    "panicked",
    "frameworks",
    "/src",
    ".rs",
];

/// No name, message, source, debug text, path or type name, by whatever method and route.
pub fn nothing_of_a_500_reaches_the_wire(server: &Server) {
    let mut connection = server.connect();
    for case in server.cases().iter().filter(|case| case.is_hidden) {
        for route in ["typed", "erased"] {
            for request in case.requests(route) {
                let seen = connection.ask(&request);
                case.answer.assert_is(&seen);
                assert_tells_nothing(server, &seen.raw);
            }
        }
    }
    connection.finish();
}

/// Whether the connection ends or an answer comes, nothing of the panic is in it, and the next client is served.
pub fn a_panic_in_a_handler_tells_the_client_nothing(server: &Server) {
    for route in ["typed", "erased", "layered"] {
        let path = format!("/{route}/{PANIC}");
        for request in [Request::get(&path), Request::head(&path), Request::post(&path)] {
            let mut connection = server.connect();
            connection.send(&request.with("Connection", "close").bytes());
            assert_tells_nothing(server, &connection.rest());
        }
    }
    every_answer_is_exact(server);
}

fn assert_tells_nothing(server: &Server, raw: &[u8]) {
    let raw = String::from_utf8_lossy(raw).to_lowercase();
    for word in INTERNAL.into_iter().filter(|word| !server.look().has_in_every_500(word)).chain([CANARY]) {
        assert!(!raw.contains(word), "`{word}` is in {raw:?}");
    }
}

/// At any status, the text of a source stays here.
pub fn no_source_reaches_the_wire(server: &Server) {
    let mut statuses = Vec::new();
    for case in with_secret_source(server) {
        for request in ["typed", "erased"].into_iter().flat_map(|route| case.requests(route)) {
            let seen = server.ask(&request);
            case.answer.assert_is(&seen);
            seen.assert_no_canary();
        }
        statuses.push(case.answer.status);
    }
    statuses.sort_unstable();
    statuses.dedup();
    let only_here = if statuses.contains(&403) { [403].as_slice() } else { &[] };
    assert_eq!(statuses, [only_here, &[415, 500, 502]].concat());
}

/// Each error has one report, with what the answer withholds and, for a 500, with the id of the answer.
pub fn every_error_is_reported_once(server: &Server) {
    let mut connection = server.connect();
    for route in ["typed", "erased", "layered"] {
        for case in with_secret_source(server) {
            let text = format!("{CANARY} sent to {} of {route} of {}.", case.name, server.look().name);
            let before = report::count();
            let seen = connection.ask(&Request::post_text(&case.path(route), &text));
            let reports = report::with_text(&text, before);
            let [report] = reports.as_slice() else { panic!("the reports {reports:?} of {seen}") };
            assert!(
                case.answer.status != 500 || seen.only("x-request-id") == Some(&report.id),
                "{} of {seen}",
                report.line
            );
        }
        for case in server.cases().iter().filter(|case| case.is_hidden) {
            for request in case.requests(route) {
                let seen = connection.ask(&request);
                let reports = report::with_id(seen.only("x-request-id").unwrap_or_default());
                let [report] = reports.as_slice() else { panic!("the reports {reports:?} of {seen}") };
                assert_eq!(report.fault, case.fault, "{} of {seen}", report.line);
            }
        }
    }
    connection.finish();
}

fn with_secret_source(server: &Server) -> impl Iterator<Item = &'static Case> {
    server.cases().iter().filter(|case| case.has_secret_source)
}
