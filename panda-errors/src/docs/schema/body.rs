//! [`Body`]: the schema of a body, made from the template of a shape and the errors that are sent in it.

use std::boxed::Box;
use std::string::String;
use std::vec;
use std::vec::Vec;

use super::{Literal, Part, Presence, Property, Schema};
use crate::catalog::entry::Case;
use crate::shape::tree::{Hole, Member, Node, Part as Piece, Word};
use crate::{Code, Fact, JsonType, Shape};

/// The body of an API: the template, and the values in it.
pub(in crate::docs) struct Body {
    shape: &'static Shape,
    pub(super) root: Node,
    /// The details that the template names. `{details}` does not repeat them.
    pub(super) taken: Vec<String>,
}

/// The errors that a schema is for.
#[derive(Clone, Copy)]
pub(super) struct Errors<'a> {
    pub(super) cases: &'a [&'a Case],
    /// Unknown errors are among them.
    pub(super) is_open: bool,
    /// The schemas of these nodes, instead of their own.
    pub(super) instead: &'a [(&'a Node, Schema)],
}

impl Body {
    /// Returns the body of this shape, or `None` if a function writes it.
    pub(in crate::docs) fn of(shape: &'static Shape) -> Option<Self> {
        let root = shape.tree()?;
        let mut taken = Vec::new();
        each_hole(&root, &mut |words, _| {
            for word in words {
                if let Word::Detail(key) = word
                    && !taken.contains(key)
                {
                    taken.push(key.clone());
                }
            }
        });
        Some(Self { shape, root, taken })
    }

    /// Returns the schema of a node in the bodies of these errors.
    pub(super) fn part(&self, node: &Node, errors: Errors<'_>) -> Part {
        match errors.instead.iter().find(|(place, _)| std::ptr::eq(*place, node)) {
            None => self.part_of(node, errors),
            Some((_, schema)) => {
                let Part { schema: usual, presence } = self.part_of(node, errors);
                let is_nullable = matches!(usual, Schema::Nullable(_));
                Part { schema: if is_nullable { schema.clone().or_null() } else { schema.clone() }, presence }
            }
        }
    }

    fn part_of(&self, node: &Node, errors: Errors<'_>) -> Part {
        match node {
            Node::Object(members) => self.object(members, errors),
            Node::Array(elements) => {
                let parts = elements.iter().map(|element| self.part(element, errors));
                let parts = parts.filter(|part| part.presence != Presence::Never).map(|part| part.schema);
                Part::always(Schema::List(Box::new(parts.reduce(Schema::or).unwrap_or(Schema::Any))))
            }
            Node::Constant(value) => Part::always(Schema::of_value(value)),
            Node::Hole(hole) => self.hole(hole, errors),
            Node::Text(pieces) => Part::always(self.text(pieces, errors)),
        }
    }

    /// Returns the schema of an object. An object without a member is left out, unless it has a spread or is written as
    /// `{}`.
    fn object(&self, members: &[Member], errors: Errors<'_>) -> Part {
        let mut properties = Vec::new();
        let mut presence = if members.is_empty() { Presence::Always } else { Presence::Never };
        for member in members {
            match member {
                Member::Named(name, node) => {
                    let part = self.part(node, errors);
                    presence = match (presence, part.presence) {
                        (Presence::Always, _) | (_, Presence::Always) => Presence::Always,
                        (Presence::Never, Presence::Never) => Presence::Never,
                        _ => Presence::Sometimes,
                    };
                    properties.extend(part.property(name));
                }
                Member::Spread(as_text) => {
                    presence = Presence::Always;
                    properties.extend(self.spread(*as_text, errors));
                }
            }
        }
        Part { schema: Schema::Object(properties), presence }
    }

    /// Returns the details that are members of an object of the template.
    fn spread(&self, as_text: bool, errors: Errors<'_>) -> Vec<Property> {
        if errors.is_open {
            return Vec::new();
        }
        let part = errors.cases.iter().map(|case| self.details(case)).reduce(Part::and);
        match part {
            Some(Part { schema: Schema::Details(mut properties), presence }) => {
                for property in &mut properties {
                    property.is_required &= presence == Presence::Always;
                    if as_text {
                        property.schema = Schema::String;
                    }
                }
                properties
            }
            _ => Vec::new(),
        }
    }

