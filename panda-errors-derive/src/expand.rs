//! What a checked item expands to: one table, two matches, and impls that call the core with them.

mod decode;
mod error;
mod facts;
mod from;
pub(crate) mod integrate;
mod kind;
mod rejection;
mod shape;
mod table;
mod visit;

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::spanned::Spanned as _;
use syn::{DeriveInput, GenericParam, Member, Type};

use crate::spec::{AnswerSpec, Message, Spec, VariantSpec};

/// What every impl begins with.
pub(crate) struct Head {
    /// The generics as declared, without defaults: `'a, T: Clone`.
    pub(crate) generics: TokenStream,
    /// `Type<'a, T>`
    pub(crate) ty: TokenStream,
    /// The predicates, with a comma behind each.
    pub(crate) bounds: TokenStream,
}

pub(crate) fn expand(spec: &Spec<'_>) -> TokenStream {
    let head = Head::of(spec.input.ast, &bounds(spec));
    let Spec { krate, writes, .. } = spec;
    let table = table::expand(spec, &head);
    let api_error = visit::expand(spec, &head);
    let display = writes.display.then(|| head.display(krate));
    let error = writes.error.then(|| error::expand(spec, &head));
    let from = writes.from.then(|| from::expand(spec));
    let from_rejection = rejection::from(spec);
    let serialize = writes.serialize.then(|| head.serialize(krate));
    let integrations = integrate::expand(krate, &head, &writes.integrations, &spec.with);
    let kind = spec.kind.as_ref().map(|(kind, names)| kind::expand(spec, kind, names));
    let decode = spec.decode.then(|| decode::expand(spec, &head));
    let told = (!spec.input.is_ours()).then(|| head.told());
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
            #serialize
            #integrations
            #kind_impls
            #decode
            #told
        };
    }
}

