//! The files of this repository that are made from the catalog are as the catalog.

use std::{env, fs};

use panda_errors::{Cataloged, PandaError, docs};

#[test]
fn the_page_of_errors_is_up_to_date() {
    let (path, page) = ("../../docs/errors.md", docs::markdown(PandaError::CATALOG));
    if env::var_os("PANDA_ERRORS_DOCS").is_some_and(|mode| mode == "update") {
        fs::write(path, &page).unwrap();
    }
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert!(committed == page, "{path} is not as the catalog; run the test with `PANDA_ERRORS_DOCS=update`");
}
