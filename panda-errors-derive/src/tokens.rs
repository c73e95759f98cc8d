//! Tokens, spans and types of the user's code.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned as _;
use syn::{GenericArgument, PathArguments, Type};

/// Parses tokens from text with the compiler's own parser. `proc_macro2` would first read the text once more to check it.
pub(crate) fn parse(text: &str) -> TokenStream {
    if proc_macro::is_available() {
        text.parse().map_or_else(|_| bug(), |tokens: proc_macro::TokenStream| tokens.into())
    } else {
        text.parse().unwrap_or_else(|_| bug())
    }
}

/// A compile error in the place of an expansion that is not Rust.
fn bug() -> TokenStream {
    quote::quote!(
        ::core::compile_error! { "this is a bug of panda-errors; please report it with the item that has the derive" }
    )
}

/// The same tokens, with errors of the compiler underlined at this span. Each token keeps its hygiene.
pub(crate) fn located(tokens: TokenStream, span: Span) -> TokenStream {
    let located = |mut token: TokenTree| {
        let at = span.resolved_at(token.span());
        if let TokenTree::Group(group) = &token {
            token = Group::new(group.delimiter(), located(group.stream(), span)).into();
        }
        token.set_span(at);
        token
    };
    tokens.into_iter().map(located).collect()
}

/// Returns `true` if one of these idents is among the tokens.
pub(crate) fn mentions(tokens: TokenStream, idents: &[&Ident]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => idents.iter().any(|wanted| **wanted == ident),
        TokenTree::Group(group) => mentions(group.stream(), idents),
        _ => false,
    })
}

/// Returns `true` if the type itself is among the tokens: its ident, unless it belongs to another module or is the
/// associated type of a parameter.
pub(crate) fn holds(tokens: TokenStream, own: &Ident) -> bool {
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

/// Returns the user's ident with the hygiene of the derive: an error points to it, but a lint, such as `deprecated`, treats
/// it as generated.
pub(crate) fn unlinted(ident: &Ident) -> Ident {
    let span = ident.span().resolved_at(Span::call_site());
    if is_keyword(ident) {
        return Ident::new_raw(&ident.to_string(), span);
    }
    let mut ident = ident.clone();
    ident.set_span(span);
    ident
}

/// Does the same as [`unlinted`] for a type, a path or bounds.
pub(crate) fn unlinted_tokens(tokens: &dyn ToTokens) -> TokenStream {
    let unlinted = |token| match token {
        TokenTree::Group(group) => {
            let mut unlinted = Group::new(group.delimiter(), unlinted_tokens(&group.stream()));
            unlinted.set_span(group.span());
            unlinted.into()
        }
        // `$crate` means the crate that wrote it, and `dyn` is the keyword if it stands in a type.
        TokenTree::Ident(ident) if ident != "$crate" && ident != "dyn" => unlinted(&ident).into(),
        TokenTree::Literal(mut literal) => {
            literal.set_span(literal.span().resolved_at(Span::call_site()));
            literal.into()
        }
        other @ (TokenTree::Ident(_) | TokenTree::Punct(_)) => other,
    };
    tokens.to_token_stream().into_iter().map(unlinted).collect()
}

/// Returns the type with `'static` for its lifetimes, because its own are not declared outside of the impl.
pub(crate) fn static_lifetimes(tokens: TokenStream) -> TokenStream {
    let mut is_lifetime = false;
    let mut in_static = |token| {
        let was_lifetime = std::mem::take(&mut is_lifetime);
        match token {
            TokenTree::Ident(ident) if was_lifetime => Ident::new("static", ident.span()).into(),
            TokenTree::Group(group) => Group::new(group.delimiter(), static_lifetimes(group.stream())).into(),
            token => {
                is_lifetime = matches!(&token, TokenTree::Punct(quote) if quote.as_char() == '\'');
                token
            }
        }
    };
    tokens.into_iter().map(&mut in_static).collect()
}

/// Returns `true` if a name of an older edition is a keyword in our edition.
pub(crate) fn is_keyword(ident: &Ident) -> bool {
    ["async", "await", "dyn", "gen", "try"].iter().any(|keyword| ident == keyword)
}

/// Returns the span of the first token of a type. `Spanned` would make all of its tokens to find it.
pub(crate) fn start(ty: &Type) -> Span {
    match ty {
        Type::Path(path) if path.qself.is_none() && path.path.leading_colon.is_none() => {
            path.path.segments.first().map_or_else(|| ty.span(), |segment| segment.ident.span())
        }
        _ => ty.span(),
    }
}

/// Returns the `T` of an `Option<T>`, else the type itself.
pub(crate) fn inside_option(ty: &Type) -> &Type {
    let Type::Path(path) = ungrouped(ty) else { return ty };
    // A type of another module may be called `Option` too.
    let names: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let is_option = matches!(
        names.iter().map(String::as_str).collect::<Vec<_>>().as_slice(),
        ["Option"] | ["std" | "core", "option", "Option"] | ["option", "Option"]
    );
    let Some(last) = path.path.segments.last().filter(|_| is_option) else { return ty };
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(GenericArgument::Type(inner)) => inner,
            _ => ty,
        },
        _ => ty,
    }
}

/// The `T` of an `Rc<T>`, which is not an `Error` itself; else the type itself.
pub(crate) fn inside_rc(ty: &Type) -> &Type {
    let Type::Path(path) = ungrouped(ty) else { return ty };
    let Some(last) = path.path.segments.last().filter(|last| last.ident == "Rc") else { return ty };
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
            Some(GenericArgument::Type(inner)) => inner,
            _ => ty,
        },
        _ => ty,
    }
}

/// Returns the type without parentheses and without the invisible group of a macro variable.
fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        _ => ty,
    }
}
