//! [`Shape`]: the body of a type's answers, as a JSON template.
//!
//! [`template`](self::template) checks a template in a constant and splits it into pieces, which `body` writes with the
//! values of an error. [`check`](self::check) compares a type with a template. [`tree`](self::tree) reads the same
//! template as a tree, for documents and for clients.

mod check;
mod hash;
pub(crate) mod hole;
mod parts;
mod read_back;
pub(crate) mod template;
pub(crate) mod tree;

use alloc::vec::Vec;

pub use self::parts::Parts;
pub(crate) use self::parts::Values;
use self::read_back::{Rows, Sent};
use self::template::Program;
use crate::const_str::ConstText;
#[cfg(feature = "std")]
use crate::const_str::contains;
use crate::header::may_set;
use crate::{Definition, ErrorStatus, JsonType};

/// The body of a type's answers: a JSON template with holes, a content type, and the error that stands for a hidden 500.
///
/// Without a shape, a type answers in the shape of the Panda API, [`Shape::PANDA`].
///
/// ```
/// use panda_errors::{Answer, ApiError, Shape};
///
/// pub const SHAPE: Shape = Shape::json(r#"{"error":{"code":"{code|name}","text":"{message}","...":"{details}"}}"#);
///
/// #[derive(Debug, ApiError)]
/// #[api(shape = SHAPE)]
/// enum VideoError {
///     #[api(status = 413, code = "E17", message = "The file has more than {limit} bytes", details)]
///     TooLarge { limit: u64 },
/// }
///
/// assert_eq!(
///     Answer::of(&VideoError::TooLarge { limit: 7 }).body(),
///     br#"{"error":{"code":"E17","text":"The file has more than 7 bytes","limit":7}}"#,
/// );
/// ```
///
/// Each method that makes a shape rejects a wrong value in a constant with a compile error at the constant. At run time
/// a wrong value panics, so make shapes in a `const` or a `static`.
#[derive(Clone, Copy)]
pub struct Shape {
    body: Body,
    media_type: &'static str,
    hidden: Definition,
    types: &'static [(u16, u16, &'static str)],
    headers: [Option<(&'static str, &'static str)>; MOST_HEADERS],
    /// Whether the body or a header has the id of the request.
    #[cfg(feature = "std")]
    has_request_id: bool,
    /// A hash of everything that is sent.
    hash: u64,
}

/// A shape has at most this many headers.
const MOST_HEADERS: usize = 4;

#[derive(Clone, Copy)]
#[expect(clippy::large_enum_variant, reason = "a constant cannot allocate")]
pub(crate) enum Body {
    /// The body of the Panda API, which is partly made at compile time.
    Panda,
    Template(&'static str, Program),
    Custom(&'static str, fn(&Parts<'_>) -> Vec<u8>),
}

/// The template of the Panda shape, for documents and clients.
const PANDA: &str = r#"{"error":"{name}","message":"{message}","details":"{details}"}"#;

/// The row of a hidden 500, for a shape that does not state one.
const HIDDEN: Definition =
    Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "InternalError").with_message("Internal Server Error");

impl Shape {
    /// The shape of the Panda API, and of every type that does not state a shape:
    /// `{"error":"RecordNotFound","message":"Couldn't find Video with ID=X"}`. A 500 has an empty body.
    pub const PANDA: Self = Self {
        body: Body::Panda,
        media_type: "application/json",
        hidden: HIDDEN,
        types: &[],
        headers: [None; MOST_HEADERS],
        #[cfg(feature = "std")]
        has_request_id: false,
        hash: hash::of_media_type("application/json") ^ hash::of_hidden(&HIDDEN) ^ hash::of_types(&[]),
    };

    /// The problem details of RFC 9457, with the content type `application/problem+json` and a member `code`.
    pub const PROBLEM: Self = Self::json(
        r#"{"type":"{type}","title":"{title}","status":"{status}","detail":"{message}","code":"{code|name}","...":"{details}"}"#,
    )
    .content_type("application/problem+json");