    /// Returns the schema of a text with holes. The text is the same for each of these errors, or any text.
    fn text(&self, pieces: &[Piece], errors: Errors<'_>) -> Schema {
        if errors.is_open {
            return Schema::String;
        }
        let text_of = |case: &&Case| {
            let text = self.text_of(pieces, case).map(|text| Schema::Literals(vec![Literal::Text(text.into())]));
            text.unwrap_or(Schema::String)
        };
        errors.cases.iter().map(text_of).reduce(Schema::or).unwrap_or(Schema::String)
    }

    /// Returns the text with the values of this error, or `None` if a value is not known.
    fn text_of(&self, pieces: &[Piece], case: &Case) -> Option<String> {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Hole(hole) => match self.hole_of(hole, case) {
                    Part { schema: Schema::Literals(literals), presence: Presence::Always } => {
                        let [literal] = literals.as_slice() else { return None };
                        text.push_str(&literal.to_text());
                    }
                    _ => return None,
                },
            }
        }
        Some(text)
    }

    fn hole(&self, hole: &Hole, errors: Errors<'_>) -> Part {
        let part_of = |case: &&Case| {
            let part = self.hole_of(hole, case);
            if errors.is_open { Part { schema: part.schema.general(), ..part } } else { part }
        };
        let known = errors.cases.iter().map(part_of).reduce(Part::and);
        let is_details = hole.words.contains(&Word::Details) || matches!(hole.words.first(), Some(Word::Detail(_)));
        match known {
            Some(part) if !errors.is_open => part,
            _ if is_details && hole.words.len() > 1 => Part::always(Schema::Any),
            Some(part) if is_details => Part::sometimes(part.schema),
            Some(part) => part,
            None => Part::sometimes(Schema::Any),
        }
    }

    /// Returns the first word that has a value.
    fn hole_of(&self, hole: &Hole, case: &Case) -> Part {
        let mut found = Part::never();
        for word in &hole.words {
            let part = self.word(word, case);
            let part = if hole.as_text { Part { schema: part.schema.into_text(), ..part } } else { part };
            found = match (found.presence, part.presence) {
                (Presence::Never, _) => part,
                (_, Presence::Never) => found,
                (_, presence) => Part { schema: found.schema.or(part.schema), presence },
            };
            if found.presence == Presence::Always {
                break;
            }
        }
        found
    }

    fn word(&self, word: &Word, case: &Case) -> Part {
        let text = |text: &'static str| Schema::Literals(vec![Literal::Text(text.into())]);
        match word {
            Word::Name => Part::always(text(case.definition.name())),
            Word::Code => code(case),
            Word::Message => Part::optional((!case.definition.is_without_message()).then_some(Schema::String)),
            Word::ReasonPhrase | Word::Title | Word::RequestId => Part::always(Schema::String),
            Word::Type if case.status_varies && case.definition.error_type().is_none() => {
                if self.shape.types().is_empty() { Part::never() } else { Part::sometimes(Schema::String) }
            }
            Word::Type => Part::optional(self.shape.type_of(case.definition, case.definition.status()).map(text)),
            Word::Status if case.status_varies => Part::always(Schema::Integer),
            Word::Status => {
                Part::always(Schema::Literals(vec![Literal::Number(case.definition.status().as_u16().into())]))
            }
            Word::Url => Part::optional(case.url.map(text)),
            Word::RetryAfter => {
                let is_set = case.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("retry-after"));
                Part::optional(is_set.then_some(Schema::Integer))
            }
            Word::Details => self.details(case),
            Word::Detail(key) => {
                let Some((_, json_type)) = case.details.iter().find(|(name, _)| name == key) else {
                    return Part::never();
                };
                let Property { schema, is_required, .. } = self.detail(key, json_type);
                if is_required && !may_be_left_out(case) { Part::always(schema) } else { Part::sometimes(schema) }
            }
            Word::Null => Part::always(Schema::Null),
            Word::Integer(_) => Part::always(Schema::Integer),
        }
    }

    /// Returns the object of the details that the template does not name, or the only value of a tuple.
    fn details(&self, case: &Case) -> Part {
        self.details_where(case, &|name| !self.taken.iter().any(|taken| taken == name))
    }

    pub(super) fn details_where(&self, case: &Case, is_in: &dyn Fn(&str) -> bool) -> Part {
        let rest = case.details.iter().filter(|(name, _)| is_in(name));
        let mut properties: Vec<_> = rest.map(|(name, json_type)| self.detail(name, json_type)).collect();
        let presence = if properties.is_empty() {
            Presence::Never
        } else if may_be_left_out(case) || !properties.iter().any(|property| property.is_required) {
            Presence::Sometimes
        } else {
            Presence::Always
        };
        let is_bare = |name: &str| !self.shape.is_panda() && name.bytes().all(|byte| byte.is_ascii_digit());
        if let [property] = properties.as_mut_slice()
            && is_bare(&property.name)
        {
            let schema = std::mem::replace(&mut property.schema, Schema::Any);
            return Part { schema, presence };
        }
        Part { schema: Schema::Details(properties), presence }
    }

    /// Returns one detail. The Panda shape sends `null`, and other shapes leave the member out.
    fn detail(&self, name: &str, json_type: &JsonType) -> Property {
        let (json_type, is_required) = match json_type {
            JsonType::Nullable(inner) if !self.shape.is_panda() => (*inner, false),
            json_type => (json_type, true),
        };
        Property { name: name.into(), schema: Schema::of_type(json_type), is_required }
    }

    /// Returns the word of an error at a node, as it is sent. A value behind the word in the hole is not a word.
    pub(super) fn literal(&self, node: &Node, wanted: &[Word], case: &Case) -> Option<Literal> {
        let in_hole = |hole: &Hole| {
            let mut parts = hole.words.iter().map(|word| (word, self.word(word, case)));
            let (word, part) = parts.find(|(_, part)| part.presence != Presence::Never)?;
            let is_word = wanted.contains(word) && part.presence == Presence::Always;
            match self.hole_of(hole, case).schema {
                Schema::Literals(literals) if is_word => literals.into_iter().next(),
                _ => None,
            }
        };
        match node {
            Node::Hole(hole) => in_hole(hole),
            Node::Text(pieces) => {
                let has_word = pieces.iter().any(|piece| matches!(piece, Piece::Hole(hole) if in_hole(hole).is_some()));
                let text = self.text_of(pieces, case).filter(|_| has_word)?;
                Some(Literal::Text(text.into()))
            }
            _ => None,
        }
    }
}

