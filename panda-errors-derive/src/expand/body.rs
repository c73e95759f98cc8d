//! The texts of a row: its JSON body in the Panda shape, as far as it is known at compile time, in one text with the rest.

use std::fmt::Write as _;

use crate::spec::Message;

/// The texts of a row in one, and the lengths of the name, of the JSON and of the message: the JSON with the name in it,
/// or the name alone; the message, unless the JSON of a constant has it as it is; and the documentation.
pub(super) fn texts(name: &str, message: &str, json: String, docs: &str) -> (String, [u32; 3]) {
    // A text of 4 GiB does not compile.
    let length = |text: &str| u32::try_from(text.len()).unwrap_or_default();
    let (name_length, json_length) = (length(name), length(&json));
    let mut texts = if json.is_empty() { name.to_owned() } else { json };
    let is_in_json = texts.strip_suffix("\"}").and_then(|json| json.strip_suffix(message)).is_some_and(|json| {
        // Not the end of a longer message.
        json.len() == r#"{"error":"","message":""#.len() + name.len()
    });
    if !is_in_json {
        texts.push_str(message);
    }
    texts.push_str(docs);
    (texts, [name_length, json_length, if is_in_json { u32::MAX } else { length(message) }])
}

/// The JSON: all of it for a constant, else up to the end of the message, with a mark for each placeholder.
pub(super) fn json(name: &str, message: &Message) -> String {
    const MARK: char = '\u{1}';
    let mut json = format!(r#"{{"error":"{name}","message":""#);
    match message {
        Message::Template(template) => {
            for (index, part) in template.parts.iter().enumerate() {
                json.extend((index > 0).then_some(MARK));
                escape(part, &mut json);
            }
            if template.placeholders.is_empty() {
                json.push_str("\"}");
            }
        }
        Message::Display(_) => json.push(MARK),
        Message::Reason => {}
        Message::Empty => json.extend([name, "\"}"]),
    }
    json
}

/// Escapes as `serde_json` does (RFC 8259 §7).
fn escape(text: &str, json: &mut String) {
    // Most texts are clean, and a macro runs unoptimised.
    if !text.bytes().any(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
        json.push_str(text);
        return;
    }
    for char in text.chars() {
        match char {
            '"' => json.push_str(r#"\""#),
            '\\' => json.push_str(r"\\"),
            '\n' => json.push_str(r"\n"),
            '\r' => json.push_str(r"\r"),
            '\t' => json.push_str(r"\t"),
            '\u{8}' => json.push_str(r"\b"),
            '\u{c}' => json.push_str(r"\f"),
            '\0'..='\u{1f}' => {
                // A `String` takes every text.
                let _ = write!(json, r"\u{:04x}", u32::from(char));
            }
            _ => json.push(char),
        }
    }
}
