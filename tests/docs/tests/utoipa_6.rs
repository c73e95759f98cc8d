//! `IntoResponses` of utoipa 6.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not there")]
#![expect(dead_code, reason = "it is the catalogs of these types that count, and the attributes of these paths")]

use panda_errors::integrations::utoipa_6::{AnyOf, check};
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

#[derive(Debug, ApiError)]
enum OrderError {
    #[api(status = 404, message = "This order is not known")]
    OrderNotFound,
    #[api(status = 409, message = "Order {id} was paid", details, retry = "never")]
    OrderPaid { id: u64, by: Option<u32> },
}

/// An upload.
#[utoipa::path(get, path = "/uploads", responses((status = 200, description = "It is there"), UploadError))]
fn show() {}

/// A video.
#[utoipa::path(get, path = "/videos", responses(AnyOf<(PandaError, UploadError)>))]
fn video() {}

#[derive(OpenApi)]
#[openapi(paths(show, video))]
struct Document;

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

/// The values of a member, however deep.
fn values_of<'a>(json: &'a Value, member: &str, found: &mut Vec<&'a Value>) {
    match json {
        Value::Object(members) => {
            for (name, value) in members {
                if name == member {
                    found.push(value);
                }
                values_of(value, member, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| values_of(value, member, found)),
        _ => {}
    }
}

#[test]
fn a_path_names_the_type() {
    let document = json(&Document::openapi());
    let responses = &document["paths"]["/uploads"]["get"]["responses"];
    assert_eq!(responses.as_object().unwrap().keys().collect::<Vec<_>>(), ["200", "404", "415"]);
    let content = &responses["415"]["content"]["application/json"];
    let names: Vec<_> = content["schema"]["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|schema| schema["properties"]["error"].clone())
        .collect();
    assert_eq!(
        names,
        [
            json!({"type": "string", "enum": ["UploadNotFound"]}),
            json!({"type": "string", "enum": ["NoVideo"]}),
            json!({"type": "string", "not": {"enum": ["UploadNotFound", "NoVideo"]}}),
        ]
    );
    assert_eq!(
        content["examples"]["NoVideo"]["value"],
        json!({"error": "NoVideo", "message": "notes.txt is no video"})
    );
}

#[test]
fn a_document_without_components_has_no_reference() {
    let document = json(&Document::openapi());
    let mut references = Vec::new();
    values_of(&document, "$ref", &mut references);
    assert_eq!(references, Vec::<&Value>::new());
}

/// A schema of the user's that is called like one of ours.
#[derive(utoipa::ToSchema, serde::Serialize)]
struct ErrorResponse {
    own: String,
}

#[utoipa::path(get, path = "/own", responses((status = 200, body = ErrorResponse), PandaError))]
fn own() {}

#[derive(OpenApi)]
#[openapi(paths(own))]
struct OwnDocument;

#[test]
fn a_schema_of_the_user_keeps_its_name() {
    let document = json(&OwnDocument::openapi());
    let schemas = document["components"]["schemas"].as_object().unwrap();
    assert_eq!(schemas.keys().collect::<Vec<_>>(), ["ErrorResponse"]);
    assert_eq!(schemas["ErrorResponse"]["required"], json!(["own"]));
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
fn every_response_is_the_same_through_utoipa() {
    for catalog in [PandaError::CATALOG, OrderError::CATALOG] {
        let document = docs::OpenApi::new("Errors", "1").with_version("3.1.0").render(catalog);
        let ours: Value = serde_json::from_str(&document).unwrap();
        for (status, response) in panda_errors::integrations::utoipa_6::responses(catalog) {
            let mut expected = ours["components"]["responses"][format!("ApiError{status}")].clone();
            let schema = &mut expected["content"]["application/json"]["schema"];
            *schema = in_place(schema, &ours["components"]["schemas"]);
            assert_eq!(json(&response), expected, "{status}");
        }
    }
    assert_eq!(PandaError::responses().len(), 4);
    assert_eq!(PandaError::CATALOG.definitions().count(), 7);
}

/// A schema with the schemas that it refers to in it, each with its name as title.
fn in_place(schema: &Value, schemas: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            if let Some(reference) = members.get("$ref") {
                let name = reference.as_str().unwrap().rsplit('/').next().unwrap();
                let mut named = in_place(&schemas[name], schemas);
                named.as_object_mut().unwrap().insert("title".into(), name.into());
                return named;
            }
            members.iter().map(|(name, value)| (name.clone(), in_place(value, schemas))).collect()
        }
        Value::Array(values) => values.iter().map(|value| in_place(value, schemas)).collect(),
        value => value.clone(),
    }
}

#[utoipa::path(get, path = "/orders", responses(UploadError, OrderError))]
fn orders() {}

#[utoipa::path(post, path = "/orders", responses(PandaError))]
fn order() {}

#[derive(OpenApi)]
#[openapi(paths(orders, order))]
struct LossyDocument;

#[test]
fn a_response_that_another_type_replaced_is_found() {
    assert_eq!(
        check(LossyDocument::openapi).unwrap_err().to_string(),
        "the 404 of `UploadError` is not in the document; put `AnyOf<(UploadError, …)>` into the `responses(…)` of GET \
         /orders"
    );
}

#[derive(Debug, ApiError)]
enum Missing {
    #[api(status = 404, message = "This page is not known")]
    PageNotFound,
}

#[utoipa::path(put, path = "/pages", responses(Missing, UploadError, OrderError))]
fn pages() {}

#[derive(OpenApi)]
#[openapi(paths(pages, order))]
struct ShadowedDocument;

#[test]
fn a_type_without_any_response_left_is_found() {
    let lost = check(ShadowedDocument::openapi).unwrap_err().to_string();
    let types: Vec<_> = lost.lines().map(|line| line.split('`').nth(1).unwrap()).collect();
    assert_eq!(types, ["Missing", "UploadError"]);
    assert!(lost.lines().all(|line| line.ends_with("PUT /pages")), "{lost}");
}

#[test]
fn a_document_with_every_response_passes_the_check() {
    check(Document::openapi).unwrap();
    let responses = json(&Document::openapi())["paths"]["/videos"]["get"]["responses"].clone();
    assert!(responses.as_object().unwrap().values().all(|response| response.get("x-call").is_none()));
}
