//! The catalog as `OpenAPI`: a schema for each error, their union, and a response for each status.

mod documented;

use std::string::{String, ToString as _};

use super::json::pretty;
use super::node::Object;
use crate::Catalog;

pub(crate) use self::documented::Documented;

/// The path before the name of a schema in a reference.
pub(super) const REFERENCE: &str = "#/components/schemas/";

/// Renders the catalog as the components of an `OpenAPI` 3.0.3 document.
///
/// The components are a schema for each error, their union `ErrorResponse`, and for each status a response such as
/// `ApiError404`. A path refers to the responses it needs.
///
/// ```
/// # use panda_errors::{Cataloged, PandaError, docs};
/// let document: serde_json::Value = serde_json::from_str(&docs::openapi(PandaError::CATALOG)).unwrap();
/// let not_found = &document["components"]["responses"]["ApiError404"]["content"]["application/json"];
/// assert_eq!(not_found["schema"]["$ref"], "#/components/schemas/ErrorResponse");
/// assert_eq!(not_found["examples"]["RecordNotFound"]["value"]["message"], "Couldn't find Video with ID=X");
/// ```
#[must_use]
pub fn openapi(catalog: &Catalog) -> String {
    OpenApi::new("API errors", "1.0.0").render(catalog)
}

/// An `OpenAPI` document with a title and a version of its own, and with switches for generators of clients.
///
/// ```
/// # use panda_errors::{Cataloged, PandaError, docs};
/// let document = docs::OpenApi::new("Panda API", "2.0.0").with_discriminator().render(PandaError::CATALOG);
/// assert!(document.contains(r#""title": "Panda API""#));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct OpenApi<'a> {
    title: &'a str,
    version: &'a str,
    form: Form<'a>,
}

/// The switches of the document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form<'a> {
    version: &'a str,
    prefix: &'a str,
    has_discriminator: bool,
    is_plain: bool,
    has_default: bool,
    empty_500: Empty500,
}

/// The place of a 500 without a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Empty500 {
    LeftOut,
    WithoutContent,
    WithContent,
}

impl<'a> OpenApi<'a> {
    /// Makes a document for the API of this title, in this version.
    #[must_use]
    pub const fn new(title: &'a str, version: &'a str) -> Self {
        Self { title, version, form: Form::DEFAULT }
    }

    /// Sets the version of `OpenAPI`, which is `3.0.3` otherwise. From `3.1.0` on, a nullable value has the type
    /// `["string", "null"]`; before that, it is `nullable`.
    ///
    /// ```
    /// # use panda_errors::{Cataloged, PandaError, docs};
    /// let document = docs::OpenApi::new("Panda API", "2.0.0").with_version("3.1.0").render(PandaError::CATALOG);
    /// assert!(document.contains(r#""openapi": "3.1.0""#));
    /// ```
    #[must_use]
    pub const fn with_version(self, openapi: &'a str) -> Self {
        Self { form: Form { version: openapi, ..self.form }, ..self }
    }

    /// Puts a prefix before the name of every schema and response, so that two documents can be put into one.
    ///
    /// ```
    /// # use panda_errors::{Cataloged, PandaError, docs};
    /// let document = docs::OpenApi::new("Panda API", "2.0.0").with_prefix("Panda").render(PandaError::CATALOG);
    /// assert!(document.contains("#/components/schemas/PandaErrorResponse"));
    /// ```
    #[must_use]
    pub const fn with_prefix(self, prefix: &'a str) -> Self {
        Self { form: Form { prefix, ..self.form }, ..self }
    }

    /// Adds a `discriminator` to the union.
    ///
    /// In openapi-typescript and `@hey-api/openapi-ts`, `error.error === "X"` then narrows to the details of `X`.
    /// Clients that check at run time, such as pydantic or zod clients, then reject names that they do not know.
    ///
    /// ```
    /// # use panda_errors::{Cataloged, PandaError, docs};
    /// let document = docs::OpenApi::new("Panda API", "2.0.0").with_discriminator().render(PandaError::CATALOG);
    /// assert!(document.contains(r#""propertyName": "error""#));
    /// ```
    #[must_use]
    pub const fn with_discriminator(self) -> Self {
        Self { form: Form { has_discriminator: true, ..self.form }, ..self }
    }

