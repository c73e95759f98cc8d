//! utoipa 6: every derived type is an `IntoResponses`, so `responses(UploadError)` is all that a path needs.
//!
//! The schema of the bodies is one for all errors: name [`ApiErrorSchema`] once, in `components(schemas(…))`. Of two
//! types with a status in common utoipa's own list keeps the second alone; [`AnyOf`] keeps both.
//!
//! ```
//! use panda_errors::PandaError;
//! use panda_errors::integrations::utoipa_6::IntoResponses;
//!
//! let responses = PandaError::responses();
//! assert!(responses.contains_key("404"));
//! ```

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::string::{String, ToString as _};
use std::vec::Vec;

pub use ::utoipa::IntoResponses;
use ::utoipa::openapi::schema::Schema;
use ::utoipa::openapi::{RefOr, Response};
use ::utoipa::{PartialSchema, ToSchema};

use crate::{Catalog, Cataloged, docs};

/// The responses by their status.
pub type Responses = BTreeMap<String, RefOr<Response>>;

/// The responses of a catalog, as `utoipa` has them.
///
/// ```
/// use panda_errors::integrations::utoipa_6::responses;
/// use panda_errors::{Cataloged, PandaError};
///
/// assert_eq!(responses(PandaError::CATALOG).len(), 5);
/// ```
#[must_use]
pub fn responses(catalog: &Catalog) -> Responses {
    docs::responses(catalog, false)
        .into_iter()
        .filter_map(|(status, response)| {
            // `utoipa` reads what `OpenAPI` is, and nothing else is written here.
            let response = serde_json::from_value(serde_json::to_value(response).ok()?).ok()?;
            Some((status.to_string(), RefOr::T(response)))
        })
        .collect()
}

/// The responses of several types: a status that two of them have is there once, with the errors of both.
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

impl<T> std::fmt::Debug for AnyOf<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AnyOf")
    }
}

impl<T: Cataloged> AnyOf<T> {
    /// A name means one status.
    const CHECKED: () = T::CATALOG.refuse_second_statuses();
}

impl<T: Cataloged> IntoResponses for AnyOf<T> {
    fn responses() -> Responses {
        let () = Self::CHECKED;
        responses(T::CATALOG)
    }
}

/// The schema of the body of every error, to be named in `components(schemas(…))`.
#[derive(Debug)]
pub struct ApiErrorSchema(());

impl PartialSchema for ApiErrorSchema {
    fn schema() -> RefOr<Schema> {
        let schema = serde_json::to_value(docs::schema(true)).ok().and_then(|json| serde_json::from_value(json).ok());
        schema.map_or_else(|| RefOr::T(Schema::default()), RefOr::T)
    }
}

impl ToSchema for ApiErrorSchema {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(docs::SCHEMA_NAME)
    }

    fn schemas(_: &mut Vec<(String, RefOr<Schema>)>) {}
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
