//! [`Node`]: JSON whose members keep their order.

use std::borrow::Cow;
use std::boxed::Box;
use std::string::String;
use std::vec::Vec;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// A JSON value. That of `serde_json` has its members in an order which depends on the features of other crates.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Node {
    Bool(bool),
    Number(u64),
    Text(Cow<'static, str>),
    List(Vec<Node>),
    Object(Object),
    Raw(Box<RawValue>),
}

/// The members of an object, in their order.
#[derive(Debug, Default)]
pub(crate) struct Object(Vec<(Cow<'static, str>, Node)>);

impl Object {
    pub(super) fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Node>) -> Self {
        self.add(name, value);
        self
    }

    pub(super) fn add(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Node>) {
        self.0.push((name.into(), value.into()));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
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
