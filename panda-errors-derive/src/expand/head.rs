//! The head of every impl: the generics, the type, and the bounds that its impls need.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{DeriveInput, GenericParam, Type};

use crate::spec::{AnswerSpec, Message, Spec, VariantSpec};
use crate::tokens::{holds, inside_option, inside_rc, mentions, unlinted, unlinted_tokens};

/// The head of every impl.
pub(crate) struct Head {
    /// The generics as declared, without defaults: `'a, T: Clone`.
    pub(crate) generics: TokenStream,
    /// `Type<'a, T>`
    pub(crate) ty: TokenStream,
    /// The predicates, with a comma behind each.
    pub(crate) bounds: TokenStream,
}

impl Head {
    pub(crate) fn of(ast: &DeriveInput, bounds: &[TokenStream]) -> Self {
        let (generics, arguments, declared) = ast.generics.split_for_impl();
        let ident = unlinted(&ast.ident);
        let declared = declared.map(|clause| clause.predicates.iter().map(|predicate| unlinted_tokens(predicate)));
        let declared = declared.into_iter().flatten();
        let mut inner = TokenStream::new();
        // Without the angle brackets, so that a macro can add tokens of its own.
        if !ast.generics.params.is_empty() {
            let tokens: Vec<_> = unlinted_tokens(&generics).into_iter().collect();
            inner.extend(tokens.get(1..tokens.len().saturating_sub(1)).unwrap_or_default().iter().cloned());
        }
        Self { generics: inner, ty: quote!(#ident #arguments), bounds: quote!(#(#declared,)* #(#bounds,)*) }
    }

    /// Returns the same head with one more bound.
    pub(crate) fn and(&self, bound: Option<TokenStream>) -> Self {
        let Self { generics, ty, bounds } = self;
        let bound = bound.into_iter();
        Self { generics: generics.clone(), ty: ty.clone(), bounds: quote!(#bounds #(#bound,)*) }
    }

    /// Writes `impl<…> #what for Type<…> where … { #body }`.
    pub(crate) fn implement(&self, what: &TokenStream, body: &TokenStream) -> TokenStream {
        let Self { generics, ty, bounds } = self;
        let generics = (!generics.is_empty()).then(|| quote!(<#generics>));
        let bounds = (!bounds.is_empty()).then(|| quote!(where #bounds));
        quote! {
            #[automatically_derived]
            impl #generics #what for #ty #bounds { #body }
        }
    }

    pub(crate) fn display(&self, krate: &TokenStream) -> TokenStream {
        self.implement(
            &quote!(::core::fmt::Display),
            &quote! {
                fn fmt(&self, __formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #krate::__private::display(self, __formatter)
                }
            },
        )
    }

    /// Asserts the impl of `Error` that the derive does not write, with a diagnostic that names the missing impl.
    pub(crate) fn assert_error(&self, is_thiserror: bool) -> Option<TokenStream> {
        let Self { generics, ty, .. } = self;
        let assert = if is_thiserror { quote!(assert_thiserror) } else { quote!(assert_error) };
        generics.is_empty().then(|| quote!(const _: fn() = || __private::#assert::<#ty>();))
    }
}

/// Returns the bounds that the impls need: only for printed fields, and only if their types have a type parameter.
pub(crate) fn bounds(spec: &Spec<'_>) -> Vec<TokenStream> {
    let ast = spec.input.ast;
    let parameters = ast.generics.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Type(parameter) => Some(&parameter.ident),
        _ => None,
    });
    let parameters: Vec<&Ident> = parameters.collect();
    if parameters.is_empty() {
        // For any lifetime, because a false bound would be an error itself, and the diagnostic of `assert_error` is better.
        let is_displayed = !spec.input.writes_display() && ast.generics.params.is_empty();
        return if is_displayed { vec![quote!(for<'__any> Self: ::core::error::Error)] } else { Vec::new() };
    }
    let krate = &spec.krate;
    let mut bounds = Vec::new();
    let mut is_own_source = false;
    let mut bound = |ty: &Type, what: TokenStream| {
        // A recursive type needs no bound on itself: the impl that is being written satisfies it.
        if mentions(ty.to_token_stream(), &parameters) && !holds(ty.to_token_stream(), &ast.ident) {
            let ty = unlinted_tokens(ty);
            bounds.push(quote!(#ty: #what));
        }
    };
    for variant in &spec.variants {
        for (position, what) in printed(variant, krate) {
            if let Some(field) = variant.variant.fields.get(position) {
                bound(inside_option(field.ty), what);
            }
        }
        let source = source(variant).and_then(|position| variant.variant.fields.get(position));
        if let Some(field) = source {
            bound(inside_rc(inside_option(field.ty)), quote!(::core::error::Error + 'static));
            // A source is `'static`, so a type that is its own source is `'static` too.
            if holds(field.ty.to_token_stream(), &ast.ident) {
                is_own_source = true;
            }
        }
    }
    bounds.extend(is_own_source.then(|| quote!(Self: 'static)));
    // The core uses the error as a `dyn ApiError`, so it must be `Sized`. With an unsized `T` it does not implement the trait.
    if may_be_unsized(&ast.generics) {
        bounds.push(quote!(Self: ::core::marker::Sized));
    }
    bounds.push(if spec.writes.error { quote!(Self: ::core::fmt::Debug) } else { quote!(Self: ::core::error::Error) });
    bounds
}

/// Returns `true` if a parameter is `?Sized`.
fn may_be_unsized(generics: &syn::Generics) -> bool {
    let is_maybe = |token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '?');
    let declared = generics.where_clause.iter().map(ToTokens::to_token_stream);
    [generics.params.to_token_stream()].into_iter().chain(declared).flatten().any(is_maybe)
}

/// Returns the positions of the fields that an impl prints, each with the trait that prints it.
fn printed(spec: &VariantSpec<'_>, krate: &TokenStream) -> Vec<(usize, TokenStream)> {
    let mut printed = Vec::new();
    match &spec.answer {
        AnswerSpec::Transparent(position) => {
            printed.push((*position, quote!(#krate::ApiError + #krate::Cataloged + 'static)));
        }
        AnswerSpec::Row(row) => {
            if let Message::Template(template) = &row.message {
                printed.extend(template.placeholders.iter().map(|placeholder| {
                    let by = Ident::new(placeholder.by, Span::call_site());
                    (placeholder.field, quote!(::core::fmt::#by))
                }));
            }
            printed.extend(row.header_fields.iter().map(|(_, position)| (*position, quote!(::core::fmt::Display))));
            let details = row.details.iter().copied().chain(row.code_field);
            printed.extend(details.map(|position| (position, quote!(#krate::Detail))));
        }
    }
    printed
}

/// The position of the field that `source` returns.
fn source(spec: &VariantSpec<'_>) -> Option<usize> {
    spec.source.filter(|source| !matches!(spec.answer, AnswerSpec::Transparent(inner) if inner == *source))
}
