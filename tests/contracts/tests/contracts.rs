//! The contracts, one module each: the template, the errors, and the bytes that the documentation of the API shows.

#![expect(dead_code, reason = "an error is made by its test alone")]

use panda_errors::{ApiError, Serialized, Shape};
use serde::Serialize;
use tests_contracts::{REQUEST_ID, assert_sent};

const JSON: &str = "application/json";

/// RFC 9457, section 3.
mod problem_details {
    use super::*;

    pub(super) const SHAPE: Shape = Shape::json(
        r#"{"type":"{type}","title":"{title}","status":"{status}","detail":"{message}","...":"{details}"}"#,
    )
    .content_type("application/problem+json");

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE, details)]
    enum Problem {
        #[api(
            status = 403,
            type = "https://example.com/probs/out-of-credit",
            title = "You do not have enough credit.",
            message = "Your current balance is {balance}, but that costs {cost}."
        )]
        OutOfCredit {
            balance: i64,
            #[api(detail = false)]
            cost: i64,
            accounts: Vec<String>,
        },
        #[api(status = 500)]
        Disk(#[source] std::io::Error),
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        let accounts = vec!["/account/12345".to_owned(), "/account/67890".to_owned()];
        assert_sent(
            Problem::OutOfCredit { balance: 30, cost: 50, accounts },
            403,
            "application/problem+json",
            r#"{"type":"https://example.com/probs/out-of-credit","title":"You do not have enough credit.","status":403,"detail":"Your current balance is 30, but that costs 50.","balance":30,"accounts":["/account/12345","/account/67890"]}"#,
        );
        assert_sent(
            Problem::Disk(std::io::Error::other("secret")),
            500,
            "application/problem+json",
            r#"{"title":"Internal Server Error","status":500,"detail":"Internal Server Error"}"#,
        );
    }
}

/// Google AIP-193.
mod aip_193 {
    use super::*;

    pub(super) const SHAPE: Shape = Shape::json(
        r#"{"error":{"code":"{status}","message":"{message}","status":"{type}","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"{code|name}","domain":"pubsub.example.com","metadata":"{details:text}"},"{details.violations}"]}}"#,
    )
    .types_by_status(&[
        (400, 400, "INVALID_ARGUMENT"),
        (401, 401, "UNAUTHENTICATED"),
        (403, 403, "PERMISSION_DENIED"),
        (404, 404, "NOT_FOUND"),
        (409, 409, "ABORTED"),
        (429, 429, "RESOURCE_EXHAUSTED"),
        (500, 500, "INTERNAL"),
    ]);

    #[derive(Debug, Serialize)]
    struct BadRequest {
        #[serde(rename = "@type")]
        kind: &'static str,
        field: &'static str,
    }

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE)]
    enum PubSub {
        #[api(status = 403, name = "API_DISABLED", message = "Cloud Pub/Sub API has not been used", details)]
        Disabled { resource: String, quota: u32 },
        #[api(status = 400, type = "FAILED_PRECONDITION", name = "NOT_EMPTY", message = "The topic is not empty")]
        NotEmpty,
        #[api(status = 400, name = "BAD_TOPIC", message = "The topic is not valid", details)]
        BadTopic { violations: Serialized<BadRequest> },
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(
            PubSub::Disabled { resource: "projects/123".to_owned(), quota: 7 },
            403,
            JSON,
            r#"{"error":{"code":403,"message":"Cloud Pub/Sub API has not been used","status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_DISABLED","domain":"pubsub.example.com","metadata":{"resource":"projects/123","quota":"7"}}]}}"#,
        );
        assert_sent(
            PubSub::NotEmpty,
            400,
            JSON,
            r#"{"error":{"code":400,"message":"The topic is not empty","status":"FAILED_PRECONDITION","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"NOT_EMPTY","domain":"pubsub.example.com"}]}}"#,
        );
        let violations = BadRequest { kind: "type.googleapis.com/google.rpc.BadRequest", field: "name" }.into();
        assert_sent(
            PubSub::BadTopic { violations },
            400,
            JSON,
            r#"{"error":{"code":400,"message":"The topic is not valid","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"BAD_TOPIC","domain":"pubsub.example.com"},{"@type":"type.googleapis.com/google.rpc.BadRequest","field":"name"}]}}"#,
        );
    }
}

