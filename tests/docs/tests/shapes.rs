//! The `OpenAPI` document of every shape describes the answers in that shape, and nothing else.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test ends where something is not there")]

use jsonschema::Validator;
use panda_errors::docs::OpenApi;
use panda_errors::{Answer, Catalog, Shape};
use serde_json::{Value, json};
use tests_docs::shapes::{ROWS, catalogs};

fn document(catalog: &Catalog) -> Value {
    serde_json::from_str(&OpenApi::new("Files", "1").with_version("3.1.0").render(catalog)).unwrap()
}

/// The schema of the responses of a status.
fn schema_of<'a>(document: &'a Value, status: &str) -> &'a Value {
    let response = &document["components"]["responses"][format!("ApiError{status}")];
    &response["content"].as_object().unwrap().values().next().unwrap()["schema"]
}

/// Checks a body against a schema of the document.
fn validator(document: &Value, schema: &Value) -> Validator {
    let mut schema = schema.clone();
    schema["components"] = document["components"].clone();
    jsonschema::draft202012::new(&schema).unwrap()
}

fn examples(catalog: &Catalog) -> Vec<(String, Value)> {
    let answers = catalog.definitions().map(|definition| Answer::example_in(catalog.shape(), definition).unwrap());
    let bodies = answers.map(|answer| {
        let body = if answer.body().is_empty() { Value::Null } else { serde_json::from_slice(answer.body()).unwrap() };
        (answer.status().to_string(), body)
    });
    bodies.filter(|(_, body)| !body.is_null()).collect()
}

#[test]
fn each_answer_of_each_shape_matches_its_document() {
    for (name, catalog) in catalogs() {
        let document = document(&catalog);
        let examples = examples(&catalog);
        assert!(examples.len() >= 3, "{name}");
        for (status, body) in examples {
            let validator = validator(&document, schema_of(&document, &status));
            let problems: Vec<_> = validator.iter_errors(&body).map(|error| error.to_string()).collect();
            assert!(problems.is_empty(), "{name}: {body}\n{problems:#?}\n{document:#}");
        }
    }
}

/// The errors in a body, in the place of the word.
const WORDS: &[(&str, &str, &str)] = &[
    ("panda", "/error", "Newer"),
    ("problem", "/code", "Newer"),
    ("nested", "/error/code", "F_1"),
    ("listed", "/errors/0/code", "1"),
    ("linked", "/type", "https://example.com/errors/Newer"),
    ("by-status", "/status", "418"),
    ("fallback", "/code", "0"),
    ("grpc", "/error/details/0/reason", "Newer"),
];

/// The value as a number if the other one is a number.
fn alike(other: &Value, text: &str) -> Value {
    if other.is_number() { text.parse::<u64>().unwrap().into() } else { text.into() }
}

#[test]
fn each_document_takes_an_unknown_word_with_any_details() {
    for (name, catalog) in catalogs() {
        let Some((_, path, word)) = WORDS.iter().find(|(shape, ..)| *shape == name) else { continue };
        let document = document(&catalog);
        for (status, mut body) in examples(&catalog) {
            let place = body.pointer_mut(path).unwrap();
            *place = alike(place, word);
            let validator = validator(&document, schema_of(&document, &status));
            assert!(validator.is_valid(&body), "{name}: {body}");
        }
    }
}

#[test]
fn a_known_word_with_details_of_another_type_is_refused() {
    let wrong = [
        ("panda", "/details/limit"),
        ("problem", "/limit"),
        ("nested", "/error/limit"),
        ("listed", "/errors/0/details/limit"),
        ("linked", "/limit"),
    ];
    for (name, path) in wrong {
        let (_, catalog) = catalogs().into_iter().find(|(shape, _)| *shape == name).unwrap();
        let document = document(&catalog);
        let (status, mut body) = examples(&catalog).remove(0);
        *body.pointer_mut(path).unwrap() = json!("ten");
        assert!(!validator(&document, schema_of(&document, &status)).is_valid(&body), "{name}: {body}");
    }
}

fn catalog_of(name: &str) -> Catalog {
    catalogs().into_iter().find(|(shape, _)| *shape == name).unwrap().1
}

