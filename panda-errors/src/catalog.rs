//! [`Catalog`]: all definitions of a type.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::definition::Text;
use crate::{Definition, ErrorStatus};

/// All definitions of a type, as a constant tree: what a `transparent` variant holds is the catalog of its own type.
///
/// ```
/// use panda_errors::{Cataloged, PandaError};
///
/// let names: Vec<_> = PandaError::CATALOG.definitions().map(|definition| definition.name()).collect();
/// assert!(names.contains(&"RecordNotFound"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Catalog {
    type_name: &'static str,
    rows: &'static [Definition],
    nested: &'static [&'static Catalog],
}

/// Declares one catalog of many types, in their order. A name that has one status in one of them and another in the
/// next does not compile.
///
/// ```
/// use panda_errors::{ApiError, PandaError, catalog};
///
/// #[derive(Debug, ApiError)]
/// #[api(status = 409, message = "This profile is in use")]
/// pub struct ProfileInUse;
///
/// catalog!(pub static API = [PandaError, ProfileInUse]);
///
/// assert_eq!(API.definitions().last().unwrap().name(), "ProfileInUse");
/// ```
///
/// ```compile_fail
/// # use panda_errors::{ApiError, PandaError, catalog};
/// #[derive(Debug, ApiError)]
/// #[api(status = 422, name = "BadRequest", message = "This is no video")]
/// pub struct NoVideo;
///
/// // error: name `BadRequest` has status 400 in `PandaError` and 422 in `NoVideo`; …
/// catalog!(pub static API = [PandaError, NoVideo]);
/// ```
#[macro_export]
macro_rules! catalog {
    ($(#[$attribute:meta])* $visibility:vis static $name:ident = [$($type:ty),* $(,)?] $(;)?) => {
        $(#[$attribute])*
        $visibility static $name: $crate::Catalog = $crate::Catalog::tree(
            ::core::stringify!($name),
            &[],
            &[$(<$type as $crate::Cataloged>::CATALOG),*],
        );
        const _: () = $name.refuse_second_statuses();
    };
}

/// A type whose definitions are known without a value.
///
/// Apart from [`ApiError`](crate::ApiError), which stays usable as `dyn ApiError`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no catalog of its errors",
    label = "its statuses and names are not known at compile time",
    note = "add `#[derive(ApiError)]` to `{Self}`, or implement `Cataloged` by hand"
)]
pub trait Cataloged {
    /// The definitions.
    const CATALOG: &'static Catalog;
}

impl<T: Cataloged> Cataloged for Box<T> {
    const CATALOG: &'static Catalog = T::CATALOG;
}

macro_rules! tuples {
    ($($($type:ident)*;)*) => {
        $(
            /// The errors of all of them, in their order.
            impl<$($type: Cataloged),*> Cataloged for ($($type,)*) {
                const CATALOG: &'static Catalog = &Catalog::tree("a tuple", &[], &[$($type::CATALOG),*]);
            }
        )*
    };
}

tuples! {
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
}

impl Catalog {
    /// The catalog of a type with these definitions.
    #[must_use]
    pub const fn new(type_name: &'static str, definitions: &'static [Definition]) -> Self {
        Self { type_name, rows: definitions, nested: &[] }
    }

    /// How the derive writes one: each row that is `Definition::TRANSPARENT` stands for the next nested catalog.
    #[doc(hidden)]
    #[must_use]
    pub const fn tree(type_name: &'static str, rows: &'static [Definition], nested: &'static [&'static Self]) -> Self {
        Self { type_name, rows, nested }
    }

    /// The name of the type, as declared.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// Every definition, in the order of the declaration.
    pub fn definitions(&self) -> impl Iterator<Item = &'static Definition> + use<> {
        let mut definitions = Vec::new();
        self.collect(&mut definitions);
        definitions.into_iter()
    }

    fn collect(&self, definitions: &mut Vec<&'static Definition>) {
        let mut nested = self.nested.iter();
        for row in self.rows {
            if !row.is_transparent() {
                definitions.push(row);
            } else if let Some(catalog) = nested.next() {
                catalog.collect(definitions);
            }
        }
        // A catalog of many types has no rows of its own.
        for catalog in nested {
            catalog.collect(definitions);
        }
    }

    /// Refuses, in a constant, a name that has one status in this catalog and another in the nested one of this index.
    #[doc(hidden)]
    #[track_caller]
    pub const fn refuse_second_status(&self, index: usize) {
        let (before, rest) = self.nested.split_at(index);
        let [nested, ..] = rest else { return };
        refuse(self.type_name, self.rows, nested);
        let mut before = before;
        while let [other, rest @ ..] = before {
            refuse_between(other, nested);
            before = rest;
        }
    }

    /// Refuses, in a constant, a name that has one status in one nested catalog and another in the next.
    #[doc(hidden)]
    #[track_caller]
    pub const fn refuse_second_statuses(&self) {
        let mut index = 0;
        while index < self.nested.len() {
            self.refuse_second_status(index);
            index += 1;
        }
    }

    /// Refuses, in a constant, what the derive cannot see where a status is a path: a name with two statuses, and a
    /// status without the header that it demands.
    #[doc(hidden)]
    #[track_caller]
    pub const fn refuse_impossible(&self, is_thiserror: bool) {
        refuse(self.type_name, self.rows, &Self { nested: &[], ..*self });
        let mut rows = self.rows;
        while let [row, rest @ ..] = rows {
            if let Some((header, written)) = demanded(row.status())
                && !row.is_transparent()
                && !row.has_header(header)
            {
                ConstText::of(row)
                    .then(", which needs the header `")
                    .then(written)
                    .then("`; add it with `header(…)`")
                    .refuse();
            }
            if is_thiserror && row.status().as_u16() > 500 && matches!(row.text(), Text::Display) {
                ConstText::of(row)
                    .then(", which would send its text as it is; add `message = \"…\"` for clients")
                    .refuse();
            }
            rows = rest;
        }
    }
}

