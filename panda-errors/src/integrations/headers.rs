//! [`Headers`]: reads and writes the headers of a response, for every framework.

use std::borrow::Cow;

use super::answered::Answered;
use crate::{Answer, ApiError, ErrorStatus, mark};

/// The headers of a response. Each framework implements it once, so the code that works with headers is written once.
pub(crate) trait Headers {
    /// Returns the first value of a header. The name is in lower case.
    fn first(&self, name: &'static str) -> Option<&[u8]>;

    /// Returns all headers, name and value.
    fn all(&self) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, [u8]>)>;

    /// Removes all values of a header.
    fn take_out(&mut self, name: &str);

    /// Adds a constant to the existing values of a header.
    fn add_static(&mut self, name: &'static str, value: &'static str);

    /// Adds a value to the existing values of a header.
    fn add(&mut self, name: &'static str, value: &str);
}

/// The remaining parts of an answer, after its headers are written.
pub(crate) struct Written {
    pub(crate) status: ErrorStatus,
    /// For the extensions of the response.
    pub(crate) answered: Option<Answered>,
    pub(crate) body: Cow<'static, [u8]>,
}

impl Written {
    pub(super) fn of(error: &dyn ApiError, answer: Answer) -> Self {
        Self { status: answer.status(), answered: Answered::of(error, &answer), body: answer.into_body() }
    }
}

/// Writes the headers of the answer for an error into headers that are empty.
pub(crate) fn write(error: &dyn ApiError, headers: &mut impl Headers) -> Written {
    let answer = Answer::of(error);
    if let Some((content_type, [(_, cache), (_, sniff)])) = answer.defaults_alone() {
        // These names are constants, so the compiler can resolve them.
        if let Some(content_type) = content_type {
            headers.add_static("content-type", content_type);
        }
        headers.add_static("cache-control", cache);
        headers.add_static(mark::HEADER, sniff);
    } else {
        answer.fixed_headers().for_each(|(name, value)| headers.add_static(name, value));
    }
    answer.headers_of_values().for_each(|(name, value)| headers.add(name, value));
    Written::of(error, answer)
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
        }

        /// Returns `None` if the name is longer than the framework allows.
        #[inline]
        fn header_name(name: &'static str) -> Option<$($http)::+::HeaderName> {
            use $($http)::+ as header;
            const X_REQUEST_ID: header::HeaderName = header::HeaderName::from_static("x-request-id");
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
