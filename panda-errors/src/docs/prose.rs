//! The text of an author, which is Markdown. It is read once, made harmless, and written as HTML or as Markdown again.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::format;
use std::string::String;
use std::vec::Vec;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd, TextMergeStream};

/// Escapes characters that are invisible or that change the direction of the text: `\u{202e}`. Line breaks and tabs
/// stay.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    let is_unseen = |char: char| {
        matches!(char, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}')
            || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    // Most texts are plain, and checking bytes is faster than checking characters.
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) || !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for char in text.chars() {
        if is_unseen(char) { shown.extend(char.escape_unicode()) } else { shown.push(char) }
    }
    Cow::Owned(shown)
}

/// Renders a text as HTML.
pub(super) fn html(text: &str) -> String {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, harmless(&shown(text)));
    html
}

/// Renders a text as Markdown that stays within its place on the page, and means the same to every reader of Markdown.
pub(super) fn markdown(text: &str) -> String {
    let mut writer = Writer::default();
    for event in harmless(&shown(text)) {
        writer.event(event);
    }
    writer.out
}

/// Renders plain text as Markdown, on one line.
pub(super) fn escaped(text: &str) -> String {
    let mut writer = Writer { is_within: true, ..Writer::default() };
    writer.text(&shown(text).split(char::is_control).collect::<Vec<_>>().join(" "));
    writer.out
}

/// Renders plain text as Markdown code, on one line.
pub(super) fn code(text: &str) -> String {
    let text = shown(text).replace(char::is_control, " ");
    let fence = fence(&text, 1);
    let is_open = text.starts_with('`') || text.ends_with('`') || text.trim() != text;
    let room = if is_open { " " } else { "" };
    format!("{fence}{room}{text}{room}{fence}")
}

/// Renders a link as Markdown, or as its text if it is not a link.
pub(super) fn link(url: &str) -> String {
    if !is_link(url) {
        escaped(url)
    } else if url.starts_with(['/', '#']) || url.contains(['<', '>']) {
        // Between angle brackets this would be a tag.
        format!("[{}]({})", escaped(url), destination(url))
    } else {
        format!("<{url}>")
    }
}

/// Returns a link in the form for the parentheses of Markdown.
fn destination(url: &str) -> String {
    let mut destination = String::with_capacity(url.len());
    for char in url.chars() {
        match char {
            '(' | ')' | '<' | '>' => drop(write!(destination, "%{:02X}", u32::from(char))),
            _ => destination.push(char),
        }
    }
    destination
}

/// Returns `true` if the link has a known scheme or a path, so that a browser opens the address that the page shows.
fn is_link(url: &str) -> bool {
    let known = ["https://", "http://", "mailto:", "#", "/"];
    let lower = url.to_ascii_lowercase();
    let plain = !url.contains(|char: char| char == '\\' || char.is_control() || char.is_whitespace());
    plain && known.iter().any(|start| lower.starts_with(start)) && !url.starts_with("//")
}

/// Turns HTML, headings, pictures and unsuitable links into plain text.
fn harmless(text: &str) -> impl Iterator<Item = Event<'_>> {
    let mut kept = Vec::new();
    let events = Parser::new(text).filter_map(move |event| match event {
        Event::Html(html) | Event::InlineHtml(html) => Some(Event::Text(html)),
        Event::Start(Tag::HtmlBlock | Tag::Heading { .. }) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock | TagEnd::Heading(_)) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) | Event::Rule => None,
        Event::Start(Tag::Link { ref dest_url, .. }) => {
            kept.push(is_link(dest_url));
            is_link(dest_url).then_some(event)
        }
        Event::End(TagEnd::Link) => kept.pop().unwrap_or_default().then_some(event),
        event => Some(event),
    });
    // The needed escapes depend on the characters around a character.
    TextMergeStream::new(events)
}

/// Returns `true` if the event shares a line with others.
fn is_inline(event: &Event<'_>) -> bool {
    matches!(event, Event::Text(_) | Event::Code(_) | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. }))
}