#[track_caller]
const fn refuse_between(catalog: &Catalog, other: &Catalog) {
    refuse(catalog.type_name, catalog.rows, other);
    let mut nested = catalog.nested;
    while let [catalog, rest @ ..] = nested {
        refuse_between(catalog, other);
        nested = rest;
    }
}

/// Compares the rows of one type with the whole of another catalog.
#[track_caller]
const fn refuse(type_name: &str, mut rows: &[Definition], other: &Catalog) {
    while let [row, rest @ ..] = rows {
        if let Some((other_type, status)) = other_status(row, other) {
            clash(row, type_name, status, other_type).refuse();
        }
        rows = rest;
    }
}

/// The type and status under which a catalog has the name of this row, if it is another status.
const fn other_status(row: &Definition, catalog: &Catalog) -> Option<(&'static str, ErrorStatus)> {
    let mut rows = catalog.rows;
    while let [other, rest @ ..] = rows {
        let differs = row.status().as_u16() != other.status().as_u16();
        if differs && !row.is_transparent() && same(row.name(), other.name()) {
            return Some((catalog.type_name, other.status()));
        }
        rows = rest;
    }
    let mut nested = catalog.nested;
    while let [catalog, rest @ ..] = nested {
        if let Some(found) = other_status(row, catalog) {
            return Some(found);
        }
        nested = rest;
    }
    None
}

/// The header without which a status cannot be sent (RFC 9110 §15.5.6, §15.5.8, §15.5.22).
const fn demanded(status: ErrorStatus) -> Option<(&'static str, &'static str)> {
    match status.as_u16() {
        405 => Some(("allow", "Allow")),
        407 => Some(("proxy-authenticate", "Proxy-Authenticate")),
        426 => Some(("upgrade", "Upgrade")),
        _ => None,
    }
}

pub(crate) const fn same(a: &str, b: &str) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let ([x, rest_of_a @ ..], [y, rest_of_b @ ..]) = (a, b) {
        if *x != *y {
            return false;
        }
        (a, b) = (rest_of_a, rest_of_b);
    }
    true
}

/// Text put together in a constant; what is over its size is cut.
struct ConstText {
    bytes: [u8; 512],
    length: usize,
}

const fn clash(row: &Definition, type_name: &str, other: ErrorStatus, other_type: &str) -> ConstText {
    ConstText::of(row)
        .then(" in `")
        .then(type_name)
        .then("` and ")
        .then_status(other)
        .then(" in `")
        .then(other_type)
        .then("`; a name means one status, give one of them another name")
}

impl ConstText {
    /// The name and status of a row.
    const fn of(row: &Definition) -> Self {
        let empty = Self { bytes: [0; 512], length: 0 };
        empty.then("name `").then(row.name()).then("` has status ").then_status(row.status())
    }

    /// Makes the text a compile error: this only ever runs in a constant.
    #[track_caller]
    const fn refuse(&self) {
        // It is not cut inside a character: what is over the size is a name, which is ASCII.
        if let Ok(text) = core::str::from_utf8(self.bytes.split_at(self.length).0) {
            #[expect(clippy::panic, reason = "how a constant says no")]
            {
                panic!("{}", text);
            }
        }
    }

    const fn then(mut self, text: &str) -> Self {
        let mut text = text.as_bytes();
        while let [byte, rest @ ..] = text {
            let (_, room) = self.bytes.split_at_mut(self.length);
            let [slot, ..] = room else { return self };
            *slot = *byte;
            self.length += 1;
            text = rest;
        }
        self
    }

    const fn then_status(self, status: ErrorStatus) -> Self {
        let code = status.as_u16();
        self.then_digit(code / 100).then_digit(code / 10 % 10).then_digit(code % 10)
    }

    const fn then_digit(self, digit: u16) -> Self {
        let digits = "0123456789";
        let (_, rest) = digits.split_at(digit as usize);
        let (digit, _) = rest.split_at(1);
        self.then(digit)
    }
}
