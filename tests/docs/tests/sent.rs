//! The documents list each error that is sent: errors whose status varies, and the refusals of a framework.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test ends where something is not there")]
#![expect(dead_code, reason = "it is the catalogs of these types that count")]

use panda_errors::docs::{self, OpenApi};
use panda_errors::{Answer, ApiError, Catalog, Cataloged, ErrorStatus, Rejection};
use serde_json::Value;

#[derive(Debug, ApiError)]
enum GatewayError {
    #[api(message = "The encoder answered {answer}")]
    Encoder {
        #[api(status)]
        answer: ErrorStatus,
    },
    #[api(status = 502, message = "The store is away")]
    Store {
        #[api(status)]
        answer: ErrorStatus,
    },
}

#[test]
fn an_error_whose_status_varies_shows_its_message_in_every_format() {
    let catalog = GatewayError::CATALOG;
    for (format, text) in [("html", docs::html(catalog)), ("markdown", docs::markdown(catalog))] {
        for part in ["The encoder answered", "The store is away"] {
            assert!(text.contains(part), "{format}: {part}");
        }
        assert!(!text.contains("has no body"), "{format}");
    }
    let module = docs::typescript(catalog);
    for name in ["Encoder", "Store"] {
        assert!(module.contains(&format!("  [\"{name}\"]: null,\n")), "{module}");
    }
}

#[derive(Debug, ApiError)]
enum ServiceError {
    #[api(status = 404, message = "No such path", rejection)]
    NoPath(#[source] Rejection),
    #[api(transparent, rejection)]
    Refused(Rejection),
}

fn responses(catalog: &Catalog) -> Vec<String> {
    let document = OpenApi::new("Service", "1").with_default_response().render(catalog);
    let document: Value = serde_json::from_str(&document).unwrap();
    document["components"]["responses"].as_object().unwrap().keys().cloned().collect()
}

#[test]
fn a_refusal_with_a_name_of_its_own_takes_the_place_of_the_default_name() {
    let names: Vec<_> = ServiceError::CATALOG.definitions().map(panda_errors::Definition::name).collect();
    assert_eq!(names[0], "NoPath");
    assert!(!names.contains(&"NotFound") && names.contains(&"MethodNotAllowed"), "{names:?}");
    let documents = [docs::html, docs::markdown, docs::json, docs::openapi, docs::typescript];
    for document in documents.map(|render| render(ServiceError::CATALOG)) {
        assert!(document.contains("NoPath") && !document.contains("NotFound"), "{document}");
    }
}

#[test]
fn the_default_response_stands_for_the_statuses_that_only_a_layer_sends() {
    let names = responses(ServiceError::CATALOG);
    for status in ["400", "404", "405", "408", "413", "415", "422", "Default"] {
        assert!(names.contains(&format!("ApiError{status}")), "{names:?}");
    }
    assert!(!names.iter().any(|name| ["402", "429"].iter().any(|status| name.ends_with(status))), "{names:?}");
    let document: Value = serde_json::from_str(&docs::openapi(ServiceError::CATALOG)).unwrap();
    let schema =
        serde_json::json!({"$ref": "#/components/schemas/ErrorResponse", "components": document["components"]});
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for status in [402, 406, 429, 503] {
        let refused = ServiceError::from(Rejection::new(ErrorStatus::new(status).unwrap()));
        let body: Value = serde_json::from_slice(Answer::of(&refused).body()).unwrap();
        assert!(validator.is_valid(&body), "{body}");
    }
}