    /// Replaces the union with one schema, whose name is any string and whose details are any object.
    ///
    /// Every generator can read this schema, but the details are untyped.
    ///
    /// ```
    /// # use panda_errors::{Cataloged, PandaError, docs};
    /// let document = docs::OpenApi::new("Panda API", "2.0.0").with_plain_schema().render(PandaError::CATALOG);
    /// assert!(!document.contains("oneOf"));
    /// ```
    #[must_use]
    pub const fn with_plain_schema(self) -> Self {
        Self { form: Form { is_plain: true, ..self.form }, ..self }
    }

    /// Adds a response `ApiErrorDefault`, for statuses without a response of their own.
    ///
    /// Some generators, such as progenitor, do not support a `default` beside other responses.
    ///
    /// ```
    /// # use panda_errors::{Cataloged, PandaError, docs};
    /// let document = docs::OpenApi::new("Panda API", "2.0.0").with_default_response().render(PandaError::CATALOG);
    /// assert!(document.contains("ApiErrorDefault"));
    /// ```
    #[must_use]
    pub const fn with_default_response(self) -> Self {
        Self { form: Form { has_default: true, ..self.form }, ..self }
    }

    /// Adds the 500 of the Panda shape as a response without content, because its body is empty.
    ///
    /// The document then matches the response that is sent. But all errors become `unknown` in a client of
    /// `@hey-api/openapi-ts`, and progenitor panics.
    ///
    /// ```
    /// # use panda_errors::{Cataloged, PandaError, docs};
    /// let document = docs::OpenApi::new("Panda API", "2.0.0").with_empty_500().render(PandaError::CATALOG);
    /// assert!(document.contains("ApiError500"));
    /// ```
    #[must_use]
    pub const fn with_empty_500(self) -> Self {
        Self { form: Form { empty_500: Empty500::WithoutContent, ..self.form }, ..self }
    }

    /// Adds the 500 of the Panda shape with the content of the other errors, although its body is empty.
    ///
    /// A client of openapi-python-client then fails at an empty body.
    ///
    /// ```
    /// # use panda_errors::{Cataloged, PandaError, docs};
    /// let document = docs::OpenApi::new("Panda API", "2.0.0").with_content_of_500().render(PandaError::CATALOG);
    /// assert!(document.contains("ApiError500"));
    /// ```
    #[must_use]
    pub const fn with_content_of_500(self) -> Self {
        Self { form: Form { empty_500: Empty500::WithContent, ..self.form }, ..self }
    }

    /// Renders the document.
    #[must_use]
    pub fn render(&self, catalog: &Catalog) -> String {
        let errors = Documented::of(catalog, self.form);
        let mut responses = Object::default();
        let schemas = errors.schemas();
        for (status, response) in errors.responses(&|status| schemas.reference(status)) {
            responses.add(errors.response_name(&status), response);
        }
        let info = Object::default().with("title", self.title.to_string()).with("version", self.version.to_string());
        let components = Object::default().with("schemas", schemas.named).with("responses", responses);
        let document = Object::default().with("openapi", self.form.version.to_string()).with("info", info);
        pretty(&document.with("paths", Object::default()).with("components", components))
    }
}

#[cfg(feature = "utoipa-6")]
impl<'a> Form<'a> {
    pub(crate) const fn with_version(self, version: &'a str) -> Self {
        Self { version, ..self }
    }
}

impl Form<'_> {
    pub(crate) const DEFAULT: Self = Self {
        version: "3.0.3",
        prefix: "",
        has_discriminator: false,
        is_plain: false,
        has_default: false,
        empty_500: Empty500::LeftOut,
    };

    fn is_3_0(&self) -> bool {
        self.version.starts_with("3.0")
    }
}
