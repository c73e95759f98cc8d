//! [`ErrorStatus`]: a status that is always an error.

use core::fmt;

/// A status code in the range 400 to 599.
///
/// The range is checked once, when the value is made. So later code does not have to ask whether a "success" error is
/// possible.
///
/// A type that accepts any code is not enough. With 204, 304 or 103 a server does not send a body, and a client that
/// expects a body reads the next answer in its place.
///
/// ```
/// use panda_errors::ErrorStatus;
///
/// assert_eq!(ErrorStatus::PAYLOAD_TOO_LARGE, 413);
/// assert_eq!(ErrorStatus::new(404), Some(ErrorStatus::NOT_FOUND));
/// assert_eq!(ErrorStatus::new(204), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorStatus(u16);

impl ErrorStatus {
    /// Returns the status with this code, or `None` if the code is not 400 to 599.
    ///
    /// ```
    /// # use panda_errors::ErrorStatus;
    /// const OVERLOADED: ErrorStatus = ErrorStatus::new(529).unwrap();
    /// ```
    #[must_use]
    pub const fn new(code: u16) -> Option<Self> {
        match code {
            400..=599 => Some(Self(code)),
            _ => None,
        }
    }

    /// Returns the code as a number, 400 to 599.
    #[must_use]
    pub const fn as_u16(self) -> u16 {
        self.0
    }

    /// Returns `true` if the server is at fault, 500 to 599.
    ///
    /// ```
    /// # use panda_errors::ErrorStatus;
    /// assert!(ErrorStatus::BAD_GATEWAY.is_server_error());
    /// assert!(!ErrorStatus::NOT_FOUND.is_server_error());
    /// ```
    #[must_use]
    pub const fn is_server_error(self) -> bool {
        self.0 >= 500
    }
}

/// Calls a macro with the registered codes of the IANA HTTP Status Code Registry, which lists 418 as unused.
macro_rules! registered {
    ($then:ident) => {
        $then! {
            400 BAD_REQUEST "Bad Request" "BadRequest",
            401 UNAUTHORIZED "Unauthorized" "Unauthorized",
            402 PAYMENT_REQUIRED "Payment Required" "PaymentRequired",
            403 FORBIDDEN "Forbidden" "Forbidden",
            404 NOT_FOUND "Not Found" "NotFound",
            405 METHOD_NOT_ALLOWED "Method Not Allowed" "MethodNotAllowed",
            406 NOT_ACCEPTABLE "Not Acceptable" "NotAcceptable",
            407 PROXY_AUTHENTICATION_REQUIRED "Proxy Authentication Required" "ProxyAuthenticationRequired",
            408 REQUEST_TIMEOUT "Request Timeout" "RequestTimeout",
            409 CONFLICT "Conflict" "Conflict",
            410 GONE "Gone" "Gone",
            411 LENGTH_REQUIRED "Length Required" "LengthRequired",
            412 PRECONDITION_FAILED "Precondition Failed" "PreconditionFailed",
            413 PAYLOAD_TOO_LARGE "Content Too Large" "ContentTooLarge",
            414 URI_TOO_LONG "URI Too Long" "UriTooLong",
            415 UNSUPPORTED_MEDIA_TYPE "Unsupported Media Type" "UnsupportedMediaType",
            416 RANGE_NOT_SATISFIABLE "Range Not Satisfiable" "RangeNotSatisfiable",
            417 EXPECTATION_FAILED "Expectation Failed" "ExpectationFailed",
            421 MISDIRECTED_REQUEST "Misdirected Request" "MisdirectedRequest",
            422 UNPROCESSABLE_ENTITY "Unprocessable Content" "UnprocessableContent",
            423 LOCKED "Locked" "Locked",
            424 FAILED_DEPENDENCY "Failed Dependency" "FailedDependency",
            425 TOO_EARLY "Too Early" "TooEarly",
            426 UPGRADE_REQUIRED "Upgrade Required" "UpgradeRequired",
            428 PRECONDITION_REQUIRED "Precondition Required" "PreconditionRequired",
            429 TOO_MANY_REQUESTS "Too Many Requests" "TooManyRequests",
            431 REQUEST_HEADER_FIELDS_TOO_LARGE "Request Header Fields Too Large" "RequestHeaderFieldsTooLarge",
            451 UNAVAILABLE_FOR_LEGAL_REASONS "Unavailable For Legal Reasons" "UnavailableForLegalReasons",
            500 INTERNAL_SERVER_ERROR "Internal Server Error" "InternalError",
            501 NOT_IMPLEMENTED "Not Implemented" "NotImplemented",
            502 BAD_GATEWAY "Bad Gateway" "BadGateway",
            503 SERVICE_UNAVAILABLE "Service Unavailable" "ServiceUnavailable",
            504 GATEWAY_TIMEOUT "Gateway Timeout" "GatewayTimeout",
            505 HTTP_VERSION_NOT_SUPPORTED "HTTP Version Not Supported" "HttpVersionNotSupported",
            506 VARIANT_ALSO_NEGOTIATES "Variant Also Negotiates" "VariantAlsoNegotiates",
            507 INSUFFICIENT_STORAGE "Insufficient Storage" "InsufficientStorage",
            508 LOOP_DETECTED "Loop Detected" "LoopDetected",
            510 NOT_EXTENDED "Not Extended" "NotExtended",
            511 NETWORK_AUTHENTICATION_REQUIRED "Network Authentication Required" "NetworkAuthenticationRequired",
        }
    };
}

pub(crate) use registered;

/// Declares one constant per registered code, and its reason phrase.
macro_rules! constants {
    ($($code:literal $constant:ident $reason:literal $name:literal,)*) => {
        impl ErrorStatus {
            $(
                #[doc = concat!(stringify!($code), " ", $reason, ".")]
                pub const $constant: Self = Self($code);
            )*

            /// Returns the registered reason phrase, or the phrase of the status class: `Client Error`, `Server Error`.
            ///
            /// ```
            /// # use panda_errors::ErrorStatus;
            /// assert_eq!(ErrorStatus::PAYLOAD_TOO_LARGE.reason(), "Content Too Large");
            /// ```
            #[must_use]
            pub const fn reason(self) -> &'static str {
                match self.0 {
                    $($code => $reason,)*
                    400..=499 => "Client Error",
                    _ => "Server Error",
                }
            }
        }
    };
}

registered!(constants);

impl PartialEq<u16> for ErrorStatus {
    fn eq(&self, code: &u16) -> bool {
        self.0 == *code
    }
}

impl PartialEq<ErrorStatus> for u16 {
    fn eq(&self, status: &ErrorStatus) -> bool {
        *self == status.0
    }
}

impl From<ErrorStatus> for u16 {
    fn from(status: ErrorStatus) -> Self {
        status.0
    }
}

/// The error for a code that `ErrorStatus::try_from` rejected, because it is not 400 to 599.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnErrorStatus(u16);

impl fmt::Display for NotAnErrorStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "status {} is not an error status; expected 400 to 599", self.0)
    }
}

impl core::error::Error for NotAnErrorStatus {}

impl TryFrom<u16> for ErrorStatus {
    type Error = NotAnErrorStatus;

    fn try_from(code: u16) -> Result<Self, NotAnErrorStatus> {
        Self::new(code).ok_or(NotAnErrorStatus(code))
    }
}

/// Prints the code: `413`.
impl fmt::Display for ErrorStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Prints the code: `413`.
impl fmt::Debug for ErrorStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
