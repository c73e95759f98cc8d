//! utoipa 6: every derived type is an `IntoResponses`, so `responses(UploadError)` is all that a path needs.
//!
//! The schemas of the bodies are inside of the responses. So a `$ref` cannot dangle, and your own schemas are not
//! replaced. If two types in one `responses(…)` have a status in common, utoipa keeps the response of the second type
//! alone. [`AnyOf`] keeps both, and [`check`] finds the responses that were lost.
//!
//! ```
//! use panda_errors::PandaError;
//! use panda_errors::integrations::utoipa_6::IntoResponses;
//!
//! let responses = PandaError::responses();
//! assert!(responses.contains_key("404"));
//! ```

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::string::String;
use std::vec::Vec;
use std::{fmt, format};

pub use ::utoipa::IntoResponses;
use ::utoipa::openapi::extensions::Extensions;
use ::utoipa::openapi::path::{Operation, PathItem};
use ::utoipa::openapi::schema::{ArrayItems, Schema};
use ::utoipa::openapi::{OpenApi, RefOr, Response};
use serde_json::Value;

use crate::docs::{Documented, Form};
use crate::{Catalog, Cataloged};

/// The responses by their status.
pub type Responses = BTreeMap<String, RefOr<Response>>;

/// Returns the responses of a catalog as `utoipa` has them, in the form of [`docs::openapi`](crate::docs::openapi).
///
/// ```
/// use panda_errors::integrations::utoipa_6::responses;
/// use panda_errors::{Cataloged, PandaError};
///
/// assert_eq!(responses(PandaError::CATALOG).into_keys().collect::<Vec<_>>(), ["400", "401", "404", "413"]);
/// ```
#[must_use]
pub fn responses(catalog: &Catalog) -> Responses {
    let documented = Documented::of(catalog, Form::DEFAULT.with_version("3.1.0"));
    let responses = documented.responses_in_place();
    let call = record(catalog, responses.iter().map(|(status, _)| status.clone()));
    let converted = responses.into_iter().filter_map(|(status, response)| {
        let mut response = converted(&serde_json::to_value(response).ok()?)?;
        if let Some(call) = call {
            response.extensions = Some(Extensions::from_iter([(MARK, call)]));
        }
        Some((status, RefOr::T(response)))
    });
    converted.collect()
}

/// Converts a response to the type of `utoipa`. That type reads the members that it knows and drops the other members.
/// They go into the extensions, because `utoipa` writes the members of extensions unchanged.
fn converted(json: &Value) -> Option<Response> {
    let mut response: Response = serde_json::from_value(json.clone()).ok()?;
    for (name, header) in &mut response.headers {
        let required = json.get("headers").and_then(|headers| headers.get(name)?.get("required"));
        if let (RefOr::T(header), Some(required)) = (header, required) {
            header.extensions = Some(Extensions::from_iter([("required", required.clone())]));
        }
    }
    for (media_type, content) in &mut response.content {
        let json = json.get("content").and_then(|content| content.get(media_type)?.get("schema"));
        if let (RefOr::T(content), Some(json)) = (content, json)
            && let Some(RefOr::T(schema)) = &mut content.schema
        {
            restore(schema, json);
        }
    }
    Some(response)
}

/// Restores `not` in a schema.
fn restore(schema: &mut Schema, json: &Value) {
    let mut inner: Vec<(&mut RefOr<Schema>, Option<&Value>)> = Vec::new();
    match schema {
        Schema::Object(object) => {
            if let Some(not) = json.get("not") {
                object.extensions.get_or_insert_default().insert("not".into(), not.clone());
            }
            let properties = json.get("properties");
            inner.extend(
                object
                    .properties
                    .iter_mut()
                    .map(|(name, schema)| (schema, properties.and_then(|properties| properties.get(name)))),
            );
        }
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                inner.push((items, json.get("items")));
            }
        }
        Schema::OneOf(one_of) => {
            let schemas = json.get("oneOf");
            inner.extend(
                one_of
                    .items
                    .iter_mut()
                    .enumerate()
                    .map(|(index, schema)| (schema, schemas.and_then(|schemas| schemas.get(index)))),
            );
        }
        _ => {}
    }
    for (schema, json) in inner {
        if let (RefOr::T(schema), Some(json)) = (schema, json) {
            restore(schema, json);
        }
    }
}

/// The responses of several types. If two types have the same status, it has one response with the errors of both
/// types.
///
/// ```
/// use panda_errors::integrations::utoipa_6::{AnyOf, IntoResponses};
/// use panda_errors::{ApiError, PandaError};
///
/// #[derive(Debug, ApiError)]
/// #[api(status = 404, message = "This profile is gone")]
/// pub struct ProfileGone;
///
/// type VideoErrors = AnyOf<(PandaError, ProfileGone)>;
///
/// let responses = serde_json::to_string(&VideoErrors::responses()["404"]).unwrap();
/// assert!(responses.contains("RecordNotFound") && responses.contains("ProfileGone"));
/// ```
pub struct AnyOf<T>(PhantomData<T>);

impl<T> fmt::Debug for AnyOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnyOf")
    }
}

impl<T: Cataloged> AnyOf<T> {
    /// Fails to compile if one name has two statuses.
    const CHECKED: () = T::CATALOG.refuse_second_statuses();
}

