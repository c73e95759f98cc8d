use panda_errors::{ApiError, Shape};

const MESSAGE_ELSE: Shape = Shape::json(r#"{"code":"{code|name}","message":"{details.reason|message}"}"#);

#[derive(Debug, ApiError)]
#[api(shape = MESSAGE_ELSE, decode, details)]
enum NotToldApart {
    #[api(status = 400, message = "wrong")]
    Wrong { reason: String },
}

const WITHOUT_DETAILS: Shape = Shape::json(r#"{"code":"{code|name}","message":"{message}"}"#);

#[derive(Debug, ApiError)]
#[api(shape = WITHOUT_DETAILS, decode, details)]
enum NotSent {
    #[api(status = 400, message = "wrong")]
    Wrong { reason: String },
}

const NO_WORD: Shape = Shape::json(r#"{"message":"{message}","status":"{status:text}"}"#);

#[derive(Debug, ApiError)]
#[api(shape = NO_WORD, decode)]
enum NotFound {
    #[api(status = 404, code = "E7", message = "gone")]
    Gone,
}

const NUMBER_ELSE: Shape = Shape::json(r#"{"code":"{code|0}","message":"{message}"}"#);

#[derive(Debug, ApiError)]
#[api(shape = NUMBER_ELSE, decode)]
enum WithoutCode {
    #[api(status = 404, code = 7, message = "gone")]
    Gone,
    #[api(status = 400, message = "wrong")]
    Wrong,
}

#[derive(Debug, ApiError)]
#[api(shape = NUMBER_ELSE, decode)]
enum CodeLikeNone {
    #[api(status = 404, code = 0, message = "gone")]
    Gone,
}

fn main() {}
