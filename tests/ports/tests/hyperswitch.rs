//! hyperswitch, a payment switch: a nested body, codes that several errors and statuses share, other members beside them,
//! and a type by class.
//!
//! The original has one error with status 200, which is not an error here.

use panda_errors::{ApiError, Definition, ErrorStatus, Rejection, Serialized, Shape};
use serde_json::{Value, json};
use tests_ports::assert_sent;

const SHAPE: Shape =
    Shape::json(r#"{"error":{"type":"{type}","message":"{message}","code":"{code}","...":"{details}"}}"#)
        .types_by_status(&[(400, 499, "invalid_request"), (500, 599, "api")])
        .internal(
            Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "InternalServerError")
                .with_code("HE_00")
                .with_message("Something went wrong"),
        );

#[derive(Debug, ApiError)]
#[api(shape = SHAPE, status = 400)]
enum Hyperswitch {
    #[api(status = 402, type = "connector", code = "CE_00", message = "{code}: {message}", details)]
    ExternalConnectorError {
        #[api(detail = false)]
        code: String,
        #[api(detail = false)]
        message: String,
        connector: String,
        reason: Option<String>,
    },

    #[api(
        type = "connector",
        code = "CE_01",
        message = "Payment failed during authorization with connector. Retry payment",
        details
    )]
    PaymentAuthorizationFailed { data: Option<Serialized<Value>> },

    #[api(status = 422, code = "HE_00", message = "Failed to convert currency to minor unit")]
    CurrencyConversionFailed,

    #[api(code = "HE_01", message = "The payment with the specified payment_id already exists in our records")]
    DuplicatePayment,

    #[api(status = 404, code = "HE_02", message = "Refund does not exist in our records")]
    RefundNotFound,

    #[api(status = 500, expose, code = "HE_02", message = "Failed to update mandate")]
    MandateUpdateFailed,

    #[api(code = "HE_03", message = "File validation failed")]
    FileValidationFailed,

    #[api(status = 404, code = "HE_03", message = "The specified merchant connector account is disabled")]
    MerchantConnectorAccountDisabled,

    #[api(status = 401, code = "IR_01", message = "API key not provided or invalid API key used")]
    Unauthorized,

    #[api(status = 404, code = "IR_02", message = "Unrecognized request URL", rejection)]
    InvalidRequestUrl,

    #[api(status = 405, code = "IR_03", message = "The HTTP method is not applicable for this API", rejection)]
    InvalidHttpMethod(#[source] Rejection),

    #[api(code = "IR_04", message = "Missing required param: {field_name}")]
    MissingRequiredField { field_name: &'static str },

    #[api(status = 500)]
    Internal(#[source] std::io::Error),

    #[api(transparent, rejection)]
    Refused(Rejection),
}

#[test]
fn hyperswitch_flattens_the_values_that_are_present() {
    let refused = |reason: Option<&str>| Hyperswitch::ExternalConnectorError {
        code: "card_declined".to_owned(),
        message: "no".to_owned(),
        connector: "stripe".to_owned(),
        reason: reason.map(str::to_owned),
    };
    let data = Hyperswitch::PaymentAuthorizationFailed { data: Some(json!({"a": 1}).into()) };
    assert_sent::<Hyperswitch>(&[
        (
            &refused(None),
            r#"402 {"error":{"type":"connector","message":"card_declined: no","code":"CE_00","connector":"stripe"}}"#,
        ),
        (
            &refused(Some("funds")),
            r#"402 {"error":{"type":"connector","message":"card_declined: no","code":"CE_00","connector":"stripe","reason":"funds"}}"#,
        ),
        (
            &data,
            r#"400 {"error":{"type":"connector","message":"Payment failed during authorization with connector. Retry payment","code":"CE_01","data":{"a":1}}}"#,
        ),
        (
            &Hyperswitch::PaymentAuthorizationFailed { data: None },
            r#"400 {"error":{"type":"connector","message":"Payment failed during authorization with connector. Retry payment","code":"CE_01"}}"#,
        ),
    ]);
}

#[test]
fn hyperswitch_shares_codes_between_errors_and_statuses() {
    assert_sent::<Hyperswitch>(&[
        (
            &Hyperswitch::CurrencyConversionFailed,
            r#"422 {"error":{"type":"invalid_request","message":"Failed to convert currency to minor unit","code":"HE_00"}}"#,
        ),
        (
            &Hyperswitch::Internal(std::io::Error::other("5432 refused")),
            r#"500 {"error":{"type":"api","message":"Something went wrong","code":"HE_00"}}"#,
        ),
        (
            &Hyperswitch::DuplicatePayment,
            r#"400 {"error":{"type":"invalid_request","message":"The payment with the specified payment_id already exists in our records","code":"HE_01"}}"#,
        ),
        (
            &Hyperswitch::RefundNotFound,
            r#"404 {"error":{"type":"invalid_request","message":"Refund does not exist in our records","code":"HE_02"}}"#,
        ),
        (
            &Hyperswitch::MandateUpdateFailed,
            r#"500 {"error":{"type":"api","message":"Failed to update mandate","code":"HE_02"}}"#,
        ),
        (
            &Hyperswitch::FileValidationFailed,
            r#"400 {"error":{"type":"invalid_request","message":"File validation failed","code":"HE_03"}}"#,
        ),
        (
            &Hyperswitch::MerchantConnectorAccountDisabled,
            r#"404 {"error":{"type":"invalid_request","message":"The specified merchant connector account is disabled","code":"HE_03"}}"#,
        ),
    ]);
}

#[test]
fn hyperswitch_answers_a_wrong_path_and_method_with_its_codes() {
    assert_sent::<Hyperswitch>(&[
        (
            &Hyperswitch::Unauthorized,
            r#"401 {"error":{"type":"invalid_request","message":"API key not provided or invalid API key used","code":"IR_01"}}"#,
        ),
        (
            &Hyperswitch::from(Rejection::new(ErrorStatus::NOT_FOUND)),
            r#"404 {"error":{"type":"invalid_request","message":"Unrecognized request URL","code":"IR_02"}}"#,
        ),
        (
            &Hyperswitch::from(Rejection::new(ErrorStatus::METHOD_NOT_ALLOWED)),
            r#"405 {"error":{"type":"invalid_request","message":"The HTTP method is not applicable for this API","code":"IR_03"}}"#,
        ),
        (
            &Hyperswitch::MissingRequiredField { field_name: "amount" },
            r#"400 {"error":{"type":"invalid_request","message":"Missing required param: amount","code":"IR_04"}}"#,
        ),
    ]);
}
