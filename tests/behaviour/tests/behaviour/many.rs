//! A thousand variants and three hundred fields are nothing special.

use panda_errors::{Answer, ApiError, Cataloged};
use tests_behaviour::many::{Thousand, ThousandKind, ThreeHundred};

#[test]
fn a_thousand_variants_each_have_their_own_definition() {
    assert_eq!(Thousand::CATALOG.definitions().count(), 1000);
    let last = Answer::of(&Thousand::V999(1000));
    assert_eq!(last.status(), 499);
    assert_eq!(last.body(), br#"{"error":"V999","message":"999 of 1000"}"#);
    assert_eq!(Thousand::V0(7).to_string(), "0 of 7");
    assert_eq!(ThousandKind::try_from("V500").map(|kind| kind.definition().status().as_u16()), Ok(400));
}

#[test]
fn three_hundred_fields_are_all_shown() {
    let error = ThreeHundred::numbered();
    let message: String = (0..300).map(|field| field.to_string()).collect();
    assert_eq!(error.to_string(), message);
    let body: serde_json::Value = serde_json::from_slice(Answer::of(&error).body()).unwrap();
    assert_eq!(body["details"].as_object().map(serde_json::Map::len), Some(300));
    assert_eq!(body["details"]["f299"], 299);
    assert_eq!(error.name(), "ThreeHundred");
}