/// Returns a fence: more of these characters than any run of them in the text.
pub(super) fn fence(text: &str, least: usize) -> String {
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(least.max(if longest < least { 0 } else { longest + 1 }))
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is about the end of the text so far")]
struct Writer {
    out: String,
    /// The beginning of a new line of a list or a quotation.
    indents: Vec<Cow<'static, str>>,
    /// The number of the next item, for each list that is open.
    lists: Vec<Option<u64>>,
    links: Vec<String>,
    code: Option<(String, String)>,
    /// Something stands on the line.
    is_within: bool,
    /// Only digits stand on the line.
    is_number: bool,
    /// The next block is the first of its item, and stands on the line of the marker.
    is_first: bool,
    /// A block has ended. Text that follows, for example in an item, is a block of its own.
    is_over: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        if self.is_over && self.code.is_none() && is_inline(&event) {
            self.block();
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some((_, code)) => code.push_str(&text),
                // The last break of an HTML block ends its paragraph.
                None => self.text(text.trim_end_matches(['\r', '\n'])),
            },
            Event::Code(text) => self.raw(&code(&text)),
            Event::SoftBreak => self.line(),
            Event::HardBreak => {
                self.raw("\\");
                self.line();
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.block(),
            Tag::BlockQuote(_) => {
                self.block();
                self.raw("> ");
                self.indents.push("> ".into());
                self.is_first = true;
            }
            Tag::CodeBlock(kind) => {
                let word = match &kind {
                    CodeBlockKind::Fenced(CowStr::Borrowed(word)) => *word,
                    _ => "",
                };
                let word = word.split(|char: char| !char.is_ascii_alphanumeric()).next().unwrap_or_default();
                self.code = Some((word.into(), String::new()));
            }
            Tag::List(number) => {
                // Without an empty line before it, a list is only recognised if it begins at 1.
                if self.lists.is_empty() || number.is_some_and(|number| number != 1) {
                    self.block();
                } else if !self.is_first {
                    self.line();
                }
                self.is_first = true;
                self.lists.push(number);
            }
            Tag::Item => {
                if !self.is_first {
                    self.line();
                }
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".into(),
                };
                self.raw(&marker);
                self.indents.push(" ".repeat(marker.len()).into());
                self.is_first = true;
                self.is_within = false;
            }
            Tag::Emphasis => self.raw("*"),
            Tag::Strong => self.raw("**"),
            Tag::Link { dest_url, .. } => {
                // Otherwise the link would be a picture.
                if self.out.ends_with('!') {
                    self.out.insert(self.out.len() - 1, '\\');
                }
                self.raw("[");
                self.links.push(dest_url.into());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => {
                let (word, code) = self.code.take().unwrap_or_default();
                let fence = fence(&code, 3);
                self.block();
                self.raw(&format!("{fence}{word}"));
                for line in code.lines() {
                    self.line();
                    self.raw(line);
                }
                self.line();
                self.raw(&fence);
                self.is_over = true;
            }
            TagEnd::Paragraph => self.is_over = self.is_within,
            TagEnd::List(_) => {
                self.lists.pop();
                self.is_first = false;
                self.is_over = true;
            }
            TagEnd::Item => {
                if !self.is_within {
                    // A lone marker would underline the line above, which makes a heading of it.
                    self.raw("&nbsp;");
                }
                self.indents.pop();
                self.is_first = false;
            }
            TagEnd::BlockQuote(_) => {
                self.indents.pop();
                self.is_first = false;
                self.is_over = true;
            }
            TagEnd::Emphasis => self.raw("*"),
            TagEnd::Strong => self.raw("**"),
            TagEnd::Link => {
                let url = self.links.pop().unwrap_or_default();
                self.raw(&format!("]({})", destination(&url)));
            }
            _ => {}
        }
    }

    /// Begins a paragraph, or another block on lines of its own.
    fn block(&mut self) {
        if !std::mem::take(&mut self.is_first) && !self.out.is_empty() {
            self.line();
            self.line();
        }
        self.is_within = false;
    }

    fn line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
        for indent in &self.indents {
            self.out.push_str(indent);
        }
        self.is_within = false;
        self.is_over = false;
    }

    fn raw(&mut self, markdown: &str) {
        self.out.push_str(markdown);
        self.is_first = false;
        self.is_within = true;
        self.is_number = false;
    }

    fn text(&mut self, text: &str) {
        self.is_first &= text.is_empty();
        let mut before = self.out.chars().next_back().unwrap_or(' ');
        let mut rest = text.chars();
        while let Some(char) = rest.next() {
            let after = rest.clone().next().unwrap_or(' ');
            match char {
                // An empty line would end the paragraph, and an indentation could make code of the line.
                ' ' | '\t' | '\r' | '\n' if !self.is_within => continue,
                '\r' | '\n' => {
                    self.line();
                    before = ' ';
                    continue;
                }
                _ => {}
            }
            let is_escaped = match char {
                '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '$' | '{' | '}' => true,
                // A `_` inside a word stays, as in `access_key`.
                '_' => !(before.is_alphanumeric() && after.is_alphanumeric()),
                '&' => after.is_alphanumeric() || after == '#',
                // The marker of a heading, an item, a quotation or a definition.
                '#' | '+' | '-' | '=' | '>' | ':' => !self.is_within,
                '.' | ')' => before.is_ascii_digit() && self.is_number,
                _ => false,
            };
            self.out.extend(is_escaped.then_some('\\'));
            self.out.push(char);
            self.is_number = char.is_ascii_digit() && (self.is_number || !self.is_within);
            self.is_within = true;
            before = char;
        }
    }
}
