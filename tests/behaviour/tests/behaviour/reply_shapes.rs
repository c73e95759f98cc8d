//! A client reads the same values that a server sent, in every shape.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use panda_errors::{Answer, ApiError, Cataloged, Decode, Definition, ErrorStatus, Reading, Reply, Shape};

/// The declarations are the same in each shape; the values are random.
macro_rules! errors {
    ($($module:ident: $shape:expr;)*) => {
        $(mod $module {
            use super::*;

            pub(super) static SHAPE: Shape = $shape;

            #[derive(Debug, PartialEq, ApiError)]
            #[api(shape = SHAPE, decode)]
            pub(super) enum E {
                #[api(status = 413, name = "TooLarge", message = "{limit}", details)]
                TooLarge { limit: u64, parts: Vec<i64>, exact: bool },
                #[api(status = 409, name = "InUse", message = "by {owner}", details)]
                InUse { owner: String, until: Option<f64> },
                #[api(status = 409, name = "InUse", message = "{owner} since {since}", details)]
                InUseSince { owner: String, since: i32 },
                #[api(status = 422, name = "Busy", message = "one {{x}}")]
                One,
                #[api(status = 422, name = "Busy", message = "two")]
                Two,
                #[api(status = 429, name = "TooMany", message = "wait", retry_after = pause)]
                TooMany { pause: Duration },
                #[api(name = "Backend", message = "it says {0}")]
                Backend(#[api(status)] ErrorStatus),
                #[api(status = 404, name = "NoField", message = "none {0}", details)]
                Tuple(#[api(detail = "file")] Box<str>),
                #[api(status = 402, name = "Kinds", message = "m", details)]
                Kinds { letter: char, ratio: f32, text: Cow<'static, str>, none: Option<u8> },
                #[api(status = 400, name = "Maps", message = "m", details)]
                Maps { sizes: BTreeMap<String, Option<i64>>, lists: BTreeMap<String, Vec<String>> },
                #[api(status = 500, message = "hidden")]
                Hidden,
            }

            pub(super) fn random(random: &mut fastrand::Rng) -> E {
                let text = |random: &mut fastrand::Rng| -> String {
                    let length = random.usize(0..12);
                    (0..length).map(|_| if random.bool() { random.char(' '..'\u{7f}') } else { random.char(..) }).collect()
                };
                match random.u8(0..10) {
                    0 => E::TooLarge {
                        limit: random.u64(..) >> random.u32(0..64),
                        parts: (0..random.u8(0..4)).map(|_| random.i64(..) >> random.u32(0..63)).collect(),
                        exact: random.bool(),
                    },
                    1 => E::InUse { owner: text(random), until: random.bool().then(|| (random.f64() - 0.5) * 1e300) },
                    2 => E::InUseSince { owner: text(random), since: random.i32(..) },
                    3 => E::One,
                    4 => E::Two,
                    5 => E::TooMany { pause: Duration::from_secs(random.u64(..) >> random.u32(0..64)) },
                    6 => {
                        let status = ErrorStatus::new(random.u16(400..600)).filter(|status| *status != 500);
                        E::Backend(status.unwrap_or(ErrorStatus::BAD_GATEWAY))
                    }
                    7 => E::Tuple(text(random).into()),
                    8 => E::Maps {
                        sizes: (0..random.u8(0..3)).map(|_| (text(random), random.bool().then(|| random.i64(..)))).collect(),
                        lists: (0..random.u8(0..3)).map(|_| (text(random), vec![text(random)])).collect(),
                    },
                    _ => E::Kinds {
                        letter: random.char(..),
                        ratio: random.f32() * 1e30,
                        text: text(random).into(),
                        none: random.bool().then_some(7),
                    },
                }
            }
        })*

        /// Every shape: its random errors come back.
        #[test]
        fn every_error_comes_back_in_every_shape() {
            let mut rng = fastrand::Rng::with_seed(14);
            for _ in 0..500 {
                $(comes_back(&$module::random(&mut rng), stringify!($module));)*
            }
        }

        #[test]
        fn a_hidden_500_has_no_name_in_any_shape() {
            $({
                let answer = Answer::of(&$module::E::Hidden);
                let reply = Reply::of($module::E::CATALOG, &answer);
                assert_eq!(reply.reading(), Reading::Internal, "{}: {reply:?}", stringify!($module));
                assert_eq!(reply.decode::<$module::E>(), None);
            })*
        }

        #[test]
        fn another_status_is_a_contradiction_in_every_shape() {
            $({
                let answer = Answer::of(&$module::E::Two);
                let reply = Reply::read($module::E::CATALOG, 418, answer.headers(), answer.body());
                let reading = reply.map(|reply| reply.reading());
                assert!(matches!(reading, Some(Reading::Contradiction | Reading::Foreign)), "{}: {reading:?}", stringify!($module));
            })*
        }

        #[test]
        fn no_prefix_of_a_body_is_known_in_any_shape() {
            $({
                let answer = Answer::of(&$module::E::Two);
                for end in 0..answer.body().len() {
                    let body = answer.body().get(..end).unwrap_or_default();
                    let reply = Reply::read($module::E::CATALOG, 422, answer.headers(), body);
                    let reading = reply.map(|reply| reply.reading());
                    assert!(matches!(reading, Some(Reading::Foreign | Reading::Empty)), "{} {end}", stringify!($module));
                }
            })*
        }
    };
}

#[track_caller]
fn comes_back<E: ApiError + Decode + Cataloged + PartialEq>(error: &E, shape: &str) {
    let answer = Answer::of(error);
    let reply = Reply::of(E::CATALOG, &answer);
    let body = String::from_utf8_lossy(answer.body()).into_owned();
    assert_eq!(reply.reading(), Reading::Known, "{shape}: {reply:?} of {body}");
    assert_eq!(reply.definition().map(Definition::name), Some(error.name()), "{shape}: {body}");
    assert_eq!(reply.decode::<E>().as_ref(), Some(error), "{shape}: {body}");
}

errors! {
    panda: Shape::PANDA;
    problem: Shape::PROBLEM;
    nested: Shape::json(
        r#"{"ok":false,"error":{"code":"{code|name}","text":"{message}","id":"{request_id}","values":"{details}"},"status":"{status:text}"}"#,
    );
    info: Shape::json(
        r#"{"error":{"code":"{status}","message":"{message}","status":"{type}","details":[{"@type":"type.example.com/ErrorInfo","reason":"{code|name}","metadata":"{details:text}"}]}}"#,
    )
    .types_by_status(&[(400, 499, "CLIENT"), (500, 599, "SERVER")]);
    link: Shape::json(r#"{"__type":"com.example#{name}","message":"{message}","details":"{details}"}"#)
        .header("x-error-name", "{name}");
    twice: Shape::json(
        r#"{"error":{"causes":[{"type":"{name}","reason":"{message}","values":"{details}"}],"type":"{name}","reason":"{message}"},"status":"{status}"}"#,
    );
}

static GITLAB: Shape = Shape::json(r#"{"message":"{details|message}","code":"{name}"}"#);

#[derive(Debug, PartialEq, ApiError)]
#[api(shape = GITLAB, decode)]
enum Bare {
    #[api(status = 404, message = "404 Project Not Found")]
    NotFound,
    #[api(status = 422, message = "not valid", details)]
    Invalid(Vec<u8>),
}

#[test]
fn a_value_without_a_key_comes_back() {
    for (error, body) in [
        (Bare::NotFound, r#"{"message":"404 Project Not Found","code":"NotFound"}"#),
        (Bare::Invalid(vec![1, 2]), r#"{"message":[1,2],"code":"Invalid"}"#),
    ] {
        assert_eq!(Answer::of(&error).body(), body.as_bytes());
        comes_back(&error, "bare");
    }
}

static CODES: Shape = Shape::json(r#"{"message":"{message}","code":"{code|0}","...":"{details}"}"#);

#[derive(Debug, PartialEq, ApiError)]
#[api(shape = CODES)]
enum Coded {
    #[api(status = 404, code = 10003, message = "Unknown Channel")]
    Channel,
    #[api(status = 400, message = "Bad")]
    WithoutCode,
    #[api(status = 403, code = 10003, message = "No access to {id}", details)]
    Access { id: u64 },
}

#[test]
fn the_status_separates_errors_of_one_code_and_a_fallback_identifies_no_error() {
    let known = |error: &Coded| {
        let reply = Reply::of(Coded::CATALOG, &Answer::of(error));
        (reply.reading(), reply.word().map(str::to_owned), reply.definition().map(Definition::name))
    };
    let code = || Some("10003".to_owned());
    assert_eq!(known(&Coded::Channel), (Reading::Known, code(), Some("Channel")));
    assert_eq!(known(&Coded::Access { id: 7 }), (Reading::Known, code(), Some("Access")));
    assert_eq!(known(&Coded::WithoutCode), (Reading::Unknown, None, None));
    let text = br#"{"message":"Unknown Channel","code":"10003"}"#;
    let reply = Reply::read(Coded::CATALOG, 404, [("content-type", "application/json")], text);
    assert_ne!(reply.map(|reply| reply.reading()), Some(Reading::Known), "a text is not the number");
}

static DOCKER: Shape = Shape::json(r#"{"message":"{message}"}"#);

#[derive(Debug, PartialEq, ApiError)]
#[api(shape = DOCKER, status = 404, message = "No such container")]
struct Wordless;

#[test]
fn a_shape_without_words_identifies_no_error() {
    let reply = Reply::of(Wordless::CATALOG, &Answer::of(&Wordless));
    assert_eq!((reply.reading(), reply.message()), (Reading::Unknown, Some("No such container")));
    assert!(reply.definition().is_none());
}

static XML: Shape =
    Shape::custom("S3", "application/xml", |parts| format!("<Code>{}</Code>", parts.name()).into_bytes())
        .header("x-error", "{name}");

#[derive(Debug, PartialEq, ApiError)]
#[api(shape = XML, decode, status = 404, message = "The key does not exist")]
struct NoSuchKey;

#[test]
fn a_body_that_a_function_writes_is_known_by_the_header_of_its_shape() {
    comes_back(&NoSuchKey, "custom");
    let answer = Answer::of(&NoSuchKey);
    let headers = answer.headers().filter(|(name, _)| *name != "x-error");
    let reply = Reply::read(NoSuchKey::CATALOG, 404, headers, answer.body());
    assert_ne!(reply.map(|reply| reply.reading()), Some(Reading::Known));
}
