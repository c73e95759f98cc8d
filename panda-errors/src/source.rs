//! The conversion of a field into a source. A field is an error, or it points to an error, as `Box<dyn Error>` and
//! `Rc<io::Error>` do.
//!
//! The macro cannot see which of these a field is, so the compiler chooses. A method call looks at each reference in
//! turn, and takes the first trait that fits: [`Error`], then [`Pointer`]. A field of another type ends at [`Unfit`],
//! whose diagnostic explains the mistake.

use core::error;
use core::ops::Deref;

use crate::ApiError;

/// A field that becomes a source.
#[derive(Debug)]
pub struct Source<'a, T: ?Sized>(pub &'a T);

/// The first choice: the field is an error.
pub trait Error<'a> {
    /// Returns the error.
    fn __find(&self) -> &'a (dyn error::Error + 'static);
}

impl<'a, T: error::Error + 'static> Error<'a> for &&Source<'a, T> {
    fn __find(&self) -> &'a (dyn error::Error + 'static) {
        self.0
    }
}

/// The second choice: the field points to an error.
pub trait Pointer<'a> {
    /// Returns the error.
    fn __find(&self) -> &'a (dyn error::Error + 'static);
}

impl<'a, T: Deref<Target: Erased>> Pointer<'a> for &Source<'a, T> {
    fn __find(&self) -> &'a (dyn error::Error + 'static) {
        self.0.deref().erased()
    }
}

/// An error of any type.
pub trait Erased {
    /// Returns the error.
    fn erased(&self) -> &(dyn error::Error + 'static);
}

impl<T: error::Error + 'static> Erased for T {
    fn erased(&self) -> &(dyn error::Error + 'static) {
        self
    }
}

macro_rules! erased {
    ($($erased:ty)*) => {
        $(
            impl Erased for $erased {
                fn erased(&self) -> &(dyn error::Error + 'static) {
                    self
                }
            }
        )*
    };
}

erased! {
    dyn error::Error + 'static
    dyn error::Error + Send + 'static
    dyn error::Error + Sync + 'static
    dyn error::Error + Send + Sync + 'static
    dyn ApiError + 'static
    dyn ApiError + Send + 'static
    dyn ApiError + Sync + 'static
    dyn ApiError + Send + Sync + 'static
}

/// The last choice: the field is neither.
pub trait Unfit<'a, T: ?Sized> {
    /// Fails to compile, so it is never called.
    fn __find(&self) -> &'a (dyn error::Error + 'static)
    where
        T: Fit;
}

impl<'a, T: ?Sized> Unfit<'a, T> for Source<'a, T> {
    fn __find(&self) -> &'a (dyn error::Error + 'static)
    where
        T: Fit,
    {
        self.0.fit()
    }
}

/// Implemented by no type. The bound exists only so that its diagnostic is shown.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a source",
    label = "is no `std::error::Error`",
    note = "remove `#[source]` or `#[from]`; a field called `source` is one without either"
)]
pub trait Fit {
    /// Stands for the conversion, and is never called.
    fn fit(&self) -> &(dyn error::Error + 'static);
}