/// Azure REST, with its header.
mod azure {
    use super::*;

    pub(super) const SHAPE: Shape =
        Shape::json(r#"{"error":{"code":"{code|name}","message":"{message}","...":"{details}"}}"#)
            .header("x-ms-error-code", "{code|name}");

    #[derive(Debug, Serialize)]
    struct Inner {
        code: &'static str,
        message: &'static str,
    }

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE)]
    enum Azure {
        #[api(status = 404, message = "Resource group '{group}' could not be found.")]
        ResourceGroupNotFound { group: String },
        #[api(status = 400, message = "Multiple errors in {target}", details)]
        BadArgument {
            target: &'static str,
            #[api(detail = "details")]
            inner: Serialized<Vec<Inner>>,
        },
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        let missing = || Azure::ResourceGroupNotFound { group: "rg".to_owned() };
        let (answer, _) = panda_errors::report::capture(|| panda_errors::Answer::of(&missing()));
        assert!(answer.headers().any(|header| header == ("x-ms-error-code", "ResourceGroupNotFound")));
        assert_sent(
            missing(),
            404,
            JSON,
            r#"{"error":{"code":"ResourceGroupNotFound","message":"Resource group 'rg' could not be found."}}"#,
        );
        let inner = vec![Inner { code: "NullValue", message: "Phone number must not be null" }].into();
        assert_sent(
            Azure::BadArgument { target: "ContactInfo", inner },
            400,
            JSON,
            r#"{"error":{"code":"BadArgument","message":"Multiple errors in ContactInfo","target":"ContactInfo","details":[{"code":"NullValue","message":"Phone number must not be null"}]}}"#,
        );
    }
}

/// Stripe.
mod stripe {
    use super::*;

    pub(super) const SHAPE: Shape = Shape::json(
        r#"{"error":{"code":"{code}","decline_code":"{details.decline_code}","doc_url":"{url}","message":"{message}","param":"{details.param}","type":"{type}"}}"#,
    )
    .types_by_status(&[(400, 499, "invalid_request_error"), (500, 599, "api_error")]);

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE)]
    enum Stripe {
        #[api(
            status = 404,
            code = "resource_missing",
            url = "https://stripe.com/docs/error-codes/resource-missing",
            message = "No such customer: '{id}'"
        )]
        NoCustomer {
            id: String,
            #[api(detail)]
            param: &'static str,
        },
        #[api(
            status = 402,
            type = "card_error",
            code = "card_declined",
            url = "https://stripe.com/docs/error-codes/card-declined",
            message = "Your card was declined.",
            details
        )]
        Declined { decline_code: Option<String> },
        #[api(status = 401, message = "Invalid API Key provided: {masked}")]
        BadKey { masked: String },
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(
            Stripe::NoCustomer { id: "cus_1".to_owned(), param: "customer" },
            404,
            JSON,
            r#"{"error":{"code":"resource_missing","doc_url":"https://stripe.com/docs/error-codes/resource-missing","message":"No such customer: 'cus_1'","param":"customer","type":"invalid_request_error"}}"#,
        );
        assert_sent(
            Stripe::Declined { decline_code: Some("insufficient_funds".to_owned()) },
            402,
            JSON,
            r#"{"error":{"code":"card_declined","decline_code":"insufficient_funds","doc_url":"https://stripe.com/docs/error-codes/card-declined","message":"Your card was declined.","type":"card_error"}}"#,
        );
        assert_sent(
            Stripe::Declined { decline_code: None },
            402,
            JSON,
            r#"{"error":{"code":"card_declined","doc_url":"https://stripe.com/docs/error-codes/card-declined","message":"Your card was declined.","type":"card_error"}}"#,
        );
        assert_sent(
            Stripe::BadKey { masked: "sk_test_****".to_owned() },
            401,
            JSON,
            r#"{"error":{"message":"Invalid API Key provided: sk_test_****","type":"invalid_request_error"}}"#,
        );
    }
}

/// `OpenAI`, which sends nulls.
mod openai {
    use super::*;

