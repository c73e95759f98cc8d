//! The catalog as Markdown.

#![expect(dead_code, reason = "it is the catalogs of these types that count")]

use panda_errors::{ApiError, Catalog, Cataloged, Definition, ErrorStatus, Fact, PandaError, docs};
use pulldown_cmark::{Event, Options, Parser, Tag};
use tests_docs::{HOSTILE, hostile};

/// The examples on the upstream page, byte for byte as they are sent.
const EXAMPLES: &[(u16, &str)] = &[
    (401, r#"{"error":"NotAuthorized","message":"Signatures do not match"}"#),
    (401, r#"{"error":"NotAuthorized","message":"Signatures expired"}"#),
    (404, r#"{"error":"RecordNotFound","message":"Couldn't find Video with ID=X"}"#),
    (400, r#"{"error":"BadRequest","message":"Currently only .json is supported as a format"}"#),
    (
        400,
        r#"{"error":"BadRequest","message":"All required parameters were not supplied: access_key, signature, timestamp"}"#,
    ),
    (413, r#"{"error":"FileSizeLimitExceeded","message":"File size limit for this account is set to 10485760 bytes"}"#),
];

#[test]
fn every_example_of_the_contract_is_shown() {
    let page = docs::markdown(PandaError::CATALOG);
    for (status, body) in EXAMPLES {
        assert!(page.contains(&format!("\nAn example, status `{status}`:\n\n```json\n{body}\n```\n")), "{body}");
    }
    assert!(page.contains("\nThe answer, status `500`, has no body.\n"));
}

#[derive(Debug, ApiError)]
enum VideoError {
    /// The video is being encoded, see [the guide](https://example.com/guide) or `GET /videos.json`:
    ///
    /// 1. wait
    /// 2. ask again
    ///    - *once*
    ///    - **twice**
    ///
    /// ```sh
    /// curl https://example.com
    /// ```
    #[deprecated = "videos can be changed at any time"]
    #[api(status = 409, message = "Video {id} is being encoded", header("x-queue" = "encoding"), retry_after = after,
        retry = "after", since = "2.1", url = "https://example.com/busy", help = "Wait for it.")]
    Busy {
        #[api(detail)]
        id: u64,
        after: std::time::Duration,
    },

    #[api(status = 500, message = "/dev/sda is full")]
    Disk,
}

#[test]
fn every_declared_fact_is_shown() {
    let page = docs::markdown(VideoError::CATALOG);
    let (_, entries) = page.split_once("\n## ").unwrap();
    assert_eq!(
        entries,
        "409 Busy

The video is being encoded, see [the guide](https://example.com/guide) or `GET /videos.json`:

1. wait
2. ask again
   - *once*
   - **twice**

```sh
curl https://example.com
```

Wait for it.

The message, status `409`, with values where the braces are: `Video {id} is being encoded`

There is no example answer, because these values have no example: `message`, `retry-after`, `id`.

- Header: `x-queue: encoding`
- Header: `retry-after`
- Detail: `id`, integer
- Retry: send the request again after the time that `Retry-After` says
- Since: 2.1
- Deprecated: videos can be changed at any time
- More: <https://example.com/busy>

## 500 Disk

The answer, status `500`, has no body.
"
    );
}

/// Returns the text below the heading of an error with these facts.
fn entry(docs: &'static str, facts: &'static [Fact]) -> String {
    let definition = Definition::new(ErrorStatus::CONFLICT, "Busy").with_docs(docs).with_facts(facts);
    let page = docs::markdown(&Catalog::new("Rows", vec![definition].leak()));
    page.split_once("\n## 409 Busy\n").map(|(_, entry)| entry.trim().to_owned()).unwrap_or_default()
}

#[test]
fn html_of_many_lines_stays_in_its_place() {
    for (docs, shown) in [
        ("<div>\n# a\n- b\n===\n1. c\n</div>", "\\<div>\n\\# a\n\\- b\n\\===\n1\\. c\n\\</div>"),
        ("> <div>\n> a\n> # b\n> </div>", "> \\<div>\n> a\n> \\# b\n> \\</div>"),
        ("- <div>\n  # a\n  </div>\n- b", "- \\<div>\n  \\# a\n  \\</div>\n- b"),
        ("1. > <div>\n   > # a", "1. > \\<div>\n   > \\# a"),
        ("<pre>\n\n# a\n\n    b\n</pre>\n\nc", "\\<pre>\n\\# a\nb\n\\</pre>\n\nc"),
        ("<div>\r\n# a\r\n</div>\r\n", "\\<div>\n\\# a\n\\</div>"),
        ("a&#10;# b&#13;- c", "a\n\\# b\n\\- c"),
    ] {
        assert_eq!(entry(docs, &[]), shown, "{docs}");
    }
}

#[test]
fn text_behind_a_block_is_not_part_of_the_block() {
    for (docs, shown) in [
        ("- ```\n  a\n  ```\n  b", "- ```\n  a\n  ```\n\n  b"),
        ("- <!-- a -->\n  *b*", "- \\<!-- a -->\n\n  *b*"),
        ("- # a\n  b\n- c", "- a\n\n  b\n- c"),
        ("- # a\n  -", "- a\n  - &nbsp;"),
    ] {
        assert_eq!(entry(docs, &[]), shown, "{docs}");
    }
}

#[test]
fn a_link_is_not_an_image() {
    assert_eq!(entry("Wait\\![x](https://example.com/x.png)", &[]), "Wait\\![x](https://example.com/x.png)");
}

#[test]
fn a_path_is_a_link() {
    assert_eq!(entry("", &[Fact::Url("/errors_of(a)")]), "- More: [/errors_of(a)](/errors_of%28a%29)");
    assert!(docs::html(&RELATIVE).contains(r#"<a href="/errors">/errors</a>"#));
}

static RELATIVE: Catalog =
    Catalog::new("Relative", &[Definition::new(ErrorStatus::CONFLICT, "Busy").with_facts(&[Fact::Url("/errors")])]);

#[test]
fn hostile_text_stays_text() {
    let page = docs::markdown(&hostile());
    let mut headings = 0;
    let mut text = String::new();
    for event in Parser::new_ext(&page, Options::all()) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML: {html}"),
            Event::Start(Tag::Image { dest_url, .. }) => panic!("a picture: {dest_url}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with("https://") || &*dest_url == "/errors?a=%3Cb%3E", "{dest_url}");
            }
            Event::Start(Tag::Heading { .. }) => headings += 1,
            Event::Start(Tag::Table(_) | Tag::MetadataBlock(_) | Tag::FootnoteDefinition(_)) | Event::InlineMath(_) => {
                panic!("{event:?}")
            }
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push('\n'),
            _ => {}
        }
    }
    assert_eq!(headings, 1 + HOSTILE.len());
    for kept in ["</script><script>alert(1)</script>", "a | b || c", "{{7*7}} {% raw %} ${7*7} <%= 7 %>", "# heading"] {
        // The name in the heading, the documentation, the help and the facts.
        assert!(text.matches(kept).count() >= 3, "{kept}: {}", text.matches(kept).count());
    }
    let after = "\nafter\n";
    assert!(page.matches(after).count() >= 4, "a paragraph behind a block is one of its own");
    assert!(!page.contains("{{7*7}} {% raw %} ${7*7} <%= 7 %>\n\n"), "a template outside of code");
}

#[test]
fn the_introduction_counts_the_members() {
    #[derive(Debug, ApiError)]
    #[api(status = 404, message = "{id}", details)]
    struct Gone {
        id: u64,
    }

    assert!(docs::markdown(Gone::CATALOG).contains("a JSON object with two members or three: "));
    assert!(docs::markdown(PandaError::CATALOG).contains("a JSON object with two members: "));
}
