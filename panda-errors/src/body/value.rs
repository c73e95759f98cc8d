//! The body of an error as a [`Value`], for serializers that are not JSON.

use alloc::borrow::Cow;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use crate::detail::Value;
use crate::header::Headers;
use crate::json::Json;
use crate::shape::tree::{Hole, Member, Node, Part, Word};
use crate::shape::{Shape, Values};
use crate::sink::Fault;
use crate::{ApiError, Code, ErrorStatus, message};

/// Returns the body of an error, without the id of a request.
pub(crate) fn value(shape: &Shape, error: &dyn ApiError) -> Result<Value, Fault> {
    let is_hidden = error.status() == ErrorStatus::INTERNAL_SERVER_ERROR && !error.definition().is_exposed();
    let headers: Headers = message::headers(error, error.definition())?;
    let values = if is_hidden { Values::hidden(shape, None) } else { Values::of(error, shape, None, &headers)?.0 };
    let message = if values.has_message() { Some(values.text((!is_hidden).then_some(error))?) } else { None };
    let body = Body { values: &values, message, tree: &shape.tree().unwrap_or(Node::Array(Vec::new())) };
    Ok(match shape.custom_name() {
        // Only the function itself can read the bytes that it writes.
        Some(_) => Value::Object(Vec::from([
            (Cow::Borrowed("error"), Value::from(values.definition.name())),
            (Cow::Borrowed("message"), Value::Text(body.message.unwrap_or_default().into())),
        ])),
        None => body.node(body.tree).unwrap_or(Value::Null),
    })
}

struct Body<'a> {
    values: &'a Values<'a>,
    message: Option<String>,
    tree: &'a Node,
}

impl Body<'_> {
    /// Returns the value at a place of the template, or `None` if the member is left out.
    fn node(&self, node: &Node) -> Option<Value> {
        match node {
            Node::Constant(value) => Some(value.clone()),
            Node::Hole(hole) => self.hole(hole),
            Node::Text(parts) => {
                let part = |part: &Part| match part {
                    Part::Literal(text) => text.clone(),
                    Part::Hole(hole) => self.hole(hole).map(|value| as_text(&value)).unwrap_or_default(),
                };
                Some(Value::Text(parts.iter().map(part).collect::<String>().into()))
            }
            Node::Array(elements) => Some(Value::List(elements.iter().filter_map(|node| self.node(node)).collect())),
            Node::Object(members) => self.object(members, core::ptr::eq(node, self.tree)),
        }
    }

    fn object(&self, members: &[Member], is_root: bool) -> Option<Value> {
        let mut object = Vec::new();
        let mut stays = is_root || members.is_empty();
        for member in members {
            match member {
                Member::Named(name, node) => {
                    object.extend(self.node(node).map(|value| (Cow::Owned(name.clone()), value)));
                }
                Member::Spread(is_text) => {
                    stays = true;
                    let spread = match self.values.bare() {
                        Some(Value::Object(members)) => shown(members, *is_text),
                        Some(_) => Vec::new(),
                        None => self.others(*is_text),
                    };
                    let is_sibling = |key: &str| {
                        members.iter().any(|member| matches!(member, Member::Named(name, _) if name == key))
                    };
                    object.extend(spread.into_iter().filter(|(key, _)| !is_sibling(key)));
                }
            }
        }
        (stays || !object.is_empty()).then_some(Value::Object(object))
    }

    fn hole(&self, hole: &Hole) -> Option<Value> {
        let value = hole.words.iter().find_map(|word| self.word(word, hole.as_text))?;
        let is_details = hole.words.contains(&Word::Details);
        let is_text = hole.as_text && !(is_details && matches!(value, Value::Object(_)));
        Some(if is_text { Value::Text(as_text(&value).into()) } else { value })
    }

    fn word(&self, word: &Word, is_text: bool) -> Option<Value> {
        let values = self.values;
        match word {
            Word::Name => Some(Value::from(values.definition.name())),
            Word::Code => match (&values.code, values.definition.code()) {
                (Some(code), _) => values.has_code().then(|| code.clone()),
                (None, Some(Code::Text(code))) => Some(Value::from(code)),
                (None, Some(Code::Number(code))) => Some(Value::Signed(code)),
                (None, None) => None,
            },
            Word::Message => self.message.clone().map(|text| Value::Text(text.into())),
            Word::Status => Some(Value::Unsigned(values.status.as_u16().into())),
            Word::ReasonPhrase => Some(Value::from(values.status.reason())),
            Word::Title => Some(Value::from(values.title())),
            Word::Type => values.error_type().map(Value::from),
            Word::Url => values.definition.url().map(Value::from),
            Word::RequestId => None,
            Word::RetryAfter => values.retry_after.map(Value::Unsigned),
            Word::Details => match values.bare() {
                Some(Value::Object(members)) => Some(Value::Object(shown(members, is_text))),
                Some(value) => Some(value.clone()).filter(|value| *value != Value::Null),
                None => Some(self.others(is_text)).filter(|members| !members.is_empty()).map(Value::Object),
            },
            Word::Detail(key) => {
                let (_, value) = values.details.iter().find(|(name, _)| name == key)?;
                Some(value.clone()).filter(|value| *value != Value::Null)
            }
            Word::Null => Some(Value::Null),
            Word::Integer(number) => Some(Value::Signed(*number)),
        }
    }

    /// Returns the details that have a value and do not have a place of their own.
    fn others(&self, is_text: bool) -> Vec<(Cow<'static, str>, Value)> {
        let details = self.values.details.iter();
        let others = details.filter(|(key, value)| *value != Value::Null && !has_place(self.tree, key));
        shown(&others.map(|(key, value)| (Cow::Borrowed(*key), value.clone())).collect::<Vec<_>>(), is_text)
    }
}

/// Returns the members of an object, as strings if `is_text`.
fn shown(members: &[(Cow<'static, str>, Value)], is_text: bool) -> Vec<(Cow<'static, str>, Value)> {
    let value = |value: &Value| if is_text { Value::Text(as_text(value).into()) } else { value.clone() };
    members.iter().map(|(key, member)| (key.clone(), value(member))).collect()
}

/// Returns `true` if a detail has a hole of its own in the template.
fn has_place(node: &Node, key: &str) -> bool {
    let is_here = |hole: &Hole| hole.words.iter().any(|word| matches!(word, Word::Detail(detail) if detail == key));
    match node {
        Node::Object(members) => {
            members.iter().any(|member| matches!(member, Member::Named(_, node) if has_place(node, key)))
        }
        Node::Array(elements) => elements.iter().any(|node| has_place(node, key)),
        Node::Hole(hole) => is_here(hole),
        Node::Text(parts) => parts.iter().any(|part| matches!(part, Part::Hole(hole) if is_here(hole))),
        Node::Constant(_) => false,
    }
}

/// Returns a text as it is, and any other value as its JSON.
fn as_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        value => {
            let mut json = Vec::new();
            value.write(&mut Json::growing(&mut json));
            String::from_utf8_lossy(&json).into_owned()
        }
    }
}
