//! The checks of a catalog in a constant: they reject a name with two statuses, and a status without the header that it
//! demands.

use super::Catalog;
use crate::const_str::{ConstText, hash, same};
use crate::definition::Text;
use crate::{Definition, ErrorStatus, Shape};

impl Catalog {
    /// Rejects, in a constant, a name with one status in this catalog and another in the nested catalog of this index.
    #[doc(hidden)]
    #[track_caller]
    pub const fn refuse_second_status(&self, index: usize) {
        let (before, rest) = self.nested.split_at(index);
        let [nested, ..] = rest else { return };
        if self.shape.is_none() && !nested.shape().is(Shape::panda()) {
            ConstText::new()
                .then("`")
                .then(self.type_name)
                .then("` has no shape and `")
                .then(nested.type_name)
                .then("` has one; add `shape = …` to `")
                .then(self.type_name)
                .then("`, or `shape = Shape::PANDA`")
                .refuse();
        }
        let before = Self { nested: before, ..*self };
        if before.count() < FEW {
            let mut names = Names::<{ 2 * FEW }>::new();
            names.add(&before);
            names.refuse(nested);
        } else {
            let mut names = Names::<MANY>::new();
            names.add(&before);
            names.refuse(nested);
        }
    }

    /// Rejects, in a constant, a name with one status in one nested catalog and another in the next.
    #[doc(hidden)]
    #[track_caller]
    pub const fn refuse_second_statuses(&self) {
        let mut names = Names::<MANY>::new();
        let mut nested = self.nested;
        while let [catalog, rest @ ..] = nested {
            if !catalog.shape().is(self.shape()) {
                ConstText::new()
                    .then("`")
                    .then(catalog.type_name)
                    .then("` has another shape than the first type of this catalog; make a catalog for each shape")
                    .refuse();
            }
            names.refuse(catalog);
            names.add(catalog);
            nested = rest;
        }
    }

    /// Rejects, in a constant, mistakes that the derive cannot see because the status of a row is a path.
    ///
    /// The check covers such rows, and rows that share their name with such a row before them. A row is rejected if its
    /// status differs from the first row of its name, or if it lacks the header that its status demands.
    #[doc(hidden)]
    #[track_caller]
    pub const fn refuse_row(&self, row: usize, first: usize, is_thiserror: bool) {
        let ([.., first], [row, ..]) = (self.rows.split_at(first + 1).0, self.rows.split_at(row).1) else { return };
        if first.status().as_u16() != row.status().as_u16() && !first.is_hidden() && !row.is_hidden() {
            clash(first, self.type_name, row.status(), self.type_name).refuse();
        }
        if let Some((header, written)) = demanded(row.status())
            && !row.has_header(header)
        {
            of(row).then(", which needs the header `").then(written).then("`; add it with `header(…)`").refuse();
        }
        if is_thiserror && row.status().as_u16() > 500 && matches!(row.text(), Text::Display) {
            of(row).then(", which would send its text as it is; add `message = \"…\"` for clients").refuse();
        }
    }

    const fn count(&self) -> usize {
        let mut count = self.rows.len();
        let mut nested = self.nested;
        while let [catalog, rest @ ..] = nested {
            count += catalog.count();
            nested = rest;
        }
        count
    }
}

/// A table of names by hash, each with its first row and the type of this row.
///
/// Comparing each name with each would take more of the compiler's time than a constant may.
struct Names<const SLOTS: usize>([Option<(&'static Definition, &'static str)>; SLOTS]);

/// The size of the small table, which nearly all catalogs fit into. Making a large table takes time.
const FEW: usize = 1 << 8;
const MANY: usize = 1 << 14;

impl<const SLOTS: usize> Names<SLOTS> {
    const fn new() -> Self {
        Self([None; SLOTS])
    }

    /// Adds the names of a catalog that the table does not contain yet.
    #[track_caller]
    const fn add(&mut self, catalog: &Catalog) {
        let mut rows = catalog.rows;
        while let [row, rest @ ..] = rows {
            self.add_row(row, catalog.type_name);
            rows = rest;
        }
        let mut nested = catalog.nested;
        while let [catalog, rest @ ..] = nested {
            self.add(catalog);
            nested = rest;
        }
    }

    /// Rejects a catalog with a name that the table contains with another status. A mistake inside one catalog is
    /// reported at its type.
    #[track_caller]
    const fn refuse(&self, catalog: &Catalog) {
        let mut rows = catalog.rows;
        while let [row, rest @ ..] = rows {
            self.refuse_row(row, catalog.type_name);
            rows = rest;
        }
        let mut nested = catalog.nested;
        while let [catalog, rest @ ..] = nested {
            self.refuse(catalog);
            nested = rest;
        }
    }

    #[track_caller]
    const fn add_row(&mut self, row: &'static Definition, type_name: &'static str) {
        let Some(slot) = self.slot(row.name()) else {
            of(row).then(", and there are 16384 others; make several catalogs of this one").refuse();
        };
        let (_, rest) = self.0.split_at_mut(slot);
        if let [place @ None, ..] = rest
            && !row.is_transparent()
            && !row.is_hidden()
        {
            *place = Some((row, type_name));
        }
    }

    #[track_caller]
    const fn refuse_row(&self, row: &Definition, type_name: &str) {
        if row.is_hidden() {
            return;
        }
        let Some(slot) = self.slot(row.name()) else { return };
        let (_, rest) = self.0.split_at(slot);
        if let [Some((first, first_type)), ..] = rest
            && first.status().as_u16() != row.status().as_u16()
        {
            clash(first, first_type, row.status(), type_name).refuse();
        }
    }

    /// Returns the slot of the name, or the slot that it belongs into.
    const fn slot(&self, name: &str) -> Option<usize> {
        let mut slot = hash(name) % SLOTS;
        let mut tries = 0;
        while tries < SLOTS {
            let (_, rest) = self.0.split_at(slot);
            match rest {
                [Some((first, _)), ..] if !same(first.name(), name) => slot = (slot + 1) % SLOTS,
                _ => return Some(slot),
            }
            tries += 1;
        }
        None
    }
}

/// Returns the header without which a status cannot be sent (RFC 9110 §15.5.6, §15.5.8, §15.5.22).
const fn demanded(status: ErrorStatus) -> Option<(&'static str, &'static str)> {
    match status.as_u16() {
        405 => Some(("allow", "Allow")),
        407 => Some(("proxy-authenticate", "Proxy-Authenticate")),
        426 => Some(("upgrade", "Upgrade")),
        _ => None,
    }
}

const fn clash(row: &Definition, type_name: &str, other: ErrorStatus, other_type: &str) -> ConstText {
    of(row)
        .then(" in `")
        .then(type_name)
        .then("` and ")
        .then_number(other.as_u16() as u32)
        .then(" in `")
        .then(other_type)
        .then("`; a name means one status, give one of them another name")
}

/// Returns the name and status of a row.
const fn of(row: &Definition) -> ConstText {
    let name = ConstText::new().then("name `").then(row.name());
    name.then("` has status ").then_number(row.status().as_u16() as u32)
}
