//! How a field becomes a source: it is an error, or it points to one, as `Box<dyn Error>` and `Rc<io::Error>` do.
//!
//! Which of these, the macro cannot see. A method call looks at each reference in turn, so the first that fits is
//! taken; a field of another type ends at the last, which says what is wrong.

use core::error;
use core::ops::Deref;

use crate::ApiError;

/// The field.
#[derive(Debug)]
pub struct Source<'a, T: ?Sized>(pub &'a T);

/// First: it is an error.
pub trait Error<'a> {
    /// The error.
    fn __find(&self) -> &'a (dyn error::Error + 'static);
}

impl<'a, T: error::Error + 'static> Error<'a> for &&Source<'a, T> {
    fn __find(&self) -> &'a (dyn error::Error + 'static) {
        self.0
    }
}

/// Second: it points to one.
pub trait Pointer<'a> {
    /// The error.
    fn __find(&self) -> &'a (dyn error::Error + 'static);
}

impl<'a, T: Deref<Target: Erased>> Pointer<'a> for &Source<'a, T> {
    fn __find(&self) -> &'a (dyn error::Error + 'static) {
        self.0.deref().erased()
    }
}

/// Any error.
pub trait Erased {
    /// The error.
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

/// Last: it is neither.
pub trait Unfit<'a, T: ?Sized> {
    /// Never called.
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

/// What nothing is: to be told so.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a source",
    label = "is no `std::error::Error`",
    note = "remove `#[source]` or `#[from]`; a field called `source` is one without either"
)]
pub trait Fit {
    /// Never called.
    fn fit(&self) -> &(dyn error::Error + 'static);
}
