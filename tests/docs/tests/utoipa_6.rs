//! `IntoResponses` of utoipa 6.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not there")]
#![expect(dead_code, reason = "it is the catalogs of these types that count, and the attributes of these paths")]

use panda_errors::integrations::utoipa_6::{AnyOf, ApiErrorSchema};
use panda_errors::{ApiError, Cataloged, PandaError, docs};
use serde_json::{Value, json};
use utoipa::{IntoResponses, OpenApi};

#[derive(Debug, ApiError)]
enum UploadError {
    #[api(status = 404, message = "This upload is not known")]
    UploadNotFound,

    #[api(status = 415, message = "{0} is no video")]
    NoVideo(#[api(example = "notes.txt")] String),
}

#[derive(Debug, ApiError)]
#[api(status = 410, message = "{0} is gone")]
struct Gone<T: std::fmt::Debug + std::fmt::Display>(T);

/// An upload.
#[utoipa::path(get, path = "/uploads", responses((status = 200, description = "It is there"), UploadError))]
fn show() {}

/// A video.
#[utoipa::path(get, path = "/videos", responses(AnyOf<(PandaError, UploadError)>))]
fn video() {}

#[derive(OpenApi)]
#[openapi(paths(show, video), components(schemas(ApiErrorSchema)))]
struct Document;

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn a_path_names_the_type() {
    let document = json(&Document::openapi());
    let responses = &document["paths"]["/uploads"]["get"]["responses"];
    assert_eq!(responses.as_object().unwrap().keys().collect::<Vec<_>>(), ["200", "404", "415"]);
    let content = &responses["415"]["content"]["application/json"];
    assert_eq!(content["schema"], json!({"$ref": "#/components/schemas/ApiError"}));
    assert_eq!(
        content["examples"]["NoVideo"]["value"],
        json!({"error": "NoVideo", "message": "notes.txt is no video"})
    );
    assert_eq!(document["components"]["schemas"]["ApiError"]["required"], json!(["error", "message"]));
}

#[test]
fn a_status_of_two_types_is_not_lost() {
    let document = json(&Document::openapi());
    let examples = &document["paths"]["/videos"]["get"]["responses"]["404"]["content"]["application/json"]["examples"];
    assert_eq!(examples.as_object().unwrap().keys().collect::<Vec<_>>(), ["RecordNotFound", "UploadNotFound"]);
}

#[test]
fn a_generic_type_has_responses() {
    assert!(Gone::<String>::responses().contains_key("410"));
}

#[test]
fn nothing_is_lost_on_the_way_through_utoipa() {
    let ours: Value = serde_json::from_str(&docs::openapi(PandaError::CATALOG)).unwrap();
    for (status, response) in PandaError::responses() {
        let mut expected = ours["components"]["responses"][format!("ApiError{status}")].clone();
        for (_, header) in expected.get_mut("headers").and_then(Value::as_object_mut).into_iter().flatten() {
            // Of a header utoipa does not know whether it is required.
            header.as_object_mut().unwrap().remove("required");
        }
        assert_eq!(json(&response), expected, "{status}");
    }
    assert_eq!(PandaError::responses().len(), 5);
    assert_eq!(PandaError::CATALOG.definitions().count(), 7);
}
