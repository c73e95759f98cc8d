//! Inputs for the fuzz test: valid items with random changes, items with random attributes, and random tokens.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::quote;

use crate::attr::KEYS;

/// Items that are right, before they are spoiled.
pub(super) const SEEDS: [&str; 10] = [
    r#"#[api(status = 413, name = "N", message = "{limit:>8} of {limit}", details, crate = x)] struct E { limit: u8 }"#,
    r#"#[api(status = A::B, message = "{0:?}", header("Allow" = "GET"), header("Vary" = 0))] pub struct E<T>(T);"#,
    r#"#[api(transparent)] #[error("{0}", .0)] struct E<'a, const N: usize = 3>(#[from] Box<A<'a, N>>) where A: B;"#,
    r#"#[api(kind = K, skip(axum), with(a::b))] enum E { #[api(status = 404, message = "m", retry = "safe")] #[a] A }"#,
    r#"#[api(status = 413, help = "h", url = "/u", log = "warn", since = "1", message = "m")] #[deprecated = "n"] struct E;"#,
    r#"#[api(rename_all = "kebab-case")] enum E { #[api(status = 500)] #[doc = "D"] B { #[source] source: Option<X> } }"#,
    r#"#[api(status = 429, retry_after = d, message = "{d:?}")] struct E { #[api(detail, example = 5)] d: Duration }"#,
    r#"enum E { #[api(message = "m")] A(#[api(status)] S, #[api(redact)] u8), #[api(transparent)] B { x: X } }"#,
    r#"#[error("a {x}", x = .y + 1)] #[api(status = 404)] struct E { #[api(header = "A", example = "x")] y: u8 }"#,
    r#"#[api(only(axum), decode)] enum E { #[api(status = 405, message = "m", header("Allow" = "GET"))] r#A = 3 }"#,
];
#[rustfmt::skip]
const WORDS: [&str; 39] = [
    "A", "B", "Box", "Clone", "Display", "E", "Error", "From", "Option", "Self", "Serialize", "T", "api", "axum",
    "codes", "const", "crate", "d", "deprecated", "doc", "dyn", "enum", "error", "größe", "impl", "limit", "pub",
    "self", "source", "statu", "struct", "super", "true", "u8", "union", "where", "x", "ähnlich", "日本",
];
#[rustfmt::skip]
const TEXTS: [&str; 20] = [
    "", " ", "Allow", "Cache-Control", "Content-Type", "GET", "\r\n", "\u{1}\0", "a\"b\\", "after", "https://x", "m",
    "no-store", "off", "ü", "snake_case", "warn", "{limit}", "{0}", "💥",
];
#[rustfmt::skip]
const LITERALS: [&str; 24] = [
    "-5", "0", "0413", "0x19D", "1.5", "1e400", "200", "340282366920938463463374607431768211456", "404", "405", "413",
    "413u16", "426", "429", "4_13", "500", "503", "5foo", "b\"x\"", "b'x'", "c\"x\"", "'x'", "r#\"{x}\"#", "\"m\"x",
];
#[rustfmt::skip]
const MESSAGE: [&str; 28] = [
    "{", "}", "{{", "}}", "{x}", "{limit", "{0", ":", "?", "#", "0", "$", "1$", ".", "*", ".*", "x", "X", "e", "p",
    "<", "^", ">", "r#", "self", "65536", "größe", "💥",
];

/// Makes one input of every seed, always the same.
pub(super) struct Generator(Vec<TokenStream>);

impl Generator {
    pub(super) fn new() -> Self {
        Self(SEEDS.iter().map(|seed_item| seed_item.parse().expect("tokens")).collect())
    }

    pub(super) fn input(&self, seed: u64) -> TokenStream {
        let mut random = Random(seed.wrapping_mul(0xD134_2543_DE82_EF95));
        match random.below(8) {
            0 => random.tokens(2),
            1..=4 => {
                let seed_item = self.0[random.below(self.0.len())].clone();
                random.change(seed_item)
            }
            _ => random.item(),
        }
    }
}

