//! The catalog of the service's errors: as a file for `panda-api docs`, and as a page at `/errors`.

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::str::FromStr;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName};
use axum::response::Html;
use panda_errors::docs::{self, Attempt, Page};
use panda_errors::{Catalog, OrInternal, PandaError, catalog};

use crate::api::Service;
use crate::flags::DocsFlags;
use crate::openapi::AUTHENTICATION;
use crate::request::Host;
use crate::tour;

catalog! {
    /// Every error that a client can identify. The others of a `StoreError` are 500s without a
    /// body, so clients never see their names.
    pub(crate) static API = [PandaError];
}

/// A form in which the catalog can be written down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Format(fn(&Catalog) -> String);

impl Format {
    /// The choices, for a message.
    pub(crate) const ALL: &str = "the formats are markdown, html, openapi, json and typescript";
}

impl FromStr for Format {
    type Err = &'static str;

    fn from_str(name: &str) -> Result<Self, &'static str> {
        Ok(Self(match name {
            "markdown" => docs::markdown,
            "html" => docs::html,
            "openapi" => docs::openapi,
            "json" => docs::json,
            "typescript" => docs::typescript,
            _ => return Err(Self::ALL),
        }))
    }
}

/// `panda-api docs`.
pub(crate) fn write(flags: &DocsFlags) -> Result<(), Box<dyn Error>> {
    let Format(render) = flags.format;
    let text = render(&API);
    match &flags.out {
        Some(path) => Ok(fs::write(path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))?),
        None => Ok(io::stdout().write_all(text.as_bytes())?),
    }
}

/// `GET /errors`: the page with a button for each request of the tour.
pub(crate) async fn page(
    State(service): State<Service>,
    Host(host): Host,
) -> Result<([(HeaderName, &'static str); 2], Html<String>), PandaError> {
    let mut page = Page::new("Panda API").with_version("2.0");
    for row in tour::rows(&service.keys, host.host()).or_internal()? {
        let (method, url) = row.request.split_once(' ').unwrap_or_default();
        page = page.with_attempt(Attempt::new(row.error, method, url));
    }
    // A signature is good for minutes, so a page from a cache would show the wrong answers.
    let headers = [(CONTENT_SECURITY_POLICY, Page::CONTENT_SECURITY_POLICY), (CACHE_CONTROL, "no-store")];
    // The help of a 401 names the section on authentication.
    let authentication =
        format!("<div id=\"authentication\"><h2>Authentication</h2><p>{AUTHENTICATION}</p></div></main>");
    Ok((headers, Html(page.render(&API).replacen("</main>", &authentication, 1))))
}

#[cfg(test)]
mod tests {
    use panda_errors::Cataloged;

    use super::*;
    use crate::store::StoreError;

    #[test]
    fn an_error_outside_of_the_catalog_is_a_500() {
        let names: Vec<_> = API.definitions().map(panda_errors::Definition::name).collect();
        let others = StoreError::CATALOG.definitions().filter(|definition| !names.contains(&definition.name()));
        assert!(others.map(panda_errors::Definition::status).all(|status| status == 500));
    }
}
