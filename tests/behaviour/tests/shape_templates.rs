//! Shapes that a program made up: each template that the checker accepts sends valid JSON for any error.

use std::fmt;
use std::panic::catch_unwind;

use fastrand::Rng;
use panda_errors::{Answer, ApiError, Definition, ErrorStatus, Fact, JsonType, Shape, Value, Visitor};

/// An error whose parts are drawn.
#[derive(Debug)]
struct Drawn {
    shape: &'static Shape,
    definition: &'static Definition,
    message: String,
    details: Vec<(&'static str, Value)>,
}

impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawn {}

impl ApiError for Drawn {
    fn definition(&self) -> &'static Definition {
        self.definition
    }

    fn shape(&self) -> &'static Shape {
        self.shape
    }

    fn visit(&self, visitor: &mut Visitor<'_>) -> fmt::Result {
        visitor.text(&[&self])?;
        self.details.iter().try_for_each(|(name, value)| visitor.detail(name, &Plain(value.clone())))
    }
}

struct Plain(Value);

impl panda_errors::Detail for Plain {
    fn value(&self) -> Value {
        self.0.clone()
    }
}

const WORDS: [&str; 15] = [
    "name",
    "code",
    "message",
    "status",
    "status:text",
    "reason_phrase",
    "title",
    "type",
    "url",
    "request_id",
    "retry_after",
    "details",
    "details:text",
    "details.a",
    "details.b",
];
const NAMES: [&str; 8] = ["a", "b", "c", "ü", "details", "x y", "0", "..."];
const TEXTS: [&str; 8] = ["", "text", "\\\"", "\\u00e9\\n", "{{}}", "é😀", "/\\/", "\\u0001"];

fn pick<'a>(rng: &mut Rng, of: &[&'a str]) -> &'a str {
    rng.choice(of).copied().unwrap_or_default()
}

fn hole(rng: &mut Rng) -> String {
    let mut words = vec![pick(rng, &WORDS)];
    while rng.u8(..3) == 0 {
        words.push(if rng.bool() { pick(rng, &WORDS) } else { pick(rng, &["null", "0", "-7", "name"]) });
    }
    format!("{{{}}}", words.join("|"))
}

fn value(rng: &mut Rng, depth: usize, out: &mut String) {
    let space = |rng: &mut Rng| pick(rng, &["", "", " ", "\n  "]);
    match rng.u8(..if depth == 0 { 4 } else { 8 }) {
        0 => out.push_str(pick(rng, &["1", "-20", "true", "null", "{}", "[]"])),
        1 | 2 => out.extend([format!("\"{}\"", hole(rng))]),
        3 => out.extend([format!("\"{}{}{}\"", pick(rng, &TEXTS), hole(rng), pick(rng, &TEXTS))]),
        4 => {
            out.push('[');
            for index in 0..rng.usize(..4) {
                out.push_str(if index == 0 { "" } else { "," });
                out.push_str(space(rng));
                value(rng, depth - 1, out);
            }
            out.push(']');
        }
        _ => object(rng, depth, out),
    }
}

fn object(rng: &mut Rng, depth: usize, out: &mut String) {
    let mut names = NAMES.to_vec();
    rng.shuffle(&mut names);
    out.push('{');
    for (index, name) in names.into_iter().take(rng.usize(..5)).enumerate() {
        out.push_str(if index == 0 { "" } else { "," });
        out.push_str(pick(rng, &["", " ", "\n"]));
        out.extend([format!("\"{name}\":")]);
        if name == "..." {
            out.push_str(pick(rng, &["\"{details}\"", "\"{details:text}\""]));
        } else {
            value(rng, depth.saturating_sub(1), out);
        }
    }
    out.push('}');
}

