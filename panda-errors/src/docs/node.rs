//! [`Node`]: JSON whose members keep their order.

use std::borrow::Cow;
use std::boxed::Box;
use std::string::String;
use std::vec::Vec;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

#[cfg(feature = "utoipa-6")]
use super::openapi::REFERENCE;

/// A JSON value that keeps the order of its members. In `serde_json`, that order depends on the features of other
/// crates.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Node {
    Bool(bool),
    Number(i64),
    Text(Cow<'static, str>),
    List(Vec<Node>),
    Object(Object),
    Raw(Box<RawValue>),
}

/// The members of an object, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Object(Vec<(Cow<'static, str>, Node)>);

impl Object {
    pub(super) fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Node>) -> Self {
        self.add(name, value);
        self
    }

    pub(super) fn add(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Node>) {
        self.0.push((name.into(), value.into()));
    }

    /// Adds `null` to the types of a schema.
    pub(super) fn or_null(mut self) -> Self {
        if let Some((_, value)) = self.0.iter_mut().find(|(name, _)| name == "type") {
            let name = std::mem::replace(value, Node::Bool(true));
            *value = Node::List(std::vec![name, "null".into()]);
        }
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(feature = "utoipa-6")]
impl Object {
    fn get(&self, wanted: &str) -> Option<&Node> {
        self.0.iter().find_map(|(name, value)| (name == wanted).then_some(value))
    }

    /// Replaces each reference in a schema with the schema of that name. The schema gets the name as its title. A
    /// schema does not refer to itself.
    pub(super) fn resolved(&self, schema: &Self) -> Self {
        if let Some(Node::Text(reference)) = schema.get("$ref") {
            let name = reference.strip_prefix(REFERENCE).unwrap_or_default();
            return match self.get(name) {
                Some(Node::Object(named)) => {
                    let Self(members) = self.resolved(named);
                    Self::default().with("title", String::from(name)).extended(members)
                }
                _ => Self::default(),
            };
        }
        let members = schema.0.iter().map(|(name, value)| (name.clone(), self.resolved_node(value)));
        Self(members.collect())
    }

    fn resolved_node(&self, node: &Node) -> Node {
        match node {
            Node::Object(object) => Node::Object(self.resolved(object)),
            Node::List(nodes) => Node::List(nodes.iter().map(|node| self.resolved_node(node)).collect()),
            node => node.clone(),
        }
    }

    fn extended(mut self, members: Vec<(Cow<'static, str>, Node)>) -> Self {
        self.0.extend(members);
        self
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl From<bool> for Node {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u16> for Node {
    fn from(value: u16) -> Self {
        Self::Number(value.into())
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Vec<Self>> for Node {
    fn from(values: Vec<Self>) -> Self {
        Self::List(values)
    }
}

impl From<Object> for Node {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl From<Box<RawValue>> for Node {
    fn from(json: Box<RawValue>) -> Self {
        Self::Raw(json)
    }
}
