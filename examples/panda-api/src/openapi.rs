//! The service as an `OpenAPI` document: its paths from here, its errors from their catalog.

use axum::Json;
use panda_errors::{Definition, ErrorStatus, OrInternal, PandaError, docs};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::docs::API;
use crate::incoming::FILE_SIZE_LIMIT;
use crate::signature;

const DESCRIPTION: &str = "A small video service that speaks the Panda API.\n\n\
    Requests are signed: `signature` is the HMAC-SHA256, by the secret key and in Base64, of four lines: the verb, the \
    host, the path without `/v2`, and the sorted query, without `file` and `signature`.";

/// `GET /openapi.json`.
pub(crate) async fn show() -> Result<Json<Value>, PandaError> {
    Ok(Json(document().or_internal()?))
}

fn document() -> Result<Value, serde_json::Error> {
    let Errors { components: Components { mut schemas, responses } } = serde_json::from_str(&docs::openapi(&API))?;
    schemas.extend(records());
    Ok(json!({
        "openapi": "3.0.3",
        "info": { "title": "Panda API", "version": "2.0", "description": DESCRIPTION },
        "servers": [{ "url": "/v2" }],
        "paths": paths(),
        "components": { "parameters": parameters(), "responses": responses, "schemas": schemas },
    }))
}

/// What there is of the document without the paths.
#[derive(Deserialize)]
struct Errors {
    components: Components,
}

#[derive(Deserialize)]
struct Components {
    schemas: Map<String, Value>,
    responses: Map<String, Value>,
}

fn paths() -> Value {
    let announced = object(&json!({ "id": text(), "location": { "type": "string", "format": "uri" } }));
    json!({
        "/videos.json": {
            "get": signed("listVideos", &[], ok("All videos", &list("Video"))),
            "post": with_body(
                signed("createVideo", &["source_url"], ok("The new video", &one("Video"))),
                &json!({
                    "application/x-www-form-urlencoded": {
                        "schema": { "type": "object", "properties": { "source_url": text() } },
                    },
                    "multipart/form-data": { "schema": { "type": "object", "properties": { "file": file() } } },
                }),
            ),
        },
        "/videos/{id}.json": {
            "get": signed("showVideo", &["id"], ok("The video", &one("Video"))),
            "delete": signed(
                "deleteVideo",
                &["id"],
                ok("The video and its file are gone", &object(&json!({ "deleted": { "type": "boolean", "enum": [true] } }))),
            ),
        },
        "/videos/{id}/encodings.json": {
            "get": signed("listEncodingsOfVideo", &["id"], ok("The encodings of the video", &list("Encoding"))),
        },
        "/videos/upload.json": {
            "post": signed(
                "announceUpload",
                &["file_size", "file_name"],
                ("201", answer("Where to send the file", &announced)),
            ),
        },
        "/videos/upload/{id}.json": {
            "post": receive_upload("postUpload"),
            "put": receive_upload("putUpload"),
        },
        "/encodings.json": { "get": signed("listEncodings", &[], ok("All encodings", &list("Encoding"))) },
        "/encodings/{id}.json": { "get": signed("showEncoding", &["id"], ok("The encoding", &one("Encoding"))) },
        "/profiles.json": { "get": signed("listProfiles", &[], ok("All profiles", &list("Profile"))) },
        "/profiles/{id}.json": { "get": signed("showProfile", &["id"], ok("The profile", &one("Profile"))) },
        "/clouds/{id}.json": { "get": signed("showCloud", &["id"], ok("The cloud", &one("Cloud"))) },
    })
}

fn signed(id: &str, parameters: &[&str], success: (&str, Value)) -> Map<String, Value> {
    operation(id, &[parameters, signature::REQUIRED, &["cloud_id"]].concat(), success)
}

/// Whoever knows the address may send the file.
fn receive_upload(id: &str) -> Map<String, Value> {
    let operation = operation(id, &["id"], ok("The video, with its file", &one("Video")));
    with_body(operation, &json!({ "application/octet-stream": { "schema": file() } }))
}

/// It can be answered with every error of the catalog, but with a 401 only if it is signed.
fn operation(id: &str, parameters: &[&str], (status, success): (&str, Value)) -> Map<String, Value> {
    let is_signed = parameters.contains(&"signature");
    // A 500 has no body, and generators of clients cannot do with a response without content.
    let is_documented = |status: &ErrorStatus| *status != 500 && (is_signed || *status != 401);
    let parameters = parameters.iter().map(|name| reference("parameters", name));
    let mut responses = Map::new();
    responses.insert(status.to_owned(), success);
    for status in API.definitions().map(Definition::status).filter(is_documented) {
        let status = status.to_string();
        let error = reference("responses", &format!("ApiError{status}"));
        responses.insert(status, error);
    }
    named([("operationId", id.into()), ("parameters", parameters.collect()), ("responses", responses.into())])
}

fn with_body(mut operation: Map<String, Value>, content: &Value) -> Map<String, Value> {
    operation.insert("requestBody".to_owned(), json!({ "content": content }));
    operation
}

fn ok(description: &str, schema: &Value) -> (&'static str, Value) {
    ("200", answer(description, schema))
}

fn answer(description: &str, schema: &Value) -> Value {
    json!({ "description": description, "content": { "application/json": { "schema": schema } } })
}

fn parameters() -> Value {
    // What is empty counts as not supplied.
    let filled = || json!({ "type": "string", "minLength": 1 });
    let query = |name: &str, required: bool, schema: Value| {
        named([("name", name.into()), ("in", "query".into()), ("required", required.into()), ("schema", schema)])
    };
    json!({
        "id": { "name": "id", "in": "path", "required": true, "schema": filled() },
        "access_key": query("access_key", true, filled()),
        "cloud_id": query("cloud_id", false, filled()),
        "timestamp": query("timestamp", true, json!({ "type": "string", "format": "date-time" })),
        "signature": query("signature", true, filled()),
        // It is this or a file.
        "source_url": query("source_url", false, filled()),
        "file_size": query("file_size", true, json!({ "type": "integer", "minimum": 0, "maximum": FILE_SIZE_LIMIT })),
        "file_name": query("file_name", true, filled()),
    })
}

/// The records, as `records.rs` has them.
fn records() -> Map<String, Value> {
    let maybe = |name: &str| json!({ "type": name, "nullable": true });
    let video = json!({
        "id": text(),
        "status": { "type": "string", "enum": ["uploading", "processing"] },
        "original_filename": maybe("string"),
        "source_url": maybe("string"),
        "file_size": maybe("integer"),
        "created_at": text(),
    });
    let encoding = json!({ "id": text(), "video_id": text(), "profile_id": text(), "status": text() });
    let profile = json!({ "id": text(), "name": text() });
    let cloud = profile.clone();
    named([
        ("Video", object(&video)),
        ("Encoding", object(&encoding)),
        ("Profile", object(&profile)),
        ("Cloud", object(&cloud)),
    ])
}

/// All of these members, and no other.
fn object(properties: &Value) -> Value {
    let required: Vec<_> = properties.as_object().into_iter().flat_map(Map::keys).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn named<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members.map(|(name, value)| (name.to_owned(), value)).into_iter().collect()
}

fn one(schema: &str) -> Value {
    reference("schemas", schema)
}

fn list(schema: &str) -> Value {
    json!({ "type": "array", "items": one(schema) })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn file() -> Value {
    json!({ "type": "string", "format": "binary" })
}

fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}
