//! The keys that shapes need, on one payment API.

use panda_errors::{
    Answer, ApiError, Cataloged, Definition, ErrorStatus, PandaError, Rejection, Serialized, Shape, catalog, report,
};

const SHAPE: Shape = Shape::json(
    r#"{"error":{"type":"{type}","code":"{code|name}","message":"{message}","request_id":"{request_id}","...":"{details}"}}"#,
)
.types_by_status(&[(400, 499, "invalid_request"), (500, 599, "api")])
.internal(
    Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "internal").with_code("HE_00").with_message("Something went wrong"),
);

#[derive(Debug, ApiError)]
#[api(shape = SHAPE, rename_all = "snake_case", status = 400)]
enum PaymentError {
    #[api(status = 404, code = "HE_02", message = "Refund does not exist in our records")]
    RefundNotFound,

    #[api(status = 402, type = "connector", code = "CE_00", message = "{text}", details)]
    ConnectorRefused {
        connector: String,
        #[api(detail = false)]
        text: String,
        decline_code: Option<String>,
    },

    #[api(status = 500, expose, code = "WE_03", message = "There was an issue processing the webhook body")]
    WebhookProcessing,

    #[api(message = "The body is not JSON: {0}")]
    Json(
        #[from]
        #[api(expose)]
        serde_json::Error,
    ),

