//! The text in a body is what `serde_json` writes for it, byte for byte, up to 8 KiB.

use std::fmt::{self, Write as _};

use panda_errors::{Answer, ApiError};

/// A message is cut at this many bytes.
const LIMIT: usize = 8 * 1024;

const QUOTES: usize = r#""""#.len();

/// The number of bytes that are escaped in one step.
const WINDOW: usize = 32;

#[derive(Debug, ApiError)]
#[api(status = 400, message = "{0}")]
struct Says<T>(T);

/// Text that is written char by char.
#[derive(Debug)]
struct InPieces<'a>(&'a str);

impl fmt::Display for InPieces<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| f.write_char(char))
    }
}

/// The message in a body, as JSON and as text.
fn message(body: &[u8]) -> (&str, String) {
    let json = std::str::from_utf8(body).unwrap_or_default();
    let json = json.strip_prefix(r#"{"error":"Says","message":"#).and_then(|json| json.strip_suffix('}'));
    let json = json.unwrap_or_default();
    (json, serde_json::from_str(json).unwrap_or_default())
}

/// Asserts that the body has the text as `serde_json` writes it, cut off at the limit.
#[track_caller]
fn assert_same(text: &str) {
    let whole = serde_json::to_string(text).unwrap_or_default();
    for error in [&Says(text) as &dyn ApiError, &Says(InPieces(text))] {
        let body = Answer::of(error).into_body();
        let (json, message) = message(&body);
        // Not `assert_eq`, which would print all of a long text.
        let start: String = text.chars().take(40).collect();
        if whole.len() <= LIMIT {
            assert!(json == whole, "{start:?} is {json:.200}");
            continue;
        }
        assert!(text.starts_with(&message), "{start:?} becomes another text");
        assert!(json == serde_json::to_string(&message).unwrap_or_default(), "{start:?} is cut in an escape");
        assert_fits(json);
    }
}

/// The message fills the limit, except for the longest escape and a byte for each placeholder.
#[track_caller]
fn assert_fits(json: &str) {
    let length = json.len() - QUOTES;
    assert!((LIMIT - 8..=LIMIT).contains(&length), "cut at {length} bytes");
}

/// Chars of every kind: what is escaped, its neighbours in the order of chars, and every length of UTF-8.
fn kinds() -> Vec<char> {
    let mut kinds: Vec<char> = ('\0'..='\u{20}').collect();
    kinds.extend("!\"#/[\\]az~\u{7f}\u{80}\u{9b}é\u{7ff}\u{800}\u{2028}\u{2029}\u{fffd}\u{feff}😀\u{10ffff}".chars());
    kinds
}

#[test]
fn every_char_is_escaped_as_serde_json_does() {
    let chars: Vec<char> = ('\0'..=char::MAX).collect();
    for few in chars.chunks(1000) {
        assert_same(&few.iter().collect::<String>());
    }
    for char in ('\0'..='\u{ff}').chain(kinds()) {
        assert_same(&char.to_string());
    }
}

#[test]
fn every_pair_of_kinds_is_escaped_the_same() {
    for first in kinds() {
        for second in kinds() {
            assert_same(&String::from_iter([first, second]));
        }
    }
}

#[test]
fn every_place_in_a_window_is_escaped_the_same() {
    for length in 0..=3 * WINDOW {
        assert_same(&"a".repeat(length));
        for at in 0..length {
            let (before, after) = ("a".repeat(at), "b".repeat(length - at - 1));
            for char in ['"', '\u{1f}', '\u{7f}', 'é', '😀'] {
                assert_same(&format!("{before}{char}{after}"));
                assert_same(&format!("{before}{char}\\{after}"));
            }
        }
    }
}

#[test]
fn every_place_around_a_buffer_is_escaped_the_same() {
    // A body is written into a buffer of 512 bytes and then into buffers of 1792 bytes. The body begins with 33 bytes.
    for end in [512, 512 + 1792, 512 + 4 * 1792].map(|end| end - 33) {
        for at in end - 8..=end + 8 {
            for kind in kinds() {
                assert_same(&format!("{}{kind}{kind}{}", "a".repeat(at), "b".repeat(2 * WINDOW)));
            }
            assert_same(&format!("{}{}", "a".repeat(at - 10), "\u{1f}\"".repeat(20)));
        }
    }
}

#[test]
fn every_length_around_the_limit_is_cut_between_chars() {
    for length in LIMIT - 8..=LIMIT + 8 {
        assert_same(&"a".repeat(length));
        for kind in kinds() {
            assert_same(&format!("{}{kind}{kind}end", "a".repeat(length)));
        }
    }
    for kind in kinds() {
        assert_same(&kind.to_string().repeat(LIMIT));
    }
}

#[test]
fn random_texts_are_escaped_the_same() {
    let mut random = fastrand::Rng::with_seed(413);
    let kinds = kinds();
    for round in 0..4000 {
        let length = random.usize(..if round % 20 == 0 { 2 * LIMIT } else { 5 * WINDOW });
        let clean = random.u8(1..100);
        let text: String = (0..length)
            .map(|_| match random.u8(..100) {
                roll if roll < clean => random.alphanumeric(),
                roll if roll % 2 == 0 => random.char(..),
                _ => kinds[random.usize(..kinds.len())],
            })
            .collect();
        assert_same(&text);
    }
}

#[test]
fn the_limit_of_the_message_cuts_its_values() {
    #[derive(Debug, ApiError)]
    #[api(status = 400, name = "Says", message = "<\"{0}é{1}\n>")]
    struct Two<'a>(&'a str, &'a str);

    for first in [0, 1, LIMIT / 4, LIMIT / 2 - 10, LIMIT / 2 - 4, LIMIT / 2, LIMIT] {
        for second in (0..16).chain([LIMIT / 4, LIMIT]) {
            let (first, second) = ("\t".repeat(first), "é".repeat(second));
            let body = Answer::of(&Two(&first, &second)).into_body();
            let (json, message) = message(&body);
            let whole = format!("<\"{first}é{second}\n>");
            if serde_json::to_string(&whole).unwrap().len() + QUOTES <= LIMIT {
                assert!(message == whole, "{} and {} are cut", first.len(), second.len());
            } else {
                assert!(message.starts_with("<\"") && message.ends_with("\n>"));
                assert_fits(json);
            }
        }
    }
}

#[test]
fn the_limit_of_the_message_cuts_its_integers() {
    #[derive(Debug, ApiError)]
    #[api(status = 400, name = "Says", message = "{0}{1}{2}")]
    struct Numbered<'a>(&'a str, u64, &'a str);

    #[derive(Debug, ApiError)]
    #[api(status = 400, name = "Says", message = "{0}{1}{2}")]
    struct Printed<'a>(&'a str, fmt::Arguments<'a>, &'a str);

    for length in (LIMIT - 30..LIMIT + 3).chain([1 << 20, (1 << 20) - 5]) {
        let text = "a".repeat(length);
        for number in [0, 12_345, u64::MAX] {
            let (numbered, printed) = (Numbered(&text, number, "b"), Printed(&text, format_args!("{number}"), "b"));
            assert!(Answer::of(&numbered).body() == Answer::of(&printed).body(), "{number} behind {length} bytes");
            let (numbered, printed) = (serde_json::to_string(&numbered), serde_json::to_string(&printed));
            assert!(numbered.unwrap() == printed.unwrap(), "{number} behind {length} bytes");
        }
    }
}

