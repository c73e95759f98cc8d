//! Takes the files of the service out of `docs/axum-service.md`: a block of the page that starts with `// src/NAME.rs`
//! is a file. Each `mod NAME;` is replaced by the file of that name, so that the whole is one text to include.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::{env, fs};

const PAGE: &str = "../../docs/axum-service.md";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={PAGE}");
    let page = fs::read_to_string(PAGE)?;
    let blocks = page.split("```rust\n// src/").skip(1).filter_map(|rest| rest.split("```").next());
    let files: BTreeMap<&str, &str> = blocks.filter_map(|block| block.split_once(".rs\n")).collect();
    let out = env::var("OUT_DIR")?;
    for root in ["before", "main"] {
        let mut text = (*files.get(root).ok_or("the page has no such file")?).to_owned();
        for (name, file) in &files {
            text = text.replace(&format!("mod {name};"), &format!("mod {name} {{\n{file}\n}}"));
        }
        fs::write(Path::new(&out).join(root).with_extension("rs"), text)?;
    }
    Ok(())
}
