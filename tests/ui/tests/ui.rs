//! The complete output that a user sees: `fail` has only our words, `rustc` has the compiler's, `pass` compiles.
//!
//! The words are read in review like prose. `TRYBUILD=overwrite cargo test -p tests-ui` writes them down.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use trybuild::TestCases;

/// The compiler whose words are in `rustc`.
const TOOLCHAIN: &str = "rustc 1.95.0 ";

#[test]
fn fail() -> io::Result<()> {
    TestCases::new().compile_fail("fail/*.rs");
    assert_complete("fail")?;
    for case in files("fail", "stderr")? {
        let words = fs::read_to_string(Path::new("fail").join(&case).with_extension("stderr"))?;
        // The compiler's own messages have a number, a warning or a note.
        for foreign in ["error[", "warning", "= note", "= help", "help:"] {
            assert!(!words.contains(foreign), "`{foreign}` is not of ours, in {}", case.display());
        }
    }
    Ok(())
}

#[test]
fn rustc() -> io::Result<()> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("--version").output()?.stdout;
    let version = String::from_utf8_lossy(&version);
    if version.starts_with(TOOLCHAIN) {
        TestCases::new().compile_fail("rustc/*.rs");
    } else {
        // Not `println!`, which is not shown for a test that passes.
        writeln!(io::stderr(), "skipped: `tests/ui/rustc` has the words of {TOOLCHAIN}and this is {version}")?;
    }
    assert_complete("rustc")
}

#[test]
fn pass() -> io::Result<()> {
    TestCases::new().pass("pass/*.rs");
    assert!(!files("pass", "rs")?.is_empty(), "`tests/ui/pass` has no case");
    assert!(files("pass", "stderr")?.is_empty(), "what compiles has no words");
    Ok(())
}

/// There are cases, each has its words, and no words are orphans.
fn assert_complete(folder: &str) -> io::Result<()> {
    let cases = files(folder, "rs")?;
    assert!(!cases.is_empty(), "`tests/ui/{folder}` has no case");
    assert_eq!(cases, files(folder, "stderr")?, "the cases and the words in `tests/ui/{folder}`");
    Ok(())
}

/// The stems of the files with this extension.
fn files(folder: &str, extension: &str) -> io::Result<BTreeSet<PathBuf>> {
    let mut stems = BTreeSet::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        if path.extension() == Some(OsStr::new(extension)) {
            stems.extend(path.file_stem().map(PathBuf::from));
        }
    }
    Ok(stems)
}
