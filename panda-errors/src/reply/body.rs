//! A body beside the template of its shape: the value of each hole, and whether the rest matches the template.

use alloc::borrow::{Cow, ToOwned as _};
use alloc::string::String;
use alloc::vec::Vec;

use super::Unread;
use super::json::{Kind, Place};
use crate::Value;
use crate::shape::tree::{Hole, Member, Node, Part, Word};

/// The contents of a body in the places of a template.
#[derive(Debug, Default)]
pub(super) struct Found<'t> {
    /// The holes, in the order of the template.
    pub(super) holes: Vec<FoundHole<'t>>,
    /// The members of objects with a spread that are not the template's own.
    pub(super) spreads: Vec<Spread>,
    /// The first place that differs from the template.
    pub(super) misfit: Option<Unread>,
}

/// A hole and its value.
#[derive(Debug)]
pub(super) struct FoundHole<'t> {
    pub(super) hole: &'t Hole,
    /// `None` if the place is missing or `null`.
    pub(super) value: Option<Value>,
    /// The name of the member.
    pub(super) name: &'t str,
    /// The distance from the root. A hole inside a longer string counts as the farthest.
    pub(super) depth: usize,
    pub(super) is_in_text: bool,
}

/// The members of an object that stand for details.
#[derive(Debug)]
pub(super) struct Spread {
    pub(super) members: Vec<(Cow<'static, str>, Value)>,
    pub(super) is_text: bool,
    pub(super) depth: usize,
}

impl<'t> Found<'t> {
    /// Walks the template beside the body. The template has at most 32 levels, so this may recurse.
    pub(super) fn read(template: &'t Node, body: Option<Place<'_>>) -> Self {
        let mut found = Self::default();
        found.node(template, body, "", 0);
        found.holes.sort_by_key(|hole| (hole.is_in_text, hole.depth));
        found.spreads.sort_by_key(|spread| spread.depth);
        found
    }

    fn misfit(&mut self, name: &str) {
        self.misfit.get_or_insert_with(|| Unread::Member(name.to_owned()));
    }

    fn node(&mut self, node: &'t Node, place: Option<Place<'_>>, name: &'t str, depth: usize) {
        match node {
            Node::Constant(constant) => {
                let is_same = place.is_some_and(|place| {
                    !matches!(place.kind(), Kind::Array | Kind::Object) && place.value() == *constant
                });
                if !is_same {
                    self.misfit(name);
                }
            }
            Node::Hole(hole) => {
                let value = place.filter(|place| !place.is(Kind::Null)).map(Place::value);
                self.holes.push(FoundHole { hole, value, name, depth, is_in_text: false });
            }
            Node::Text(parts) => self.text(parts, place, name, depth),
            Node::Array(elements) => {
                let found: Vec<_> = place.into_iter().flat_map(Place::elements).collect();
                if !place.is_some_and(|place| place.is(Kind::Array)) {
                    self.misfit(name);
                }
                self.elements(elements, &found, name, depth + 1);
            }
            Node::Object(members) => {
                let is_optional = depth > 0 && may_be_left_out(node);
                if !place.map_or(is_optional, |place| place.is(Kind::Object) || place.is(Kind::Null) && is_optional) {
                    self.misfit(name);
                }
                self.members(members, place, depth + 1);
            }
        }
    }

    fn members(&mut self, template: &'t [Member], place: Option<Place<'_>>, depth: usize) {
        let found: Vec<_> = place.into_iter().flat_map(Place::members).collect();
        for member in template {
            match member {
                Member::Named(name, node) => {
                    let mut places = found.iter().filter(|(other, _)| other == name).map(|(_, place)| *place);
                    // If a name stands twice, neither value can be trusted.
                    let place = places.next().filter(|_| places.next().is_none());
                    self.node(node, place, name, depth);
                }
                Member::Spread(is_text) => {
                    let is_own = |other: &str| {
                        template.iter().any(|member| matches!(member, Member::Named(name, _) if name == other))
                    };
                    let others = found.iter().filter(|(name, _)| !is_own(name));
                    let members = others.map(|(name, place)| (Cow::Owned(name.clone().into_owned()), place.value()));
                    self.spreads.push(Spread { members: members.collect(), is_text: *is_text, depth });
                }
            }
        }
    }

    /// Reads the elements of an array. The server leaves out elements without a value, so the later elements move up.
    fn elements(&mut self, template: &'t [Node], found: &[Place<'_>], name: &'t str, depth: usize) {
        let mut found = found.iter().copied().peekable();
        let mut needed = template.iter().filter(|node| !may_be_left_out(node)).count();
        for node in template {
            let is_optional = may_be_left_out(node);
            let fits = found.peek().is_some_and(|place| match node {
                Node::Object(_) => place.is(Kind::Object),
                _ => true,
            });
            let place = if is_optional && (found.len() <= needed || !fits) { None } else { found.next() };
            if !is_optional {
                needed -= 1;
            }
            self.node(node, place, name, depth);
        }
    }

    /// Reads the hole inside a longer string, if it is the only hole there.
    fn text(&mut self, parts: &'t [Part], place: Option<Place<'_>>, name: &'t str, depth: usize) {
        let holes = parts.iter().filter_map(|part| match part {
            Part::Hole(hole) => Some(hole),
            Part::Literal(_) => None,
        });
        let may_be_missing =
            |hole: &Hole| hole.words.iter().all(|word| matches!(word, Word::RequestId | Word::Message));
        let text = place.and_then(Place::text);
        if text.is_none() && (place.is_some() || !holes.clone().any(may_be_missing)) {
            self.misfit(name);
        }
        let (hole, before, behind) = match parts {
            [Part::Hole(hole), Part::Literal(behind)] => (hole, "", behind.as_str()),
            [Part::Literal(before), Part::Hole(hole)] => (hole, before.as_str(), ""),
            [Part::Literal(before), Part::Hole(hole), Part::Literal(behind)] => {
                (hole, before.as_str(), behind.as_str())
            }
            _ => return,
        };
        let inside = text.as_deref().and_then(|text| text.strip_prefix(before)?.strip_suffix(behind));
        let value = inside.map(|text| Value::Text(String::from(text).into()));
        self.holes.push(FoundHole { hole, value, name, depth, is_in_text: true });
    }

    /// Returns the value of the place nearest to the root whose hole shows one of these words.
    pub(super) fn value(&self, shows: impl Fn(&FoundHole<'_>, &Value) -> bool) -> Option<&Value> {
        self.holes.iter().find_map(|hole| hole.value.as_ref().filter(|value| shows(hole, value)))
    }
}

/// Returns `true` if a response may lack this element or member.
fn may_be_left_out(node: &Node) -> bool {
    match node {
        Node::Hole(hole) => !hole.words.iter().any(is_always),
        Node::Object(members) => {
            let may_be = |member: &Member| matches!(member, Member::Named(_, node) if may_be_left_out(node));
            !members.is_empty() && members.iter().all(may_be)
        }
        Node::Array(_) | Node::Constant(_) | Node::Text(_) => false,
    }
}

/// Returns `true` if every error has a value for this word.
pub(super) fn is_always(word: &Word) -> bool {
    matches!(word, Word::Name | Word::Status | Word::ReasonPhrase | Word::Title | Word::Null | Word::Integer(_))
}
