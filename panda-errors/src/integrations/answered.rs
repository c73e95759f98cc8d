//! [`Answered`]: how the layers know what is ours.

use crate::Definition;

/// Stands in the extensions of an answer that was made inside the layer: it is ours, and this is what it is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Answered {
    /// What is known of the error, also where a 500 stands in the place of one that could not be rendered.
    pub definition: &'static Definition,
}
