//! The errors as a page, as a part of the service's document, and as files.

use std::fs;

use panda_errors::docs::{self, Page};
use panda_errors::{Cataloged, PandaError};
use serde_json::Value;
use tempfile::TempDir;

use crate::service::{Answer, Service, command, sign};

fn page(service: &Service) -> Answer {
    service.connect().ask("GET /errors", "", b"")
}

/// The texts that stand between these two.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).map(|rest| rest.split(end).next().unwrap()).collect()
}

/// Undoes what the page escapes.
fn unescape(html: &str) -> String {
    html.replace("&#34;", "\"").replace("&#39;", "'").replace("&#38;", "&")
}

/// The names of an object's members, sorted.
fn names(json: &Value) -> Vec<&str> {
    let mut names: Vec<_> = json.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

#[test]
fn the_page_is_sent_with_its_policy() {
    let answer = page(&Service::start());
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(answer.header("content-security-policy"), Some(Page::CONTENT_SECURITY_POLICY));
    assert_eq!(answer.header("cache-control"), Some("no-store"), "its signatures are good for minutes");
}

/// A piece of HTML as text, without the white space that is not sent.
fn as_sent(html: &str) -> String {
    let (mut text, mut is_space) = (String::new(), false);
    for part in html.split('<') {
        let (tag, rest) = part.split_once('>').unwrap_or(("", part));
        is_space = tag == "i" || (is_space && tag != "/i");
        text.push_str(if is_space { "" } else { rest });
    }
    unescape(&text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        .replace("(no body: 0 bytes)", "")
}

/// An answer without its date, and with an id that is always the same.
fn comparable(answer: &str) -> String {
    let lines = answer.lines().filter(|line| !line.starts_with("date: "));
    // The server chooses the phrase behind the status, and the page shows the registered one (RFC 9110 §15.5.14).
    let lines = lines.map(|line| line.strip_suffix(" Payload Too Large").unwrap_or(line));
    let lines = lines.map(|line| line.strip_suffix(" Content Too Large").unwrap_or(line));
    let lines = lines.map(|line| if line.starts_with("x-request-id: ") { "x-request-id: …" } else { line });
    lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

#[test]
fn each_button_gets_the_whole_answer_beside_it() {
    let service = Service::start();
    let page = page(&service);
    let mut statuses = Vec::new();
    for case in between(page.body(), "<div class=\"case\">", "</output>") {
        let example = as_sent(between(case, "<pre class=\"answer\">", "</pre>")[0]);
        let method = between(case, "data-method=\"", "\"")[0];
        let url = unescape(between(case, "data-url=\"", "\"")[0]);
        let answer = service.connect().ask(&format!("{method} {url}"), "", b"");
        let sent = format!("{}\n\n{}", answer.head().trim_end(), answer.body());
        assert_eq!(comparable(&sent), comparable(&example));
        assert!(sent.contains("\nx-request-id: ") || sent.contains("\r\nx-request-id: "), "{sent}");
        statuses.push(answer.status());
    }
    assert_eq!(statuses, [400, 400, 401, 401, 404, 413, 500]);
    assert_eq!(page.body().matches("data-action=\"attempt\"").count(), statuses.len());
    assert_eq!(service.reports().lines().count(), 1, "the 500");
}

#[test]
fn the_page_has_the_section_on_authentication_that_its_help_names() {
    let page = page(&Service::start());
    assert!(page.body().contains("as the section on authentication says"));
    assert_eq!(page.body().matches("<div id=\"authentication\"><h2>Authentication</h2>").count(), 1);
}

#[test]
fn the_requests_are_signed_for_the_host_of_the_page() {
    let service = Service::start();
    let ask = |target: &str| {
        let mut connection = service.connect();
        connection.send(format!("GET {target} HTTP/1.1\r\nHost: Localhost:8080\r\n\r\n").as_bytes());
        connection.receive(true)
    };
    let page = ask("/errors");
    let url = between(page.body(), "data-url=\"/v2/videos/X.json", "\"")[0];
    assert_eq!(ask(&format!("/v2/videos/X.json{}", unescape(url))).status(), 404);
}

#[test]
fn a_page_about_the_api_answers_get_and_head_alone() {
    let service = Service::start();
    for target in ["/", "/errors", "/errors/", "/openapi.json"] {
        let answer = service.connect().ask(&format!("POST {target}"), "", b"");
        answer.assert_error(404, "RecordNotFound", &format!("Couldn't find Route with ID=POST {target}"));
        let status = if target.ends_with('/') { 307 } else { 200 };
        assert_eq!(service.connect().ask(&format!("HEAD {target}"), "", b"").status(), status);
    }
}

#[test]
fn the_document_has_the_routes_and_the_errors_of_the_service() {
    let service = Service::start();
    let document = service.connect().ask("GET /openapi.json", "", b"").json();
    let errors: Value = serde_json::from_str(&docs::openapi(PandaError::CATALOG)).unwrap();
    assert_eq!(document["components"]["responses"], errors["components"]["responses"]);
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let request = format!("{} /v2{path}", method.to_uppercase());
            let unsigned = service.connect().ask(&request.replace("{id}", "X"), "", b"");
            assert!(!unsigned.body().contains("Route"), "{request}: {unsigned:?}");
            for response in operation["responses"].as_object().unwrap().values() {
                if let Some(reference) = response["$ref"].as_str() {
                    assert!(document.pointer(&reference[1..]).is_some(), "{request}: {reference}");
                }
            }
            let is_signed = !path.starts_with("/videos/upload/");
            let mut statuses = vec!["400", "401", "404", "413"];
            statuses.retain(|status| *status != "401" || is_signed);
            statuses.retain(|status| *status != "413" || ["post", "put"].contains(&method.as_str()));
            assert!(operation["summary"].is_string(), "{request}");
            assert_eq!(operation["security"].is_null(), is_signed, "{request}");
            assert_eq!(names(&operation["responses"])[1..], statuses, "{request}");
        }
    }
}

#[test]
fn a_request_without_a_body_to_read_is_never_too_large() {
    let service = Service::start();
    for (verb, target) in [("GET", "/videos.json"), ("DELETE", "/videos/X.json"), ("HEAD", "/clouds/X.json")] {
        let mut connection = service.connect();
        let request = format!("{verb} /v2{target}?{}", sign(verb, target, &[]));
        connection
            .send(format!("{request} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000000\r\n\r\n").as_bytes());
        let status = connection.receive(verb != "HEAD").status();
        assert_eq!(status, if verb == "GET" { 200 } else { 404 }, "{verb}");
    }
}

#[test]
fn the_start_page_leads_to_the_errors() {
    let service = Service::start();
    for target in ["/", "/errors/"] {
        let answer = service.connect().ask(&format!("GET {target}"), "", b"");
        assert_eq!((answer.status(), answer.header("location")), (307, Some("/errors")), "{target}");
    }
}

#[test]
fn the_document_has_the_members_of_a_video() {
    let service = Service::start();
    let video = service.ask("POST", "/videos.json", &[("source_url", "http://example.com/panda.mp4")]).json();
    let document = service.connect().ask("GET /openapi.json", "", b"").json();
    let schema = &document["components"]["schemas"]["Video"]["properties"];
    assert_eq!(names(schema), names(&video));
}

#[test]
fn the_command_writes_every_format() {
    let scratch = TempDir::new().unwrap();
    let catalog = PandaError::CATALOG;
    for (format, text) in [
        ("markdown", docs::markdown(catalog)),
        ("html", docs::html(catalog)),
        ("openapi", docs::openapi(catalog)),
        ("json", docs::json(catalog)),
        ("typescript", docs::typescript(catalog)),
    ] {
        let shown = command().args(["docs", "--format", format]).output().unwrap();
        assert!(shown.status.success() && shown.stderr.is_empty(), "{shown:?}");
        assert_eq!(String::from_utf8(shown.stdout).unwrap(), text, "{format}");
        let path = scratch.path().join(format);
        let written = command().args(["docs", "--format", format, "--out"]).arg(&path).output().unwrap();
        assert!(written.status.success() && written.stdout.is_empty(), "{written:?}");
        assert_eq!(fs::read_to_string(path).unwrap(), text, "{format}");
    }
}
