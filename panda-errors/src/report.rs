//! [`Report`]: the facts of a failed request for the team, with everything that the client does not see.
//!
//! Without a hook, every 500 and every report of level [`Error`](Level::Error) go to standard error, one line each.
//! With [`set_hook`], all reports go to the hook instead. With the feature `tracing` and a subscriber, all reports are
//! events. Standard error then gets the reports that the subscriber does not want.
//!
//! Standard error delays an answer for less than half a second, even if it is a pipe without a reader. At most 1 MiB of
//! lines waits for it. Further lines are dropped and counted. The count is written with the next line that gets
//! through.
//!
//! Within a [`Request`], an error is reported once, however often its answer is made. Two errors are the same if their
//! definition, status and texts are equal. A request remembers its last 32 reports. Outside of a request, each answer
//! makes a report.
//!
//! A report is rendered only if it has a listener: a [`capture`], a hook, a subscriber that wants the event, or standard
//! error.

mod capture;
mod hook;
mod id;
mod one_line;
mod request;
mod standard_error;
#[cfg(feature = "tracing")]
mod tracing;
/// Without the feature, no subscriber wants anything.
#[cfg(not(feature = "tracing"))]
mod tracing {
    pub(super) const fn wants(_: crate::Level) -> bool {
        false
    }

    pub(super) const fn emit(_: &super::Report<'_>) -> bool {
        false
    }
}

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt;
use core::hash::Hasher as _;
use std::hash::DefaultHasher;

pub use self::capture::{Captured, capture, capture_async};
pub use self::hook::{set_hook, take_hook};
pub use self::id::Id;
use self::one_line::OneLine;
pub use self::request::Request;
#[cfg(feature = "_response")]
pub(crate) use self::request::Sent;
pub(crate) use self::request::has_layer;
#[cfg(feature = "_layer")]
pub(crate) use self::request::note_layer;
use crate::{ApiError, ErrorStatus, Fault, Level, message, sink};

/// The most sources in a report, because an error may be its own source.
const DEPTH: usize = 64;

/// A report of one failed request for the team.
///
/// Its `Display` is one line, whatever the texts contain. It escapes control characters, line separators, invisible
/// characters and characters that change the direction of the text.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    pub(crate) error: &'a dyn ApiError,
    pub(crate) status: ErrorStatus,
    pub(crate) id: Option<&'a Id>,
    pub(crate) request: Option<&'a Request>,
    pub(crate) fault: Option<Fault>,
}

