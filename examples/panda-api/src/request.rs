//! The extractors of the handlers.

use axum::extract::{FromRequest, FromRequestParts, OriginalUri, Path, Request};
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use jiff::Timestamp;
use panda_errors::PandaError;

use crate::api::{Service, no_route};
use crate::parameters::Parameters;
use crate::signature::{self, Signature, Subject};

/// The parameters of a request with a good signature.
#[derive(Debug)]
pub(crate) struct Signed<A = ()>(pub(crate) A);

/// The parameters of a method.
pub(crate) trait FromParameters: Sized {
    /// Those that it cannot do without, as the 400 lists them.
    const REQUIRED: &'static [&'static str];

    /// `None` where one of them is missing.
    fn from_parameters(parameters: &mut Parameters) -> Option<Self>;
}

impl FromParameters for () {
    const REQUIRED: &'static [&'static str] = signature::REQUIRED;

    fn from_parameters(_: &mut Parameters) -> Option<Self> {
        Some(())
    }
}

impl<A: FromParameters> FromRequest<Service> for Signed<A> {
    type Rejection = PandaError;

    async fn from_request(request: Request, service: &Service) -> Result<Self, PandaError> {
        let (head, body) = request.into_parts();
        let mut parameters = Parameters::read(&head, body, A::REQUIRED, &service.store).await?;
        let asked = A::from_parameters(&mut parameters).ok_or_else(|| parameters.missing())?;
        let signature = Signature::read(&parameters).ok_or_else(|| parameters.missing())?;
        let Host(host) = Host::of(&head)?;
        let subject = Subject {
            verb: head.method.as_str(),
            host: host.host(),
            path: head.uri.path(),
            parameters: parameters.texts(),
        };
        service.keys.verify(&subject, &signature, Timestamp::now())?;
        Ok(Self(asked))
    }
}

/// The host, and the port if there is one, that the client reached the service by.
#[derive(Debug)]
pub(crate) struct Host(pub(crate) Authority);

impl Host {
    fn of(head: &Parts) -> Result<Self, PandaError> {
        let header = head.headers.get(HOST).and_then(|host| Authority::try_from(host.as_bytes()).ok());
        // Without a host there is nothing that could have been signed.
        header.map(Self).ok_or_else(PandaError::signature_mismatch)
    }
}

impl FromRequestParts<Service> for Host {
    type Rejection = PandaError;

    async fn from_request_parts(head: &mut Parts, _: &Service) -> Result<Self, PandaError> {
        Self::of(head)
    }
}

/// The id of a record, from `…/{id}.json`.
#[derive(Debug)]
pub(crate) struct Id(pub(crate) String);

impl FromRequestParts<Service> for Id {
    type Rejection = PandaError;

    async fn from_request_parts(head: &mut Parts, service: &Service) -> Result<Self, PandaError> {
        let Ok(Path(segment)) = Path::<String>::from_request_parts(head, service).await else {
            // Bytes that are not text are not an id.
            let Ok(uri) = OriginalUri::from_request_parts(head, service).await;
            return Err(no_route(head.method.clone(), uri).await);
        };
        Ok(Self(segment.strip_suffix(".json").unwrap_or(&segment).to_owned()))
    }
}
