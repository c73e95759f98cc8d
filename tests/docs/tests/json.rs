//! The catalog as JSON, as `OpenAPI` and as TypeScript.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not there")]
#![expect(dead_code, reason = "it is the catalogs of these types that count")]

use std::collections::BTreeSet;

use panda_errors::{ApiError, Catalog, Cataloged, Definition, ErrorStatus, Fact, PandaError, docs};
use serde_json::{Value, json};
use tests_docs::{HOSTILE, hostile};

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn json_has_every_declared_fact() {
    let catalog = parsed(&docs::json(PandaError::CATALOG));
    assert_eq!(catalog["version"], 1);
    assert_eq!(catalog["errors"].as_array().unwrap().len(), 7);
    let mut expired = catalog["errors"][2].clone();
    let help = expired["help"].take();
    assert!(help.as_str().unwrap().contains("`ntpd`"));
    let docs = expired["docs"].take();
    assert!(docs.as_str().unwrap().contains("`timestamp`"));
    assert_eq!(
        expired,
        json!({
            "name": "NotAuthorized",
            "status": 401,
            "status_varies": false,
            "message": "Signatures expired",
            "docs": null,
            "help": null,
            "url": null,
            "since": null,
            "deprecated": null,
            "retry": null,
            "headers": [{"name": "www-authenticate", "value": "Signature"}],
            "details": [],
            "example": {
                "status": 401,
                "headers": [
                    {"name": "content-type", "value": "application/json"},
                    {"name": "cache-control", "value": "no-store"},
                    {"name": "x-content-type-options", "value": "nosniff"},
                    {"name": "www-authenticate", "value": "Signature"},
                    {"name": "x-request-id", "value": "01hv5q7c9zj3x4m2n8k6t0w1rb"},
                    {"name": "content-length", "value": "56"},
                ],
                "body": r#"{"error":"NotAuthorized","message":"Signatures expired"}"#,
            },
        })
    );
}

#[test]
fn a_500_keeps_its_message() {
    let catalog = parsed(&docs::json(PandaError::CATALOG));
    assert_eq!(catalog["errors"][0]["name"], "InternalError");
    assert_eq!(catalog["errors"][0]["message"], Value::Null);
    let example = &catalog["errors"][0]["example"];
    assert_eq!((&example["status"], &example["body"]), (&json!(500), &json!("")));
    assert_eq!(example["headers"][3], json!({"name": "content-length", "value": "0"}));
}

#[test]
fn hostile_text_comes_back_from_json() {
    let catalog = parsed(&docs::json(&hostile()));
    for (index, text) in HOSTILE.iter().enumerate() {
        let error = &catalog["errors"][index];
        for member in ["name", "message", "docs", "help", "url", "since", "deprecated"] {
            assert_eq!(error[member], **text, "{member}");
        }
        assert_eq!(parsed(error["example"]["body"].as_str().unwrap())["message"], **text);
    }
}

