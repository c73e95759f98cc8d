//! Signs requests, and verifies signatures.

use std::collections::BTreeMap;
use std::error::Error;
use std::{env, fmt};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::digest::InvalidLength;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use panda_errors::PandaError;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::Sha256;

use crate::parameters::Parameters;

/// The parameters that every signed request needs.
pub(crate) const REQUIRED: &[&str] = &["access_key", "signature", "timestamp"];

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The secret key of an account that sets no other. Everybody may know it.
const DEFAULT_SECRET: &str = "my_secret_key";

/// The keys of an account. The secret is inside the keyed hash only, whose `Debug` does not show it.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    pub(crate) access: String,
    pub(crate) cloud: String,
    hash: Hmac<Sha256>,
    /// The secret key as it may be shown.
    secret: &'static str,
}

impl Keys {
    pub(crate) fn new(access: &str, secret: &str, cloud: &str) -> Result<Self, InvalidLength> {
        let hash = Hmac::new_from_slice(secret.as_bytes())?;
        let secret = if secret == DEFAULT_SECRET { DEFAULT_SECRET } else { "in PANDA_SECRET_KEY" };
        Ok(Self { access: access.to_owned(), cloud: cloud.to_owned(), hash, secret })
    }

    /// The keys of the service.
    pub(crate) fn from_env() -> Result<Self, Box<dyn Error>> {
        let access = from_env("PANDA_ACCESS_KEY", "my_access_key")?;
        let secret = from_env("PANDA_SECRET_KEY", DEFAULT_SECRET)?;
        let cloud = from_env("PANDA_CLOUD_ID", "my_cloud_id")?;
        Ok(Self::new(&access, &secret, &cloud)?)
    }

    /// A line for a person who wants to sign a request.
    pub(crate) fn advice(&self) -> String {
        let Self { access, cloud, secret, .. } = self;
        format!("Sign requests with the access key {access:?}, the secret key {secret:?} and the cloud id {cloud:?}.")
    }

    pub(crate) fn sign(&self, request: &Subject<'_>) -> String {
        BASE64_STANDARD.encode(self.hash(request).finalize().into_bytes())
    }

    /// Checks that the account itself sent a request, for its own cloud and not long ago.
    pub(crate) fn verify(
        &self,
        request: &Subject<'_>,
        signature: &Signature<'_>,
        now: Timestamp,
    ) -> Result<(), PandaError> {
        let bytes = BASE64_STANDARD.decode(signature.text).map_err(|_| PandaError::signature_mismatch())?;
        // In constant time.
        self.hash(request).verify_slice(&bytes).map_err(|_| PandaError::signature_mismatch())?;
        if signature.access_key != self.access {
            return Err(PandaError::signature_mismatch());
        }
        let time: Timestamp = signature.timestamp.parse().map_err(|_| PandaError::signature_expired())?;
        // A clock can be off either way; a time to come would otherwise be good for years.
        if now.duration_since(time).abs() > request.lifetime() {
            return Err(PandaError::signature_expired());
        }
        match signature.cloud_id {
            Some(id) if id != self.cloud => Err(PandaError::record_not_found("Cloud", id)),
            _ => Ok(()),
        }
    }

    fn hash(&self, request: &Subject<'_>) -> Hmac<Sha256> {
        self.hash.clone().chain_update(request.string_to_sign())
    }
}

/// Reads a key. An empty key is an error, because everybody can sign with an empty secret. The error does not show the
/// key.
fn from_env(name: &str, default: &str) -> Result<String, String> {
    let Some(key) = env::var_os(name) else { return Ok(default.to_owned()) };
    match key.into_string() {
        Ok(key) if key.is_empty() => Err(format!("{name} is empty; give it a value, or unset it for {default:?}")),
        Ok(key) => Ok(key),
        Err(_) => Err(format!("{name} is not Unicode")),
    }
}

/// The part of a request that its signature covers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) verb: &'a str,
    pub(crate) host: &'a str,
    pub(crate) path: &'a str,
    pub(crate) parameters: &'a BTreeMap<String, String>,
}

impl Subject<'_> {
    fn string_to_sign(&self) -> String {
        let Self { verb, host, path, parameters } = self;
        format!("{verb}\n{}\n{path}\n{}", host.to_lowercase(), canonical_query(parameters))
    }

    /// The time that a signature is valid. It is long, because an upload may be slow.
    fn lifetime(&self) -> SignedDuration {
        match (self.verb, self.path) {
            ("POST", "/videos.json") => SignedDuration::from_mins(30),
            _ => SignedDuration::from_mins(5),
        }
    }
}

