//! The catalog as `OpenAPI`.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not there")]
#![expect(dead_code, reason = "it is the catalogs of these types that count")]

use std::time::Duration;

use panda_errors::docs::{self, OpenApi};
use panda_errors::{ApiError, Catalog, Cataloged, Definition, ErrorStatus, PandaError};
use serde_json::{Value, json};

#[derive(Debug, ApiError)]
enum UploadError {
    /// The file is larger than the plan allows.
    #[api(status = 413, message = "At most {limit} bytes", details, retry = "never", since = "1.2")]
    TooLarge {
        #[api(example = 10)]
        limit: u64,
        factor: Option<i32>,
    },
    #[api(status = 422, message = "{field} is not valid", details)]
    Invalid { field: String, lines: Vec<u32> },
    #[api(status = 429, message = "Wait", retry_after = after)]
    TooFast { after: Duration },
    #[deprecated = "uploads need no login now"]
    #[api(status = 401, message = "Log in")]
    LoggedOut,
    #[api(status = 500, message = "the disk is full")]
    Disk,
}

fn document(catalog: &Catalog) -> Value {
    parsed(&docs::openapi(catalog))
}

fn parsed(document: &str) -> Value {
    serde_json::from_str(document).unwrap()
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn each_error_has_a_schema_with_its_name_and_its_details() {
    let document = document(UploadError::CATALOG);
    let schemas = &document["components"]["schemas"];
    assert_eq!(document["openapi"], "3.0.3");
    assert_eq!(
        schemas["TooLarge"],
        json!({
            "type": "object",
            "required": ["error", "message", "details"],
            "properties": {
                "error": {"type": "string", "enum": ["TooLarge"]},
                "message": {"type": "string"},
                "details": {"$ref": "#/components/schemas/TooLargeDetails"},
            },
            "description": "The file is larger than the plan allows.",
            "x-retry": "never",
            "x-since": "1.2",
        })
    );
    assert_eq!(
        schemas["TooLargeDetails"],
        json!({
            "type": "object",
            "required": ["limit", "factor"],
            "properties": {"limit": {"type": "integer"}, "factor": {"type": "integer", "nullable": true}},
        })
    );
    assert_eq!(schemas["LoggedOut"]["deprecated"], true);
}

#[test]
fn details_that_may_be_too_long_to_be_sent_are_not_required() {
    let document = document(UploadError::CATALOG);
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["Invalid"]["required"], json!(["error", "message"]));
    assert_eq!(schemas["InvalidDetails"]["required"], json!(["field", "lines"]));
}

#[test]
fn the_last_member_of_the_union_takes_every_other_name() {
    let document = document(UploadError::CATALOG);
    let schemas = &document["components"]["schemas"];
    let references: Vec<_> =
        schemas["ErrorResponse"]["oneOf"].as_array().unwrap().iter().map(|schema| schema["$ref"].clone()).collect();
    let expected = ["TooLarge", "Invalid", "TooFast", "LoggedOut", "UnknownError"];
    assert_eq!(references, expected.map(|name| json!(format!("#/components/schemas/{name}"))));
    assert_eq!(
        schemas["UnknownError"],
        json!({
            "type": "object",
            "required": ["error", "message"],
            "properties": {
                "error": {"type": "string", "not": {"enum": ["TooLarge", "Invalid", "TooFast", "LoggedOut"]}},
                "message": {"type": "string"},
                "details": {"type": "object"},
            },
            "description": "An error that this document does not know.",
        })
    );
}

#[test]
fn each_status_has_a_response_with_the_headers_that_are_sent() {
    let document = document(UploadError::CATALOG);
    let responses = &document["components"]["responses"];
    assert_eq!(keys(responses), ["ApiError401", "ApiError413", "ApiError422", "ApiError429"]);
    assert_eq!(
        responses["ApiError401"]["headers"]["www-authenticate"],
        json!({"required": true, "schema": {"type": "string"}, "example": "API"})
    );
    assert_eq!(
        responses["ApiError429"]["headers"]["retry-after"],
        json!({"required": true, "schema": {"type": "integer"}})
    );
    for (status, response) in responses.as_object().unwrap() {
        let schema = &response["content"]["application/json"]["schema"];
        assert_eq!(*schema, json!({"$ref": "#/components/schemas/ErrorResponse"}), "{status}");
        assert_eq!(response["headers"]["x-request-id"]["required"], false, "{status}");
    }
}

