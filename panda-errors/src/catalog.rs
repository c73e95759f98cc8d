//! [`Catalog`]: all definitions of a type.

#[cfg(any(feature = "docs", feature = "lock"))]
pub(crate) mod entry;
mod refuse;

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::{Definition, Shape};

/// All definitions of a type, as a constant tree. A `transparent` variant contributes the catalog of its own type.
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
    /// The shape that the type states.
    shape: Option<&'static Shape>,
}

/// Declares one catalog of several types, in their order.
///
/// If a name has one status in one type and another status in the next type, the catalog does not compile.
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
/// The trait is separate from [`ApiError`](crate::ApiError), so that `ApiError` stays usable as `dyn ApiError`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no catalog of its errors",
    label = "its statuses and names are not known at compile time",
    note = "add `#[derive(ApiError)]` to `{Self}`, or implement `Cataloged` by hand"
)]
pub trait Cataloged {
    /// The definitions of the type.
    const CATALOG: &'static Catalog;
}

impl<T: Cataloged> Cataloged for Box<T> {
    const CATALOG: &'static Catalog = T::CATALOG;
}

macro_rules! tuples {
    ($($($type:ident)*;)*) => {
        $(
            /// The errors of all these types, in their order.
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
    /// Returns the catalog of a type with these definitions.
    #[must_use]
    pub const fn new(type_name: &'static str, definitions: &'static [Definition]) -> Self {
        Self { type_name, rows: definitions, nested: &[], shape: None }
    }

    /// Returns the catalog that the derive writes. Each row that is `Definition::TRANSPARENT` stands for the next
    /// nested catalog.
    #[doc(hidden)]
    #[must_use]
    pub const fn tree(type_name: &'static str, rows: &'static [Definition], nested: &'static [&'static Self]) -> Self {
        Self { type_name, rows, nested, shape: None }
    }

    /// Returns the catalog of an API whose errors are not known as types. The catalog has only a shape.
    #[must_use]
    pub const fn of_shape(shape: &'static Shape) -> Self {
        Self { type_name: "", rows: &[], nested: &[], shape: Some(shape) }
    }

    /// Returns the same catalog with the shape of its answers.
    #[must_use]
    pub const fn with_shape(self, shape: &'static Shape) -> Self {
        Self { shape: Some(shape), ..self }
    }

    /// Returns the shape of the answers: the stated one, or the shape of the first type in a catalog of several types.
    #[must_use]
    pub const fn shape(&self) -> &'static Shape {
        match (self.shape, self.rows, self.nested) {
            (Some(shape), _, _) => shape,
            (None, [], [first, ..]) => first.shape(),
            _ => Shape::panda(),
        }
    }

    /// Returns the name of the type, as declared.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// Returns every definition, in the order of the declaration.
    pub fn definitions(&self) -> impl Iterator<Item = &'static Definition> + use<> {
        self.typed_definitions().map(|(_, definition)| definition)
    }

    /// Returns the definitions, each with the name of its type.
    fn typed_definitions(&self) -> impl Iterator<Item = (&'static str, &'static Definition)> + use<> {
        let mut definitions = Vec::new();
        self.collect(&mut definitions);
        definitions.into_iter()
    }

    fn collect(&self, definitions: &mut Vec<(&'static str, &'static Definition)>) {
        let mut nested = self.nested.iter();
        for row in self.rows {
            if !row.is_transparent() {
                definitions.push((self.type_name, row));
            } else if let Some(catalog) = nested.next() {
                catalog.collect(definitions);
            }
        }
        // A catalog of several types does not have rows of its own.
        for catalog in nested {
            catalog.collect(definitions);
        }
    }
}
