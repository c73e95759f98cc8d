//! The catalog as a page.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not there")]

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use panda_errors::docs::{Attempt, Page};
use panda_errors::{Cataloged, PandaError, docs};
use sha2::{Digest as _, Sha256};
use tests_docs::{HOSTILE, hostile};

/// The text between two others.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

/// The page without its style and its script.
fn visible(page: &str) -> String {
    page.replace(between(page, "<style>", "</style>"), "").replace(between(page, "<script>", "</script>\n</body>"), "")
}

#[test]
fn each_name_is_an_anchor() {
    let page = docs::html(PandaError::CATALOG);
    for name in ["InternalError", "NotAuthorized", "RecordNotFound", "BadRequest", "FileSizeLimitExceeded"] {
        assert_eq!(page.matches(&format!("<section id=\"{name}\">")).count(), 1);
        assert_eq!(page.matches(&format!("<li><a href=\"#{name}\">")).count(), 1);
    }
}

#[test]
fn examples_are_shown_as_they_are_sent() {
    let page = docs::html(PandaError::CATALOG).replace("&#34;", "\"").replace("&#39;", "'");
    assert!(
        page.contains(
            r#"<pre><code>{"error":"RecordNotFound","message":"Couldn't find Video with ID=X"}</code></pre>"#
        )
    );
    assert!(page.contains("no body: 0 bytes"));
}

#[test]
fn nothing_is_loaded_from_elsewhere() {
    let page = docs::html(PandaError::CATALOG);
    for loads in ["src=", "@import", "url(", "<iframe", "style=", " on"] {
        let loads_nothing = visible(&page).split('<').all(|tag| !tag.split('>').next().unwrap().contains(loads));
        assert!(loads_nothing, "{loads}");
    }
    assert_eq!(page.matches("<link ").count(), page.matches("<link rel=\"icon\" href=\"data:,\">").count());
}

#[test]
fn what_needs_the_script_is_hidden_without_it() {
    let attempt = Attempt::new("RecordNotFound", "GET", "/v2/videos/X.json");
    let page = visible(&Page::default().with_attempt(attempt).render(PandaError::CATALOG));
    for tag in page.split('<').filter(|tag| tag.starts_with("button") || tag.starts_with("div class=\"search\"")) {
        assert!(tag.split('>').next().unwrap().ends_with(" data-needs-script hidden"), "{tag}");
    }
}

#[test]
fn the_policy_lets_its_own_style_and_script_run() {
    let page = docs::html(PandaError::CATALOG);
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let style = hash(between(&page, "<style>", "</style>"));
    let script = hash(between(&page, "<script>", "</script>"));
    let policy = Page::CONTENT_SECURITY_POLICY;
    assert!(policy.contains(&format!("style-src {style};")), "style-src {style}");
    assert!(policy.contains(&format!("script-src {script};")), "script-src {script}");
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"));
}

#[test]
fn requests_go_to_the_errors_in_order() {
    let page = Page::default()
        .with_attempt(Attempt::new("NotAuthorized", "GET", "/a?x=1&y=\"2\""))
        .with_attempt(
            Attempt::new("NotAuthorized", "POST", "/b").with_header("Content-Type", "text/plain").with_body("b"),
        )
        .with_attempt(Attempt::new("NotAuthorized", "DELETE", "/c"))
        .with_attempt(Attempt::new("Unknown", "GET", "/d"))
        .render(PandaError::CATALOG);
    let section = between(&page, "<section id=\"NotAuthorized\">", "</section>");
    let cases: Vec<_> = section.split("<div class=\"case\">").skip(1).collect();
    assert_eq!(cases.len(), 2);
    assert!(cases[0].contains("data-url=\"/a?x=1&#38;y=&#34;2&#34;\"") && !cases[0].contains("\"/b\""));
    assert!(
        cases[1].contains("data-headers=\"Content-Type: text/plain\n\" data-body=\"b\"") && cases[1].contains("\"/c\"")
    );
    assert!(!page.contains("\"/d\""));
}

#[test]
fn hostile_text_stays_text() {
    let page = docs::html(&hostile());
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script").count(), 1);
    let known: BTreeSet<&str> = [
        "!doctype",
        "a",
        "blockquote",
        "body",
        "button",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "head",
        "header",
        "html",
        "input",
        "li",
        "link",
        "main",
        "meta",
        "nav",
        "ol",
        "p",
        "pre",
        "script",
        "section",
        "span",
        "strong",
        "style",
        "title",
        "ul",
    ]
    .into();
    for tag in visible(&page).split('<').skip(1) {
        let name = tag.trim_start_matches('/').split([' ', '>', '\n']).next().unwrap();
        assert!(known.contains(name), "<{tag}");
    }
    for link in page.split("href=\"").skip(1) {
        let url = link.split('"').next().unwrap();
        assert!(["#", "https://", "data:,", "/errors?a=%3Cb%3E"].iter().any(|start| url.starts_with(start)), "{url}");
    }
    let ids: BTreeSet<_> = page.split("<section id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(ids.len(), HOSTILE.len());
}