    /// Makes a shape from a template: valid JSON, with holes such as `{message}` in its strings.
    ///
    /// Paste an answer of your API, and put holes in the place of the values:
    ///
    /// | hole | value |
    /// |---|---|
    /// | `{name}` | the name of the error |
    /// | `{code}` | its public code, if it states one; a text or a number |
    /// | `{message}` | its message |
    /// | `{status}`, `{reason_phrase}` | the status, and the phrase that HTTP has for it |
    /// | `{type}`, `{title}` | the class of the error, and the text that is the same for each occurrence |
    /// | `{url}` | where to read more |
    /// | `{request_id}` | the id that is in the report too |
    /// | `{retry_after}` | the seconds of the `Retry-After` header |
    /// | `{details.KEY}` | one detail |
    /// | `{details}` | the other details, as an object |
    ///
    /// A string that is one hole becomes the value with its own JSON type: `"{status}"` is a number, and
    /// `"{status:text}"` a string. `"{code|name}"` is the first word with a value. A member without a value is left
    /// out. The member `"...":"{details}"` stands for the other details, as members of its object. `{{` is a brace.
    ///
    /// # Panics
    ///
    /// Panics if the template is wrong. In a constant that is a compile error, which says what to do.
    #[must_use]
    #[track_caller]
    pub const fn json(template: &'static str) -> Self {
        let body = Body::Template(template, template::check(template));
        Self {
            body,
            #[cfg(feature = "std")]
            has_request_id: contains(template, "request_id"),
            hash: Self::PANDA.hash ^ hash::of_template(template),
            ..Self::PANDA
        }
    }

