//! What the team gets: a [`Report`] of every failed request, with everything that the wire withholds.
//!
//! Without a hook, reports of level [`Error`](Level::Error) (that is every 500, unless declared otherwise) go to standard error, one line each.
//! With [`set_hook`], all of them go to the hook instead.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::Cell;
use core::fmt::{self, Write as _};
use core::hash::{BuildHasher as _, Hasher as _};
use std::io::Write as _;
use std::sync::{PoisonError, RwLock};
use std::thread_local;

use crate::json::hex_digit;
use crate::{ApiError, ErrorStatus, Fault, Level, message};

/// How many sources are told of; an error may be its own source.
const DEPTH: usize = 64;

/// What the team gets of one failed request.
///
/// Its `Display` is one line, whatever is in the texts: control characters, line separators and characters that turn
/// the direction of the text are escaped.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    pub(crate) error: &'a dyn ApiError,
    pub(crate) status: ErrorStatus,
    pub(crate) id: Option<Id>,
    pub(crate) fault: Option<Fault>,
}

impl<'a> Report<'a> {
    /// The error itself.
    #[must_use]
    pub fn error(&self) -> &'a dyn ApiError {
        self.error
    }

    /// The status that was sent: 500 where there is a [`fault`](Self::fault).
    #[must_use]
    pub fn status(&self) -> ErrorStatus {
        self.status
    }

    /// The name of the error.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.error.name()
    }

    /// The message in full length, not cut as on the wire; what is wrong with it, in brackets, where it has a fault.
    #[must_use]
    pub fn message(&self) -> String {
        message::text(self.error, self.error.definition()).map_or_else(bracketed, Into::into)
    }

    /// The texts of the sources, outermost first: 64 at most.
    #[must_use]
    pub fn sources(&self) -> Vec<String> {
        let mut sources = Vec::new();
        let mut next = self.error.source();
        while let Some(source) = next.take_if(|_| sources.len() < DEPTH) {
            sources.push(message::plain(&source).unwrap_or_else(bracketed));
            next = source.source();
        }
        sources
    }

    /// The id that is in the answer as well; every 500 has one.
    #[must_use]
    pub fn id(&self) -> Option<Id> {
        self.id
    }

    /// Why the error's own answer could not be sent.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// As declared, else [`Error`](Level::Error) for a 5xx and [`Info`](Level::Info) for a 4xx; `Error` for a fault.
    #[must_use]
    pub fn level(&self) -> Level {
        let by_class = if self.status.is_server_error() { Level::Error } else { Level::Info };
        match self.fault {
            Some(_) => Level::Error,
            None => self.error.definition().level().unwrap_or(by_class),
        }
    }

    /// Gives the report to the hook, or to standard error.
    pub(crate) fn send(&self) {
        let level = self.level();
        if level == Level::Off {
            return;
        }
        let hook = HOOK.read().unwrap_or_else(PoisonError::into_inner).clone();
        match hook {
            Some(hook) if self.send_to(&*hook) => {}
            None if level < Level::Error => {}
            _ => self.print(),
        }
    }

    /// `false` if the hook did not do it: it panicked, or this report was made inside of it.
    fn send_to(&self, hook: &Hook) -> bool {
        thread_local!(static INSIDE: Cell<bool> = const { Cell::new(false) });
        let outside = INSIDE.try_with(|inside| !inside.replace(true)).unwrap_or(false);
        if !outside {
            return false;
        }
        let sent = message::guard(|| {
            hook(self);
            Ok(())
        });
        let _ = INSIDE.try_with(|inside| inside.set(false));
        sent.is_ok()
    }

    fn print(&self) {
        let mut line = String::new();
        // One write, so that lines of several threads do not mix. Where standard error is closed, nobody listens.
        let _ = writeln!(line, "panda-errors: {self}");
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}

fn bracketed(fault: Fault) -> String {
    alloc::format!("[{fault}]")
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} \"{}\"", self.status, OneLine(self.name()), OneLine(&self.message()))?;
        for source in self.sources() {
            write!(f, " source=\"{}\"", OneLine(&source))?;
        }
        if let Some(fault) = self.fault {
            write!(f, " fault=\"{fault}\"")?;
        }
        match &self.id {
            Some(id) => write!(f, " id={id}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Report({self})")
    }
}

/// Text that stays on its line and inside its quotes.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for char in self.0.chars() {
            match char {
                '"' | '\\' => write!(f, "\\{char}")?,
                '\n' => f.write_str("\\n")?,
                // Line separators, and what turns the direction of text on a terminal.
                '\u{2028}'
                | '\u{2029}'
                | '\u{61c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}' => write!(f, "{}", char.escape_unicode())?,
                _ if char.is_control() => write!(f, "{}", char.escape_unicode())?,
                _ => f.write_char(char)?,
            }
        }
        Ok(())
    }
}

/// An id that says nothing, to find the report of an answer: 32 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Id([u8; 32]);

impl Id {
    /// 128 random bits.
    pub(crate) fn random() -> Self {
        let mut digits = [0; 32];
        for half in digits.chunks_exact_mut(16) {
            // Each state has keys of its own, made from what the operating system gives each thread at random.
            let random = std::hash::RandomState::new().build_hasher().finish();
            for (digit, byte) in half.chunks_exact_mut(2).zip(random.to_be_bytes()) {
                digit.copy_from_slice(&[hex_digit(byte >> 4), hex_digit(byte & 15)]);
            }
        }
        Self(digits)
    }

    /// The digits, lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

type Hook = dyn Fn(&Report<'_>) + Send + Sync;

static HOOK: RwLock<Option<Arc<Hook>>> = RwLock::new(None);

/// Gives every report from now on to this hook, instead of standard error.
///
/// The hook runs where the answer is made and holds it up for as long as it takes: pass the report on, do not wait.
/// A report that the hook panics on, and one that is made inside the hook, goes to standard error.
///
/// ```
/// use panda_errors::{Level, report};
///
/// report::set_hook(|report| {
///     if report.level() == Level::Error {
///         eprintln!("page somebody: {report}");
///     }
/// });
/// # report::take_hook();
/// ```
pub fn set_hook(hook: impl Fn(&Report<'_>) + Send + Sync + 'static) {
    replace(Some(Arc::new(hook)));
}

/// Removes the hook: reports go to standard error again.
pub fn take_hook() {
    replace(None);
}

fn replace(hook: Option<Arc<Hook>>) {
    let old = core::mem::replace(&mut *HOOK.write().unwrap_or_else(PoisonError::into_inner), hook);
    // After the lock is gone: the hook's own `Drop` may make a report.
    drop(old);
}