impl<T: Cataloged> IntoResponses for AnyOf<T> {
    fn responses() -> Responses {
        let () = Self::CHECKED;
        responses(T::CATALOG)
    }
}

/// The member of a response with the number of the call of [`responses`] that made it.
const MARK: &str = "x-call";

/// One call of [`responses`].
struct Call {
    type_name: &'static str,
    statuses: Vec<String>,
}

std::thread_local! {
    /// The calls since [`check`] began; `None` outside of it.
    static CALLS: RefCell<Option<Vec<Call>>> = const { RefCell::new(None) };
}

/// Records a call, and returns its number.
fn record(catalog: &Catalog, statuses: impl Iterator<Item = String>) -> Option<usize> {
    CALLS.with_borrow_mut(|calls| {
        let calls = calls.as_mut()?;
        calls.push(Call { type_name: catalog.type_name(), statuses: statuses.collect() });
        Some(calls.len() - 1)
    })
}

/// Builds a document, and checks that each response of each error type is in it.
///
/// If two types in one `responses(…)` have a status in common, utoipa keeps the response of the second type alone. Call
/// this in a test of the document:
///
/// ```
/// use panda_errors::integrations::utoipa_6::check;
/// use panda_errors::{ApiError, PandaError};
/// use utoipa::OpenApi;
///
/// #[derive(Debug, ApiError)]
/// #[api(status = 404, message = "This profile is gone")]
/// pub struct ProfileGone;
///
/// #[utoipa::path(get, path = "/profiles/{id}", responses(PandaError, ProfileGone))]
/// async fn profile() {}
///
/// #[derive(OpenApi)]
/// #[openapi(paths(profile))]
/// struct Api;
///
/// assert_eq!(
///     check(Api::openapi).unwrap_err().to_string(),
///     "the 404 of `PandaError` is not in the document; put `AnyOf<(PandaError, …)>` into the `responses(…)` of GET \
///      /profiles/{id}",
/// );
/// ```
///
/// # Errors
///
/// Returns an error if a response is not in the document.
pub fn check(build: impl FnOnce() -> OpenApi) -> Result<(), LostResponses> {
    let outer = Outer(CALLS.replace(Some(Vec::new())));
    let mut document = build();
    let calls = CALLS.take().unwrap_or_default();
    drop(outer);
    let mut kept = BTreeMap::new();
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            for (status, response) in &mut operation.responses.responses {
                let RefOr::T(Response { extensions: Some(extensions), .. }) = response else { continue };
                let call = extensions.get(MARK).and_then(|call| usize::try_from(call.as_u64()?).ok());
                kept.extend(call.map(|call| ((call, status.clone()), format!("{method} {path}"))));
            }
        }
    }
    let mut lost = Vec::new();
    for (number, call) in calls.iter().enumerate() {
        for status in call.statuses.iter().filter(|status| !kept.contains_key(&(number, (*status).clone()))) {
            // utoipa calls `responses` for the types of one operation in a row.
            let winner = (number + 1..calls.len()).find_map(|later| kept.get(&(later, status.clone())));
            lost.push(Lost { type_name: call.type_name, status: status.clone(), operation: winner.cloned() });
        }
    }
    if lost.is_empty() { Ok(()) } else { Err(LostResponses(lost)) }
}

/// The calls that an outer check has recorded. `Drop` restores them, even if building the document panics.
struct Outer(Option<Vec<Call>>);

impl Drop for Outer {
    fn drop(&mut self) {
        CALLS.set(self.0.take());
    }
}

/// The responses that are not in a document.
pub struct LostResponses(Vec<Lost>);

struct Lost {
    type_name: &'static str,
    status: String,
    /// The operation that has the response of another type for this status.
    operation: Option<String>,
}

impl fmt::Display for LostResponses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, Lost { type_name, status, operation }) in self.0.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "\n" })?;
            write!(f, "the {status} of `{type_name}` is not in the document; put `AnyOf<({type_name}, …)>` into the ")?;
            match operation {
                Some(operation) => write!(f, "`responses(…)` of {operation}")?,
                None => f.write_str("`responses(…)`")?,
            }
        }
        Ok(())
    }
}

// `unwrap` in a test prints the `Debug`.
impl fmt::Debug for LostResponses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for LostResponses {}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let methods = [
        ("GET", &mut item.get),
        ("PUT", &mut item.put),
        ("POST", &mut item.post),
        ("DELETE", &mut item.delete),
        ("OPTIONS", &mut item.options),
        ("HEAD", &mut item.head),
        ("PATCH", &mut item.patch),
        ("TRACE", &mut item.trace),
    ];
    methods.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

#[doc(hidden)]
#[macro_export]
macro_rules! __utoipa_6 {
    ({ [$($generics:tt)*] [$type:ty] [$($bounds:tt)*] }) => {
        #[automatically_derived]
        impl<$($generics)*> $crate::integrations::utoipa_6::IntoResponses for $type
        where
            $($bounds)*
        {
            fn responses() -> $crate::integrations::utoipa_6::Responses {
                $crate::integrations::utoipa_6::responses(<$type as $crate::Cataloged>::CATALOG)
            }
        }
    };
}