    /// Makes a shape whose body a function writes: XML, plain text, or JSON with members that are known only at run time.
    ///
    /// The name is the identity of the shape, because constants cannot compare functions. The documentation describes
    /// the body without a schema. If the function panics, the body is empty.
    ///
    /// ```
    /// use panda_errors::Shape;
    ///
    /// pub const S3: Shape = Shape::custom("S3", "application/xml", |parts| {
    ///     format!("<Error><Code>{}</Code></Error>", parts.name()).into_bytes()
    /// });
    /// ```
    ///
    /// # Panics
    ///
    /// Panics if the content type is not one, or is `text/plain`.
    #[must_use]
    #[track_caller]
    pub const fn custom(name: &'static str, content_type: &'static str, write: fn(&Parts<'_>) -> Vec<u8>) -> Self {
        let shape = Self {
            body: Body::Custom(name, write),
            #[cfg(feature = "std")]
            has_request_id: true,
            hash: Self::PANDA.hash ^ hash::of_custom(name),
            ..Self::PANDA
        };
        shape.content_type(content_type)
    }

    /// Sets the content type, which is `application/json` otherwise.
    ///
    /// # Panics
    ///
    /// Panics if it is not a content type, or is `text/plain`. Layers treat `text/plain` as a response of the
    /// framework.
    #[must_use]
    #[track_caller]
    pub const fn content_type(self, media_type: &'static str) -> Self {
        self.refuse_panda("content_type");
        if !is_media_type(media_type) {
            ConstText::new()
                .then("`")
                .then(media_type)
                .then("` is not a content type; write it like `application/problem+json`")
                .refuse();
        }
        if let [b't', b'e', b'x', b't', b'/', b'p', b'l', b'a', b'i', b'n', ..] = media_type.as_bytes() {
            ConstText::new()
                .then("`text/plain` marks the errors of a framework, which a layer replaces; use another content type")
                .refuse();
        }
        let hash = self.hash ^ hash::of_media_type(self.media_type) ^ hash::of_media_type(media_type);
        Self { media_type, hash, ..self }
    }

    /// Sets the name, code, message, type and title of a hidden 500, which also stands for a panic and for an error
    /// that cannot be rendered. The default is `InternalError` with the reason phrase.
    ///
    /// # Panics
    ///
    /// Panics if the status of the definition is not 500, or if its message has a placeholder.
    #[must_use]
    #[track_caller]
    pub const fn internal(self, definition: Definition) -> Self {
        self.refuse_panda("internal");
        if definition.status().as_u16() != 500 {
            ConstText::new()
                .then("the error of a hidden 500 has status 500 and not ")
                .then_number(definition.status().as_u16() as u32)
                .then("; use `ErrorStatus::INTERNAL_SERVER_ERROR`")
                .refuse();
        }
        let mut message = definition.message().as_bytes();
        while let [byte, rest @ ..] = message {
            if matches!(byte, b'{' | b'}') {
                ConstText::new()
                    .then("the message of a hidden 500 is the same for every error; write it without `{` and `}`")
                    .refuse();
            }
            message = rest;
        }
        let hash = self.hash ^ hash::of_hidden(&self.hidden) ^ hash::of_hidden(&definition);
        Self { hidden: definition, hash, ..self }
    }

    /// Sets the `{type}` by status, for errors that do not state a type: `(400, 499, "invalid_request")`. The first row
    /// with the status counts.
    ///
    /// # Panics
    ///
    /// Panics if a row is not within 400 to 599, or if the rows before it cover all of its statuses.
    #[must_use]
    #[track_caller]
    pub const fn types_by_status(self, types: &'static [(u16, u16, &'static str)]) -> Self {
        self.refuse_panda("types_by_status");
        let mut rows = types;
        let mut index = 0;
        while let [(first, last, _), rest @ ..] = rows {
            if *first < 400 || *last > 599 || *first > *last {
                type_row(*first, *last)
                    .then("is not a range within 400 to 599; write one like `(400, 499, …)`")
                    .refuse();
            }
            let (before, _) = types.split_at(index);
            let mut status = *first;
            while status <= *last && is_in(before, status) {
                status += 1;
            }
            if status > *last {
                type_row(*first, *last).then("is never reached; the rows before it have all of its statuses").refuse();
            }
            rows = rest;
            index += 1;
        }
        let hash = self.hash ^ hash::of_types(self.types) ^ hash::of_types(types);
        Self { types, hash, ..self }
    }

    /// Adds a header to every answer, with holes in its value: `("x-ms-error-code", "{code|name}")`.
    ///
    /// The holes are `name`, `code`, `type`, `status`, `request_id` and `retry_after`. A header is left out if its hole
    /// lacks a value, or if the error sets the header itself. Characters other than visible ASCII are percent-encoded.
    ///
    /// # Panics
    ///
    /// Panics if the name is not a header that an error may set, if a hole is unknown, or for a fifth header.
    #[must_use]
    #[track_caller]
    pub const fn header(self, name: &'static str, value: &'static str) -> Self {
        self.refuse_panda("header");
        if !may_set(name) {
            ConstText::new().then("`").then(name).then("` is not a header that a shape can set; leave it out").refuse();
        }
        check::check_header(value);
        let mut headers = self.headers;
        let mut rest: &mut [Option<(&'static str, &'static str)>] = &mut headers;
        loop {
            match rest {
                [slot @ None, ..] => {
                    *slot = Some((name, value));
                    break;
                }
                [_, more @ ..] => rest = more,
                [] => ConstText::new().then("a shape has at most 4 headers; remove some").refuse(),
            }
        }
        Self {
            headers,
            #[cfg(feature = "std")]
            has_request_id: self.has_request_id || contains(value, "{request_id"),
            hash: self.hash ^ hash::of_header(name, value),
            ..self
        }
    }

    /// Returns the Panda shape, which has one place in memory.
    pub(crate) const fn panda() -> &'static Self {
        static SHAPE: Shape = Shape::PANDA;
        &SHAPE
    }

    #[track_caller]
    const fn refuse_panda(&self, method: &str) {
        if self.is_panda() {
            ConstText::new()
                .then("the Panda shape is fixed, so it has no `")
                .then(method)
                .then("`; begin with `Shape::json(…)`")
                .refuse();
        }
    }

    /// Checks a type with this shape, as far as the derive knows the type.
    ///
    /// The arguments are the sorted keys of its details, whether a row has one bare value, whether a row says `expose`,
    /// and the JSON type of its codes. The JSON type is 0 for a type without codes, 1 for a text and 2 for a number.
    #[doc(hidden)]
    #[track_caller]
    pub const fn check(&self, keys: &[&str], is_bare: bool, exposes: bool, codes: u8) {
        let Body::Template(template, program) = &self.body else {
            if exposes && self.is_panda() {
                ConstText::new()
                    .then(
                        "`expose` has no effect in the Panda shape, whose 500 is empty; remove it, or state a `shape`",
                    )
                    .refuse();
            }
            return;
        };
        program.check(template, keys, is_bare, codes);
    }

    /// Checks that a client can read the errors of a type with `decode`.
    ///
    /// The arguments are the keys of its details with their types, the codes that are numbers, whether a row states its
    /// code, and whether a row does not.
    #[doc(hidden)]
    #[track_caller]
    pub const fn check_decode(&self, keys: &[(&str, JsonType)], numbers: &[i64], with_code: bool, by_name: bool) {
        let mut sent = Sent::by_headers(&self.headers);
        match &self.body {
            Body::Panda => return,
            Body::Template(template, program) => {
                program.check_details(template, keys);
                program.check_numbers(template, numbers);
                sent = sent.and(program.sent());
            }
            Body::Custom(..) if keys.is_empty() => {}
            Body::Custom(..) => {
                ConstText::new()
                    .then("the body of a `custom` shape cannot be read, so `decode` does not find the details; ")
                    .then("leave `decode` out, or make the shape with `Shape::json`")
                    .refuse();
            }
        }
        sent.check(Rows { with_code, by_name });
    }

    /// Returns `true` if two shapes send the same. It is `==` for constants.
    pub(crate) const fn is(&self, other: &Self) -> bool {
        self.hash == other.hash
    }

    pub(crate) const fn is_panda(&self) -> bool {
        matches!(self.body, Body::Panda)
    }

    pub(crate) const fn body(&self) -> &Body {
        &self.body
    }

    /// Returns the content type.
    pub(crate) const fn media_type(&self) -> &'static str {
        self.media_type
    }

    /// Returns the error that stands for a hidden 500.
    pub(crate) const fn hidden(&self) -> &Definition {
        &self.hidden
    }

    /// Returns the headers of every answer: names, and values with holes.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.headers.iter().flatten().copied()
    }

    /// Returns the template, or `None` if a function writes the body.
    pub(crate) const fn template(&self) -> Option<&'static str> {
        match self.body {
            Body::Panda => Some(PANDA),
            Body::Template(template, _) => Some(template),
            Body::Custom(..) => None,
        }
    }

    pub(crate) const fn is_custom(&self) -> bool {
        matches!(self.body, Body::Custom(..))
    }

    /// Returns the types by status, as stated.
    pub(crate) const fn types(&self) -> &'static [(u16, u16, &'static str)] {
        self.types
    }

    /// Returns the name of a shape whose body a function writes.
    pub(crate) const fn custom_name(&self) -> Option<&'static str> {
        match self.body {
            Body::Custom(name, _) => Some(name),
            Body::Panda | Body::Template(..) => None,
        }
    }

    /// Returns the type that an error states, else the type of its status.
    pub(crate) fn type_of(&self, definition: &Definition, status: ErrorStatus) -> Option<&'static str> {
        let by_status = || {
            let is_in = |(first, last, _): &&(u16, u16, &str)| (*first..=*last).contains(&status.as_u16());
            self.types().iter().find(is_in).map(|(_, _, text)| *text)
        };
        definition.error_type().or_else(by_status)
    }

    /// Returns `true` if the body or a header has the id of the request.
    #[cfg(feature = "std")]
    pub(crate) const fn has_request_id(&self) -> bool {
        self.has_request_id
    }
}