    #[api(status = 500)]
    Database(#[source] std::io::Error),

    #[api(status = 404, code = "IR_01", message = "There is nothing at this path", rejection)]
    NoSuchPath,

    #[api(status = 405, code = "IR_02", message = "This method is not supported here", rejection)]
    NoSuchMethod(#[expect(dead_code, reason = "held for the report")] Rejection),

    #[api(transparent, rejection)]
    Refused(Rejection),
}

catalog!(static API = [PaymentError]);

fn sent(error: &dyn ApiError) -> (u16, String) {
    let (answer, _) = report::capture(|| Answer::of(error));
    let body = String::from_utf8(answer.body().to_vec()).unwrap();
    let id = answer.headers().find(|(name, _)| *name == "x-request-id").map(|(_, value)| value.to_owned());
    let body = id.map_or_else(|| body.clone(), |id| body.replace(&id, "ID"));
    (answer.status().as_u16(), body)
}

#[test]
fn each_key_is_sent_at_its_place() {
    let refused = PaymentError::ConnectorRefused {
        connector: "stripe".to_owned(),
        text: "card_declined: no".to_owned(),
        decline_code: None,
    };
    for (error, status, body) in [
        (
            PaymentError::RefundNotFound,
            404,
            r#"{"error":{"type":"invalid_request","code":"HE_02","message":"Refund does not exist in our records","request_id":"ID"}}"#,
        ),
        (
            refused,
            402,
            r#"{"error":{"type":"connector","code":"CE_00","message":"card_declined: no","request_id":"ID","connector":"stripe"}}"#,
        ),
        (
            PaymentError::WebhookProcessing,
            500,
            r#"{"error":{"type":"api","code":"WE_03","message":"There was an issue processing the webhook body","request_id":"ID"}}"#,
        ),
        (
            serde_json::from_str::<u8>("x").unwrap_err().into(),
            400,
            r#"{"error":{"type":"invalid_request","code":"json","message":"The body is not JSON: expected value at line 1 column 1","request_id":"ID"}}"#,
        ),
        (
            PaymentError::Database(std::io::Error::other("secret")),
            500,
            r#"{"error":{"type":"api","code":"HE_00","message":"Something went wrong","request_id":"ID"}}"#,
        ),
        (
            Rejection::new(ErrorStatus::NOT_FOUND).into(),
            404,
            r#"{"error":{"type":"invalid_request","code":"IR_01","message":"There is nothing at this path","request_id":"ID"}}"#,
        ),
        (
            Rejection::new(ErrorStatus::METHOD_NOT_ALLOWED).into(),
            405,
            r#"{"error":{"type":"invalid_request","code":"IR_02","message":"This method is not supported here","request_id":"ID"}}"#,
        ),
        (
            Rejection::new(ErrorStatus::PAYLOAD_TOO_LARGE).into(),
            413,
            r#"{"error":{"type":"invalid_request","code":"content_too_large","message":"Content Too Large","request_id":"ID"}}"#,
        ),
    ] {
        assert_eq!(sent(&error), (status, body.to_owned()));
    }
}

#[test]
fn the_catalog_has_no_refusal_that_a_variant_claims() {
    let names: Vec<_> = API.definitions().map(|definition| (definition.status().as_u16(), definition.name())).collect();
    let expected = [
        (404, "refund_not_found"),
        (402, "connector_refused"),
        (500, "webhook_processing"),
        (400, "json"),
        (500, "database"),
        (404, "no_such_path"),
        (405, "no_such_method"),
        (400, "bad_request"),
        (408, "request_timeout"),
        (413, "content_too_large"),
        (415, "unsupported_media_type"),
        (422, "unprocessable_content"),
        (500, "internal_error"),
    ];
    assert_eq!(names, expected);
    assert_eq!(PaymentError::CATALOG.shape(), &SHAPE);
    assert_eq!(API.shape(), &SHAPE);
}

#[test]
fn an_outer_type_answers_in_its_own_shape() {
    #[derive(Debug, ApiError)]
    #[api(transparent, rejection, shape = Shape::PROBLEM)]
    struct V2(#[from] PaymentError);

    assert_eq!(
        sent(&V2(PaymentError::RefundNotFound)).1,
        r#"{"title":"Not Found","status":404,"detail":"Refund does not exist in our records","code":"HE_02"}"#
    );
    assert_eq!(
        sent(&V2::from(Rejection::new(ErrorStatus::NOT_FOUND))).1,
        r#"{"title":"Not Found","status":404,"detail":"There is nothing at this path","code":"IR_01"}"#
    );
    assert_eq!(
        sent(&V2(PaymentError::Database(std::io::Error::other("secret")))).1,
        r#"{"title":"Internal Server Error","status":500,"detail":"Internal Server Error","code":"InternalError"}"#
    );
}

#[test]
fn a_public_error_hides_its_private_cause() {
    #[derive(Debug, ApiError)]
    #[api(rename_all = "snake_case")]
    enum Public {
        #[api(status = 409, message = "The name {name} is taken")]
        Taken { name: String },
    }

    #[derive(Debug, ApiError)]
    struct Failed {
        #[api(transparent)]
        public: Public,
        #[source]
        cause: std::io::Error,
    }

    let failed =
        Failed { public: Public::Taken { name: "a".to_owned() }, cause: std::io::Error::other("unique index") };
    let (answer, reports) = report::capture(|| Answer::of(&failed));
    assert_eq!(answer.body(), br#"{"error":"taken","message":"The name a is taken"}"#);
    assert_eq!(reports[0].sources, ["unique index"]);
    assert_eq!(failed.to_string(), "The name a is taken");
}

#[test]
fn a_field_decides_the_code_and_a_prefix_stands_before_names() {
    #[derive(Debug, ApiError)]
    #[api(shape = r#"{"errcode":"{code|name}","error":"{message}","...":"{details}"}"#)]
    #[api(prefix = "M_", rename_all = "SCREAMING_SNAKE_CASE")]
    enum Matrix {
        #[api(status = 429, message = "Too many requests")]
        LimitExceeded {
            #[api(detail)]
            retry_after_ms: Option<u64>,
        },
        #[api(status = 502, message = "{text}")]
        Remote {
            #[api(code)]
            code: String,
            text: String,
        },
        #[api(status = 404, code = "M_UNRECOGNIZED", message = "Unrecognized request", rejection)]
        NoPath,
        #[api(transparent, rejection)]
        Other(Rejection),
    }

    assert_eq!(
        sent(&Matrix::LimitExceeded { retry_after_ms: Some(2000) }).1,
        r#"{"errcode":"M_LIMIT_EXCEEDED","error":"Too many requests","retry_after_ms":2000}"#
    );
    assert_eq!(
        sent(&Matrix::LimitExceeded { retry_after_ms: None }).1,
        r#"{"errcode":"M_LIMIT_EXCEEDED","error":"Too many requests"}"#
    );
    let remote = Matrix::Remote { code: "ORG.X".to_owned(), text: "no".to_owned() };
    assert_eq!(sent(&remote).1, r#"{"errcode":"ORG.X","error":"no"}"#);
    assert_eq!(
        sent(&Matrix::from(Rejection::new(ErrorStatus::UNSUPPORTED_MEDIA_TYPE))).1,
        r#"{"errcode":"M_UNSUPPORTED_MEDIA_TYPE","error":"Unsupported Media Type"}"#
    );
    assert_eq!(
        serde_json::to_string(&remote).unwrap(),
        r#"{"errcode":"ORG.X","error":"no"}"#,
        "what is serialized is what is sent"
    );
}

#[test]
fn an_error_without_a_message_displays_its_name() {
    #[derive(Debug, ApiError)]
    #[api(shape = r#"{"error":"{name}","message":"{message}"}"#, rename_all = "snake_case", status = 400)]
    enum Lemmy {
        #[api(message = "")]
        IncorrectLogin,
        #[api(message = "said")]
        Said,
    }
    assert_eq!(sent(&Lemmy::IncorrectLogin).1, r#"{"error":"incorrect_login"}"#);
    assert_eq!(Lemmy::IncorrectLogin.to_string(), "incorrect_login");
    assert_eq!(sent(&Lemmy::Said).1, r#"{"error":"said","message":"said"}"#);
}

#[test]
fn a_tuple_with_one_field_is_a_bare_value() {
    #[derive(Debug, serde::Serialize)]
    struct Item {
        loc: [&'static str; 2],
        msg: &'static str,
    }

    #[derive(Debug, ApiError)]
    #[api(shape = r#"{"detail":"{details|message}"}"#)]
    enum FastApi {
        #[api(status = 404, message = "Not Found")]
        NotFound,
        #[api(status = 422, message = "The request is not valid", details)]
        Invalid(Serialized<Vec<Item>>),
    }
    assert_eq!(sent(&FastApi::NotFound).1, r#"{"detail":"Not Found"}"#);
    assert_eq!(
        sent(&FastApi::Invalid(vec![Item { loc: ["body", "x"], msg: "Field required" }].into())).1,
        r#"{"detail":[{"loc":["body","x"],"msg":"Field required"}]}"#
    );
}

#[test]
fn a_type_without_a_shape_answers_in_the_panda_shape() {
    assert_eq!(PandaError::CATALOG.shape(), &Shape::PANDA);
    assert_eq!(sent(&PandaError::signature_expired()).1, r#"{"error":"NotAuthorized","message":"Signatures expired"}"#);
}
