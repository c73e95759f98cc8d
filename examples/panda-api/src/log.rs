//! The access log: a line on standard output for each request.
//!
//! A thread of its own writes the lines, so a slow reader of standard output does not hold a request up.

use std::fmt::{self, Display};
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;
use panda_errors::integrations::tower::Answered;

/// The lines that may wait for the reader of standard output. Further lines are dropped.
const WAITING: usize = 1_024;

/// The time that [`Log::end`] waits for the reader of standard output.
const PATIENCE: Duration = Duration::from_secs(1);

/// The log. It is silent until it is started, because the tour prints its requests itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log(Arc<OnceLock<SyncSender<Entry>>>);

#[derive(Debug)]
enum Entry {
    Line(String),
    /// The end of the log, which the writer confirms.
    End(SyncSender<()>),
}

impl Log {
    pub(crate) fn start(&self) {
        let (sender, entries) = sync_channel(WAITING);
        if self.0.set(sender).is_ok() {
            thread::spawn(move || drop(write(&entries)));
        }
    }

    pub(crate) fn line(&self, line: impl Display) {
        if let Some(entries) = self.0.get() {
            drop(entries.try_send(Entry::Line(line.to_string())));
        }
    }

    /// Waits until the lines are written.
    pub(crate) fn end(&self) {
        let (confirmation, confirmed) = sync_channel(1);
        if let Some(entries) = self.0.get()
            && entries.try_send(Entry::End(confirmation)).is_ok()
        {
            // If standard output is not read, the confirmation does not come, and the service ends all the same.
            confirmed.recv_timeout(PATIENCE).unwrap_or_default();
        }
    }
}

fn write(entries: &Receiver<Entry>) -> io::Result<()> {
    for entry in entries {
        match entry {
            Entry::Line(line) => writeln!(io::stdout(), "{line}")?,
            Entry::End(confirmation) => {
                confirmation.send(()).unwrap_or_default();
                break;
            }
        }
    }
    Ok(())
}

/// Middleware: writes the line of a request, also if the client leaves before it has the answer.
pub(crate) async fn requests(State(log): State<Log>, request: Request, next: Next) -> Response {
    let mut line = Line {
        log,
        method: request.method().clone(),
        uri: request.uri().clone(),
        started: Instant::now(),
        status: None,
        error: None,
    };
    let response = next.run(request).await;
    line.status = Some(response.status());
    line.error = response.extensions().get().cloned();
    response
}

/// Writes itself into the log when it is dropped.
struct Line {
    log: Log,
    method: Method,
    uri: Uri,
    started: Instant,
    status: Option<StatusCode>,
    error: Option<Answered>,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.log.line(&*self);
    }
}

impl Display for Line {
    /// The query is left out, because a signature in it is still good.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.uri.path().escape_debug())?;
        match self.status {
            Some(status) => write!(f, " {}", status.as_u16())?,
            None => f.write_str(" (the client left)")?,
        }
        if let Some(error) = &self.error {
            write!(f, " {} {:?}", error.definition().name(), error.message())?;
        }
        write!(f, " {:.1} ms", self.started.elapsed().as_secs_f64() * 1_000.0)
    }
}
