//! A crate with the strictest settings: each lint is an error, and `#[allow]` cannot turn it off.

// Every group that can be forbidden, and the lints that belong to no group.
#![forbid(
    deprecated_safe,
    future_incompatible,
    keyword_idents,
    let_underscore,
    nonstandard_style,
    refining_impl_trait,
    rust_2018_compatibility,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    unknown_or_malformed_diagnostic_attributes,
    unused,
    warnings
)]
#![forbid(
    ambiguous_negative_literals,
    closure_returning_async_block,
    deprecated,
    deprecated_in_future,
    deref_into_dyn_supertrait,
    ffi_unwind_calls,
    impl_trait_redundant_captures,
    macro_use_extern_crate,
    meta_variable_misuse,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    non_ascii_idents,
    redundant_imports,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unsafe_code,
    unstable_features,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results
)]
#![forbid(clippy::all, clippy::nursery, clippy::pedantic)]
// The restriction lints that can fire on the code of an expansion.
#![forbid(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used,
    clippy::impl_trait_in_params,
    clippy::indexing_slicing,
    clippy::let_underscore_untyped,
    clippy::match_wild_err_arm,
    clippy::missing_assert_message,
    clippy::missing_inline_in_public_items,
    clippy::missing_trait_methods,
    clippy::panic,
    clippy::panic_in_result_fn,
    clippy::partial_pub_fields,
    clippy::pattern_type_mismatch,
    clippy::pub_use,
    clippy::question_mark_used,
    clippy::renamed_function_params,
    clippy::shadow_reuse,
    clippy::shadow_same,
    clippy::shadow_unrelated,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::str_to_string,
    clippy::string_slice,
    clippy::unreachable,
    clippy::unwrap_used,
    clippy::use_debug,
    clippy::wildcard_enum_match_arm
)]

use core::fmt;
use core::time::Duration;
use std::io;

use panda_errors::{ApiError, Cataloged, Definition, ErrorStatus, PandaError};

/// Uses as many keys of the derive as one type can have.
#[derive(Debug, ApiError)]
#[api(kind = EverythingKind, rename_all = "snake_case")]
#[non_exhaustive]
pub enum Everything {
    /// A template.
    #[api(
        status = 404,
        message = "no {0:?} of {1:>0$}",
        header("X-Id" = 0),
        retry_after = 2,
        help = "Look elsewhere",
        url = "https://example.com",
        log = "warn",
        retry = "after",
        since = "2"
    )]
    NotFound(#[api(example = 7)] usize, #[api(example = "x")] &'static str, Duration),
    /// A constant.
    #[api(status = 409, message = "conflict", header("X-Constant" = "yes"))]
    Conflict {
        /// Not for clients.
        #[api(redact)]
        secret: bool,
    },
    /// A status of its own.
    #[api(message = "the upstream said {code}", details)]
    Upstream {
        /// The status of the upstream's response.
        #[api(status)]
        status: ErrorStatus,
        /// The same, as a number.
        #[api(header = "X-Code")]
        code: u16,
    },
    /// A status that is a constant.
    #[api(status = ErrorStatus::GONE, message = "gone")]
    Gone,
    /// A source.
    #[api(status = 500)]
    Io(#[from] io::Error),
    /// A source that may not be there.
    #[api(status = 500, message = "perhaps")]
    Perhaps {
        /// Perhaps.
        source: Option<fmt::Error>,
    },
    /// Another error.
    #[api(transparent)]
    Panda(#[from] PandaError),
}

/// Generic in every way.
#[derive(Debug, ApiError)]
#[api(status = 400, message = "{text} {values:?} {shown}")]
pub struct Generic<'text, T, const COUNT: usize = 1>
where
    T: Clone,
{
    /// A text.
    pub text: &'text str,
    /// Values.
    pub values: [T; COUNT],
    /// A value.
    pub shown: T,
}

/// The catalog of every account error, by its type.
#[derive(Debug, ApiError)]
pub enum Account<E> {
    /// The error of a store.
    #[api(transparent)]
    Store(E),
    /// The account has none.
    #[api(status = 402, message = "none")]
    None,
}

/// A private error whose kind is never matched.
#[derive(Debug, ApiError)]
#[api(kind = HiddenKind)]
enum Private {
    #[api(status = 403, message = "private")]
    Forbidden,
}

/// Names of private errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hidden(pub &'static str);

impl Hidden {
    /// The only one.
    #[must_use]
    #[inline]
    pub fn forbidden() -> Self {
        debug_assert!(Private::CATALOG.definitions().all(|row: &Definition| row.status() == 403), "only one");
        Self(Private::Forbidden.name())
    }
}

/// Deprecated items, used in the crate that defines them.
pub mod deprecated {
    use panda_errors::ApiError;

    /// A reason that is not given any more.
    #[deprecated(note = "there is another one")]
    #[derive(Debug, Clone, Copy, ApiError)]
    #[api(status = 410, message = "the old reason {0}")]
    pub struct OldReason(pub u8);

    /// Some of its parts are deprecated.
    #[derive(Debug, ApiError)]
    #[api(kind = RetiredKind)]
    pub enum Retired {
        /// Deprecated.
        #[deprecated]
        #[api(status = 410, message = "old {0}", header("X-Old" = 0))]
        Old(u8),
        /// With a deprecated field.
        #[api(status = 409, message = "field {field}", details)]
        Field {
            /// Deprecated.
            #[deprecated = "use another"]
            field: u8,
        },
        /// Deprecated, with a source.
        #[deprecated(since = "2.0.0", note = "use another")]
        #[api(status = 500)]
        Caused(#[from] std::io::Error),
    }
}
