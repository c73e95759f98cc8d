//! The derive macro of [`panda-errors`](https://docs.rs/panda-errors), which re-exports it and documents its
//! attributes.
//!
//! ```text
//! tokens ─syn─► DeriveInput ─Input::read─► Input (as written) ─Spec::check─► Spec (checked) ─expand─► impls
//!                                 └───────────── Diagnostics ─────────────┘  any error ─► fallback
//! ```

mod attr;
mod diagnostics;
mod expand;
mod fallback;
mod input;
mod rules;
mod spec;
mod template;
#[cfg(test)]
mod tests;
mod tokens;

use proc_macro2::TokenStream;

use crate::diagnostics::Diagnostics;
use crate::input::Input;
use crate::spec::Spec;

/// Makes an enum or a struct an API error.
///
/// Every attribute is described in `docs/attributes.md` of the repository.
#[proc_macro_derive(ApiError, attributes(api, from, source))]
pub fn derive_api_error(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    derive(tokens.into()).into()
}

fn derive(tokens: TokenStream) -> TokenStream {
    let ast = match syn::parse2(tokens) {
        Ok(ast) => ast,
        Err(error) => return error.into_compile_error(),
    };
    let mut diagnostics = Diagnostics::default();
    let input = Input::read(&ast, &mut diagnostics);
    let spec = Spec::check(&input, &mut diagnostics);
    match (spec, diagnostics.into_error()) {
        (Some(spec), None) => expand::expand(&spec),
        (_, error) => fallback::expand(&input, error),
    }
}
