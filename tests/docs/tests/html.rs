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
        assert_eq!(page.matches(&format!("<article id=\"{name}\"")).count(), 1);
        assert_eq!(page.matches(&format!("<li><a href=\"#{name}\">")).count(), 1);
    }
}

#[test]
fn examples_are_shown_as_they_are_sent() {
    let page = docs::html(PandaError::CATALOG).replace("&#34;", "\"").replace("&#39;", "'");
    let answer =
        between(between(&page, "<article id=\"RecordNotFound\"", "</article>"), "<pre class=\"answer\">", "</pre>");
    assert_eq!(
        as_sent(answer),
        "HTTP/1.1 404 Not Found\ncontent-type: application/json\ncache-control: no-store\n\
         x-content-type-options: nosniff\nx-request-id: 01hv5q7c9zj3x4m2n8k6t0w1rb\ncontent-length: 68\n\n\
         {\"error\":\"RecordNotFound\",\"message\":\"Couldn't find Video with ID=X\"}"
    );
    assert!(page.contains("no body: 0 bytes"));
}

/// The text of a piece of HTML, without the white space that is not sent.
fn as_sent(html: &str) -> String {
    let mut text = String::new();
    let mut is_space = false;
    for part in html.split('<') {
        let (tag, rest) = part.split_once('>').unwrap_or(("", part));
        is_space = tag == "i" || (is_space && tag != "/i");
        text.push_str(if is_space { "" } else { rest });
    }
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn the_title_and_the_version_are_shown_as_text() {
    let page = Page::new("Panda <API>").with_version("2.9").render(PandaError::CATALOG);
    assert!(page.contains("<title>Panda &#60;API&#62; errors</title>"));
    assert!(page.contains("<h1>Panda &#60;API&#62; errors</h1>"));
    assert!(page.contains(", version 2.9</p>"));
    assert!(docs::html(PandaError::CATALOG).contains("<title>API errors</title>"));
}

/// An enum whose names are ids that a page could have itself.
#[derive(Debug, panda_errors::ApiError)]
#[expect(dead_code, reason = "its catalog counts")]
enum Tricky {
    /// Old.
    #[api(status = 400, name = "errors", message = "a", since = "2.4")]
    #[deprecated(note = "Use `top`.")]
    Errors,
    #[api(status = 404, name = "top", message = "b {r#type}", retry = "safe")]
    Top { r#type: String },
    #[api(status = 401, name = "status-404", message = "c")]
    Challenged,
    #[api(status = 500, name = "Hidden")]
    First(#[source] std::io::Error),
    #[api(status = 500, name = "Hidden", help = "Try later.")]
    Second(#[source] std::fmt::Error),
}

#[test]
fn each_id_is_on_the_page_once() {
    let page = Page::default().render(Tricky::CATALOG);
    let ids: Vec<_> =
        visible(&page).split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    for name in ["errors", "top", "status-404"] {
        assert!(ids.iter().any(|id| id == name), "{name}");
    }
}

#[test]
fn each_button_has_a_name_of_its_own() {
    let page = Page::default()
        .with_attempt(Attempt::new("Hidden", "GET", "/a"))
        .with_attempt(Attempt::new("Hidden", "GET", "/b"))
        .with_attempt(Attempt::new("Hidden", "GET", "/c"))
        .render(Tricky::CATALOG);
    let names: Vec<_> = page.split("<button ").skip(1).map(|tag| tag.split('>').next().unwrap()).collect();
    let labelled: Vec<_> =
        names.iter().filter_map(|tag| Some(tag.split_once("aria-label=\"")?.1.split('"').next().unwrap())).collect();
    assert!(labelled.len() > 10, "{labelled:?}");
    assert_eq!(labelled.iter().collect::<BTreeSet<_>>().len(), labelled.len(), "{labelled:?}");
}

#[test]
fn facts_are_on_the_page_and_in_its_search_words() {
    let page = Page::default().render(Tricky::CATALOG);
    let article = between(&page, "<article id=\"errors\"", "</article>");
    assert!(article.contains("data-words=\"400 4xx Bad Request Tricky since:2.4 is:deprecated\""), "{article}");
    assert!(article.contains("<span class=\"badge old\">Deprecated</span>"));
    let article = between(&page, "<article id=\"top\"", "</article>");
    assert!(article.contains("b <var>{type}</var>") && !article.contains("r#"), "{article}");
    assert!(article.contains("<code>message</code>"), "the missing example is named");
    let article = between(&page, "<article id=\"status-404\"", "</article>");
    assert!(article.contains("<code>www-authenticate</code>"), "the default challenge is shown");
}

#[test]
fn two_errors_of_one_name_do_not_show_the_same_answer_twice() {
    let page = Page::default().render(Tricky::CATALOG);
    let article = between(&page, "<article id=\"Hidden\"", "</article>");
    assert_eq!(article.matches("no body: 0 bytes").count(), 1);
    assert_eq!(docs::markdown(Tricky::CATALOG).matches("The answer, status `500`, has no body.").count(), 1);
}

#[test]
fn characters_that_are_not_seen_are_escaped() {
    let catalog = hostile();
    for (page, format) in [(visible(&docs::html(&catalog)), "html"), (docs::markdown(&catalog), "markdown")] {
        for unseen in ['\u{2028}', '\u{2029}', '\u{202e}', '\u{7f}', '\u{1}'] {
            assert!(!page.contains(unseen), "{format} has {}", unseen.escape_unicode());
        }
    }
}

/// Returns the samples of an error in one language.
fn samples(page: &str, name: &str, language: &str) -> Vec<String> {
    let card = between(page, &format!("<article id=\"{name}\""), "</article>");
    let start = format!("<pre class=\"{language}\"><code>");
    let texts = card.split(&start).skip(1).map(|rest| rest.split_once("</code>").unwrap().0);
    texts.map(|text| text.replace("&#34;", "\"").replace("&#39;", "'")).collect()
}

#[test]
fn a_sample_reads_only_values_that_the_shape_sends() {
    let page = docs::html(PandaError::CATALOG);
    for language in ["curl", "ts"] {
        assert!(!samples(&page, "InternalError", language).concat().contains("InternalError"), "a 500 is empty");
    }
    let sends_limit = |shape: &str| {
        let (_, catalog) = tests_docs::shapes::catalogs().into_iter().find(|(name, _)| *name == shape).unwrap();
        let page = docs::html(&catalog);
        ["curl", "ts", "rust"].map(|language| samples(&page, "TooLarge", language).concat().contains("limit"))
    };
    assert_eq!(sends_limit("panda"), [true; 3]);
    assert_eq!(sends_limit("fallback"), [true; 3]);
    assert_eq!(sends_limit("by-status"), [false; 3]);
    assert_eq!(sends_limit("bare"), [false; 3]);
}

#[test]
fn the_page_loads_nothing_from_another_server() {
    let page = docs::html(PandaError::CATALOG);
    for loads in ["src=", "@import", "url(", "<iframe", "style=", " on"] {
        let loads_nothing = visible(&page).split('<').all(|tag| !tag.split('>').next().unwrap().contains(loads));
        assert!(loads_nothing, "{loads}");
    }
    assert_eq!(page.matches("<link ").count(), page.matches("<link rel=\"icon\" href=\"data:,\">").count());
}

#[test]
fn a_control_that_needs_the_script_is_hidden_without_it() {
    let attempt = Attempt::new("RecordNotFound", "GET", "/v2/videos/X.json");
    let page = visible(&Page::default().with_attempt(attempt).render(PandaError::CATALOG));
    for tag in page.split('<').filter(|tag| {
        tag.starts_with("button")
            || tag.starts_with("div class=\"search\"")
            || tag.starts_with("div class=\"tools overall\"")
    }) {
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
    let section = between(&page, "<article id=\"NotAuthorized\"", "</article>");
    let cases: Vec<_> = section.split("<div class=\"case\">").skip(1).collect();
    assert_eq!(cases.len(), 2);
    assert!(cases[0].contains("data-url=\"/a?x=1&#38;y=&#34;2&#34;\"") && !cases[0].contains("\"/b\""));
    assert!(
        cases[1].contains("data-headers=\"Content-Type: text/plain\n\" data-body=\"b\"") && cases[1].contains("\"/c\"")
    );
    assert!(!page.contains("\"/d\""));
}

#[test]
fn a_request_with_a_misspelt_name_is_found() {
    let page = |name| Page::default().with_attempt(Attempt::new(name, "GET", "/"));
    assert_eq!(page("RecordNotFound").unknown_names(PandaError::CATALOG), [""; 0]);
    // A 500 is on the page too.
    assert_eq!(page("InternalError").unknown_names(PandaError::CATALOG), [""; 0]);
    for name in ["recordNotFound", "RecordNotFound ", ""] {
        assert_eq!(page(name).unknown_names(PandaError::CATALOG), [name]);
    }
}

#[test]
fn hostile_text_stays_text() {
    let page = docs::html(&hostile());
    assert_eq!(page.matches("<script").count(), 1);
    assert_eq!(page.matches("</script").count(), 1);
    let known: BTreeSet<&str> = [
        "!doctype",
        "a",
        "var",
        "tr",
        "thead",
        "th",
        "td",
        "tbody",
        "table",
        "summary",
        "output",
        "legend",
        "label",
        "kbd",
        "i",
        "h3",
        "fieldset",
        "details",
        "b",
        "article",
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
    let ids: BTreeSet<_> = page.split("<article id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(ids.len(), HOSTILE.len());
}
