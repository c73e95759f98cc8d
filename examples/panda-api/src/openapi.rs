//! The service as an `OpenAPI` document: its paths from here, its errors from their catalog.

use axum::Json;
use panda_errors::{Definition, ErrorStatus, OrInternal, PandaError, docs};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::docs::API;
use crate::incoming::FILE_SIZE_LIMIT;
use crate::signature;

const DESCRIPTION: &str = "A small video service that speaks the Panda API.";

/// The description of how to sign a request.
pub(crate) const AUTHENTICATION: &str = "Requests are signed: the parameter signature is the HMAC-SHA256, by the secret \
    key and in Base64, of four lines: the verb, the host, the path without /v2, and the sorted query without file and \
    signature. Keys and values of the query are percent-encoded, all but letters, digits, -, _, . and ~.";

/// `GET /openapi.json`.
pub(crate) async fn show() -> Result<Json<Value>, PandaError> {
    Ok(Json(document().or_internal()?))
}

fn document() -> Result<Value, serde_json::Error> {
    let Errors { components: Components { mut schemas, responses } } = serde_json::from_str(&docs::openapi(&API))?;
    schemas.extend(records());
    Ok(json!({
        "openapi": "3.0.3",
        "info": { "title": "Panda API", "version": "2.0", "description": format!("{DESCRIPTION}\n\n{AUTHENTICATION}") },
        "servers": [{ "url": "/v2" }],
        "paths": paths(),
        "security": [{ "signature": [] }],
        "components": {
            "parameters": parameters(),
            "responses": responses,
            "schemas": schemas,
            "securitySchemes": { "signature": { "type": "apiKey", "in": "query", "name": "signature" } },
        },
    }))
}

/// The document without the paths.
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
    let deleted = object(&json!({ "deleted": { "type": "boolean", "enum": [true] } }));
    json!({
        "/videos.json": {
            "get": read("listVideos", "Lists the videos, the newest first", &[], &list("Video")),
            "post": with_body(
                write("createVideo", "Creates a video from a URL or a file", &["source_url"], ok(&one("Video"))),
                &json!({
                    "application/x-www-form-urlencoded": {
                        "schema": { "type": "object", "properties": { "source_url": url() } },
                    },
                    "multipart/form-data": { "schema": { "type": "object", "properties": { "file": file() } } },
                }),
            ),
        },
        "/videos/{id}.json": {
            "get": read("showVideo", "Shows a video", &["id"], &one("Video")),
            "delete": read("deleteVideo", "Deletes a video and its file", &["id"], &deleted),
        },
        "/videos/{id}/encodings.json": {
            "get": read("listEncodingsOfVideo", "Lists the encodings of a video", &["id"], &list("Encoding")),
        },
        "/videos/upload.json": {
            "post": write(
                "announceUpload",
                "Announces a file, and says where to send it",
                &["file_size", "file_name"],
                ("201", success(&announced)),
            ),
        },
        "/videos/upload/{id}.json": {
            "post": receive_upload("postUpload"),
            "put": receive_upload("putUpload"),
        },
        "/encodings.json": { "get": read("listEncodings", "Lists all encodings", &[], &list("Encoding")) },
        "/encodings/{id}.json": { "get": read("showEncoding", "Shows an encoding", &["id"], &one("Encoding")) },
        "/profiles.json": { "get": read("listProfiles", "Lists all profiles", &[], &list("Profile")) },
        "/profiles/{id}.json": { "get": read("showProfile", "Shows a profile", &["id"], &one("Profile")) },
        "/clouds/{id}.json": { "get": read("showCloud", "Shows a cloud", &["id"], &one("Cloud")) },
    })
}

/// A signed operation whose body is not read, so that no file can be too large.
fn read(id: &str, summary: &str, parameters: &[&str], schema: &Value) -> Map<String, Value> {
    operation(id, summary, &signed(parameters), ok(schema), &[413])
}

/// A signed operation with a body.
fn write(id: &str, summary: &str, parameters: &[&str], success: (&str, Value)) -> Map<String, Value> {
    operation(id, summary, &signed(parameters), success, &[])
}

fn signed<'a>(parameters: &[&'a str]) -> Vec<&'a str> {
    [parameters, signature::REQUIRED, &["cloud_id"]].concat()
}

/// Everybody who knows the address may send the file.
fn receive_upload(id: &str) -> Map<String, Value> {
    let mut operation = operation(id, "Receives the file of an upload", &["id"], ok(&one("Video")), &[401]);
    operation.insert("security".to_owned(), json!([]));
    with_body(operation, &json!({ "application/octet-stream": { "schema": file() } }))
}

/// It can be answered with every error of the catalog, except for some statuses.
fn operation(
    id: &str,
    summary: &str,
    parameters: &[&str],
    (status, success): (&str, Value),
    except: &[u16],
) -> Map<String, Value> {
    let parameters = parameters.iter().map(|name| reference("parameters", name));
    let mut responses = Map::new();
    responses.insert(status.to_owned(), success);
    // The body of a 500 is empty, and generators of clients cannot do with a response without content.
    let is_documented = |status: &ErrorStatus| *status != 500 && !except.contains(&status.as_u16());
    for status in API.definitions().map(Definition::status).filter(is_documented) {
        let status = status.to_string();
        let error = reference("responses", &format!("ApiError{status}"));
        responses.insert(status, error);
    }
    named([
        ("operationId", id.into()),
        ("summary", summary.into()),
        ("parameters", parameters.collect()),
        ("responses", responses.into()),
    ])
}

fn with_body(mut operation: Map<String, Value>, content: &Value) -> Map<String, Value> {
    operation.insert("requestBody".to_owned(), json!({ "content": content }));
    operation
}

fn ok(schema: &Value) -> (&'static str, Value) {
    ("200", success(schema))
}

fn success(schema: &Value) -> Value {
    json!({ "description": "Success", "content": { "application/json": { "schema": schema } } })
}

fn parameters() -> Value {
    // An empty parameter counts as not supplied.
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
        "source_url": query("source_url", false, url()),
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

fn url() -> Value {
    json!({ "type": "string", "format": "uri", "minLength": 1 })
}

fn file() -> Value {
    json!({ "type": "string", "format": "binary" })
}

fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}
