//! Writes a catalog in every format into a folder, for the validators of other languages:
//! `cargo run -p tests-docs --example render -- FOLDER`.

use std::path::Path;
use std::{env, fs, io};

use panda_errors::docs::{self, JSON_SCHEMA, OpenApi};
use panda_errors::{Catalog, Cataloged as _, PandaError};

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).ok_or_else(|| io::Error::other("say which folder to write to"))?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    fs::write(folder.join("catalog.schema.json"), JSON_SCHEMA)?;
    for (name, catalog) in
        [("panda", PandaError::CATALOG), ("hostile", &tests_docs::hostile()), ("large", &tests_docs::large(500))]
    {
        for (ending, text) in formats(catalog) {
            fs::write(folder.join(format!("{name}.{ending}")), text)?;
        }
    }
    Ok(())
}

fn formats(catalog: &Catalog) -> [(&'static str, String); 6] {
    [
        ("md", docs::markdown(catalog)),
        ("html", docs::html(catalog)),
        ("json", docs::json(catalog)),
        ("openapi.json", docs::openapi(catalog)),
        ("content-of-500.openapi.json", OpenApi::new("Errors", "1.0").with_content_of_500().render(catalog)),
        ("ts", docs::typescript(catalog)),
    ]
}
