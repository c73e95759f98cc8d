//! The Panda API as a small service: `cargo run -p panda-api -- --help`.

mod api;
mod client;
mod docs;
mod flags;
mod incoming;
mod linger;
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
use crate::records::Cloud;
use crate::signature::Keys;
use crate::store::{Store, StoreError};

const DAMAGED: &str = "the database is damaged";

/// How long a stop waits for requests to end.
const GRACE: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads this has seen enough.
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

async fn run() -> Result<(), Box<dyn Error>> {
    match Flags::read(lexopt::Parser::from_env())? {
        Flags::Serve(flags) => serve(flags).await,
        Flags::Docs(flags) => docs::write(&flags),
        Flags::Help => Ok(write!(io::stdout(), "{}", flags::HELP)?),
    }
}

async fn serve(flags: ServeFlags) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout();
    let (data, _temporary) = if let Some(data) = flags.data {
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
    writeln!(out, "panda-api listens on http://{address} and keeps its data in {}", data.display())?;

    let (stop, stopped) = oneshot::channel::<()>();
    let server = axum::serve(listener, api::router(service.clone()));
    let server = server.with_graceful_shutdown(async { drop(stopped.await) });
    let server = tokio::spawn(server.into_future());
    let visit = async {
        tour::walk(&service.keys, address, &mut out).await?;
        if !flags.once {
            writeln!(out, "To read and to try: http://{address}/errors")?;
            writeln!(out, "Serving until Ctrl-C.")?;
            pending::<()>().await;
        }
        Ok::<_, Box<dyn Error>>(())
    };
    tokio::select! {
        outcome = visit => outcome?,
        outcome = interrupted() => outcome?,
    }
    drop(stop);
    // A client that stalls must not keep the service from ending.
    drop(timeout(GRACE, server).await);
    Ok(())
}

/// Opens the store, with what the service has from the first. The error is one line.
async fn open(data: PathBuf, keys: Keys) -> Result<Service, String> {
    let opened = tokio::task::spawn_blocking(move || Store::open(&data)).await;
    let store = opened.map_err(|_| DAMAGED.to_owned())?.map_err(|error| chain(&error))?;
    let service = Service { keys, store };
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

#[cfg(unix)]
async fn interrupted() -> io::Result<()> {
    let mut terminated = signal::unix::signal(signal::unix::SignalKind::terminate())?;
    tokio::select! {
        outcome = signal::ctrl_c() => outcome,
        _ = terminated.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn interrupted() -> io::Result<()> {
    signal::ctrl_c().await
}

/// An error and what it came from, in one line.
fn chain(error: &(dyn Error + 'static)) -> String {
    let errors = successors(Some(error), |&error| error.source());
    errors.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