/// Returns the code of an error, which a field may decide.
fn code(case: &Case) -> Part {
    let varies = case.definition.facts().iter().any(|fact| matches!(fact, Fact::CodeField));
    match case.definition.code() {
        Some(Code::Text(_)) if varies => Part::always(Schema::String),
        Some(Code::Number(_)) if varies => Part::always(Schema::Integer),
        None if varies => Part::sometimes(Schema::Any),
        Some(Code::Text(code)) => Part::always(Schema::Literals(vec![Literal::Text(code.into())])),
        Some(Code::Number(code)) => Part::always(Schema::Literals(vec![Literal::Number(code)])),
        None => Part::never(),
    }
}

/// Returns `true` if the details of an error may be too long to be sent. The limit is 64 KiB for all details together.
fn may_be_left_out(case: &Case) -> bool {
    fn is_short(json_type: &JsonType) -> bool {
        match json_type {
            JsonType::Integer | JsonType::Number | JsonType::Boolean => true,
            JsonType::Nullable(inner) => is_short(inner),
            _ => false,
        }
    }
    !case.details.iter().all(|(_, json_type)| is_short(json_type))
}

/// Calls `tell` with the words of each hole, and with `true` if its value is a string.
pub(super) fn each_hole<'a>(node: &'a Node, tell: &mut impl FnMut(&'a [Word], bool)) {
    match node {
        Node::Object(members) => {
            for member in members {
                match member {
                    Member::Named(_, node) => each_hole(node, tell),
                    Member::Spread(as_text) => tell(&[Word::Details], *as_text),
                }
            }
        }
        Node::Array(elements) => elements.iter().for_each(|element| each_hole(element, tell)),
        Node::Constant(_) => {}
        Node::Hole(hole) => tell(&hole.words, hole.as_text),
        Node::Text(pieces) => {
            for piece in pieces {
                if let Piece::Hole(hole) = piece {
                    tell(&hole.words, true);
                }
            }
        }
    }
}
