//! [`Schema`]: the type of a body, made from the template of a shape and from the errors that are sent in it.
//!
//! `OpenAPI` and TypeScript are both written from a schema. [`Union`] finds the member that distinguishes the errors,
//! and groups the errors by its value.

use std::borrow::Cow;
use std::boxed::Box;
use std::collections::{BTreeMap, BTreeSet};
use std::format;
use std::string::{String, ToString as _};
use std::vec;
use std::vec::Vec;

use crate::catalog::entry::Case;
use crate::shape::tree::{Hole, Member, Node, Part as Piece, Word};
use crate::{Code, Fact, JsonType, Shape, Value};

/// The type of a JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Schema {
    Any,
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Nullable(Box<Schema>),
    List(Box<Schema>),
    /// One of these values.
    Literals(Vec<Literal>),
    /// A value of the same type as these values, but a different value.
    Others(Vec<Literal>),
    /// An object whose members are known. It may have more members.
    Object(Vec<Property>),
    /// The details of an error: an object with known members and a name of its own.
    Details(Vec<Property>),
    /// An object whose members are not known.
    AnyObject,
    /// An object of strings.
    Strings,
    /// A schema that has a name.
    Reference(String),
    OneOf(Vec<Schema>),
}

/// A value that distinguishes errors.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Literal {
    Text(Cow<'static, str>),
    Number(i64),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Property {
    pub(super) name: String,
    pub(super) schema: Schema,
    pub(super) is_required: bool,
}

/// The type of a value, and whether it is sent.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    schema: Schema,
    presence: Presence,
}

/// The presence of a part in the bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    Always,
    Sometimes,
    Never,
}

impl Schema {
    pub(super) fn of_type(json_type: &JsonType) -> Self {
        match json_type {
            JsonType::String => Self::String,
            JsonType::Integer => Self::Integer,
            // It is `null` if it is infinite or not a number.
            JsonType::Number => Self::Number.or_null(),
            JsonType::Boolean => Self::Boolean,
            JsonType::List(inner) => Self::List(Box::new(Self::of_type(inner))),
            JsonType::Nullable(inner) => Self::of_type(inner).or_null(),
            JsonType::Object => Self::AnyObject,
            JsonType::Any => Self::Any,
        }
    }

    fn of_value(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Unsigned(_) | Value::Signed(_) => Self::Integer,
            Value::Float(_) => Self::Number,
            Value::Text(text) => Self::Literals(vec![Literal::Text(text.clone())]),
            Value::List(_) => Self::List(Box::new(Self::Any)),
            Value::Object(_) => Self::AnyObject,
        }
    }

    fn or_null(self) -> Self {
        match self {
            Self::Any | Self::Null | Self::Nullable(_) => self,
            schema => Self::Nullable(Box::new(schema)),
        }
    }

    /// Returns the schema of values that match one schema or the other.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Self::Null, other) | (other, Self::Null) => other.or_null(),
            (Self::Nullable(one), other) | (other, Self::Nullable(one)) => one.or(other).or_null(),
            (Self::Literals(mut literals), Self::Literals(more)) => {
                if literals.iter().chain(&more).any(Literal::is_text)
                    && literals.iter().chain(&more).any(Literal::is_number)
                {
                    return Self::Any;
                }
                literals.extend(more.into_iter().filter(|literal| !literals.contains(literal)).collect::<Vec<_>>());
                Self::Literals(literals)
            }
            (Self::Literals(literals), general) | (general, Self::Literals(literals))
                if general == Self::type_of(&literals) =>
            {
                general
            }
            (Self::Integer, Self::Number) | (Self::Number, Self::Integer) => Self::Number,
            (Self::Details(one), Self::Details(other)) => Self::Details(merged(one, other)),
            (
                Self::Object(_) | Self::Details(_) | Self::AnyObject,
                Self::Object(_) | Self::Details(_) | Self::AnyObject,
            ) => Self::AnyObject,
            _ => Self::Any,
        }
    }

    /// Returns the schema without the known values.
    fn general(self) -> Self {
        match self {
            Self::Literals(literals) => Self::type_of(&literals),
            Self::Nullable(inner) => inner.general().or_null(),
            Self::Object(_) | Self::Details(_) => Self::AnyObject,
            schema => schema,
        }
    }

    /// Returns the type of these values.
    pub(super) fn type_of(literals: &[Literal]) -> Self {
        if literals.iter().all(Literal::is_text) { Self::String } else { Self::Integer }
    }
}

