//! The code blocks of the pages for users run as doctests: one module for each page.

macro_rules! pages {
    ($($page:ident $path:literal)*) => {
        $(
            #[cfg(doctest)]
            #[doc = include_str!(concat!("../../../", $path))]
            mod $page {}
        )*

        /// The pages, by their paths from the root.
        pub const PAGES: &[&str] = &[$($path),*];
    };
}

pages! {
    readme "README.md"
    attributes "docs/attributes.md"
    errors "docs/errors.md"
    expansion "docs/expansion.md"
    from_thiserror "docs/from-thiserror.md"
}
