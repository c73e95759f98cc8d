//! The hidden macro call that becomes the integrations, and the calls of `with`.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Path;

use super::head::Head;

pub(crate) fn expand(krate: &TokenStream, head: &Head, integrations: &[Ident], with: &[&Path]) -> TokenStream {
    let Head { generics, ty, bounds } = head;
    let item = quote!({ [#generics] [#ty] [#bounds] });
    let frameworks = (!integrations.is_empty()).then(|| quote!(#krate::__integrate! { [#(#integrations)*] #item }));
    quote! {
        #frameworks
        #(#with! { #item })*
    }
}