/// A small random number generator (`SplitMix64`), and what it picks.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap_or_default()
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Between none and so many of something.
    fn some(&mut self, most: usize, mut one: impl FnMut(&mut Self) -> TokenStream) -> TokenStream {
        (0..self.below(most + 1)).flat_map(|_| one(self)).collect()
    }

    fn ident(&mut self) -> Ident {
        match self.below(8) {
            0 => Ident::new_raw(self.pick(&["type", "match", "status", "x"]), Span::call_site()),
            1 => self.key(),
            _ => Ident::new(self.pick(&WORDS), Span::call_site()),
        }
    }

    fn key(&mut self) -> Ident {
        Ident::new(KEYS[self.below(KEYS.len())].key.word(), Span::call_site())
    }

    fn literal(&mut self) -> Literal {
        match self.below(4) {
            0 => self.pick(&LITERALS).parse().expect("a literal"),
            1 => Literal::u16_unsuffixed(self.pick(&[400, 404, 405, 413, 429, 500, 503, 600])),
            2 => Literal::string(self.pick(&TEXTS)),
            _ => Literal::string(&(0..self.below(6)).map(|_| self.pick(&MESSAGE)).collect::<String>()),
        }
    }

    fn token(&mut self, depth: usize) -> TokenTree {
        match self.below(8) {
            0 | 1 => self.literal().into(),
            2 | 3 => {
                Punct::new(self.pick(&[',', '=', '#', ':', '.', ';', '&', '<', '>', '$', '!', '-']), self.spacing())
                    .into()
            }
            4 if depth > 0 => self.group(depth).into(),
            _ => self.ident().into(),
        }
    }

    fn spacing(&mut self) -> Spacing {
        self.pick(&[Spacing::Alone, Spacing::Alone, Spacing::Joint])
    }

    fn group(&mut self, depth: usize) -> Group {
        use Delimiter::{Brace, Bracket, None, Parenthesis};
        let tokens = self.tokens(depth - 1);
        Group::new(self.pick(&[Brace, Bracket, None, Parenthesis, Parenthesis]), tokens)
    }

    fn tokens(&mut self, depth: usize) -> TokenStream {
        self.some(6, |random| random.token(depth).into())
    }

    /// An item that is right, with a few tokens left out, doubled, swapped, held by a macro variable, or replaced.
    fn change(&mut self, seed_item: TokenStream) -> TokenStream {
        let mut tokens: Vec<TokenTree> = Vec::new();
        for token in seed_item {
            let token = match token {
                TokenTree::Group(group) => Group::new(group.delimiter(), self.change(group.stream())).into(),
                token => token,
            };
            match self.below(60) {
                _ if matches!(token, TokenTree::Ident(_)) && self.below(30) == 0 => tokens.push(self.ident().into()),
                0 => {}
                1 => tokens.extend([token.clone(), token]),
                2 => tokens.insert(tokens.len().saturating_sub(1), token),
                3 => tokens.push(Group::new(Delimiter::None, token.into()).into()),
                4 => tokens.push(self.token(1)),
                _ => tokens.push(token),
            }
        }
        tokens.into_iter().collect()
    }

    /// An item of random attributes.
    fn item(&mut self) -> TokenStream {
        let attributes = self.some(2, Self::attribute);
        let generics = self.pick(&["", "<'a>", "<T>", "<T: ?Sized>", "<'a, T: A<'a>, const N: usize = 3>"]);
        let generics: TokenStream = generics.parse().expect("generics");
        match self.below(8) {
            0 => quote!(#attributes struct E #generics;),
            1 => quote!(#attributes union E #generics { x: u8 }),
            2..=4 => {
                let fields = self.fields();
                let end = if fields.to_string().starts_with('(') { quote!(;) } else { quote!() };
                quote!(#attributes pub struct E #generics #fields #end)
            }
            _ => {
                let variants = self.some(2, |random| {
                    let (attributes, ident) =
                        (random.some(1, Self::attribute), random.pick(&["A", "B", "Größe", "__"]));
                    let (ident, fields) = (Ident::new(ident, Span::call_site()), random.fields());
                    quote!(#attributes #ident #fields,)
                });
                quote!(#attributes enum E #generics { #variants })
            }
        }
    }

    fn fields(&mut self) -> TokenStream {
        let named = self.below(2) == 0;
        let idents = ["limit", "source", "größe"];
        let fields: TokenStream = (0..self.below(3))
            .map(|at| {
                let attributes = self.some(2, Self::attribute);
                let ty: TokenStream =
                    self.pick(&["u8", "T", "Box<E>", "Option<&'a T>", "[u8; N]"]).parse().expect("a type");
                let name = named.then(|| Ident::new(idents[at], Span::call_site()));
                let colon = named.then(|| quote!(:));
                quote!(#attributes #name #colon #ty,)
            })
            .collect();
        if named { quote!({ #fields }) } else { quote!((#fields)) }
    }

    fn attribute(&mut self) -> TokenStream {
        match self.below(12) {
            0 => {
                let (name, tokens) =
                    (self.pick(&["from", "source", "api", "error", "deprecated", "doc"]), self.tokens(1));
                let name = Ident::new(name, Span::call_site());
                quote!(#[#name #tokens])
            }
            1 => quote!(#[from]),
            2 => quote!(#[source]),
            3 => {
                let literal = self.literal();
                quote!(#[error(#literal, .0)])
            }
            _ => {
                let entries = self.some(3, Self::entry);
                quote!(#[api(#entries)])
            }
        }
    }

    fn entry(&mut self) -> TokenStream {
        let (key, literal, ident) = (self.key(), self.literal(), self.ident());
        match self.below(12) {
            0 => quote!(#key = #ident,),
            1 => quote!(#key,),
            2 => quote!(#key = a::#ident,),
            3 => quote!(#key(#literal = #ident),),
            4 => quote!(header(#literal = "x"), header("Vary" = #literal),),
            5 => quote!(#key(#ident, a<#ident>),),
            6 => quote!(_ = #literal, #key _,),
            7 => self.tokens(1),
            8 => quote!(status = 413, message = #literal,),
            _ => quote!(#key = #literal,),
        }
    }
}
