//! The lock: a file of everything that clients of the API rely on. A test compares the file with the catalog.
//!
//! ```
//! # use panda_errors::{PandaError, catalog, lock};
//! catalog!(pub static API = [PandaError]);
//!
//! // #[test]
//! fn clients_find_what_they_rely_on() {
//!     lock::check(&API, "errors.lock.json").unwrap();
//! }
//! ```
//!
//! A client relies on a name, its status, its headers and its details, but texts may change. Removing such a fact is
//! *breaking*, and adding such a fact is *additive*. The test fails on both until the file contains the change:
//!
//! | `PANDA_ERRORS_LOCK` | the test |
//! |---|---|
//! | not set | compares |
//! | `update` | writes the file, if nothing is breaking |
//! | `break` | writes the file |
//!
//! A name that was removed stays in the file under `removed`, and no other error can have it. If it was removed by
//! mistake, delete its line there. Each catalog has a file of its own.
//!
//! In a shape other than the Panda shape, clients rely on the template and on the word of each error instead of its name.
//! See [the catalog's page](https://github.com/panda-errors/panda-errors/blob/main/docs/catalog.md#the-lock).

mod file;
mod shape;

use std::path::{Path, PathBuf};
use std::string::String;
use std::sync::{Mutex, PoisonError};
use std::vec::Vec;
use std::{env, fmt, format, fs, io, process};

use self::file::File;
use crate::Catalog;

/// The environment variable that lets [`check`] write the file.
pub const VARIABLE: &str = "PANDA_ERRORS_LOCK";

/// Compares a catalog with the committed file, or writes the file if [`VARIABLE`] asks for it.
///
/// A relative path begins at the package, because `cargo test` runs its tests there.
///
/// # Errors
///
/// Returns an error if the file differs from the catalog, or cannot be read or written.
pub fn check(catalog: &Catalog, path: impl AsRef<Path>) -> Result<(), Mismatch> {
    let path = path.as_ref();
    compare_or_write(catalog, path).map_err(|reason| Mismatch { path: path.into(), reason })
}

fn compare_or_write(catalog: &Catalog, path: &Path) -> Result<(), Reason> {
    let committed = match fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(Reason::Io(error)),
    };
    let changes = committed.as_deref().map_or(Ok(Vec::new()), |committed| changes(catalog, committed));
    let changes = changes.map_err(Reason::Unreadable)?;
    let is_same = committed.is_some() && changes.is_empty();
    let wish = env::var_os(VARIABLE).unwrap_or_default();
    let may_write = match wish.to_str() {
        Some("") => false,
        Some("update") => !changes.iter().any(Change::is_breaking),
        Some("break") => true,
        _ => return Err(Reason::Wish(wish.to_string_lossy().into())),
    };
    match committed {
        _ if is_same => Ok(()),
        Some(_) if !may_write => Err(Reason::Changes(changes)),
        None if !may_write => Err(Reason::Missing),
        committed => {
            let updated = updated(catalog, committed.as_deref()).map_err(Reason::Unreadable)?;
            write(path, &updated).map_err(Reason::Io)
        }
    }
}

/// Writes the file whole or not at all, because another test may be reading it.
fn write(path: &Path, text: &str) -> io::Result<()> {
    static WRITES: Mutex<()> = Mutex::new(());
    let _writes = WRITES.lock().unwrap_or_else(PoisonError::into_inner);
    let path = &target(path);
    if fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly()) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only; make it writable"));
    }
    let unfinished = path.with_extension(format!("{}.tmp", process::id()));
    let written = fs::write(&unfinished, text).and_then(|()| fs::rename(&unfinished, path));
    written.inspect_err(|_| drop(fs::remove_file(unfinished)))
}

/// Returns the file that a path leads to. A symbolic link stays a link.
fn target(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| match fs::read_link(path) {
        // The link exists, but its file does not.
        Ok(link) => path.parent().map_or_else(|| link.clone(), |folder| folder.join(&link)),
        Err(_) => path.into(),
    })
}

/// Returns words for the folder of a relative path, which depends on where the test runs.
fn folder(path: &Path) -> String {
    let absolute = std::path::absolute(path).ok().filter(|_| path.is_relative());
    let folder = absolute.as_deref().and_then(Path::parent);
    folder.map(|folder| format!(" in {}", folder.display())).unwrap_or_default()
}

/// Returns the differences between the text of a lock file and a catalog. Breaking changes come first, additive changes
/// last.
///
/// # Errors
///
/// Returns an error if the text is not a lock file.
///
/// ```
/// # use panda_errors::{Cataloged, PandaError, lock};
/// let committed = r#"{"version": 1, "errors": {"VideoExpired": {"status": 410}}, "removed": {}}"#;
/// let changes = lock::changes(PandaError::CATALOG, committed).unwrap();
/// assert_eq!(changes[0].to_string(), "breaking: `VideoExpired`, status 410, is gone");
/// assert!(!changes[1].is_breaking());
/// ```
pub fn changes(catalog: &Catalog, committed: &str) -> Result<Vec<Change>, Unreadable> {
    Ok(File::of(catalog).changes_since(&File::read(committed)?))
}

/// Returns the text of the lock file for a catalog. The names that were removed come from the previous file.
///
/// # Errors
///
/// Returns an error if the previous text is not a lock file.
pub fn updated(catalog: &Catalog, committed: Option<&str>) -> Result<String, Unreadable> {
    let before = committed.map(File::read).transpose()?.unwrap_or_default();
    Ok(File::of(catalog).after(before).text())
}

/// A difference between a catalog and its lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    is_breaking: bool,
    what: String,
}

impl Change {
    /// Returns `true` if clients may rely on something that was removed.
    #[must_use]
    pub const fn is_breaking(&self) -> bool {
        self.is_breaking
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if self.is_breaking { "breaking" } else { "additive" };
        write!(f, "{kind}: {}", self.what)
    }
}

/// The error for a text that is not a lock file of this version.
pub struct Unreadable(String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is no lock file: {}", self.0)
    }
}

/// The error for a lock file that differs from the catalog.
pub struct Mismatch {
    path: PathBuf,
    reason: Reason,
}

enum Reason {
    Missing,
    Changes(Vec<Change>),
    Unreadable(Unreadable),
    /// The variable has this unknown value.
    Wish(String),
    Io(io::Error),
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        let update = format_args!("run the test with `{VARIABLE}=update` and commit the file");
        match &self.reason {
            Reason::Missing => write!(f, "there is no {path} yet{}; {update}", folder(&self.path)),
            Reason::Unreadable(error) => write!(f, "{path}: {error}"),
            Reason::Wish(wish) => write!(f, "`{VARIABLE}` is {wish:?}; set it to `update` or `break`, or not at all"),
            Reason::Io(error) => write!(f, "{path}: {error}"),
            Reason::Changes(changes) => {
                writeln!(f, "the errors are not as in {path}:")?;
                for change in changes {
                    writeln!(f, "  {change}")?;
                }
                if changes.iter().any(Change::is_breaking) {
                    write!(f, "bring back what clients rely on, or say that you break it with `{VARIABLE}=break`")
                } else {
                    f.write_fmt(update)
                }
            }
        }
    }
}

// `unwrap` in a test shows the `Debug`, so it must be readable for a person.
impl fmt::Debug for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for Mismatch {}

impl core::error::Error for Unreadable {}