impl Head {
    pub(crate) fn of(ast: &DeriveInput, bounds: &[TokenStream]) -> Self {
        let (generics, arguments, declared) = ast.generics.split_for_impl();
        let ident = unlinted(&ast.ident);
        let declared = declared.map(|clause| clause.predicates.iter().map(|predicate| unlinted_tokens(predicate)));
        let declared = declared.into_iter().flatten();
        let mut inner = TokenStream::new();
        // Without the angle brackets, so that a macro can put them where it likes.
        if !ast.generics.params.is_empty() {
            let tokens: Vec<_> = unlinted_tokens(&generics).into_iter().collect();
            inner.extend(tokens.get(1..tokens.len().saturating_sub(1)).unwrap_or_default().iter().cloned());
        }
        Self { generics: inner, ty: quote!(#ident #arguments), bounds: quote!(#(#declared,)* #(#bounds,)*) }
    }

    /// `impl<…> #what for Type<…> where … { #body }`
    pub(crate) fn implement(&self, what: &TokenStream, body: &TokenStream) -> TokenStream {
        let Self { generics, ty, bounds } = self;
        let generics = (!generics.is_empty()).then(|| quote!(<#generics>));
        let bounds = (!bounds.is_empty()).then(|| quote!(where #bounds));
        quote! {
            #[automatically_derived]
            impl #generics #what for #ty #bounds { #body }
        }
    }

    fn display(&self, krate: &TokenStream) -> TokenStream {
        self.implement(
            &quote!(::core::fmt::Display),
            &quote! {
                fn fmt(&self, __formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    #krate::__private::display(self, __formatter)
                }
            },
        )
    }

    /// Asks for the `Error` that we do not write, in words that say what is missing.
    fn told(&self) -> Option<TokenStream> {
        let Self { generics, ty, .. } = self;
        generics.is_empty().then(|| quote!(const _: fn() = || __private::told::<#ty>();))
    }

    pub(crate) fn serialize(&self, krate: &TokenStream) -> TokenStream {
        self.implement(
            &quote!(#krate::__private::serde::Serialize),
            &quote! {
                fn serialize<__S: #krate::__private::serde::Serializer>(
                    &self,
                    __serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    #krate::__private::serialize(self, __serializer)
                }
            },
        )
    }
}

/// The bounds that the impls need: only for what is printed, and only where a type parameter is in it.
fn bounds(spec: &Spec<'_>) -> Vec<TokenStream> {
    let ast = spec.input.ast;
    let parameters = ast.generics.params.iter().filter_map(|parameter| match parameter {
        GenericParam::Type(parameter) => Some(&parameter.ident),
        _ => None,
    });
    let parameters: Vec<&Ident> = parameters.collect();
    if parameters.is_empty() {
        return Vec::new();
    }
    let krate = &spec.krate;
    let mut bounds = Vec::new();
    let mut bound = |ty: &Type, what: TokenStream| {
        // A type that holds itself has the bound already, by the impl that is being written.
        if mentions(ty.to_token_stream(), &parameters) && !holds(ty.to_token_stream(), &ast.ident) {
            let ty = unlinted_tokens(ty);
            bounds.push(quote!(#ty: #what));
        }
    };
    for variant in &spec.variants {
        for (position, what) in printed(variant, krate) {
            if let Some(field) = variant.variant.fields.get(position) {
                bound(error::inside_option(field.ty), what);
            }
        }
    }
    // As a `dyn ApiError`, which is how the core sees it, an error has a size; where `T` has none, it is no error.
    if may_be_unsized(&ast.generics) {
        bounds.push(quote!(Self: ::core::marker::Sized));
    }
    bounds.push(if spec.writes.error { quote!(Self: ::core::fmt::Debug) } else { quote!(Self: ::core::error::Error) });
    bounds
}

/// Whether a parameter is `?Sized`.
fn may_be_unsized(generics: &syn::Generics) -> bool {
    let is_maybe = |token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '?');
    let declared = generics.where_clause.iter().map(ToTokens::to_token_stream);
    [generics.params.to_token_stream()].into_iter().chain(declared).flatten().any(is_maybe)
}

/// The positions of the fields that an impl uses, and the trait it uses them by.
fn printed(spec: &VariantSpec<'_>, krate: &TokenStream) -> Vec<(usize, TokenStream)> {
    let mut printed = Vec::new();
    match &spec.answer {
        AnswerSpec::Transparent(position) => {
            printed.push((*position, quote!(#krate::ApiError + #krate::Cataloged + 'static)));
            let cause = spec.source.filter(|source| source != position);
            printed.extend(cause.map(|position| (position, quote!(::core::error::Error + 'static))));
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
            printed.extend(spec.source.map(|position| (position, quote!(::core::error::Error + 'static))));
        }
    }
    printed
}

/// Tokens from text, by the compiler itself: `proc_macro2` would read it a second time to see whether it can be read.
fn parse(text: &str) -> TokenStream {
    if proc_macro::is_available() {
        text.parse().map(|tokens: proc_macro::TokenStream| tokens.into()).unwrap_or_default()
    } else {
        text.parse().unwrap_or_default()
    }
}

/// Whether one of these idents is among the tokens.
pub(crate) fn mentions(tokens: TokenStream, idents: &[&Ident]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => idents.iter().any(|wanted| **wanted == ident),
        TokenTree::Group(group) => mentions(group.stream(), idents),
        _ => false,
    })
}

/// Whether the type itself is among the tokens: its ident, unless it belongs to another module or is the associated type of
/// a parameter.
fn holds(tokens: TokenStream, own: &Ident) -> bool {
    let mut follows_path = false;
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => !std::mem::take(&mut follows_path) && ident == *own,
        TokenTree::Group(group) => {
            follows_path = false;
            holds(group.stream(), own)
        }
        TokenTree::Punct(punct) => {
            follows_path = punct.as_char() == ':';
            false
        }
        TokenTree::Literal(_) => false,
    })
}

/// The ident of the user's, from where the derive is: an error points to it, but a lint, such as that something is
/// deprecated, takes it for ours.
fn unlinted(ident: &Ident) -> Ident {
    let span = ident.span().resolved_at(Span::call_site());
    if is_keyword(ident) {
        return Ident::new_raw(&ident.to_string(), span);
    }
    let mut ident = ident.clone();
    ident.set_span(span);
    ident
}

/// The same for a type, a path or bounds.
pub(crate) fn unlinted_tokens(tokens: &dyn ToTokens) -> TokenStream {
    let unlinted = |token| match token {
        TokenTree::Group(group) => {
            let mut unlinted = Group::new(group.delimiter(), unlinted_tokens(&group.stream()));
            unlinted.set_span(group.span());
            unlinted.into()
        }
        // `$crate` means the crate that wrote it; and where a type has a `dyn`, it is the keyword.
        TokenTree::Ident(ident) if ident != "$crate" && ident != "dyn" => unlinted(&ident).into(),
        other => other,
    };
    tokens.to_token_stream().into_iter().map(unlinted).collect()
}

/// Whether a name of an older edition is a keyword of ours.
pub(crate) fn is_keyword(ident: &Ident) -> bool {
    ["async", "await", "dyn", "gen", "try"].iter().any(|keyword| ident == keyword)
}

/// The path to the variant, `Self::TooLarge`, or to the struct, `Self`.
pub(crate) fn path(spec: &VariantSpec<'_>) -> TokenStream {
    match spec.variant.ident {
        None => quote!(Self),
        Some(ident) if spec.variant.is_linted => {
            let ident = unlinted(ident);
            quote!(Self::#ident)
        }
        Some(ident) => quote!(Self::#ident),
    }
}

/// The name or the number of a field, as a pattern and a literal have it.
pub(crate) fn member(spec: &VariantSpec<'_>, position: usize) -> Option<TokenStream> {
    Some(match &spec.variant.fields.get(position)?.member {
        Member::Named(ident) if spec.variant.is_linted => unlinted(ident).to_token_stream(),
        Member::Named(ident) => ident.to_token_stream(),
        Member::Unnamed(index) => Literal::u32_unsuffixed(index.index).to_token_stream(),
    })
}

/// What a field is bound as: by its position, because a constant of its name would turn the pattern into a comparison.
pub(crate) fn binding(position: usize) -> Ident {
    format_ident!("__field{position}")
}

/// Where a type begins. `Spanned` would make all of its tokens to find that out.
pub(crate) fn start(ty: &Type) -> Span {
    match ty {
        Type::Path(path) if path.qself.is_none() && path.path.leading_colon.is_none() => {
            path.path.segments.first().map_or_else(|| ty.span(), |segment| segment.ident.span())
        }
        _ => ty.span(),
    }
}

/// The binding where it is used: with the span of the field, so that what is wrong with its type is told there.
pub(crate) fn bound(spec: &VariantSpec<'_>, position: usize) -> Ident {
    let mut binding = binding(position);
    if let Some(field) = spec.variant.fields.get(position) {
        binding.set_span(start(field.ty).resolved_at(Span::call_site()));
    }
    binding
}

/// A pattern that binds these fields and no others.
pub(crate) fn pattern(spec: &VariantSpec<'_>, positions: impl IntoIterator<Item = usize>) -> TokenStream {
    let path = path(spec);
    let mut positions: Vec<usize> = positions.into_iter().collect();
    positions.sort_unstable();
    positions.dedup();
    let bound = positions.into_iter().filter_map(|position| {
        let member = member(spec, position)?;
        let binding = binding(position);
        Some(quote!(#member: #binding,))
    });
    quote!(#path { #(#bound)* .. })
}