    pub(super) const SHAPE: Shape = Shape::json(
        r#"{"error":{"message":"{message}","type":"{type}","param":"{details.param|null}","code":"{code|null}"}}"#,
    );

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE, type = "invalid_request_error")]
    enum OpenAi {
        #[api(status = 401, code = "invalid_api_key", message = "Incorrect API key provided: {0}.")]
        BadKey(String),
        #[api(status = 400, message = "you must provide a model parameter")]
        NoModel {
            #[api(detail)]
            param: &'static str,
        },
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(
            OpenAi::BadKey("sk-x".to_owned()),
            401,
            JSON,
            r#"{"error":{"message":"Incorrect API key provided: sk-x.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"#,
        );
        assert_sent(
            OpenAi::NoModel { param: "model" },
            400,
            JSON,
            r#"{"error":{"message":"you must provide a model parameter","type":"invalid_request_error","param":"model","code":null}}"#,
        );
    }
}

/// GitHub REST.
mod github {
    use super::*;

    pub(super) const SHAPE: Shape = Shape::json(
        r#"{"message":"{message}","...":"{details}","documentation_url":"{url}","status":"{status:text}"}"#,
    );

    #[derive(Debug, Serialize)]
    struct FieldError {
        resource: &'static str,
        field: &'static str,
        code: &'static str,
    }

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE)]
    enum GitHub {
        #[api(status = 404, url = "https://docs.github.com/rest", message = "Not Found")]
        NotFound,
        #[api(status = 422, url = "https://docs.github.com/rest", message = "Validation Failed", details)]
        Invalid { errors: Serialized<Vec<FieldError>> },
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(
            GitHub::NotFound,
            404,
            JSON,
            r#"{"message":"Not Found","documentation_url":"https://docs.github.com/rest","status":"404"}"#,
        );
        let errors = vec![FieldError { resource: "Issue", field: "title", code: "missing_field" }].into();
        assert_sent(
            GitHub::Invalid { errors },
            422,
            JSON,
            r#"{"message":"Validation Failed","errors":[{"resource":"Issue","field":"title","code":"missing_field"}],"documentation_url":"https://docs.github.com/rest","status":"422"}"#,
        );
    }
}

/// JSON:API 1.1, one error.
mod json_api {
    use super::*;

    pub(super) const SHAPE: Shape = Shape::json(
        r#"{"errors":[{"id":"{request_id}","links":{"about":"{url}"},"status":"{status:text}","code":"{code|name}","title":"{title}","detail":"{message}","source":{"pointer":"{details.pointer}","parameter":"{details.parameter}"},"meta":"{details}"}]}"#,
    )
    .content_type("application/vnd.api+json");

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE)]
    enum JsonApi {
        #[api(
            status = 422,
            title = "Invalid Attribute",
            message = "First name must contain at least two characters.",
            details
        )]
        ShortName { pointer: &'static str },
        #[api(status = 403, message = "The plan has no minutes left", details)]
        NoMinutes { left: u32 },
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(
            JsonApi::ShortName { pointer: "/data/attributes/firstName" },
            422,
            "application/vnd.api+json",
            &format!(
                r#"{{"errors":[{{"id":"{REQUEST_ID}","status":"422","code":"ShortName","title":"Invalid Attribute","detail":"First name must contain at least two characters.","source":{{"pointer":"/data/attributes/firstName"}}}}]}}"#
            ),
        );
        assert_sent(
            JsonApi::NoMinutes { left: 0 },
            403,
            "application/vnd.api+json",
            &format!(
                r#"{{"errors":[{{"id":"{REQUEST_ID}","status":"403","code":"NoMinutes","title":"Forbidden","detail":"The plan has no minutes left","meta":{{"left":0}}}}]}}"#
            ),
        );
    }
}

/// OAuth 2.0, RFC 6749, section 5.2.
mod oauth_2 {
    use super::*;

    pub(super) const SHAPE: Shape =
        Shape::json(r#"{"error":"{code|name}","error_description":"{message}","error_uri":"{url}"}"#);

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE, rename_all = "snake_case", status = 400)]
    enum OAuth {
        #[api(message = "The code has expired")]
        InvalidGrant,
        #[api(
            status = 401,
            code = "invalid_client",
            message = "Unknown client",
            header("WWW-Authenticate" = "Basic")
        )]
        ClientAuth,
        #[api(code = "invalid_client", message = "No client given")]
        NoClient,
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(
            OAuth::InvalidGrant,
            400,
            JSON,
            r#"{"error":"invalid_grant","error_description":"The code has expired"}"#,
        );
        assert_sent(OAuth::ClientAuth, 401, JSON, r#"{"error":"invalid_client","error_description":"Unknown client"}"#);
        assert_sent(OAuth::NoClient, 400, JSON, r#"{"error":"invalid_client","error_description":"No client given"}"#);
    }
}

