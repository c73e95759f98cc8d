//! Reads the value behind a key by its form.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Expr, Ident, Lit, LitInt, LitStr, Path, Token};

use super::{Form, HeaderValue, Value};

/// Returns the value if it is one literal. Most are, and a parser costs more than all the rest of the reading.
pub(super) fn literal_of(rest: &[TokenTree], form: Form) -> Option<Value> {
    let [TokenTree::Punct(equals), TokenTree::Literal(literal)] = rest else { return None };
    match (form, Lit::new(literal.clone())) {
        _ if equals.as_char() != '=' => None,
        (Form::Text(_) | Form::Code | Form::Detail | Form::Shape, Lit::Str(text)) if text.suffix().is_empty() => {
            Some(Value::Text(text))
        }
        (Form::Status, Lit::Int(number)) => Some(Value::Number(number)),
        _ => None,
    }
}

/// Returns the tokens behind the `=`, which the diagnostic of a wrong value underlines.
pub(super) fn value_of(rest: TokenStream) -> TokenStream {
    let mut tokens = rest.clone().into_iter();
    let is_equals = matches!(tokens.next(), Some(TokenTree::Punct(punct)) if punct.as_char() == '=');
    let value: TokenStream = tokens.collect();
    if is_equals && !value.is_empty() { value } else { rest }
}

pub(super) fn read_value(input: ParseStream<'_>, form: Form) -> syn::Result<Value> {
    match form {
        Form::Flag if input.is_empty() || !(input.peek(Token![=]) || input.peek(syn::token::Paren)) => Ok(Value::Flag),
        Form::Detail if !input.peek(Token![=]) && !input.peek(syn::token::Paren) => Ok(Value::Flag),
        Form::Flag | Form::Bare => Err(input.error("no value")),
        Form::Header => {
            let content;
            syn::parenthesized!(content in input);
            let name = text(&content)?;
            content.parse::<Token![=]>()?;
            let value = if content.peek(LitStr) {
                HeaderValue::Text(text(&content)?)
            } else {
                HeaderValue::Field(content.parse()?)
            };
            content.parse::<Option<Token![,]>>()?;
            if content.is_empty() { Ok(Value::Header(name, value)) } else { Err(content.error("too much")) }
        }
        Form::List(_) => {
            let content;
            syn::parenthesized!(content in input);
            let paths = Punctuated::<Path, Token![,]>::parse_terminated_with(&content, path)?;
            if paths.is_empty() { Err(content.error("empty")) } else { Ok(Value::List(paths.into_iter().collect())) }
        }
        _ => {
            input.parse::<Token![=]>()?;
            match form {
                Form::Text(_) => text(input).map(Value::Text),
                Form::Code | Form::Detail | Form::Shape if input.peek(LitStr) => text(input).map(Value::Text),
                Form::Code => integer(input).map(Value::Integer),
                Form::Detail => match input.parse::<syn::LitBool>()? {
                    no if !no.value => Ok(Value::No),
                    _ => Err(input.error("`true` is no value")),
                },
                Form::Shape => shape(input).map(Value::Path),
                Form::Status if input.peek(LitInt) => input.parse().map(Value::Number),
                Form::FieldName => input.parse().map(Value::FieldName),
                Form::Literal => example(input),
                Form::Ident(_) => input.parse::<Ident>().map(|ident| Value::Path(ident.into())),
                _ => path(input).map(Value::Path),
            }
        }
    }
}

/// Reads an example: a value, or a list of values.
fn example(input: ParseStream<'_>) -> syn::Result<Value> {
    let is_slice = input.peek(Token![&]) && input.peek2(syn::token::Bracket);
    if is_slice || input.peek(syn::token::Bracket) {
        let is_reference = input.parse::<Option<Token![&]>>()?.is_some();
        let content;
        let brackets = syn::bracketed!(content in input);
        let values = Punctuated::<Value, Token![,]>::parse_terminated_with(&content, example)?;
        return Ok(Value::Values { is_reference, span: brackets.span.join(), values: values.into_iter().collect() });
    }
    match input.parse::<Expr>()? {
        Expr::Lit(literal) if literal.lit.suffix().is_empty() => Ok(Value::Literal(literal.lit)),
        value if is_simple(&value) => Ok(Value::Expression(Box::new(value))),
        _ => Err(input.error("not a value")),
    }
}

/// Returns `true` if an example is a simple value, without a block or a closure.
fn is_simple(value: &Expr) -> bool {
    match value {
        Expr::Lit(literal) => literal.lit.suffix().is_empty(),
        Expr::Path(_) | Expr::Macro(_) => true,
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Neg(_)) && is_simple(&unary.expr),
        Expr::Reference(reference) => reference.mutability.is_none() && is_simple(&reference.expr),
        Expr::Paren(paren) => is_simple(&paren.expr),
        Expr::Group(group) => is_simple(&group.expr),
        Expr::Call(call) => is_simple(&call.func) && call.args.iter().all(is_simple),
        Expr::MethodCall(call) => is_simple(&call.receiver) && call.args.iter().all(is_simple),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_simple),
        Expr::Struct(made) => made.fields.iter().all(|field| is_simple(&field.expr)),
        _ => false,
    }
}

/// Reads a string literal. Rejects a suffix, which the compiler does not check here.
fn text(input: ParseStream<'_>) -> syn::Result<LitStr> {
    let text: LitStr = input.parse()?;
    if text.suffix().is_empty() { Ok(text) } else { Err(input.error("a suffix")) }
}

/// Reads a path without generics. Rejects `Self`, which means another type in the place of the path.
fn path(input: ParseStream<'_>) -> syn::Result<Path> {
    let path = input.call(Path::parse_mod_style)?;
    let is_self = path.segments.first().is_some_and(|first| first.ident == "Self");
    if is_self { Err(input.error("no path")) } else { Ok(path) }
}

/// Reads an integer that every client of JSON can read: within ±2⁵³.
fn integer(input: ParseStream<'_>) -> syn::Result<i64> {
    let sign = if input.parse::<Option<Token![-]>>()?.is_some() { -1 } else { 1 };
    let number: LitInt = input.parse()?;
    let digits = number.to_string();
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    match digits.parse::<i64>() {
        Ok(value) if is_plain && value <= 1 << 53 => Ok(sign * value),
        _ => Err(input.error("not a plain integer")),
    }
}

/// Reads the path to a shape, which may be an associated constant.
fn shape(input: ParseStream<'_>) -> syn::Result<Path> {
    let path: Path = input.parse()?;
    let is_self = path.segments.first().is_some_and(|first| first.ident == "Self");
    if is_self || input.peek(syn::token::Paren) { Err(input.error("no path")) } else { Ok(path) }
}
