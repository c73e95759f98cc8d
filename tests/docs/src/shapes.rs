//! Shapes of well-known kinds, each with the errors of a file service.

use panda_errors::{Catalog, Definition, ErrorStatus, Fact, JsonType, Shape};

const STRINGS: JsonType = JsonType::List(&JsonType::String);

/// The errors of a file service, each with an example.
pub static ROWS: &[Definition] = &[
    Definition::new(ErrorStatus::PAYLOAD_TOO_LARGE, "TooLarge").with_message("At most {limit} bytes").with_facts(&[
        Fact::Url("https://example.com/errors#too-large"),
        Fact::Detail("limit", JsonType::Integer),
        Fact::Detail("factor", JsonType::Nullable(&JsonType::Number)),
        Fact::Example(|visitor| {
            visitor.text(&[&"At most 10 bytes"])?;
            visitor.detail("limit", &10_u64)?;
            visitor.detail("factor", &None::<f64>)
        }),
    ]),
    Definition::new(ErrorStatus::UNPROCESSABLE_ENTITY, "Invalid").with_message("{fields} are not valid").with_facts(&[
        Fact::Detail("fields", STRINGS),
        Fact::Type("validation"),
        Fact::Example(|visitor| {
            visitor.text(&[&"width is not valid"])?;
            visitor.detail("fields", &["width"])
        }),
    ]),
    Definition::new(ErrorStatus::TOO_MANY_REQUESTS, "TooFast")
        .with_message("Wait")
        .with_facts(&[Fact::Header("Retry-After", "7"), Fact::Example(|visitor| visitor.text(&[&"Wait"]))]),
    Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "Disk").with_message("the disk is full"),
];

/// The same errors with these codes.
fn coded<C: Copy>(codes: [C; 4], code: fn(Definition, C) -> Definition) -> &'static [Definition] {
    ROWS.iter().zip(codes).map(|(row, of_row)| code(*row, of_row)).collect::<Vec<_>>().leak()
}

const NESTED: Shape = Shape::json(
    r#"{"error":{"type":"{type}","code":"{code|name}","message":"{message}","request_id":"{request_id}","...":"{details}"}}"#,
)
.types_by_status(&[(400, 499, "invalid_request"), (500, 599, "api")]);
const LISTED: Shape = Shape::json(
    r#"{"success":false,"errors":[{"code":"{code}","message":"{message}","details":"{details}"}],"result":null}"#,
)
.internal(
    Definition::new(ErrorStatus::INTERNAL_SERVER_ERROR, "internal").with_code_number(10000).with_message("Try again"),
);
const LINKED: Shape = Shape::json(
    r#"{"type":"https://example.com/errors/{name}","title":"{title}","status":"{status}","wait":"{retry_after}","...":"{details}"}"#,
)
.content_type("application/problem+json");
const BY_STATUS: Shape = Shape::json(
    r#"{"message":"{message}","documentation_url":"{url}","status":"{status:text}","fields":"{details.fields}"}"#,
);
const BARE: Shape = Shape::json(r#"{"message":"{message}"}"#);
const FALLBACK: Shape = Shape::json(r#"{"code":"{code|0}","errors":["{message}"],"data":{"limit":"{details.limit}"}}"#);
const GRPC: Shape = Shape::json(
    r#"{"error":{"code":"{status}","message":"{message}","details":[{"@type":"errors.Info","reason":"{name}","metadata":"{details:text}"}]}}"#,
);

/// Shapes, each with a catalog.
#[must_use]
pub fn catalogs() -> Vec<(&'static str, Catalog)> {
    let catalog = |rows, shape: Shape| Catalog::new("Files", rows).with_shape(Box::leak(Box::new(shape)));
    let texts = coded(["F_413", "F_422", "F_429", "F_500"], Definition::with_code);
    let numbers = coded([10413, 10422, 10429, 10500], Definition::with_code_number);
    vec![
        ("panda", Catalog::new("Files", ROWS)),
        ("problem", catalog(ROWS, Shape::PROBLEM)),
        ("nested", catalog(texts, NESTED)),
        ("listed", catalog(numbers, LISTED)),
        ("linked", catalog(ROWS, LINKED)),
        ("by-status", catalog(ROWS, BY_STATUS)),
        ("bare", catalog(ROWS, BARE)),
        ("fallback", catalog(numbers, FALLBACK)),
        ("grpc", catalog(ROWS, GRPC)),
    ]
}
