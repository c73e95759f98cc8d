//! `decode`: each error can be made again from the values that are sent, and no two errors look alike.

#[cfg(test)]
use std::cell::Cell;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::{AnswerSpec, Code, Message, Row, Status, VariantSpec};
use crate::attr::{Key, Value};
use crate::diagnostics::Diagnostics;
use crate::input::{Input, detail_key, member_name};
use crate::tokens::inside_option;

/// Checks `decode`: each error can be made again from the values that are sent.
pub(super) fn check_decode(
    input: &Input<'_>,
    variants: &[Option<VariantSpec<'_>>],
    diagnostics: &mut Diagnostics,
) -> Option<bool> {
    let Some(entry) = input.attrs().get(Key::Decode) else { return Some(false) };
    if matches!(entry.value, Value::Unreadable) {
        return None;
    }
    if !input.ast.generics.params.is_empty() {
        diagnostics.error_at(entry.span, "`decode` cannot tell which generic type was sent; leave it out");
        return None;
    }
    let mut enough = true;
    let mut told = Told::new(input.attrs().has(Key::Shape));
    for spec in variants.iter().flatten() {
        let AnswerSpec::Row(row) = &spec.answer else {
            if spec.variant.fields.len() > 1 {
                enough = false;
                diagnostics.error(
                    spec.variant.at,
                    "the fields beside a transparent error are not sent, so `decode` cannot make this one again; leave \
                     `decode` out",
                );
            }
            continue;
        };
        if row.is_silent() {
            continue;
        }
        let mut sent: HashSet<usize> = row.header_fields.iter().map(|(_, position)| *position).collect();
        sent.extend(&row.details);
        sent.extend([row.retry_after, row.status_field, row.code_field].into_iter().flatten());
        let missing = spec.variant.fields.iter().enumerate().find(|(at, _)| !sent.contains(at));
        if let Some((at, field)) = missing {
            enough = false;
            let name = member_name(&field.member);
            let is_withheld = spec.source == Some(at) || field.attrs.has(Key::Redact);
            let mend = if is_withheld { "leave `decode` out" } else { "add `detail` to it" };
            diagnostics.error(
                spec.variant.at,
                format_args!("`{name}` is not in `details`, so `decode` cannot make this error again; {mend}"),
            );
            continue;
        }
        match told.add(spec, row) {
            Likeness::Own => {}
            Likeness::Alike => {
                enough = false;
                diagnostics.error(
                    spec.variant.at,
                    format_args!(
                        "`decode` cannot tell this `{}` from the one before; give it another name or other details",
                        row.name
                    ),
                );
            }
            Likeness::TooMany => {
                enough = false;
                diagnostics.error(
                    spec.variant.at,
                    format_args!(
                        "more than {MOST_OPTIONAL} errors called `{}` have details that may be left out; give it another name",
                        row.name
                    ),
                );
            }
        }
    }
    enough.then_some(true)
}

/// The most errors of one word with a detail that may be left out. Each of them is compared with each error of the word.
const MOST_OPTIONAL: usize = 32;

/// Whether a client can distinguish a row from the rows before it.
enum Likeness {
    Own,
    Alike,
    TooMany,
}

/// The rows so far, in groups of one word and one type.
///
/// A client distinguishes the rows of a group by their statuses, by the texts of constant messages, and by the keys of
/// their details. If the type states a shape, a detail that is `None` is left out.
struct Told<'a> {
    has_shape: bool,
    groups: HashMap<(Word<'a>, Option<&'a str>), Group<'a>>,
}

/// The code or else the name of a row.
#[derive(PartialEq, Eq, Hash)]
enum Word<'a> {
    Text(&'a str),
    Number(i64),
    Name(&'a str),
}

#[derive(Default)]
struct Group<'a> {
    rows: Vec<Keys<'a>>,
    /// The positions of the rows with a detail that may be left out.
    optional: Vec<usize>,
    /// The signs of the other rows, by their details.
    fixed: HashMap<BTreeSet<String>, Signs<'a>>,
}

/// The details, the status and the message of a row.
struct Keys<'a> {
    required: BTreeSet<String>,
    all: BTreeSet<String>,
    sign: Sign<'a>,
}

/// The status of a row, unless it varies, and the message, unless it has placeholders.
#[derive(Clone, Copy)]
struct Sign<'a> {
    status: Option<u16>,
    message: Option<&'a str>,
}