/// Shapes are equal if they send the same.
impl PartialEq for Shape {
    fn eq(&self, other: &Self) -> bool {
        self.is(other)
    }
}

impl Eq for Shape {}

impl core::fmt::Debug for Shape {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Shape")
            .field("template", &self.template())
            .field("custom", &self.custom_name())
            .field("content_type", &self.media_type)
            .finish_non_exhaustive()
    }
}

const fn is_in(types: &[(u16, u16, &str)], status: u16) -> bool {
    let mut rows = types;
    while let [(first, last, _), rest @ ..] = rows {
        if *first <= status && status <= *last {
            return true;
        }
        rows = rest;
    }
    false
}

const fn type_row(first: u16, last: u16) -> ConstText {
    ConstText::new().then("the type of ").then_number(first as u32).then(" to ").then_number(last as u32).then(" ")
}

/// Returns `true` for `type/subtype`, with parameters or without (RFC 9110 §8.3.1).
const fn is_media_type(text: &str) -> bool {
    let mut bytes = text.as_bytes();
    let mut slashes = 0;
    let mut parameters = false;
    if !matches!(bytes, [b'a'..=b'z' | b'A'..=b'Z', ..]) || matches!(bytes, [.., b'/' | b';' | b' ']) {
        return false;
    }
    while let [byte, rest @ ..] = bytes {
        match byte {
            b'/' if !parameters => slashes += 1,
            b';' if slashes == 1 => parameters = true,
            b' ' | b'=' | b'"' | b'/' if parameters => {}
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'+' | b'-' | b'_' => {}
            _ => return false,
        }
        bytes = rest;
    }
    slashes == 1
}
