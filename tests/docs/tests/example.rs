//! `Answer::example`: the answer that the documentation shows is rendered as every answer is.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not there")]
#![expect(dead_code, reason = "it is the catalogs of these types that count")]

use std::borrow::Cow;
use std::time::Duration;

use panda_errors::{Answer, ApiError, Cataloged};

#[derive(Debug, ApiError)]
enum LimitError {
    #[api(status = 429, message = "{used} of {limit:?} are used: {part:.1}", retry_after = after)]
    Rate {
        #[api(example = 12, detail)]
        used: u8,
        #[api(example = "a dozen", detail)]
        limit: String,
        #[api(example = 1.25, detail)]
        part: f64,
        #[api(example = true, header = "X-Paid")]
        paid: bool,
        #[api(example = Duration::from_secs(30))]
        after: Duration,
    },

    #[api(status = 409, message = "Its clocks differ", details)]
    Clocks {
        #[api(example = 18_446_744_073_709_551_615)]
        server: u64,
        #[api(example = Some("now"))]
        client: Option<String>,
    },

    #[api(status = 409, message = "It is {age} old", details)]
    Half {
        #[api(example = 3)]
        age: u8,
        name: String,
    },

    #[api(status = 409, message = "It is {0} old")]
    None(u8),

    #[api(status = 500, message = "{0} is full")]
    Disk(String),
}

fn examples() -> Vec<Option<Answer>> {
    LimitError::CATALOG.definitions().map(Answer::example).collect()
}

fn body(answer: &Answer) -> &str {
    std::str::from_utf8(answer.body()).unwrap()
}

#[test]
fn an_example_has_the_message_the_headers_and_the_details() {
    let answer = examples()[0].clone().unwrap();
    assert_eq!(
        body(&answer),
        r#"{"error":"Rate","message":"12 of \"a dozen\" are used: 1.2","details":{"used":12,"limit":"a dozen","part":1.25}}"#
    );
    for header in [("x-paid", "true"), ("retry-after", "30"), ("cache-control", "no-store")] {
        assert!(answer.headers().any(|other| other == header), "{header:?}");
    }
}

#[test]
fn a_constant_message_has_details() {
    let answer = examples()[1].clone().unwrap();
    assert_eq!(
        body(&answer),
        r#"{"error":"Clocks","message":"Its clocks differ","details":{"server":18446744073709551615,"client":"now"}}"#
    );
}

#[test]
fn an_error_with_a_value_without_an_example_has_no_example() {
    assert!(examples()[2].is_none());
    assert!(examples()[3].is_none());
}

#[test]
fn the_example_of_a_500_is_empty() {
    let answer = examples()[4].clone().unwrap();
    assert_eq!((answer.status().as_u16(), body(&answer)), (500, ""));
}

/// The longest list of fields.
const MOST: [u8; 2] = [1, 2];

#[derive(Clone, Debug)]
struct Model(String);

impl From<&str> for Model {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}

impl std::fmt::Display for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "<{}>", self.0)
    }
}

#[derive(Debug, ApiError)]
enum TypedError<'a> {
    #[api(status = 400, message = "{below} {ratio:.2} {below:+}", details)]
    Numbers {
        #[api(example = -5)]
        below: i64,
        #[api(example = 7200.0)]
        ratio: f64,
        #[api(example = i8::MIN)]
        least: i8,
    },

    #[api(status = 422, message = "{count} fields are invalid", details)]
    Lists {
        #[api(example = 2)]
        count: usize,
        #[api(example = ["width", "height"])]
        fields: Vec<String>,
        #[api(example = [[1, 2], [3]])]
        nested: Vec<Vec<u32>>,
        #[api(example = &["a"])]
        texts: &'static [&'static str],
        #[api(example = MOST)]
        most: [u8; 2],
        #[api(example = vec![true])]
        flags: Vec<bool>,
    },

    #[api(status = 409, message = "{plan} {model} {id}", details)]
    Texts {
        #[api(example = "basic")]
        plan: Cow<'a, str>,
        #[api(example = "Video", detail = false)]
        model: Model,
        #[api(example = String::from("X"))]
        id: String,
        #[api(example = None)]
        none: Option<u8>,
        #[api(example = Some("y"))]
        some: Option<Box<str>>,
        #[api(example = true)]
        flag: bool,
    },

    #[api(status = 429, message = "Wait {seconds} seconds, {pause:?}", retry_after = seconds)]
    Busy {
        #[api(example = 30)]
        seconds: u64,
        #[api(example = Duration::from_millis(1500))]
        pause: Duration,
    },

    #[api(status = 503, message = "It is closed")]
    Closed {
        #[api(header = "Retry-After", example = Some(7))]
        hours: Option<u32>,
    },

    #[api(status = 416, message = "{text:>width$}")]
    Padded {
        #[api(example = "x")]
        text: &'a str,
        #[api(example = 3)]
        width: usize,
    },
}

#[test]
fn the_example_of_a_row_has_the_bytes_that_the_error_sends() {
    let errors = [
        TypedError::Numbers { below: -5, ratio: 7200.0, least: i8::MIN },
        TypedError::Lists {
            count: 2,
            fields: vec!["width".to_owned(), "height".to_owned()],
            nested: vec![vec![1, 2], vec![3]],
            texts: &["a"],
            most: MOST,
            flags: vec![true],
        },
        TypedError::Texts {
            plan: "basic".into(),
            model: "Video".into(),
            id: "X".to_owned(),
            none: None,
            some: Some("y".into()),
            flag: true,
        },
        TypedError::Busy { seconds: 30, pause: Duration::from_millis(1500) },
        TypedError::Closed { hours: Some(7) },
        TypedError::Padded { text: "x", width: 3 },
    ];
    let definitions: Vec<_> = TypedError::CATALOG.definitions().collect();
    assert_eq!(definitions.len(), errors.len());
    for (definition, error) in definitions.into_iter().zip(&errors) {
        let (example, sent) = (Answer::example(definition).unwrap(), Answer::of(error));
        assert_eq!(body(&example), body(&sent));
        // The id of a request is the layer's.
        let headers = |answer: &Answer| {
            let own = answer.headers().filter(|(name, _)| *name != "x-request-id");
            own.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>()
        };
        assert_eq!(headers(&example), headers(&sent));
    }
}

#[test]
fn a_retry_after_of_none_is_left_out() {
    let answer = Answer::of(&TypedError::Closed { hours: None });
    assert!(answer.headers().all(|(name, _)| name != "retry-after"));
}

#[derive(Debug, ApiError)]
#[api(status = 404, message = "Couldn't find {0}")]
struct Generic<T: std::fmt::Display>(#[api(example = 5)] T);

#[test]
fn the_example_of_a_generic_type_is_the_literal() {
    let definition = Generic::<u8>::CATALOG.definitions().next().unwrap();
    assert_eq!(body(&Answer::example(definition).unwrap()), r#"{"error":"Generic","message":"Couldn't find 5"}"#);
}

/// One line,
#[doc = concat!("and ", "another.")]
#[derive(Debug, ApiError)]
#[api(status = 404, message = "bad {r#type:?}")]
struct Documented {
    r#type: u8,
}

#[test]
fn a_macro_among_the_doc_comments_is_in_the_catalog() {
    let definition = Documented::CATALOG.definitions().next().unwrap();
    assert_eq!(definition.docs(), "One line,\nand another.");
    assert_eq!(definition.message(), "bad {type}");
}