#[test]
fn a_500_without_a_body_is_there_if_the_author_asks_for_it() {
    let responses = |form: OpenApi<'_>| parsed(&form.render(UploadError::CATALOG))["components"]["responses"].clone();
    let form = OpenApi::new("Uploads", "1");
    assert_eq!(responses(form)["ApiError500"], Value::Null);
    let empty = &responses(form.with_empty_500())["ApiError500"];
    assert_eq!(empty["content"], Value::Null);
    assert_eq!(empty["headers"]["x-request-id"]["required"], true);
    let with_content = &responses(form.with_content_of_500())["ApiError500"];
    let schema = &with_content["content"]["application/json"]["schema"];
    assert_eq!(*schema, json!({"$ref": "#/components/schemas/ErrorResponse"}));
}

#[test]
fn a_discriminator_maps_the_names_that_are_known() {
    let document = parsed(&OpenApi::new("Uploads", "1").with_discriminator().render(UploadError::CATALOG));
    let discriminator = &document["components"]["schemas"]["ErrorResponse"]["discriminator"];
    assert_eq!(discriminator["propertyName"], "error");
    assert_eq!(keys(&discriminator["mapping"]), ["Invalid", "LoggedOut", "TooFast", "TooLarge"]);
    assert_eq!(discriminator["mapping"]["TooFast"], "#/components/schemas/TooFast");
}

#[test]
fn a_plain_schema_is_one_for_all_errors() {
    let document = parsed(&OpenApi::new("Uploads", "1").with_plain_schema().render(UploadError::CATALOG));
    assert_eq!(
        document["components"]["schemas"],
        json!({"ErrorResponse": {
            "type": "object",
            "required": ["error", "message"],
            "properties": {
                "error": {"type": "string"},
                "message": {"type": "string"},
                "details": {"type": "object"},
            },
            "description": "An error.",
        }})
    );
}

#[test]
fn version_3_1_has_null_as_a_type() {
    let document = parsed(&OpenApi::new("Uploads", "1").with_version("3.1.0").render(UploadError::CATALOG));
    assert_eq!(document["openapi"], "3.1.0");
    let details = &document["components"]["schemas"]["TooLargeDetails"]["properties"];
    assert_eq!(details["factor"], json!({"type": ["integer", "null"]}));
}

#[test]
fn a_prefix_is_before_every_name() {
    let text = OpenApi::new("Uploads", "1").with_prefix("Upload").render(UploadError::CATALOG);
    let components = &parsed(&text)["components"];
    for name in keys(&components["schemas"]).iter().chain(&keys(&components["responses"])) {
        assert!(name.starts_with("Upload"), "{name}");
    }
    assert_eq!(text.matches("#/components/schemas/").count(), text.matches("#/components/schemas/Upload").count());
}

#[test]
fn a_default_response_stands_for_the_other_statuses() {
    let document = parsed(&OpenApi::new("Uploads", "1").with_default_response().render(UploadError::CATALOG));
    let response = &document["components"]["responses"]["ApiErrorDefault"];
    let schema = &response["content"]["application/json"]["schema"];
    assert_eq!(*schema, json!({"$ref": "#/components/schemas/ErrorResponse"}));
}

#[derive(Debug, ApiError)]
enum GatewayError {
    #[api(message = "The encoder answered {answer}")]
    Encoder {
        #[api(status)]
        answer: ErrorStatus,
    },
    #[api(status = 404, message = "This encoder is not known")]
    NoEncoder,
}

