//! The parameters of a request, wherever they are: in the query, in a form, in multipart.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use http_body::Frame;
use multer::{Constraints, Multipart, SizeLimit};
use panda_errors::PandaError;

use crate::incoming::{FILE_SIZE_LIMIT, Incoming};
use crate::store::Store;

/// The size of all parameters of one request in memory, in bytes. They have not been supplied if they are more.
const PARAMETERS_LIMIT: usize = 65_536;

/// A file, parameters, and as much again for what multipart wraps them in.
const BODY_LIMIT: u64 = FILE_SIZE_LIMIT + 2 * PARAMETERS_LIMIT as u64;

/// The bytes of a multipart body in memory: everything except files, and the pieces of a file that come at once.
const AHEAD_LIMIT: usize = 1_048_576;

#[derive(Debug)]
pub(crate) struct Parameters {
    required: &'static [&'static str],
    texts: BTreeMap<String, String>,
    texts_size: usize,
    file: Option<Incoming>,
}

impl Parameters {
    /// Reads all that a request has; `required` is what it should have. Only POST and PUT have parameters in the body.
    pub(crate) async fn read(
        head: &Parts,
        body: Body,
        required: &'static [&'static str],
        store: &Store,
    ) -> Result<Self, PandaError> {
        let mut parameters = Self { required, texts: BTreeMap::new(), texts_size: 0, file: None };
        let has_body = matches!(head.method, Method::POST | Method::PUT);
        let length = body.size_hint().lower();
        if has_body && length > BODY_LIMIT {
            return Err(PandaError::file_size_limit_exceeded(FILE_SIZE_LIMIT));
        }
        parameters.read_form(head.uri.query().unwrap_or_default().as_bytes())?;
        if !has_body {
            return Ok(parameters);
        }
        let content_type = head.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let content_type = content_type.unwrap_or_default();
        if is(content_type, "multipart/form-data") {
            parameters.read_multipart(content_type, body, store).await?;
        } else if is(content_type, "application/x-www-form-urlencoded") {
            if length > PARAMETERS_LIMIT as u64 {
                return Err(parameters.missing());
            }
            // A body that breaks off has not been supplied either.
            let form = to_bytes(body, PARAMETERS_LIMIT).await.map_err(|_| parameters.missing())?;
            parameters.read_form(&form)?;
        }
        Ok(parameters)
    }

    /// All texts, sorted by key bytewise.
    pub(crate) fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    /// The text of a parameter; an empty one counts as not supplied.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str).filter(|text| !text.is_empty())
    }

    pub(crate) fn take_file(&mut self) -> Option<Incoming> {
        self.file.take()
    }

    /// The answer where a required parameter is not among these.
    pub(crate) fn missing(&self) -> PandaError {
        PandaError::missing_parameters(self.required)
    }

    fn read_form(&mut self, form: &[u8]) -> Result<(), PandaError> {
        form_urlencoded::parse(form).try_for_each(|(key, text)| self.insert(&key, &text))
    }

    async fn read_multipart(&mut self, content_type: &str, body: Body, store: &Store) -> Result<(), PandaError> {
        let limits = SizeLimit::new()
            .whole_stream(BODY_LIMIT)
            .per_field(PARAMETERS_LIMIT as u64)
            // The file counts itself.
            .for_field("file", u64::MAX);
        let required = self.required;
        let refuse = |error| match error {
            multer::Error::StreamSizeExceeded { .. } => PandaError::file_size_limit_exceeded(FILE_SIZE_LIMIT),
            // A body that cannot be read, or is too long, has not been supplied.
            _ => PandaError::missing_parameters(required),
        };
        let boundary = multer::parse_boundary(content_type).map_err(refuse)?;
        let ahead = Arc::new(AtomicUsize::new(0));
        let body = Body::new(Ahead { body, ahead: ahead.clone() }).into_data_stream();
        let mut multipart = Multipart::with_constraints(body, boundary, Constraints::new().size_limit(limits));
        while let Some(mut field) = multipart.next_field().await.map_err(refuse)? {
            let key = field.name().unwrap_or_default().to_owned();
            if key == "file" {
                self.insert(&key, field.file_name().unwrap_or_default())?;
                let mut file = store.incoming()?;
                while let Some(piece) = field.chunk().await.map_err(refuse)? {
                    ahead.fetch_sub(piece.len(), Ordering::Relaxed);
                    file.write(&piece).await?;
                }
                self.file = Some(file);
            } else {
                let text = field.bytes().await.map_err(refuse)?;
                self.insert(&key, &String::from_utf8_lossy(&text))?;
            }
        }
        Ok(())
    }

    fn insert(&mut self, key: &str, text: &str) -> Result<(), PandaError> {
        self.texts_size += key.len() + text.len();
        if self.texts_size > PARAMETERS_LIMIT {
            return Err(self.missing());
        }
        match self.texts.insert(key.to_owned(), text.to_owned()) {
            None => Ok(()),
            // No client signs a key twice, so one of the two was added on the way.
            Some(_) => Err(PandaError::signature_mismatch()),
        }
    }
}

/// A body that ends with an error where too much of it is in memory: multer would take a preamble, or the head of a
/// part, of any size.
struct Ahead {
    body: Body,
    ahead: Arc<AtomicUsize>,
}

impl HttpBody for Ahead {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(context));
        let length = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref()).map_or(0, Bytes::len);
        if self.ahead.fetch_add(length, Ordering::Relaxed) + length > AHEAD_LIMIT {
            return Poll::Ready(Some(Err(axum::Error::new("more than fits into memory"))));
        }
        Poll::Ready(frame)
    }
}

fn is(content_type: &str, essence: &str) -> bool {
    content_type.split(';').next().is_some_and(|found| found.trim().eq_ignore_ascii_case(essence))
}