/// Matrix, client-server API.
mod matrix {
    use super::*;
    use panda_errors::{ErrorStatus, Rejection};

    pub(super) const SHAPE: Shape = Shape::json(r#"{"errcode":"{code|name}","error":"{message}","...":"{details}"}"#);

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE, prefix = "M_", rename_all = "SCREAMING_SNAKE_CASE")]
    enum Matrix {
        #[api(status = 429, message = "Too many requests")]
        LimitExceeded {
            #[api(detail)]
            retry_after_ms: Option<u64>,
        },
        #[api(status = 404, code = "M_UNRECOGNIZED", message = "Unrecognized request", rejection)]
        NoPath,
        #[api(status = 405, code = "M_UNRECOGNIZED", message = "Unrecognized request", rejection)]
        NoMethod(Rejection),
        #[api(transparent, rejection)]
        Other(Rejection),
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(
            Matrix::LimitExceeded { retry_after_ms: Some(2000) },
            429,
            JSON,
            r#"{"errcode":"M_LIMIT_EXCEEDED","error":"Too many requests","retry_after_ms":2000}"#,
        );
        for status in [ErrorStatus::NOT_FOUND, ErrorStatus::METHOD_NOT_ALLOWED] {
            assert_sent(
                Matrix::from(Rejection::new(status)),
                status.as_u16(),
                JSON,
                r#"{"errcode":"M_UNRECOGNIZED","error":"Unrecognized request"}"#,
            );
        }
        assert_sent(
            Matrix::from(Rejection::new(ErrorStatus::PAYLOAD_TOO_LARGE)),
            413,
            JSON,
            r#"{"errcode":"M_CONTENT_TOO_LARGE","error":"Content Too Large"}"#,
        );
    }
}

/// The `Status` of Kubernetes.
mod kubernetes {
    use super::*;

    pub(super) const SHAPE: Shape = Shape::json(
        r#"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"{message}","reason":"{name}","details":{"name":"{details.name}","group":"{details.group}","kind":"{details.kind}","causes":"{details.causes}","retryAfterSeconds":"{retry_after}"},"code":"{status}"}"#,
    );

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE)]
    enum Status {
        #[api(status = 404, message = "{kind} \"{name}\" not found", details)]
        NotFound { name: String, kind: &'static str },
        #[api(status = 429, name = "TooManyRequests", message = "Try again", retry_after = pause)]
        TooFast { pause: std::time::Duration },
        #[api(status = 403, message = "No")]
        Forbidden,
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(
            Status::NotFound { name: "web".to_owned(), kind: "pods" },
            404,
            JSON,
            r#"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods \"web\" not found","reason":"NotFound","details":{"name":"web","kind":"pods"},"code":404}"#,
        );
        assert_sent(
            Status::TooFast { pause: std::time::Duration::from_millis(1500) },
            429,
            JSON,
            r#"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Try again","reason":"TooManyRequests","details":{"retryAfterSeconds":2},"code":429}"#,
        );
        assert_sent(
            Status::Forbidden,
            403,
            JSON,
            r#"{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"No","reason":"Forbidden","code":403}"#,
        );
    }
}

/// Elasticsearch, which says everything twice.
mod elasticsearch {
    use super::*;