#[test]
fn a_status_that_varies_is_in_ranges() {
    let document = document(GatewayError::CATALOG);
    let responses = &document["components"]["responses"];
    assert_eq!(keys(responses), ["ApiError404", "ApiError4XX", "ApiError5XX"]);
    for range in ["ApiError4XX", "ApiError5XX"] {
        let description = responses[range]["description"].as_str().unwrap();
        assert!(description.contains("The encoder answered {answer}"), "{description}");
    }
    assert_eq!(
        document["components"]["schemas"]["Encoder"]["properties"]["error"],
        json!({"type": "string", "enum": ["Encoder"]})
    );
}

fn named(names: &'static [&'static str]) -> Catalog {
    let definitions: Vec<_> = names.iter().map(|name| Definition::new(ErrorStatus::CONFLICT, name)).collect();
    Catalog::new("Named", definitions.leak())
}

#[test]
fn names_of_schemas_are_unique_in_every_case() {
    let names = &["ApiError", "ErrorResponse", "UnknownError", "not_found", "NotFound", "not.found", "404", "a b", "é"];
    let document = document(&named(names));
    let schemas = keys(&document["components"]["schemas"]);
    assert_eq!(schemas.len(), names.len() + 2);
    assert!(!schemas.contains(&"ApiError"));
    let mut folded: Vec<_> = schemas.iter().map(|name| name.replace(['_', '.'], "").to_lowercase()).collect();
    folded.sort();
    folded.dedup();
    assert_eq!(folded.len(), schemas.len(), "{schemas:?}");
    for name in schemas {
        assert!(name.chars().all(|char| char.is_ascii_alphanumeric() || "_.-".contains(char)), "{name}");
    }
}

/// The names of all schemas that are referred to.
fn references(json: &Value, found: &mut Vec<String>) {
    match json {
        Value::Object(members) => {
            for (name, value) in members {
                match value.as_str() {
                    Some(reference) if name == "$ref" => found.push(reference.into()),
                    _ => references(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn each_reference_leads_to_a_schema() {
    let forms = [
        OpenApi::new("Errors", "1"),
        OpenApi::new("Errors", "1").with_discriminator(),
        OpenApi::new("Errors", "1").with_plain_schema(),
        OpenApi::new("Errors", "1").with_prefix("My-").with_default_response().with_content_of_500(),
    ];
    let catalogs = [PandaError::CATALOG, UploadError::CATALOG, &tests_docs::hostile(), &named(&[])];
    for (form, catalog) in forms.iter().flat_map(|form| catalogs.map(|catalog| (form, catalog))) {
        let document = parsed(&form.render(catalog));
        let mut found = Vec::new();
        references(&document, &mut found);
        for reference in found {
            assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
        }
    }
}

#[derive(Debug, ApiError)]
#[api(status = 409, message = "The title is taken")]
struct TitleTaken {
    #[api(header = "Link")]
    link: String,
}

#[test]
fn a_header_from_a_field_is_not_required() {
    let document = document(TitleTaken::CATALOG);
    let headers = &document["components"]["responses"]["ApiError409"]["headers"];
    assert_eq!(headers["link"], json!({"required": false, "schema": {"type": "string"}}));
}

#[derive(Debug, ApiError)]
enum ProxyError {
    #[api(status = 407, message = "The proxy wants a key", header("Proxy-Authenticate" = "Key"))]
    NoKey,
    #[api(status = 426, message = "Speak a newer protocol", header("Upgrade" = "HTTP/2.0"))]
    OldProtocol,
    #[api(message = "The proxy answered {answer}")]
    Passed {
        #[api(status)]
        answer: ErrorStatus,
    },
}

#[test]
fn a_header_is_not_required_if_an_error_of_any_status_is_without_it() {
    let document = document(ProxyError::CATALOG);
    let responses = &document["components"]["responses"];
    assert_eq!(responses["ApiError407"]["headers"]["proxy-authenticate"]["required"], false);
}

#[test]
fn an_upgrade_header_is_not_required_because_http_2_does_not_send_it() {
    let document = document(ProxyError::CATALOG);
    assert_eq!(document["components"]["responses"]["ApiError426"]["headers"]["upgrade"]["required"], false);
}
