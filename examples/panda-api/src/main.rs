//! The Panda API as a small service: `cargo run -p panda-api -- --help`.

mod api;
mod call;
mod client;
mod docs;
mod flags;
mod incoming;
mod linger;
mod log;
mod openapi;
mod parameters;
mod records;
mod request;
mod signature;
mod store;
mod tour;

use std::error::Error;
use std::future::pending;
use std::io::{self, Write};
use std::iter::successors;
use std::panic;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::signal;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::api::Service;
use crate::flags::{Flags, ServeFlags};
use crate::log::Log;
use crate::records::Cloud;
use crate::signature::Keys;
use crate::store::{Store, StoreError};

const DAMAGED: &str = "the database is damaged";

/// The time that a stop waits for requests to end.
const GRACE: Duration = Duration::from_secs(2);

#[tokio::main]
async fn main() -> ExitCode {
    let flags = match Flags::read(lexopt::Parser::from_env()) {
        Ok(flags) => flags,
        Err(error) => {
            eprintln!("panda-api: {error}; see --help");
            return ExitCode::from(2);
        }
    };
    match run(flags).await {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of the output has seen enough.
        Err(error) if is_broken_pipe(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("panda-api: {error}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref().is_some_and(|error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe)
}

async fn run(flags: Flags) -> Result<(), Box<dyn Error>> {
    match flags {
        Flags::Serve(flags) => serve(flags).await,
        Flags::Docs(flags) => docs::write(&flags),
        // It blocks, and nothing else runs.
        Flags::Call(flags) => tokio::task::block_in_place(|| call::run(&flags)),
        Flags::Show(text) => Ok(write!(io::stdout(), "{text}")?),
    }
}

async fn serve(flags: ServeFlags) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout();
    // From here on a signal ends the service in order, so that the temporary directory goes away.
    let mut signals = Signals::new()?;
    let (data, temporary) = if let Some(data) = flags.data {
        (data, None)
    } else {
        let temporary = TempDir::with_prefix("panda-api-")?;
        (temporary.path().to_owned(), Some(temporary))
    };
    let keys = Keys::from_env()?;
    // The database panics where its file is damaged, and there is a line to say so.
    panic::set_hook(Box::new(|_| {}));
    let opened = open(data.clone(), keys).await;
    drop(panic::take_hook());
    let service = opened.map_err(|error| format!("cannot keep data in {}: {error}", data.display()))?;
    let listener = TcpListener::bind(&flags.address).await;
    let listener = listener.map_err(|error| format!("cannot listen on {}: {error}", flags.address))?;
    let address = listener.local_addr()?;
    let lifetime = temporary.as_ref().map_or("", |_| ", which is temporary and is removed at the end");
    writeln!(out, "panda-api listens on http://{address} and keeps its data in {}{lifetime}", data.display())?;

    let (stop, stopped) = oneshot::channel::<()>();
    let server = axum::serve(listener, api::router(service.clone()));
    let server = server.with_graceful_shutdown(async { drop(stopped.await) });
    let server = tokio::spawn(server.into_future());
    let visit = async {
        tour::walk(&service.keys, address, &mut out).await?;
        if !flags.once {
            writeln!(out, "To read and to try: http://{address}/errors")?;
            writeln!(out, "{}", service.keys.advice())?;
            service.log.start();
            writeln!(out, "Serving until Ctrl-C.")?;
            pending::<()>().await;
        }
        Ok::<_, Box<dyn Error>>(())
    };
    tokio::select! {
        outcome = visit => outcome?,
        () = signals.next() => {
            let seconds = GRACE.as_secs();
            service.log.line(format_args!("Stopping. Open requests have {seconds} s; a second Ctrl-C ends them."));
        }
    }
    drop(stop);
    // A client that stalls must not keep the service from ending.
    tokio::select! {
        outcome = timeout(GRACE, server) => drop(outcome),
        () = signals.next() => {}
    }
    service.log.line("Stopped.");
    service.log.end();
    Ok(())
}

/// Opens the store, with what the service has from the first. The error is one line.
async fn open(data: PathBuf, keys: Keys) -> Result<Service, String> {
    let opened = tokio::task::spawn_blocking(move || Store::open(&data)).await;
    let store = opened.map_err(|_| DAMAGED.to_owned())?.map_err(|error| chain(&error))?;
    let service = Service { keys, store, log: Log::default() };
    match prepare(&service).await {
        Ok(()) => Ok(service),
        Err(StoreError::Thread(_)) => Err(DAMAGED.to_owned()),
        Err(error) => Err(chain(&error)),
    }
}

/// Writes what the service has from the first: the cloud of its account, and the tour's record.
async fn prepare(service: &Service) -> Result<(), StoreError> {
    service.store.insert(Cloud::new(&service.keys.cloud)).await?;
    tour::prepare(&service.keys, &service.store).await
}

/// The signals that stop the service. They are listened to from the first to the last, so none is missed.
#[cfg(unix)]
struct Signals([signal::unix::Signal; 3]);

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use signal::unix::{SignalKind, signal};
        Ok(Self([signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?, signal(SignalKind::hangup())?]))
    }

    /// Waits for a signal.
    async fn next(&mut self) {
        let Self([interrupt, terminate, hangup]) = self;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    /// Waits for a Ctrl-C, and for ever if there can be none.
    async fn next(&mut self) {
        if signal::ctrl_c().await.is_err() {
            pending::<()>().await;
        }
    }
}

/// An error and what it came from, in one line.
fn chain(error: &(dyn Error + 'static)) -> String {
    let errors = successors(Some(error), |&error| error.source());
    errors.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
