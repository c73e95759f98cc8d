//! `catalog!`: one catalog of many types.

#![expect(dead_code, reason = "it is the catalogs of these types that count")]

use panda_errors::{ApiError, Catalog, Cataloged, Definition, ErrorStatus, PandaError, catalog, docs};

#[derive(Debug, ApiError)]
enum UploadError {
    #[api(status = 409, message = "This upload is complete")]
    Complete,

    #[api(transparent)]
    Panda(PandaError),

    #[api(status = 415, message = "This is no video")]
    NoVideo,
}

#[derive(Debug, ApiError)]
#[api(status = 410, message = "This profile is gone")]
struct ProfileGone;

catalog!(
    /// Two types, of which one holds the other.
    pub static API = [UploadError, ProfileGone, PandaError,]
);
catalog!(static EMPTY = []);
catalog!(pub(crate) static NESTED = [PandaError];);

fn names(catalog: &Catalog) -> Vec<&'static str> {
    catalog.definitions().map(Definition::name).collect()
}

#[test]
fn types_follow_each_other_in_order() {
    let panda = names(PandaError::CATALOG);
    let expected = [vec!["Complete"], panda.clone(), vec!["NoVideo", "ProfileGone"], panda].concat();
    assert_eq!(names(&API), expected);
    assert_eq!(API.type_name(), "API");
    assert_eq!(names(&NESTED), names(PandaError::CATALOG));
}

/// A type with more errors than a constant can compare one by one.
struct Many;

impl Cataloged for Many {
    const CATALOG: &'static Catalog = {
        static ROWS: [Definition; 3_000] = [Definition::new(ErrorStatus::CONFLICT, "Conflict"); 3_000];
        &Catalog::new("Many", &ROWS)
    };
}

catalog!(static LARGE = [Many, Many]);

#[test]
fn a_large_catalog_compiles() {
    assert_eq!(LARGE.definitions().count(), 6_000);
}

#[test]
fn a_tuple_is_a_catalog_too() {
    assert_eq!(names(<(ProfileGone, PandaError)>::CATALOG), [vec!["ProfileGone"], names(PandaError::CATALOG)].concat());
}

#[test]
fn an_error_that_is_there_twice_is_shown_once() {
    let page = docs::markdown(&API);
    assert_eq!(page.matches("Signatures expired").count(), 1);
    assert_eq!(page.matches("\n## ").count(), 8);
}

#[test]
fn an_empty_catalog_renders() {
    assert_eq!(EMPTY.definitions().count(), 0);
    assert!(docs::typescript(&EMPTY).contains("ErrorName = never;"));
    assert!(docs::json(&EMPTY).contains("\"errors\": []"));
    assert!(docs::openapi(&EMPTY).contains("\"responses\": {}"));
    assert!(docs::html(&EMPTY).contains("<main "));
    assert!(docs::markdown(&EMPTY).starts_with("# API errors\n"));
}