impl Schema {
    /// Returns the schema of the value as a string.
    fn into_text(self) -> Self {
        match self {
            Self::Literals(literals) => Self::Literals(
                literals.iter().map(|literal| Literal::Text(literal.to_text().into_owned().into())).collect(),
            ),
            Self::Details(_) | Self::AnyObject => Self::Strings,
            Self::Null => Self::Null,
            _ => Self::String,
        }
    }
}

/// Returns the properties of objects that have the first properties or the others.
fn merged(mut properties: Vec<Property>, others: Vec<Property>) -> Vec<Property> {
    for property in &mut properties {
        property.is_required &= others.iter().any(|other| other.name == property.name);
    }
    for other in others {
        match properties.iter_mut().find(|property| property.name == other.name) {
            Some(property) => {
                property.is_required &= other.is_required;
                property.schema = property.schema.clone().or(other.schema);
            }
            None => properties.push(Property { is_required: false, ..other }),
        }
    }
    properties
}

impl Literal {
    pub(super) fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
        }
    }

    fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }
}

impl Presence {
    /// Returns the presence in the bodies of two errors.
    fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Sometimes }
    }
}

impl Part {
    fn always(schema: Schema) -> Self {
        Self { schema, presence: Presence::Always }
    }

    fn sometimes(schema: Schema) -> Self {
        Self { schema, presence: Presence::Sometimes }
    }

    fn never() -> Self {
        Self { schema: Schema::Any, presence: Presence::Never }
    }

    fn optional(value: Option<Schema>) -> Self {
        value.map_or_else(Self::never, Self::always)
    }

    /// Returns the part in the bodies of two errors.
    fn and(self, other: Self) -> Self {
        let schema = match (self.presence, other.presence) {
            (Presence::Never, _) => other.schema,
            (_, Presence::Never) => self.schema,
            _ => self.schema.or(other.schema),
        };
        Self { schema, presence: self.presence.and(other.presence) }
    }

    fn property(self, name: &str) -> Option<Property> {
        let is_required = self.presence == Presence::Always;
        (self.presence != Presence::Never).then(|| Property { name: name.into(), schema: self.schema, is_required })
    }
}

/// The body of an API: the template, and the values in it.
pub(super) struct Body {
    shape: &'static Shape,
    root: Node,
    /// The details that the template names. `{details}` does not repeat them.
    taken: Vec<String>,
}

/// The errors that a schema is for.
#[derive(Clone, Copy)]
struct Errors<'a> {
    cases: &'a [&'a Case],
    /// Unknown errors are among them.
    is_open: bool,
    /// The schemas of these nodes, instead of their own.
    instead: &'a [(&'a Node, Schema)],
}

