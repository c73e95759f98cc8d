//! The rules that the core has too: a macro crate cannot import the crate that its expansions call.
//!
//! A test compares both texts.

/// The headers that the server sets itself, or that belong to the connection (RFC 9110 §7.6.1).
pub(crate) const RESERVED: [&str; 10] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "date",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "x-request-id",
];

/// The header without which a status cannot be sent (RFC 9110 §15.5.6, §15.5.8, §15.5.22), and how one writes it.
pub(crate) const REQUIRED: [(u16, &str, &str); 3] =
    [(405, "Allow", "GET, POST"), (407, "Proxy-Authenticate", "Basic"), (426, "Upgrade", "HTTP/2.0")];

/// The statuses that a cache must not store (RFC 6585 §3 to §6).
pub(crate) const NEVER_CACHED: [u16; 4] = [428, 429, 431, 511];

/// A message of more bytes than this, as JSON, would be cut on the wire.
pub(crate) const MESSAGE_LIMIT: usize = 8 * 1024;

/// The registered status codes that are errors, with the reason phrase and the name of the framework's refusal.
#[rustfmt::skip]
pub(crate) const REGISTERED: &[(u16, &str, &str)] = &[
    (400, "Bad Request", "BadRequest"),
    (401, "Unauthorized", "Unauthorized"),
    (402, "Payment Required", "PaymentRequired"),
    (403, "Forbidden", "Forbidden"),
    (404, "Not Found", "NotFound"),
    (405, "Method Not Allowed", "MethodNotAllowed"),
    (406, "Not Acceptable", "NotAcceptable"),
    (407, "Proxy Authentication Required", "ProxyAuthenticationRequired"),
    (408, "Request Timeout", "RequestTimeout"),
    (409, "Conflict", "Conflict"),
    (410, "Gone", "Gone"),
    (411, "Length Required", "LengthRequired"),
    (412, "Precondition Failed", "PreconditionFailed"),
    (413, "Content Too Large", "ContentTooLarge"),
    (414, "URI Too Long", "UriTooLong"),
    (415, "Unsupported Media Type", "UnsupportedMediaType"),
    (416, "Range Not Satisfiable", "RangeNotSatisfiable"),
    (417, "Expectation Failed", "ExpectationFailed"),
    (421, "Misdirected Request", "MisdirectedRequest"),
    (422, "Unprocessable Content", "UnprocessableContent"),
    (423, "Locked", "Locked"),
    (424, "Failed Dependency", "FailedDependency"),
    (425, "Too Early", "TooEarly"),
    (426, "Upgrade Required", "UpgradeRequired"),
    (428, "Precondition Required", "PreconditionRequired"),
    (429, "Too Many Requests", "TooManyRequests"),
    (431, "Request Header Fields Too Large", "RequestHeaderFieldsTooLarge"),
    (451, "Unavailable For Legal Reasons", "UnavailableForLegalReasons"),
    (500, "Internal Server Error", "InternalError"),
    (501, "Not Implemented", "NotImplemented"),
    (502, "Bad Gateway", "BadGateway"),
    (503, "Service Unavailable", "ServiceUnavailable"),
    (504, "Gateway Timeout", "GatewayTimeout"),
    (505, "HTTP Version Not Supported", "HttpVersionNotSupported"),
    (506, "Variant Also Negotiates", "VariantAlsoNegotiates"),
    (507, "Insufficient Storage", "InsufficientStorage"),
    (508, "Loop Detected", "LoopDetected"),
    (510, "Not Extended", "NotExtended"),
    (511, "Network Authentication Required", "NetworkAuthenticationRequired"),
    (499, "Client Error", "ClientError"),
    (599, "Server Error", "ServerError"),
];
