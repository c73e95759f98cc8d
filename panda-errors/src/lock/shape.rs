//! [`LockedShape`]: the part of a shape that clients rely on, and [`Sent`]: the words of an error that a shape sends.

use std::collections::BTreeMap;
use std::format;
use std::string::{String, ToString as _};
use std::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::shape::tree::{Hole, Member, Node, Part, Word};
use crate::{Definition, Shape};

/// A shape in the form of a lock file.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LockedShape {
    /// The template without white space, or the name of a shape whose body a function writes.
    body: String,
    content_type: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<String, String>,
}

impl LockedShape {
    pub(super) fn of(shape: &Shape) -> Self {
        let custom = || shape.custom_name().map(|name| format!("custom {name}")).unwrap_or_default();
        Self {
            body: shape.template().map_or_else(custom, without_space),
            content_type: shape.media_type().into(),
            headers: shape.headers().map(|(name, value)| (name.to_ascii_lowercase(), value.into())).collect(),
        }
    }

    pub(super) fn body(&self) -> &str {
        &self.body
    }

    pub(super) fn changes_since(&self, before: &Self, tell: &mut impl FnMut(bool, String)) {
        if self.body != before.body {
            tell(true, format!("the shape is {} and was {}", self.body, before.body));
        }
        if self.content_type != before.content_type {
            tell(true, format!("the content type is {} and was {}", self.content_type, before.content_type));
        }
        for (name, value) in &before.headers {
            if self.headers.get(name) != Some(value) {
                tell(true, format!("the header `{name}` of the shape is not `{value}` any more"));
            }
        }
        for name in self.headers.keys().filter(|name| !before.headers.contains_key(*name)) {
            tell(false, format!("the header `{name}` of the shape is new"));
        }
    }
}

/// Returns a template without the white space outside of its strings.
fn without_space(template: &str) -> String {
    let (mut is_inside, mut is_escaped) = (false, false);
    let is_kept = |char: &char| {
        let is_quote = *char == '"' && !is_escaped;
        is_escaped = is_inside && *char == '\\' && !is_escaped;
        is_inside ^= is_quote;
        is_inside || !char.is_ascii_whitespace()
    };
    template.chars().filter(is_kept).collect()
}

/// The words of an error that a shape sends.
#[expect(clippy::struct_excessive_bools, reason = "one for each question")]
pub(super) struct Sent {
    shape: &'static Shape,
    has_code: bool,
    /// Whether a name is sent even if the error has a code.
    has_name_beside_code: bool,
    has_name: bool,
    has_type: bool,
}

impl Sent {
    pub(super) fn by(shape: &'static Shape) -> Self {
        let mut sent = Self { shape, has_code: false, has_name_beside_code: false, has_name: false, has_type: false };
        if let Some(tree) = shape.tree() {
            sent.add_node(&tree);
        }
        for (_, value) in shape.headers() {
            for hole in value.split('{').skip(1).filter_map(|hole| hole.split('}').next()) {
                let words: Vec<_> = hole.split('|').collect();
                sent.add(|word| words.iter().position(|other| *other == word));
            }
        }
        sent
    }

    fn add_node(&mut self, node: &Node) {
        match node {
            Node::Object(members) => members.iter().for_each(|member| match member {
                Member::Named(_, node) => self.add_node(node),
                Member::Spread(_) => {}
            }),
            Node::Array(nodes) => nodes.iter().for_each(|node| self.add_node(node)),
            Node::Constant(_) => {}
            Node::Hole(hole) => self.add_hole(hole),
            Node::Text(parts) => parts.iter().for_each(|part| match part {
                Part::Literal(_) => {}
                Part::Hole(hole) => self.add_hole(hole),
            }),
        }
    }

    fn add_hole(&mut self, hole: &Hole) {
        self.add(|word| {
            let wanted = match word {
                "code" => Word::Code,
                "name" => Word::Name,
                _ => Word::Type,
            };
            hole.words.iter().position(|other| *other == wanted)
        });
    }

    /// Adds the words of a hole. The first word with a value is sent.
    fn add(&mut self, place: impl Fn(&str) -> Option<usize>) {
        match (place("code"), place("name")) {
            (Some(code), Some(name)) if code < name => {
                self.has_code = true;
                self.has_name = true;
            }
            (_, Some(_)) => {
                self.has_name = true;
                self.has_name_beside_code = true;
            }
            (Some(_), None) => self.has_code = true,
            (None, None) => {}
        }
        self.has_type |= place("type").is_some();
    }

    /// Returns the status and the word of an error. An error without a word has its message instead, if the message is
    /// constant.
    pub(super) fn key(&self, definition: &Definition) -> String {
        let status = definition.status();
        match self.code(definition).or_else(|| self.has_name.then(|| definition.name().to_string())) {
            Some(word) => format!("{status} {word}"),
            None if is_constant(definition.message()) => format!("{status} {}", definition.message()),
            None => status.to_string(),
        }
    }

    fn code(&self, definition: &Definition) -> Option<String> {
        definition.code().filter(|_| self.has_code).map(|code| code.to_string())
    }

    /// Returns the name, if it is sent beside a code.
    pub(super) fn second_name(&self, definition: &Definition) -> Option<&'static str> {
        (self.has_name_beside_code && self.code(definition).is_some()).then(|| definition.name())
    }

    /// Returns the type, if it is sent.
    pub(super) fn error_type(&self, definition: &Definition) -> Option<&'static str> {
        self.shape.type_of(definition, definition.status()).filter(|_| self.has_type)
    }
}

/// Returns `true` if a message does not contain a placeholder.
fn is_constant(message: &str) -> bool {
    !message.is_empty() && !message.replace("{{", "").contains('{')
}
