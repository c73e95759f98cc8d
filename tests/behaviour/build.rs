//! Generates an enum of a thousand variants and a struct of three hundred fields.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut many = String::from(
        "/// A thousand variants.\n#[derive(Debug, panda_errors::ApiError)]\n#[api(kind = ThousandKind)]\n\
         pub enum Thousand {\n",
    );
    for variant in 0..1000 {
        let status = 400 + variant % 100;
        let header = match status {
            405 => "header(\"Allow\" = \"GET\"), ",
            407 => "header(\"Proxy-Authenticate\" = \"Basic\"), ",
            426 => "header(\"Upgrade\" = \"HTTP/2.0\"), ",
            _ => "",
        };
        // A `String` takes every text.
        let _ = writeln!(
            many,
            "    /// {variant}\n    #[api(status = {status}, {header}message = \"{variant} of {{0}}\")]"
        );
        let _ = writeln!(many, "    V{variant}(u16),");
    }
    many.push_str("}\n\n/// Three hundred fields.\n#[derive(Debug, panda_errors::ApiError)]\n");
    let fields = |write: &dyn Fn(usize) -> String| (0..300).map(write).collect::<String>();
    let _ = writeln!(many, "#[api(status = 400, details, message = \"{}\")]", fields(&|field| format!("{{f{field}}}")));
    let _ = writeln!(many, "pub struct ThreeHundred {{\n{}}}", fields(&|field| format!("    f{field}: u16,\n")));
    let _ = writeln!(
        many,
        "\nimpl ThreeHundred {{\n    /// Each field has its number.\n    #[must_use]\n    pub const fn numbered() -> Self {{"
    );
    let _ = writeln!(many, "        Self {{ {} }}\n    }}\n}}", fields(&|field| format!("f{field}: {field}, ")));

    let directory = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(Path::new(&directory).join("many.rs"), many)?;
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
