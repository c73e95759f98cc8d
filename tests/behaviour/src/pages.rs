//! The code blocks of the pages for users run as doctests: one module for each page.
