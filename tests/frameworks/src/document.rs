//! Every answer that the kit sees is as the `OpenAPI` document of its errors says.

use jsonschema::Validator;
use panda_errors::Catalog;
use panda_errors::docs::OpenApi;
use serde_json::Value;

use crate::seen::Seen;

/// The document of one shape, and the schema of its bodies.
pub(crate) struct Document {
    responses: Value,
    body: Validator,
}

impl Document {
    pub(crate) fn of(api: &'static Catalog) -> Self {
        let form = OpenApi::new("Uploads", "1").with_version("3.1.0").with_default_response().with_empty_500();
        let document: Value = serde_json::from_str(&form.render(api)).unwrap_or_default();
        let components = document.get("components").cloned().unwrap_or_default();
        let responses = components.get("responses").cloned().unwrap_or_default();
        let schema = serde_json::json!({ "$ref": "#/components/schemas/ErrorResponse", "components": components });
        let body = jsonschema::draft202012::new(&schema).unwrap_or_else(|error| panic!("no schema: {error}"));
        Self { responses, body }
    }

    /// Returns the response of a status, of its class, or the default.
    fn response(&self, status: u16) -> &Value {
        let names = [status.to_string(), format!("{}XX", status / 100), "Default".to_owned()];
        let found = names.iter().find_map(|name| self.responses.get(format!("ApiError{name}")));
        found.unwrap_or_else(|| panic!("the document has no response for {status}"))
    }
}

impl Seen {
    /// The document describes an answer of ours: its status, its headers and its body.
    pub(crate) fn assert_is_documented(&self, document: &Document) {
        // The document does not have the responses that a framework makes outside of its integration.
        if self.status < 400 || self.all("x-content-type-options") != ["nosniff"] {
            return;
        }
        let response = document.response(self.status);
        for (name, header) in response.get("headers").and_then(Value::as_object).into_iter().flatten() {
            let is_required = header.get("required") == Some(&Value::Bool(true));
            assert!(!is_required || !self.all(name).is_empty(), "no {name}: {self}");
        }
        let content = response.get("content").and_then(Value::as_object);
        match (self.body.as_str(), content) {
            ("", None) => assert!(self.all("content-type").is_empty(), "a type without a body: {self}"),
            ("", Some(_)) => assert!(self.is_of_head(), "no body: {self}"),
            (_, None) => panic!("a body that the document does not have: {self}"),
            (body, Some(content)) => {
                let media_type = self.only("content-type").unwrap_or_default();
                assert!(content.contains_key(media_type), "another type: {self}");
                let body = serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {self}"));
                assert!(document.body.is_valid(&body), "another schema: {self}");
            }
        }
    }
}