fn drawn_value(rng: &mut Rng, depth: usize) -> Value {
    match rng.u8(..if depth == 0 { 6 } else { 8 }) {
        0 => Value::Null,
        1 => Value::Bool(rng.bool()),
        2 => Value::Unsigned(rng.u64(..)),
        3 => Value::Signed(rng.i64(..)),
        4 => Value::Float(f64::from(rng.i32(..)) / 8.0),
        5 => Value::Text(pick(rng, &["", "text", "\"\\\n", "é", "\u{1}"]).into()),
        6 => Value::List((0..rng.usize(..3)).map(|_| drawn_value(rng, depth - 1)).collect()),
        _ => Value::Object(vec![(pick(rng, &["a", "k\"", "c"]).into(), drawn_value(rng, depth - 1))]),
    }
}

fn definition(rng: &mut Rng) -> &'static Definition {
    const STATUSES: [ErrorStatus; 5] = [
        ErrorStatus::NOT_FOUND,
        ErrorStatus::CONFLICT,
        ErrorStatus::TOO_MANY_REQUESTS,
        ErrorStatus::INTERNAL_SERVER_ERROR,
        ErrorStatus::SERVICE_UNAVAILABLE,
    ];
    let status = rng.choice(STATUSES).unwrap_or(ErrorStatus::NOT_FOUND);
    let mut definition = Definition::new(status, "Name");
    if rng.bool() {
        definition = if rng.bool() { definition.with_code("E\"1") } else { definition.with_code_number(-17) };
    }
    let mut facts = vec![Fact::Detail("a", JsonType::Any)];
    for fact in
        [Fact::Type("kind"), Fact::Title("Title"), Fact::Url("/u"), Fact::Header("retry-after", "3"), Fact::Exposed]
    {
        if rng.bool() {
            facts.push(fact);
        }
    }
    Box::leak(Box::new(definition.with_facts(facts.leak())))
}

#[test]
fn a_template_that_is_accepted_sends_valid_json_and_serializes_to_the_same() {
    let mut rng = Rng::with_seed(7);
    let (mut accepted, mut refused) = (0, 0);
    while accepted < 2_000 {
        let mut template = String::new();
        object(&mut rng, 3, &mut template);
        let text: &'static str = template.leak();
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let made = catch_unwind(|| Shape::json(text));
        std::panic::set_hook(hook);
        let Ok(shape) = made else {
            refused += 1;
            assert!(refused < 20_000, "hardly any template is accepted");
            continue;
        };
        accepted += 1;
        let shape: &'static Shape = Box::leak(Box::new(shape));
        for _ in 0..4 {
            let keys: &[&'static str] = [&["0"][..], &["a"], &["a", "b", "d"], &[]][rng.usize(..4)];
            let details = keys.iter().map(|key| (*key, drawn_value(&mut rng, 2))).collect();
            let message = pick(&mut rng, &["plain", "", "\"q\\\u{7}", "é".repeat(5000).leak()]).to_owned();
            let error = Drawn { shape, definition: definition(&mut rng), message, details };
            let (answer, _) = panda_errors::report::capture(|| Answer::of(&error));
            let sent: serde_json::Value = serde_json::from_slice(answer.body())
                .unwrap_or_else(|wrong| panic!("{wrong}: {text}\n{}", String::from_utf8_lossy(answer.body())));
            assert!(sent.is_object(), "the root stays: {text}");
            // `Serialize` runs outside of an answer: it has neither an id nor a limit for the message.
            if text.contains("request_id") || error.message.len() > 4096 {
                continue;
            }
            // An integer of JSON has one form, whatever its type was.
            let normal = |value: &serde_json::Value| value.to_string();
            let serialized = serde_json::to_value(panda_errors_serialize(&error)).unwrap();
            assert_eq!(normal(&serialized), normal(&sent), "{text}\n{error:?}");
        }
    }
}

/// Calls the function that a derived type's `Serialize` calls.
fn panda_errors_serialize(error: &Drawn) -> impl serde::Serialize {
    struct Body<'a>(&'a Drawn);
    impl serde::Serialize for Body<'_> {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            panda_errors::__private::serialize(self.0, serializer)
        }
    }
    Body(error)
}