#[test]
fn the_limit_holds_for_every_length_of_name() {
    #[derive(Debug, ApiError)]
    #[api(status = 400, name = "N", message = "{0}")]
    struct Short(String);

    #[derive(Debug, ApiError)]
    #[api(status = 400, name = "A-name_that.is-quite_a.bit-longer_than.the-other", message = "{0}")]
    struct Long(String);

    let endless = "a".repeat(2 * LIMIT);
    let (short, long) = (Answer::of(&Short(endless.clone())), Answer::of(&Long(endless)));
    let message =
        |answer: &Answer| serde_json::from_slice::<serde_json::Value>(answer.body()).unwrap()["message"].clone();
    assert_eq!(message(&short), message(&long));
    assert_fits(&message(&short).to_string());
}

#[test]
fn the_display_and_serialize_are_not_cut() {
    let text = "é\"\n".repeat(LIMIT);
    assert_eq!(Says(&text).to_string(), text);
    let json: serde_json::Value = serde_json::to_value(Says(&text)).unwrap();
    assert_eq!(json["message"], *text);
}

/// Errors with a constant message, and the same as plain text.
macro_rules! constants {
    ($($text:literal)*) => {
        [$({
            #[derive(Debug, ApiError)]
            #[api(status = 400, name = "Says", message = $text)]
            struct Constant;

            #[derive(Debug, ApiError)]
            #[api(status = 400, name = "Says", message = $text, details)]
            struct WithDetails {
                #[api(detail)]
                number: u8,
            }

            (Answer::of(&Constant), Answer::of(&WithDetails { number: 1 }), format!($text))
        }),*]
    };
}

#[test]
fn constants_are_escaped_the_same() {
    for (answer, with_details, text) in constants!(
        "\0\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\t\n\u{b}\u{c}\r\u{e}\u{f}"
        "\u{10}\u{11}\u{12}\u{13}\u{14}\u{15}\u{16}\u{17}\u{18}\u{19}\u{1a}\u{1b}\u{1c}\u{1d}\u{1e}\u{1f}"
        " !\"#$%&'()*+,-./0:;<=>?@A[\\]^_`a|~\u{7f}"
        "\u{80}\u{9b}\u{a0}é\u{7ff}\u{800}\u{2028}\u{2029}\u{202e}\u{feff}\u{fffd}😀\u{10ffff}"
        "{{braces}} and }}{{"
        "\""
        "\\"
        "it ends like the body: \"}}"
        "it ends like the body, twice: \"}}\"}}"
        r#"raw: "\n" is no line feed"#
        "over \
         two lines"
    ) {
        let expected = format!(r#"{{"error":"Says","message":{}}}"#, serde_json::to_string(&text).unwrap());
        assert_eq!(String::from_utf8_lossy(answer.body()), expected);
        let expected = format!("{},\"details\":{{\"number\":1}}}}", expected.strip_suffix('}').unwrap());
        assert_eq!(String::from_utf8_lossy(with_details.body()), expected);
    }
}
