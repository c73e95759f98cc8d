//! The editions before ours, in which keywords of ours are names.

use panda_errors::{Answer, ApiError};
use tests_behaviour::header;

/// The same file in every edition before ours.
macro_rules! assert_edition {
    ($edition:ident) => {{
        use $edition::{Aged, AgedKind, core::Generic};

        let error = Aged::NotFound { r#gen: 7, r#async: "a".into(), r#dyn: 8 };
        let answer = Answer::of(&error);
        assert_eq!(
            String::from_utf8_lossy(answer.body()),
            r#"{"error":"NotFound","message":"no 7 of \"a\" and 8","details":{"gen":7,"async":"a","dyn":8}}"#
        );
        assert_eq!(header(&answer, "x-gen"), ["7"]);
        assert_eq!(Aged::r#gen(7).to_string(), "   7 7");
        assert_eq!(Generic { value: &"x" }.to_string(), "\"x\"");
        assert_eq!(Aged::r#gen(7).name(), "gen");
        assert_eq!(AgedKind::try_from("async").map(|kind| kind.definition().status().as_u16()), Ok(410));
        assert_eq!(Aged::from(std::io::Error::other("disk")).status(), 500);
    }};
}

#[test]
fn every_edition_expands_to_the_same() {
    assert_edition!(tests_edition_2015);
    assert_edition!(tests_edition_2018);
    assert_edition!(tests_edition_2021);
}
