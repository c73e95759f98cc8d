//! The places of values in a body, for code that reads it.

use std::string::String;
use std::vec;
use std::vec::Vec;

use super::body::each_hole;
use super::{Part, Presence, Schema, Union};
use crate::catalog::entry::Case;
use crate::shape::tree::{Member, Node, Part as Piece, Word};

/// Returns the word for all details.
pub(in crate::docs) const fn details_word() -> Word {
    Word::Details
}

/// A step on the way to a value in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::docs) enum Step<'a> {
    Member(&'a str),
    Element(usize),
}

/// Finds the places of values, for code that reads a body.
impl<'a> Union<'a> {
    /// Returns `true` if words distinguish the errors. Otherwise their statuses do.
    pub(in crate::docs) fn has_words(&self) -> bool {
        self.has_words
    }

    /// Returns the places of the words.
    pub(in crate::docs) fn paths(&self) -> Vec<Vec<Step<'a>>> {
        self.places.iter().filter_map(|place| path(&self.body.root, &|node| std::ptr::eq(node, *place))).collect()
    }

    /// Returns the place of the value that is nearest to the root.
    pub(in crate::docs) fn path(&self, word: &Word) -> Option<Vec<Step<'a>>> {
        let (_, place) = place(&self.body.root, word)?;
        path(&self.body.root, &|node| std::ptr::eq(node, place))
    }

    /// Returns the member that has the word in the object of the union.
    pub(in crate::docs) fn member(&self) -> Option<&'a str> {
        let ([place], Node::Object(members)) = (self.places.as_slice(), self.object) else { return None };
        members.iter().find_map(|member| match member {
            Member::Named(name, node) if std::ptr::eq(node, *place) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Returns the object that has details among its members, and the names of its other members.
    pub(in crate::docs) fn spread(&self) -> Option<(Vec<Step<'a>>, Vec<&'a str>)> {
        let has_spread = |node: &Node| matches!(node, Node::Object(members) if members.iter().any(|member| matches!(member, Member::Spread(_))));
        let path = path(&self.body.root, &has_spread)?;
        let object = path.iter().try_fold(&self.body.root, |node, step| child(node, *step))?;
        let Node::Object(members) = object else { return None };
        let names = members.iter().filter_map(|member| match member {
            Member::Named(name, _) => Some(name.as_str()),
            Member::Spread(_) => None,
        });
        Some((path, names.collect()))
    }

    /// Returns the details that have a place of their own.
    pub(in crate::docs) fn members(&self) -> Vec<(&'a str, Vec<Step<'a>>)> {
        let place = |key: &'a String| Some((key.as_str(), self.path(&Word::Detail(key.clone()))?));
        self.body.taken.iter().filter_map(place).collect()
    }

    /// Returns the schema of the details of these errors, wherever they stand, and whether they are always sent.
    /// Returns `None` if the errors do not have details, or the shape does not send them.
    pub(in crate::docs) fn details(&self, cases: &[&Case]) -> Option<(Schema, bool)> {
        let (mut has_all, mut as_text) = (false, false);
        each_hole(&self.body.root, &mut |words, is_text| {
            has_all |= words.contains(&Word::Details);
            as_text |= words.contains(&Word::Details) && is_text;
        });
        let parts = cases.iter().map(|case| {
            let is_sent = |name: &str| has_all || self.body.taken.iter().any(|taken| taken == name);
            self.body.details_where(case, &is_sent)
        });
        let Part { mut schema, presence } = parts.reduce(Part::and)?;
        if let Schema::Details(properties) = &mut schema
            && as_text
        {
            let texts = properties.iter_mut().filter(|property| !self.body.taken.contains(&property.name));
            texts.for_each(|property| property.schema = Schema::String);
        }
        (presence != Presence::Never).then_some((schema, presence == Presence::Always))
    }
}

fn child<'a>(node: &'a Node, step: Step<'_>) -> Option<&'a Node> {
    match (node, step) {
        (Node::Object(members), Step::Member(wanted)) => members.iter().find_map(|member| match member {
            Member::Named(name, inner) if name == wanted => Some(inner),
            _ => None,
        }),
        (Node::Array(elements), Step::Element(index)) => elements.get(index),
        _ => None,
    }
}

/// Returns the way to the first wanted node.
fn path<'a>(node: &'a Node, is_wanted: &dyn Fn(&Node) -> bool) -> Option<Vec<Step<'a>>> {
    if is_wanted(node) {
        return Some(Vec::new());
    }
    let behind = |step: Step<'a>, inner: &'a Node| {
        let mut steps = path(inner, is_wanted)?;
        steps.insert(0, step);
        Some(steps)
    };
    match node {
        Node::Object(members) => members.iter().find_map(|member| match member {
            Member::Named(name, inner) => behind(Step::Member(name), inner),
            Member::Spread(_) => None,
        }),
        Node::Array(elements) => {
            elements.iter().enumerate().find_map(|(index, inner)| behind(Step::Element(index), inner))
        }
        _ => None,
    }
}

/// Finds the occurrence of a word that is nearest to the root. Returns the object around it, and the node that contains
/// it.
pub(super) fn place<'a>(root: &'a Node, word: &Word) -> Option<(&'a Node, &'a Node)> {
    let mut level = vec![(root, root)];
    while !level.is_empty() {
        let is_in = |node: &Node| match node {
            Node::Hole(hole) => hole.words.contains(word),
            Node::Text(pieces) => {
                pieces.iter().any(|piece| matches!(piece, Piece::Hole(hole) if hole.words.contains(word)))
            }
            _ => false,
        };
        if let Some(found) = level.iter().find(|(_, node)| is_in(node)) {
            return Some(*found);
        }
        let mut next = Vec::new();
        for (object, node) in level {
            match node {
                Node::Object(members) => next.extend(members.iter().filter_map(|member| match member {
                    Member::Named(_, inner) => Some((node, inner)),
                    Member::Spread(_) => None,
                })),
                Node::Array(elements) => next.extend(elements.iter().map(|element| (object, element))),
                _ => {}
            }
        }
        level = next;
    }
    None
}