/// A part of a sign, or `None` for any.
type Part<T> = Option<Option<T>>;

/// The signs of rows. Each is stored whole, and with one or both of its parts replaced by any.
#[derive(Default)]
struct Signs<'a>(HashSet<(Part<u16>, Part<&'a str>)>);

impl<'a> Told<'a> {
    fn new(has_shape: bool) -> Self {
        Self { has_shape, groups: HashMap::new() }
    }

    fn add(&mut self, spec: &'a VariantSpec<'_>, row: &'a Row<'_>) -> Likeness {
        let word = match &row.code {
            Some(Code::Text(code)) => Word::Text(code),
            Some(Code::Number(code)) => Word::Number(*code),
            None => Word::Name(&row.name),
        };
        let group = self.groups.entry((word, row.error_type.as_deref())).or_default();
        group.add(Keys::of(spec, row, self.has_shape))
    }
}

impl<'a> Group<'a> {
    fn add(&mut self, keys: Keys<'a>) -> Likeness {
        let is_optional = keys.required != keys.all;
        if is_optional && self.optional.len() == MOST_OPTIONAL {
            return Likeness::TooMany;
        }
        let is_alike = if is_optional {
            self.rows.iter().any(|other| other.is_alike(&keys))
        } else {
            let mut optional = self.optional.iter().filter_map(|at| self.rows.get(*at));
            let signs = self.fixed.entry(keys.all.clone()).or_default();
            signs.has_alike(keys.sign) || optional.any(|other| other.is_alike(&keys))
        };
        if is_optional {
            self.optional.push(self.rows.len());
        } else if let Some(signs) = self.fixed.get_mut(&keys.all) {
            signs.add(keys.sign);
        }
        self.rows.push(keys);
        if is_alike { Likeness::Alike } else { Likeness::Own }
    }
}

impl<'a> Keys<'a> {
    fn of(spec: &VariantSpec<'_>, row: &'a Row<'_>, has_shape: bool) -> Self {
        let fields = || row.details.iter().filter_map(|at| spec.variant.fields.get(*at));
        let is_optional = |ty| has_shape && !std::ptr::eq(inside_option(ty), ty);
        Self {
            required: fields().filter(|field| !is_optional(field.ty)).map(detail_key).collect(),
            all: fields().map(detail_key).collect(),
            sign: Sign {
                status: match row.status {
                    Status::Code(code) if row.status_field.is_none() => Some(code),
                    Status::Code(_) | Status::Constant(_) => None,
                },
                message: match &row.message {
                    Message::Template(template) if template.placeholders.is_empty() => Some(&template.text),
                    _ => None,
                },
            },
        }
    }

    /// Returns `true` if a response may be of both rows.
    fn is_alike(&self, other: &Self) -> bool {
        #[cfg(test)]
        COMPARED.set(COMPARED.get() + 1);
        let differs = |one: Option<&str>, other: Option<&str>| one.is_some() && other.is_some() && one != other;
        let has_other_status =
            matches!((self.sign.status, other.sign.status), (Some(one), Some(other)) if one != other);
        !has_other_status
            && !differs(self.sign.message, other.sign.message)
            && self.required.is_subset(&other.all)
            && other.required.is_subset(&self.all)
    }
}

impl<'a> Signs<'a> {
    fn add(&mut self, Sign { status, message }: Sign<'a>) {
        self.0.extend([(Some(status), Some(message)), (Some(status), None), (None, Some(message)), (None, None)]);
    }

    /// Returns `true` if a response may have this sign and one of these.
    fn has_alike(&self, Sign { status, message }: Sign<'a>) -> bool {
        #[cfg(test)]
        COMPARED.set(COMPARED.get() + 1);
        // A row without a status of its own is like all others, and is itself like each of them.
        let statuses = status.map_or_else(|| vec![None], |status| vec![Some(Some(status)), Some(None)]);
        let messages = message.map_or_else(|| vec![None], |message| vec![Some(Some(message)), Some(None)]);
        statuses.iter().any(|status| messages.iter().any(|message| self.0.contains(&(*status, *message))))
    }
}

#[cfg(test)]
thread_local! {
    /// The comparisons of this test, which show that their number is linear.
    pub(crate) static COMPARED: Cell<usize> = const { Cell::new(0) };
}
