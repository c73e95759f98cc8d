//! [`Headers`]: reads and writes the headers of a response, for every framework.

use std::borrow::Cow;

use super::answered::Answered;
use crate::header::defaults;
use crate::report::Id;
use crate::{Answer, ApiError, ErrorStatus};

/// The headers of a response. Each framework implements it once, so the code that works with headers is written once.
pub(crate) trait Headers {
    /// Returns the first value of a header. The name is in lower case.
    fn first(&self, name: &'static str) -> Option<&[u8]>;

    /// Returns all headers, name and value.
    fn all(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, [u8]>)>;

    /// Removes all values of a header.
    fn take_out(&mut self, name: &str);

    /// Adds the headers that nearly every answer has alone to headers that do not have them. The content type is left
    /// out if the answer does not have a body.
    fn add_defaults(&mut self, content_type: Option<&'static str>, status: ErrorStatus) {
        let content_type = content_type.map(|content_type| ("content-type", content_type));
        content_type.into_iter().chain(defaults(status)).for_each(|(name, value)| self.add_static(name, value));
    }

    /// Adds a constant to the existing values of a header.
    fn add_static(&mut self, name: &'static str, value: &'static str);

    /// Adds a value to the existing values of a header.
    fn add(&mut self, name: &'static str, value: &str);

    /// Adds the id to headers that do not have one.
    fn add_id(&mut self, id: &Id) {
        self.add("x-request-id", id.as_str());
    }
}

/// The remaining parts of an answer, after its headers are written.
pub(crate) struct Written {
    pub(crate) status: ErrorStatus,
    /// For the extensions of the response.
    pub(crate) answered: Option<Answered>,
    pub(crate) body: Cow<'static, [u8]>,
}

impl Written {
    #[inline]
    pub(super) fn of(error: &dyn ApiError, answer: &mut Answer) -> Self {
        Self { status: answer.status(), answered: Answered::of(error, answer), body: answer.take_body() }
    }
}

/// Writes the headers of the answer for an error into headers that are empty.
#[cfg(any(feature = "actix-web-4", feature = "rocket-0.5"))]
pub(crate) fn write(error: &dyn ApiError, headers: &mut impl Headers) -> Written {
    let mut answer = Answer::EMPTY;
    answer.report(error, true);
    write_answer(&answer, headers);
    Written::of(error, &mut answer)
}

/// Writes the headers of an answer into headers that are empty.
#[inline]
pub(crate) fn write_answer(answer: &Answer, headers: &mut impl Headers) {
    if answer.has_only_defaults() {
        headers.add_defaults(answer.content_type(), answer.status());
    } else {
        answer.fixed_headers().for_each(|(name, value)| headers.add_static(name, value));
    }
    answer.headers_of_fields().for_each(|(name, value)| headers.add(name, value));
    if let Some(id) = answer.id() {
        headers.add_id(id);
    }
}

/// Implements [`Headers`] for the `HeaderMap` of a version of `http`. The most frequent names are constants, so they
/// are neither parsed nor allocated.
#[cfg(any(feature = "_http-1", feature = "actix-web-4"))]
macro_rules! header_map {
    ($($http:ident)::+) => {
        impl $crate::integrations::headers::Headers for $($http)::+::HeaderMap {
            #[inline]
            fn first(&self, name: &'static str) -> Option<&[u8]> {
                self.get(header_name(name)?).map($($http)::+::HeaderValue::as_bytes)
            }

            fn all(&self) -> impl Iterator<Item = (::std::borrow::Cow<'_, str>, ::std::borrow::Cow<'_, [u8]>)> {
                self.iter().map(|(name, value)| (name.as_str().into(), value.as_bytes().into()))
            }

            fn take_out(&mut self, name: &str) {
                self.remove(name);
            }

            // The names and values are constants, so they are neither parsed nor checked.
            fn add_defaults(&mut self, content_type: Option<&'static str>, status: $crate::ErrorStatus) {
                use $($http)::+ as header;
                if let Some(content_type) = content_type {
                    let json = const { header::HeaderValue::from_static("application/json") };
                    let is_json = content_type == "application/json";
                    let value = if is_json { json } else { header::HeaderValue::from_static(content_type) };
                    self.insert(header::CONTENT_TYPE, value);
                }
                self.insert(header::CACHE_CONTROL, const { header::HeaderValue::from_static("no-store") });
                self.insert(header::X_CONTENT_TYPE_OPTIONS, mark_value(status));
            }

            #[inline]
            fn add_static(&mut self, name: &'static str, value: &'static str) {
                if let Some(name) = header_name(name) {
                    self.append(name, $($http)::+::HeaderValue::from_static(value));
                }
            }

            #[inline]
            fn add(&mut self, name: &'static str, value: &str) {
                if let (Some(name), Ok(value)) = (header_name(name), $($http)::+::HeaderValue::from_str(value)) {
                    self.append(name, value);
                }
            }

            #[inline]
            fn add_id(&mut self, id: &$crate::report::Id) {
                if let Ok(value) = $($http)::+::HeaderValue::from_bytes(id.as_bytes()) {
                    self.insert(X_REQUEST_ID, value);
                }
            }
        }

        const X_REQUEST_ID: $($http)::+::HeaderName = $($http)::+::HeaderName::from_static("x-request-id");

        /// Returns the value that carries the mark. A clone costs less than a value, whose text is checked.
        #[inline]
        fn mark_value(status: $crate::ErrorStatus) -> $($http)::+::HeaderValue {
            use $($http)::+::HeaderValue;
            static VALUES: [::std::sync::OnceLock<HeaderValue>; 200] = [const { ::std::sync::OnceLock::new() }; 200];
            let value = || HeaderValue::from_static($crate::mark::nosniff(status));
            let made = VALUES.get(usize::from(status.as_u16()) - 400);
            made.map_or_else(value, |made| made.get_or_init(value).clone())
        }

        /// Returns `None` if the name is longer than the framework allows.
        #[inline]
        fn header_name(name: &'static str) -> Option<$($http)::+::HeaderName> {
            use $($http)::+ as header;
            Some(match name {
                "content-type" => header::CONTENT_TYPE,
                "cache-control" => header::CACHE_CONTROL,
                "x-content-type-options" => header::X_CONTENT_TYPE_OPTIONS,
                "x-request-id" => X_REQUEST_ID,
                "www-authenticate" => header::WWW_AUTHENTICATE,
                "retry-after" => header::RETRY_AFTER,
                "content-encoding" => header::CONTENT_ENCODING,
                _ => return header::HeaderName::from_bytes(name.as_bytes()).ok(),
            })
        }
    };
}