    pub(super) const SHAPE: Shape = Shape::json(
        r#"{"error":{"root_cause":[{"type":"{name}","reason":"{message}","...":"{details}"}],"type":"{name}","reason":"{message}","...":"{details}"},"status":"{status}"}"#,
    );

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE)]
    enum Elastic {
        #[api(status = 404, name = "index_not_found_exception", message = "no such index [{index}]", details)]
        IndexNotFound {
            #[api(detail = "resource.type")]
            kind: &'static str,
            #[api(detail = "resource.id")]
            id: String,
            index_uuid: &'static str,
            index: String,
        },
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        let error = Elastic::IndexNotFound {
            kind: "index_or_alias",
            id: "logs".to_owned(),
            index_uuid: "_na_",
            index: "logs".to_owned(),
        };
        assert_sent(
            error,
            404,
            JSON,
            r#"{"error":{"root_cause":[{"type":"index_not_found_exception","reason":"no such index [logs]","resource.type":"index_or_alias","resource.id":"logs","index_uuid":"_na_","index":"logs"}],"type":"index_not_found_exception","reason":"no such index [logs]","resource.type":"index_or_alias","resource.id":"logs","index_uuid":"_na_","index":"logs"},"status":404}"#,
        );
    }
}

/// AWS JSON 1.0, as `DynamoDB` sends it.
mod aws_json {
    use super::*;

    pub(super) const SHAPE: Shape =
        Shape::json(r#"{"__type":"com.amazonaws.dynamodb.v20120810#{name}","message":"{message}"}"#)
            .content_type("application/x-amz-json-1.0")
            .header("x-amzn-RequestId", "{request_id}");

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE, status = 400)]
    enum Dynamo {
        #[api(message = "Requested resource not found")]
        ResourceNotFoundException,
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(
            Dynamo::ResourceNotFoundException,
            400,
            "application/x-amz-json-1.0",
            r#"{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found"}"#,
        );
    }
}

/// `FastAPI`: a text at 404, and a list at 422.
mod fast_api {
    use super::*;

    pub(super) const SHAPE: Shape = Shape::json(r#"{"detail":"{details|message}"}"#);

    #[derive(Debug, Serialize)]
    struct Item {
        r#type: &'static str,
        loc: (&'static str, &'static str),
        msg: &'static str,
    }

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE)]
    enum FastApi {
        #[api(status = 404, message = "Not Found")]
        NotFound,
        #[api(status = 422, message = "The request is not valid", details)]
        Invalid(Serialized<Vec<Item>>),
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(FastApi::NotFound, 404, JSON, r#"{"detail":"Not Found"}"#);
        let item = Item { r#type: "missing", loc: ("body", "name"), msg: "Field required" };
        assert_sent(
            FastApi::Invalid(vec![item].into()),
            422,
            JSON,
            r#"{"detail":[{"type":"missing","loc":["body","name"],"msg":"Field required"}]}"#,
        );
    }
}

/// Twilio.
mod twilio {
    use super::*;

    pub(super) const SHAPE: Shape = Shape::json(
        r#"{"code":"{code|20500}","message":"{message}","more_info":"https://www.twilio.com/docs/errors/{code|20500}","status":"{status}"}"#,
    );

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE)]
    enum Twilio {
        #[api(status = 404, code = 20404, message = "The requested resource {path} was not found")]
        NotFound { path: &'static str },
        #[api(status = 500)]
        Disk(#[source] std::io::Error),
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(
            Twilio::NotFound { path: "/2010-04-01/Accounts/1" },
            404,
            JSON,
            r#"{"code":20404,"message":"The requested resource /2010-04-01/Accounts/1 was not found","more_info":"https://www.twilio.com/docs/errors/20404","status":404}"#,
        );
        assert_sent(
            Twilio::Disk(std::io::Error::other("secret")),
            500,
            JSON,
            r#"{"code":20500,"message":"Internal Server Error","more_info":"https://www.twilio.com/docs/errors/20500","status":500}"#,
        );
    }
}

/// Discord.
mod discord {
    use super::*;

    pub(super) const SHAPE: Shape = Shape::json(r#"{"message":"{message}","code":"{code|0}","...":"{details}"}"#);

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE)]
    enum Discord {
        #[api(status = 404, code = 10003, message = "Unknown Channel")]
        UnknownChannel,
        #[api(status = 429, message = "You are being rate limited.", details)]
        RateLimited { retry_after: f64, global: bool },
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(Discord::UnknownChannel, 404, JSON, r#"{"message":"Unknown Channel","code":10003}"#);
        assert_sent(
            Discord::RateLimited { retry_after: 0.25, global: false },
            429,
            JSON,
            r#"{"message":"You are being rate limited.","code":0,"retry_after":0.25,"global":false}"#,
        );
    }
}

/// GitLab.
mod gitlab {
    use super::*;

    pub(super) const SHAPE: Shape = Shape::json(r#"{"message":"{details|message}"}"#);

    #[derive(Debug, Serialize)]
    struct Fields {
        name: [&'static str; 1],
    }

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE)]
    enum GitLab {
        #[api(status = 404, message = "404 Project Not Found")]
        NoProject,
        #[api(status = 400, message = "400 Bad request", details)]
        Invalid(Serialized<Fields>),
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(GitLab::NoProject, 404, JSON, r#"{"message":"404 Project Not Found"}"#);
        assert_sent(
            GitLab::Invalid(Fields { name: ["has already been taken"] }.into()),
            400,
            JSON,
            r#"{"message":{"name":["has already been taken"]}}"#,
        );
    }
}

/// Zalando: RFC 9457 without a detail.
mod zalando {
    use super::*;

    #[derive(Debug, Serialize)]
    struct Violation {
        field: &'static str,
        message: &'static str,
    }

    #[derive(Debug, ApiError)]
    #[api(shape = problem_details::SHAPE)]
    enum Zalando {
        #[api(
            status = 400,
            type = "https://zalando.github.io/problem/constraint-violation",
            title = "Constraint Violation",
            message = "",
            details
        )]
        ConstraintViolation { violations: Serialized<Vec<Violation>> },
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        let violations = vec![Violation { field: "bic", message: "must match" }].into();
        assert_sent(
            Zalando::ConstraintViolation { violations },
            400,
            "application/problem+json",
            r#"{"type":"https://zalando.github.io/problem/constraint-violation","title":"Constraint Violation","status":400,"violations":[{"field":"bic","message":"must match"}]}"#,
        );
    }
}

