//! The expansion of a checked item: one table, two matches, and impls that call the core with them.

mod body;
mod decode;
mod error;
mod example;
mod facts;
mod from;
pub(crate) mod head;
pub(crate) mod integrate;
mod kind;
mod pattern;
mod rejection;
mod shape;
mod table;
mod visit;

use proc_macro2::TokenStream;
use quote::quote;

use self::head::{Head, bounds};
use crate::spec::Spec;

pub(crate) fn expand(spec: &Spec<'_>) -> TokenStream {
    let head = Head::of(spec.input.ast, &bounds(spec));
    let Spec { krate, writes, .. } = spec;
    let table = table::expand(spec, &head);
    let api_error = visit::expand(spec, &head);
    let display = writes.display.then(|| head.display(krate));
    let error = writes.error.then(|| error::expand(spec, &head));
    let from = writes.from.then(|| from::expand(spec));
    let from_rejection = rejection::from(spec);
    let integrations = integrate::expand(krate, &head, &writes.integrations, &spec.with);
    let kind = spec.kind.as_ref().map(|(kind, names)| kind::expand(spec, kind, names));
    let decode = spec.decode.then(|| decode::expand(spec, &head));
    let is_error = (!spec.input.writes_display()).then(|| head.assert_error(spec.input.is_thiserror));
    let kind_impls = spec.kind.as_ref().map(|(kind, names)| kind::impls(spec, kind, names));
    quote! {
        #kind
        const _: () = {
            #table
            #api_error
            #display
            #error
            #from
            #from_rejection
            #integrations
            #kind_impls
            #decode
            #is_error
        };
    }
}