/// The parameters that a signature covers, in the one spelling that client and service agree on.
pub(crate) fn canonical_query(parameters: &BTreeMap<String, String>) -> String {
    let covered = parameters.iter().filter(|(key, _)| !matches!(key.as_str(), "file" | "signature"));
    let pairs: Vec<String> = covered.map(|(key, text)| format!("{}={}", escape(key), escape(text))).collect();
    pairs.join("&")
}

pub(crate) fn escape(text: &str) -> impl fmt::Display {
    utf8_percent_encode(text, RESERVED)
}

/// The parameters that make a request a signed one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signature<'a> {
    text: &'a str,
    access_key: &'a str,
    timestamp: &'a str,
    cloud_id: Option<&'a str>,
}

impl<'a> Signature<'a> {
    /// `None` where one of the [`REQUIRED`] is missing.
    pub(crate) fn read(parameters: &'a Parameters) -> Option<Self> {
        Some(Self {
            text: parameters.text("signature")?,
            access_key: parameters.text("access_key")?,
            timestamp: parameters.text("timestamp")?,
            cloud_id: parameters.text("cloud_id").or_else(|| parameters.text("factory_id")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(timestamp: &str) -> BTreeMap<String, String> {
        let pairs = [("access_key", "abcdefgh"), ("cloud_id", "123456789"), ("timestamp", timestamp)];
        pairs.map(|(key, text)| (key.to_owned(), text.to_owned())).into()
    }

    fn keys() -> Keys {
        Keys::new("abcdefgh", "ijklmnop", "123456789").unwrap()
    }

    fn list(parameters: &BTreeMap<String, String>) -> Subject<'_> {
        Subject { verb: "GET", host: "API.pandastream.com", path: "/videos.json", parameters }
    }

    /// Signs with a timestamp, and verifies the signature at another time.
    fn verify(timestamp: &str, now: &str) -> Result<(), PandaError> {
        let parameters = parameters(timestamp);
        let text = keys().sign(&list(&parameters));
        let signature = Signature { text: &text, access_key: "abcdefgh", timestamp, cloud_id: None };
        keys().verify(&list(&parameters), &signature, now.parse().unwrap())
    }

    #[test]
    fn a_signature_is_the_one_that_clients_compute() {
        let parameters = parameters("2011-03-01T15:39:10.260762Z");
        assert_eq!(keys().sign(&list(&parameters)), "kVnZs/NX13ldKPdhFYoVnoclr8075DwiZF0TGgIbMsc=");
    }

    #[test]
    fn every_character_that_is_not_unreserved_is_escaped() {
        let parameters = [("a b", "Z9-_.~"), ("c", "/+%&=é"), ("file", "f"), ("signature", "s"), ("B", "")];
        let parameters = parameters.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
        assert_eq!(canonical_query(&parameters), "B=&a%20b=Z9-_.~&c=%2F%2B%25%26%3D%C3%A9");
    }

    #[test]
    fn every_spelling_of_a_timestamp_is_read() {
        for timestamp in [
            "2011-03-01T15:39:10.260762Z",
            "2011-03-01T15:39:10.178Z",
            "2011-03-01T15:39:10+00:00",
            "2011-03-01T15:39:10.260762+00:00",
        ] {
            assert!(verify(timestamp, "2011-03-01T15:43:00Z").is_ok(), "{timestamp}");
            assert!(matches!(verify(timestamp, "2011-03-01T15:45:00Z"), Err(PandaError::SignatureExpired)));
        }
    }

    #[test]
    fn a_malformed_or_distant_timestamp_is_expired() {
        for timestamp in ["", "yesterday", "0", "1299000000", "2011-02-31T00:00:00Z", "9999-12-30T00:00:00Z"] {
            let outcome = verify(timestamp, "2011-03-01T15:39:10Z");
            assert!(matches!(outcome, Err(PandaError::SignatureExpired)), "{timestamp}: {outcome:?}");
        }
    }

    #[test]
    fn debug_does_not_show_the_secret() {
        assert!(!format!("{:?}", keys()).contains("ijklmnop"));
    }
}