impl<'a> Report<'a> {
    /// Returns the error itself.
    #[must_use]
    pub fn error(&self) -> &'a dyn ApiError {
        self.error
    }

    /// Returns the status that was sent: 500 if the report has a [`fault`](Self::fault).
    #[must_use]
    pub fn status(&self) -> ErrorStatus {
        self.status
    }

    /// Returns the name of the error.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.error.definition().name()
    }

    /// Returns the message in full length, not cut as on the wire.
    ///
    /// A message of more than 1 MiB is cut at 1 MiB, with a note of its length. If the message cannot be rendered, the
    /// text is the fault, in brackets.
    #[must_use]
    pub fn message(&self) -> String {
        self.text().into_owned()
    }

    /// Returns the message, without copying a constant.
    pub(crate) fn text(&self) -> Cow<'static, str> {
        message::text(self.error, self.error.definition()).unwrap_or_else(|fault| bracketed(fault).into())
    }

    /// Returns the texts of the sources, outermost first. There are at most 64, each cut at 1 MiB with a note of its
    /// length.
    #[must_use]
    pub fn sources(&self) -> Vec<String> {
        let mut sources = Vec::new();
        let walked = self.walk(&mut |source| {
            let mut text = String::new();
            sources.push(match sink::plain(&source, &mut text) {
                Ok(length) => text + &alloc::format!("{length}"),
                Err(fault) => bracketed(fault),
            });
        });
        if walked.is_err() {
            sources.push("[`source` panicked]".into());
        }
        sources
    }

    /// Shows each source, outermost first.
    fn walk(&self, show: &mut dyn FnMut(&dyn Error)) -> Result<(), Fault> {
        sink::guard(|| {
            let mut next = self.error.source();
            for _ in 0..DEPTH {
                let Some(source) = next else { break };
                show(source);
                next = source.source();
            }
            Ok(())
        })
    }

    /// Returns a hash of the texts, which distinguishes two errors of one definition without keeping the texts.
    fn digest(&self) -> u64 {
        let mut digest = Digest::default();
        // If `Display` fails, the text that it wrote up to then is hashed.
        let _ = sink::plain(&self.error, &mut digest);
        let _ = self.walk(&mut |source| {
            digest.0.write_u8(b'\n');
            let _ = sink::plain(&source, &mut digest);
        });
        digest.0.finish()
    }

    /// Returns the id, which is in the answer as well. Every 500 has an id.
    #[must_use]
    pub fn id(&self) -> Option<&'a Id> {
        self.id
    }

    /// Returns the method of the request, if a middleware of this library knows it.
    #[must_use]
    pub fn method(&self) -> Option<&'a str> {
        self.request.map(Request::method)
    }

    /// Returns the route that the request matched, if the framework provides it.
    #[must_use]
    pub fn route(&self) -> Option<&'a str> {
        self.request.and_then(Request::route)
    }

    /// Returns why the error's own answer could not be sent.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// Returns the declared level, else [`Error`](Level::Error) for a 5xx and [`Info`](Level::Info) for a 4xx.
    ///
    /// A report with a [`fault`](Self::fault) has the level `Error`. A 500 whose declared level is [`Off`](Level::Off)
    /// has it too: every 500 is reported, because the client has an id that leads to the report.
    #[must_use]
    pub fn level(&self) -> Level {
        let by_class = if self.status.is_server_error() { Level::Error } else { Level::Info };
        match (self.fault, self.error.definition().level()) {
            (Some(_), _) => Level::Error,
            (None, Some(Level::Off)) if self.is_500() => Level::Error,
            (None, declared) => declared.unwrap_or(by_class),
        }
    }

    fn is_500(&self) -> bool {
        self.status == ErrorStatus::INTERNAL_SERVER_ERROR
    }

    /// Sends the report to its listener: the test that captures, the subscriber and the hook, else standard error.
    ///
    /// Nothing is rendered without a listener. The error is then not remembered either, so it is reported if its answer
    /// is made again and a listener exists by then.
    #[inline]
    pub(crate) fn send(&self) {
        #[cfg(feature = "_layer")]
        if let Some(request) = self.request {
            let (definition, shape) = (self.error.definition(), self.error.shape());
            request.note(Sent { definition, status: self.status, shape });
        }
        let level = self.level();
        let is_printed = level == Level::Error || self.is_500();
        if level != Level::Off && (is_printed || has_listener(level)) {
            self.deliver(level, is_printed);
        }
    }

    fn deliver(&self, level: Level, is_printed: bool) {
        if self.request.is_some_and(|request| !request.remember(self)) {
            return;
        }
        if capture::is_on() {
            return capture::keep(self);
        }
        let is_traced = tracing::wants(level) && tracing::emit(self);
        match hook::current() {
            Some(hook) if hook::call(&*hook, self) => {}
            None if is_traced || !is_printed => {}
            _ => self.print(),
        }
    }

    fn print(&self) {
        standard_error::print(alloc::format!("panda-errors: {self}\n"));
    }
}

/// Returns `true` if a report of this level has a listener other than standard error.
#[inline]
fn has_listener(level: Level) -> bool {
    capture::is_on() || hook::is_set() || tracing::wants(level)
}

#[derive(Default)]
struct Digest(DefaultHasher);

impl fmt::Write for Digest {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write(text.as_bytes());
        Ok(())
    }
}

/// Warns about a problem that is not the failure of a request.
#[cfg(feature = "_layer")]
pub(crate) fn warn(text: fmt::Arguments<'_>) {
    #[cfg(feature = "tracing")]
    if tracing::wants(Level::Warn) {
        return tracing::warn(text);
    }
    standard_error::print(alloc::format!("panda-errors: {text}\n"));
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
        if let Some(request) = self.request {
            write!(f, " method=\"{}\"", OneLine(request.method()))?;
        }
        if let Some(route) = self.route() {
            write!(f, " route=\"{}\"", OneLine(route))?;
        }
        match self.id {
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