/// Cloudflare v4.
mod cloudflare {
    use super::*;

    pub(super) const SHAPE: Shape = Shape::json(
        r#"{"success":false,"errors":[{"code":"{code|1000}","message":"{message}"}],"messages":[],"result":null}"#,
    );

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE)]
    enum Cloudflare {
        #[api(
            status = 400,
            code = 7003,
            message = "Could not route to /zones/{zone}, perhaps your object identifier is invalid?"
        )]
        NoRoute { zone: &'static str },
        #[api(status = 403, message = "Authentication error")]
        NotAllowed,
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(
            Cloudflare::NoRoute { zone: "x" },
            400,
            JSON,
            r#"{"success":false,"errors":[{"code":7003,"message":"Could not route to /zones/x, perhaps your object identifier is invalid?"}],"messages":[],"result":null}"#,
        );
        assert_sent(
            Cloudflare::NotAllowed,
            403,
            JSON,
            r#"{"success":false,"errors":[{"code":1000,"message":"Authentication error"}],"messages":[],"result":null}"#,
        );
    }
}

/// Docker Engine.
mod docker {
    use super::*;

    #[derive(Debug, ApiError)]
    #[api(shape = r#"{"message":"{message}"}"#)]
    enum Docker {
        #[api(status = 404, message = "No such container: {id}")]
        NoContainer { id: String },
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(
            Docker::NoContainer { id: "7c0e \"web\"".to_owned() },
            404,
            JSON,
            r#"{"message":"No such container: 7c0e \"web\""}"#,
        );
    }
}

/// S3: XML, which a function writes.
mod s3 {
    use super::*;

    pub(super) const SHAPE: Shape = Shape::custom("S3", "application/xml", |parts| {
        let escaped = parts.message().replace('&', "&amp;").replace('<', "&lt;");
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{}</Code><Message>{escaped}</Message><RequestId>{}</RequestId></Error>",
            parts.name(),
            parts.request_id().unwrap_or_default(),
        )
        .into_bytes()
    });

    #[derive(Debug, ApiError)]
    #[api(shape = SHAPE)]
    enum S3 {
        #[api(status = 404, message = "The resource you requested does not exist")]
        NoSuchKey,
    }

    #[test]
    fn the_documented_bytes_are_sent() {
        assert_sent(
            S3::NoSuchKey,
            404,
            "application/xml",
            &format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code><Message>The resource you requested does not exist</Message><RequestId>{REQUEST_ID}</RequestId></Error>"
            ),
        );
    }
}
