//! [`Union`]: the errors of an API, grouped by the value that distinguishes them.

use std::collections::BTreeMap;
use std::vec;
use std::vec::Vec;

use super::body::{Body, Errors};
use super::place::place;
use super::{Literal, Schema};
use crate::catalog::entry::Case;
use crate::shape::tree::{Node, Word};

/// The errors of an API, grouped by the value that distinguishes them.
pub(in crate::docs) struct Union<'a> {
    pub(super) body: &'a Body,
    /// All documented errors.
    pub(in crate::docs) cases: &'a [&'a Case],
    /// The object whose members distinguish the errors.
    pub(super) object: &'a Node,
    /// The places of the words.
    pub(super) places: Vec<&'a Node>,
    pub(super) has_words: bool,
    pub(in crate::docs) groups: Vec<Group<'a>>,
}

/// The errors of one word, or of one status if the shape sends no words.
pub(in crate::docs) struct Group<'a> {
    pub(in crate::docs) literal: Literal,
    place: usize,
    pub(in crate::docs) cases: Vec<&'a Case>,
}

impl<'a> Union<'a> {
    pub(in crate::docs) fn of(body: &'a Body, cases: &'a [&'a Case]) -> Self {
        let mut union =
            Self { body, cases, object: &body.root, places: Vec::new(), has_words: true, groups: Vec::new() };
        union.group(&[Word::Code, Word::Name]);
        let sends_words = || [Word::Code, Word::Name].iter().any(|word| place(&body.root, word).is_some());
        union.has_words = !union.groups.is_empty() || (cases.is_empty() && sends_words());
        if union.groups.is_empty() {
            union.group(&[Word::Status]);
        }
        union
    }

    /// Groups the errors by the first of these words that they send.
    fn group(&mut self, words: &[Word]) {
        let (body, cases) = (self.body, self.cases);
        let found: Vec<_> = words.iter().filter_map(|word| place(&body.root, word)).collect();
        let mut indices = BTreeMap::new();
        for case in cases {
            let literal =
                found.iter().find_map(|(object, node)| Some((*object, *node, body.literal(node, words, case)?)));
            let Some((object, node, literal)) = literal else { continue };
            if self.places.is_empty() {
                self.object = object;
            }
            let place = self.places.iter().position(|place| std::ptr::eq(*place, node)).unwrap_or_else(|| {
                self.places.push(node);
                self.places.len() - 1
            });
            let index = *indices.entry((place, literal.clone())).or_insert(self.groups.len());
            match self.groups.get_mut(index) {
                Some(group) => group.cases.push(case),
                None => self.groups.push(Group { literal, place, cases: vec![case] }),
            }
        }
    }

    /// Returns the name of the member that distinguishes all errors, if it is a string.
    pub(in crate::docs) fn discriminator(&self) -> Option<&'a str> {
        self.member().filter(|_| self.groups.iter().all(|group| group.literal.is_text()))
    }

    /// Returns `true` if the union is the whole body.
    pub(in crate::docs) fn is_whole(&self) -> bool {
        std::ptr::eq(self.object, &raw const self.body.root)
    }

    /// Returns the schema of the object in the bodies of these errors.
    pub(in crate::docs) fn of_cases(&self, cases: &[&Case]) -> Schema {
        self.body.part(self.object, Errors { cases, is_open: false, instead: &[] }).schema
    }

    /// Returns the schema of the object in the bodies of unknown errors.
    pub(in crate::docs) fn of_unknown(&self) -> Schema {
        let others = |(place, node): (usize, &&'a Node)| {
            let of_place = self.groups.iter().filter(|group| group.place == place);
            (*node, Schema::Others(of_place.map(|group| group.literal.clone()).collect()))
        };
        let others: Vec<_> = self.places.iter().enumerate().map(others).collect();
        self.open(self.object, &others)
    }

    /// Returns the schema of the object in the bodies of all errors.
    pub(in crate::docs) fn of_all(&self) -> Schema {
        self.open(self.object, &[])
    }

    /// Returns the schema of the whole body, with this schema for the object.
    pub(in crate::docs) fn around(&self, object: Schema) -> Schema {
        self.open(&self.body.root, &[(self.object, object)])
    }

    fn open(&self, node: &Node, instead: &[(&Node, Schema)]) -> Schema {
        self.body.part(node, Errors { cases: self.cases, is_open: true, instead }).schema
    }
}
