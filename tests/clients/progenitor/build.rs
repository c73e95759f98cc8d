//! Makes a client of each document in the folder `DOCUMENTS`, as a module of the same name.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-env-changed=DOCUMENTS");
    let folder = env::var("DOCUMENTS")?;
    println!("cargo:rerun-if-changed={folder}");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut modules = String::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a name is not UTF-8")?.replace('-', "_");
        let document = serde_json::from_str(&fs::read_to_string(&path)?)?;
        let tokens = progenitor_impl::Generator::default().generate_tokens(&document)?;
        let file = out.join(format!("{name}.rs"));
        fs::write(&file, prettyplease::unparse(&syn::parse2(tokens)?))?;
        writeln!(modules, "pub mod {name} {{ include!({file:?}); }}")?;
    }
    fs::write(out.join("modules.rs"), modules)?;
    Ok(())
}