impl Body {
    /// Returns the body of this shape, or `None` if a function writes it.
    pub(super) fn of(shape: &'static Shape) -> Option<Self> {
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
    fn part(&self, node: &Node, errors: Errors<'_>) -> Part {
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

    fn details_where(&self, case: &Case, is_in: &dyn Fn(&str) -> bool) -> Part {
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
    fn literal(&self, node: &Node, wanted: &[Word], case: &Case) -> Option<Literal> {
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
fn each_hole<'a>(node: &'a Node, tell: &mut impl FnMut(&'a [Word], bool)) {
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

/// The errors of an API, grouped by the value that distinguishes them.
pub(super) struct Union<'a> {
    body: &'a Body,
    /// All documented errors.
    pub(super) cases: &'a [&'a Case],
    /// The object whose members distinguish the errors.
    object: &'a Node,
    /// The places of the words.
    places: Vec<&'a Node>,
    has_words: bool,
    pub(super) groups: Vec<Group<'a>>,
}

/// The errors of one word, or of one status if the shape sends no words.
pub(super) struct Group<'a> {
    pub(super) literal: Literal,
    place: usize,
    pub(super) cases: Vec<&'a Case>,
}

impl<'a> Union<'a> {
    pub(super) fn of(body: &'a Body, cases: &'a [&'a Case]) -> Self {
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
    pub(super) fn discriminator(&self) -> Option<&'a str> {
        self.member().filter(|_| self.groups.iter().all(|group| group.literal.is_text()))
    }

    /// Returns `true` if the union is the whole body.
    pub(super) fn is_whole(&self) -> bool {
        std::ptr::eq(self.object, &raw const self.body.root)
    }

    /// Returns the schema of the object in the bodies of these errors.
    pub(super) fn of_cases(&self, cases: &[&Case]) -> Schema {
        self.body.part(self.object, Errors { cases, is_open: false, instead: &[] }).schema
    }

    /// Returns the schema of the object in the bodies of unknown errors.
    pub(super) fn of_unknown(&self) -> Schema {
        let others = |(place, node): (usize, &&'a Node)| {
            let of_place = self.groups.iter().filter(|group| group.place == place);
            (*node, Schema::Others(of_place.map(|group| group.literal.clone()).collect()))
        };
        let others: Vec<_> = self.places.iter().enumerate().map(others).collect();
        self.open(self.object, &others)
    }

    /// Returns the schema of the object in the bodies of all errors.
    pub(super) fn of_all(&self) -> Schema {
        self.open(self.object, &[])
    }

    /// Returns the schema of the whole body, with this schema for the object.
    pub(super) fn around(&self, object: Schema) -> Schema {
        self.open(&self.body.root, &[(self.object, object)])
    }

    fn open(&self, node: &Node, instead: &[(&Node, Schema)]) -> Schema {
        self.body.part(node, Errors { cases: self.cases, is_open: true, instead }).schema
    }
}

/// Returns the word for all details.
pub(super) const fn details_word() -> Word {
    Word::Details
}

/// A step on the way to a value in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step<'a> {
    Member(&'a str),
    Element(usize),
}

/// Finds the places of values, for code that reads a body.
impl<'a> Union<'a> {
    /// Returns `true` if words distinguish the errors. Otherwise their statuses do.
    pub(super) fn has_words(&self) -> bool {
        self.has_words
    }

    /// Returns the places of the words.
    pub(super) fn paths(&self) -> Vec<Vec<Step<'a>>> {
        self.places.iter().filter_map(|place| path(&self.body.root, &|node| std::ptr::eq(node, *place))).collect()
    }

    /// Returns the place of the value that is nearest to the root.
    pub(super) fn path(&self, word: &Word) -> Option<Vec<Step<'a>>> {
        let (_, place) = place(&self.body.root, word)?;
        path(&self.body.root, &|node| std::ptr::eq(node, place))
    }

    /// Returns the member that has the word in the object of the union.
    pub(super) fn member(&self) -> Option<&'a str> {
        let ([place], Node::Object(members)) = (self.places.as_slice(), self.object) else { return None };
        members.iter().find_map(|member| match member {
            Member::Named(name, node) if std::ptr::eq(node, *place) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Returns the object that has details among its members, and the names of its other members.
    pub(super) fn spread(&self) -> Option<(Vec<Step<'a>>, Vec<&'a str>)> {
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
    pub(super) fn members(&self) -> Vec<(&'a str, Vec<Step<'a>>)> {
        let place = |key: &'a String| Some((key.as_str(), self.path(&Word::Detail(key.clone()))?));
        self.body.taken.iter().filter_map(place).collect()
    }

    /// Returns the schema of the details of these errors, wherever they stand, and whether they are always sent.
    /// Returns `None` if the errors do not have details, or the shape does not send them.
    pub(super) fn details(&self, cases: &[&Case]) -> Option<(Schema, bool)> {
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
fn place<'a>(root: &'a Node, word: &Word) -> Option<(&'a Node, &'a Node)> {
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

/// A source of unique names for schemas. They also differ for generators that change their case, and from the names of
/// other things.
pub(super) struct Names<'a> {
    prefix: &'a str,
    taken: BTreeSet<String>,
}

impl<'a> Names<'a> {
    /// Reserves `ApiError`, because it is the name of a class in clients of openapi-typescript-codegen.
    pub(super) fn new(prefix: &'a str) -> Self {
        Self { prefix, taken: BTreeSet::from(["apierror".into()]) }
    }

    pub(super) fn name(&mut self, wish: &str) -> String {
        let is_fit = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '.' | '-');
        let fit: String = wish.chars().map(|char| if is_fit(char) { char } else { '_' }).collect();
        let fit = match fit.chars().next() {
            Some(first) if first.is_ascii_alphabetic() => format!("{}{fit}", self.prefix),
            _ => format!("{}Error{fit}", self.prefix),
        };
        let mut name = fit.clone();
        let mut number = 2;
        while !self
            .taken
            .insert(name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase())
        {
            name = format!("{fit}{number}");
            number += 1;
        }
        name
    }
}