#[test]
fn the_union_stands_in_the_object_that_has_the_word() {
    let document = document(&catalog_of("nested"));
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["ErrorResponse"],
        json!({
            "type": "object",
            "required": ["error"],
            "properties": {"error": {"$ref": "#/components/schemas/ErrorInfo"}},
        })
    );
    assert_eq!(schemas["ErrorInfo"]["oneOf"].as_array().unwrap().len(), 5);
    assert_eq!(
        schemas["TooLarge"],
        json!({
            "type": "object",
            "required": ["type", "code", "message", "request_id", "limit"],
            "properties": {
                "type": {"type": "string", "enum": ["invalid_request"]},
                "code": {"type": "string", "enum": ["F_413"]},
                "message": {"type": "string"},
                "request_id": {"type": "string"},
                "limit": {"type": "integer"},
                "factor": {"type": ["number", "null"]},
            },
        })
    );
}

#[test]
fn a_body_of_a_500_is_in_the_document() {
    let document = document(&catalog_of("listed"));
    assert_eq!(document["components"]["schemas"]["internal"]["properties"]["code"]["enum"], json!([10000]));
    assert!(document["components"]["responses"]["ApiError500"]["content"]["application/json"]["schema"].is_object());
}

#[test]
fn the_content_type_of_a_shape_is_in_its_document() {
    let document = document(&catalog_of("problem"));
    for response in document["components"]["responses"].as_object().unwrap().values() {
        let types: Vec<_> = response["content"].as_object().unwrap().keys().collect();
        assert_eq!(types, ["application/problem+json"]);
    }
}

#[test]
fn a_shape_without_words_and_statuses_has_one_schema() {
    let document = document(&catalog_of("bare"));
    let schemas = document["components"]["schemas"].as_object().unwrap();
    assert_eq!(schemas.keys().collect::<Vec<_>>(), ["ErrorResponse"]);
    assert_eq!(schemas["ErrorResponse"]["required"], json!(["message"]));
}

#[test]
fn a_discriminator_is_only_there_if_the_words_are_strings() {
    let discriminator = |name: &str, schema: &str| {
        let text = OpenApi::new("Files", "1").with_discriminator().render(&catalog_of(name));
        let document: Value = serde_json::from_str(&text).unwrap();
        document["components"]["schemas"][schema]["discriminator"]["propertyName"].clone()
    };
    assert_eq!(discriminator("nested", "ErrorInfo"), "code");
    assert_eq!(discriminator("problem", "ErrorResponse"), "code");
    assert_eq!(discriminator("listed", "ErrorInfo"), Value::Null);
}

#[test]
fn a_body_that_a_function_writes_has_no_schema() {
    static XML: Shape = Shape::custom("XML", "application/xml", |parts| {
        format!("<Error><Code>{}</Code></Error>", parts.name()).into_bytes()
    });
    let catalog = Catalog::new("Files", ROWS).with_shape(&XML);
    let document = document(&catalog);
    assert_eq!(document["components"]["schemas"], json!({}));
    let content = &document["components"]["responses"]["ApiError413"]["content"]["application/xml"];
    assert_eq!(*content, json!({"examples": {"TooLarge": {"value": "<Error><Code>TooLarge</Code></Error>"}}}));
}

#[test]
fn errors_without_a_word_or_status_in_the_body_have_a_schema_for_each_status() {
    static SHAPE: Shape = Shape::json(r#"{"message":"{message}","...":"{details}"}"#);
    let document = document(&Catalog::new("Files", ROWS).with_shape(&SHAPE));
    assert_eq!(*schema_of(&document, "413"), json!({"$ref": "#/components/schemas/Error413"}));
    let schema = &document["components"]["schemas"]["Error413"];
    assert_eq!(schema["properties"]["limit"], json!({"type": "integer"}));
    assert_eq!(*schema_of(&document, "422"), json!({"$ref": "#/components/schemas/Error422"}));
}

#[test]
fn a_header_of_the_shape_is_in_each_response() {
    static SHAPE: Shape =
        Shape::json(r#"{"message":"{message}"}"#).header("x-error", "{code|name}").header("x-class", "{type}");
    let document = document(&Catalog::new("Files", ROWS).with_shape(&SHAPE));
    for response in document["components"]["responses"].as_object().unwrap().values() {
        assert_eq!(response["headers"]["x-error"]["required"], true);
        assert_eq!(response["headers"]["x-class"]["required"], false);
    }
}
