//! Catalogs that no author would write, shared by the tests of the documentation.

pub mod shapes;

use panda_errors::{Catalog, Definition, ErrorStatus, Fact, Visitor};

/// Text that means something to HTML, Markdown, JSON, JavaScript or a template language.
pub const HOSTILE: &[&str] = &[
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a | b || c",
    "`` ` ``` code",
    "[x](javascript:alert(1))",
    "![x](https://example.com/x.png)",
    "{{7*7}} {% raw %} ${7*7} <%= 7 %>",
    "line\u{2028}and\u{2029}paragraph",
    "__proto__",
    "constructor",
    "\" ' \\ & &lt; &#x3c;",
    "# heading",
    "---",
    "1. item",
    "- item",
    "> quoted",
    "    indented",
    "~~~\nfence\n",
    "*/ // -->",
    "]]> <!-- <![CDATA[",
    "<https://example.com>",
    "\u{202e}reversed\u{0}\u{1}\u{7f}",
    "🐼 ünïcödé",
    "<div>\n# pwned\n- x\n===\n1. a\n</div>\n\nafter",
    "> <div>\n> a\n> # b\n> </div>\n\nafter",
    "- <div>\n  # c\n  </div>\n- <b\n  c>",
    "\\![x](https://example.com/x.png)",
    "/errors?a=<b>",
    "<pre>\n\n# pwned\n\n    indented\n</pre>",
    "- ```\n  code\n  ```\n  behind",
    "&#10;# pwned &#13;# pwned &#13;&#10;# pwned",
];

/// A catalog with an error for each hostile text, which is its name, its message, its documentation and its facts.
#[must_use]
pub fn hostile() -> Catalog {
    let definitions: Vec<_> = HOSTILE.iter().map(|text| definition(text)).collect();
    Catalog::new("Hostile", definitions.leak())
}

fn definition(text: &'static str) -> Definition {
    let facts = vec![
        Fact::Help(text),
        Fact::Url(text),
        Fact::Since(text),
        Fact::Deprecated(text),
        Fact::Header("x-hostile", text),
        Fact::Example(example(text)),
    ];
    Definition::new(ErrorStatus::BAD_REQUEST, text).with_message(text).with_docs(text).with_facts(facts.leak())
}

/// Returns the function for this text. A function pointer cannot capture the text, so each text has a function.
fn example(text: &'static str) -> fn(&mut Visitor<'_>) -> std::fmt::Result {
    fn nth<const N: usize>(visitor: &mut Visitor<'_>) -> std::fmt::Result {
        visitor.text(&[HOSTILE.get(N).unwrap_or(&"")])
    }
    const NTH: &[fn(&mut Visitor<'_>) -> std::fmt::Result] = &[
        nth::<0>, nth::<1>, nth::<2>, nth::<3>, nth::<4>, nth::<5>, nth::<6>, nth::<7>, nth::<8>, nth::<9>, nth::<10>,
        nth::<11>, nth::<12>, nth::<13>, nth::<14>, nth::<15>, nth::<16>, nth::<17>, nth::<18>, nth::<19>, nth::<20>,
        nth::<21>, nth::<22>, nth::<23>, nth::<24>, nth::<25>, nth::<26>, nth::<27>, nth::<28>, nth::<29>, nth::<30>,
    ];
    let place = HOSTILE.iter().position(|hostile| *hostile == text);
    place.and_then(|place| NTH.get(place).copied()).unwrap_or(nth::<0>)
}

/// A catalog of many errors, each with all that can be declared.
#[must_use]
pub fn large(count: u16) -> Catalog {
    let definitions: Vec<_> = (0..count).map(numbered).collect();
    Catalog::new("Large", definitions.leak())
}

fn numbered(number: u16) -> Definition {
    const FACTS: &[Fact] = &[
        Fact::Help("Do it *again*, with `less`."),
        Fact::Url("https://example.com/errors"),
        Fact::Since("2.1"),
        Fact::Header("www-authenticate", "Signature"),
        Fact::Detail("limit", panda_errors::JsonType::Integer),
        Fact::Example(|visitor| {
            visitor.text(&[&10_485_760])?;
            visitor.detail("limit", &10_485_760_u64)
        }),
    ];
    let status = ErrorStatus::new(400 + number % 100).unwrap_or(ErrorStatus::BAD_REQUEST);
    Definition::new(status, format!("Error{number}").leak())
        .with_message("The limit is {limit}")
        .with_docs("The file is larger than the account's plan allows.\n\n- one [link](https://example.com)\n- two")
        .with_facts(FACTS)
}

/// The code of the page for users.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/catalog.md")]
pub struct CatalogPage;

/// The code of the README of the crate.
#[cfg(doctest)]
#[doc = include_str!("../../../panda-errors/README.md")]
pub struct Readme;
