//! `Answer::example`: the answer that the documentation shows is rendered as every answer is.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not there")]
#![expect(dead_code, reason = "it is the catalogs of these types that count")]

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
        #[api(example = 18446744073709551615)]
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
fn it_has_the_message_the_headers_and_the_details() {
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
fn there_is_none_where_a_value_has_none() {
    assert!(examples()[2].is_none());
    assert!(examples()[3].is_none());
}

#[test]
fn that_of_a_500_is_empty() {
    let answer = examples()[4].clone().unwrap();
    assert_eq!((answer.status().as_u16(), body(&answer)), (500, ""));
}