#[test]
fn the_schema_names_every_member() {
    let (schema, catalog) = (parsed(docs::JSON_SCHEMA), parsed(&docs::json(PandaError::CATALOG)));
    let members: Vec<_> = catalog["errors"][0].as_object().unwrap().keys().collect();
    let described: Vec<_> = schema["$defs"]["error"]["properties"].as_object().unwrap().keys().collect();
    assert_eq!(described, members);
    let required: BTreeSet<_> =
        schema["$defs"]["error"]["required"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(required, members.iter().map(|member| member.as_str()).collect());
}

#[test]
fn openapi_lists_all_names_of_a_status() {
    let document = parsed(&docs::openapi(PandaError::CATALOG));
    let components = &document["components"];
    let statuses: Vec<_> = components["responses"].as_object().unwrap().keys().collect();
    assert_eq!(statuses, ["ApiError400", "ApiError401", "ApiError404", "ApiError413"]);
    let schemas = components["schemas"].as_object().unwrap().keys().collect::<Vec<_>>();
    let expected = ["BadRequest", "ErrorResponse", "FileSizeLimitExceeded", "NotAuthorized", "RecordNotFound"];
    assert_eq!(schemas, [&expected[..], &["UnknownError"]].concat());
    let unauthorized = &components["responses"]["ApiError401"];
    assert_eq!(unauthorized["headers"]["www-authenticate"]["required"], true);
    let content = &unauthorized["content"]["application/json"];
    assert_eq!(content["schema"], json!({"$ref": "#/components/schemas/ErrorResponse"}));
    assert_eq!(content["examples"]["NotAuthorized"]["value"]["message"], "Signatures do not match");
    assert_eq!(content["examples"]["NotAuthorized:2"]["value"]["message"], "Signatures expired");
}

#[test]
fn the_500_of_openapi_has_content_on_demand() {
    let empty = parsed(&docs::OpenApi::new("Panda", "2.0").with_empty_500().render(PandaError::CATALOG));
    let response = &empty["components"]["responses"]["ApiError500"];
    assert!(response.get("content").is_none());
    assert_eq!(response["headers"]["x-request-id"]["required"], true);

    let options = docs::OpenApi::new("Panda", "2.0").with_content_of_500();
    let full = parsed(&options.render(PandaError::CATALOG));
    assert_eq!(full["info"], json!({"title": "Panda", "version": "2.0"}));
    let content = &full["components"]["responses"]["ApiError500"]["content"]["application/json"];
    assert_eq!(*content, json!({"schema": {"$ref": "#/components/schemas/ErrorResponse"}}));
}

#[test]
fn hostile_text_comes_back_from_openapi() {
    let document = parsed(&docs::openapi(&hostile()));
    let examples = &document["components"]["responses"]["ApiError400"]["content"]["application/json"]["examples"];
    for text in HOSTILE {
        assert_eq!(examples[*text]["value"], json!({"error": text, "message": text}));
    }
}

#[test]
fn an_invisible_character_is_escaped() {
    for text in [docs::json(&hostile()), docs::openapi(&hostile()), docs::typescript(&hostile())] {
        assert!(!text.contains(['\u{7f}', '\u{2028}', '\u{2029}', '\u{202e}']));
    }
}

#[test]
fn typescript_quotes_every_name() {
    let module = docs::typescript(&hostile());
    assert!(module.contains("  [\"__proto__\"]: 400,\n"));
    for text in HOSTILE {
        let is_name = |line: &str| {
            let quoted = line.strip_prefix("  [")?.strip_suffix("]: 400,")?;
            Some(parsed(quoted) == **text)
        };
        assert!(module.lines().any(|line| is_name(line) == Some(true)), "{text}");
    }
}

#[test]
fn typescript_knows_the_types_of_details() {
    let module = docs::typescript(&tests_docs::large(1));
    assert!(module.contains("  \"Error0\": {\n    \"limit\": number;\n  };\n"), "{module}");
}

#[test]
fn every_example_of_openapi_has_a_key_of_its_own() {
    #[derive(Debug, ApiError)]
    enum Numbered {
        #[api(status = 400, name = "Bad", message = "one")]
        One,
        #[api(status = 400, name = "Bad", message = "two")]
        Two,
        #[api(status = 400, name = "Bad-2", message = "three")]
        Three,
    }

    let document = parsed(&docs::openapi(Numbered::CATALOG));
    let examples = &document["components"]["responses"]["ApiError400"]["content"]["application/json"]["examples"];
    let messages: Vec<_> = examples.as_object().unwrap().values().map(|example| &example["value"]["message"]).collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
}

#[test]
fn retry_after_is_a_number_in_openapi_unless_it_is_a_date() {
    static SECONDS: &[Definition] =
        &[Definition::new(ErrorStatus::TOO_MANY_REQUESTS, "Seconds")
            .with_facts(&[Fact::Header("Retry-After", "86400")])];
    static DATE: &[Definition] = &[Definition::new(ErrorStatus::TOO_MANY_REQUESTS, "Date")
        .with_facts(&[Fact::Header("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT")])];

    let header = |catalog: &Catalog| {
        let document = parsed(&docs::openapi(catalog));
        document["components"]["responses"]["ApiError429"]["headers"]["retry-after"].clone()
    };
    assert_eq!(
        header(&Catalog::new("Seconds", SECONDS)),
        json!({"required": true, "schema": {"type": "integer"}, "example": 86400})
    );
    assert_eq!(
        header(&Catalog::new("Date", DATE)),
        json!({"required": true, "schema": {"type": "string"}, "example": "Fri, 31 Dec 1999 23:59:59 GMT"})
    );
}

#[test]
fn typescript_marks_details_that_may_be_missing() {
    #[derive(Debug, ApiError)]
    enum Partly {
        #[api(status = 409, name = "Taken", message = "{by}", details)]
        By { by: u64 },
        #[api(status = 409, name = "Taken", message = "taken")]
        Taken,
        #[api(status = 404, message = "{id}", details)]
        Gone { id: u64 },
    }

    let module = docs::typescript(Partly::CATALOG);
    assert!(module.contains("  \"Taken\": {\n    \"by\": number;\n  } | undefined;\n"), "{module}");
    assert!(module.contains("  \"Gone\": {\n    \"id\": number;\n  };\n"), "{module}");
}

#[test]
fn typescript_types_details_by_what_is_sent() {
    type Id = String;

    #[derive(Debug, ApiError)]
    enum Typed<'a> {
        #[api(status = 409, message = "{ratio}", details)]
        Numbers { ratio: f64, parts: [f32; 2], count: Option<u8>, exact: bool },
        #[api(status = 404, message = "{id}", details)]
        Texts { id: Id, by: &'a str, kind: std::borrow::Cow<'static, str>, tags: Vec<Box<str>> },
    }

    let module = docs::typescript(Typed::CATALOG);
    let numbers =
        "    \"ratio\": number | null;\n    \"parts\": Array<number | null>;\n    \"count\": number | null;\n";
    assert!(module.contains(numbers), "{module}");
    let texts = "    \"id\": string;\n    \"by\": string;\n    \"kind\": string;\n    \"tags\": Array<string>;\n";
    assert!(module.contains(texts), "{module}");
    // Texts may be longer than details can be.
    assert!(module.contains(&format!("  \"Texts\": {{\n{texts}  }} | undefined;\n")), "{module}");
}
