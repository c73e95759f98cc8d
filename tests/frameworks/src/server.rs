//! [`Server`]: a framework that serves one service, and the connections of the claims to it.

use std::error::Error;
use std::net::SocketAddr;
use std::panic;
use std::sync::OnceLock;
use std::sync::mpsc::{self, Sender};
use std::thread;

use crate::api::Api;
use crate::case::Case;
use crate::error::CANARY;
use crate::habits::Habits;
use crate::look::Look;
use crate::report;
use crate::seen::Seen;
use crate::wire::{Connection, Request};

/// The result of a function that serves, if it returns.
pub type Served = Result<(), Box<dyn Error + Send + Sync>>;

/// A framework that serves the routes of the kit, from the first request until the process ends.
#[derive(Debug)]
pub struct Server {
    framework: &'static str,
    serve: fn(&Sender<SocketAddr>) -> Served,
    habits: Habits,
    look: &'static Look,
    address: OnceLock<SocketAddr>,
}

impl Server {
    /// Creates a server of one service by the name of the framework's feature, the function that serves, and its habits.
    #[must_use]
    pub const fn new<A: Api>(
        framework: &'static str,
        serve: fn(&Sender<SocketAddr>) -> Served,
        habits: Habits,
    ) -> Self {
        Self { framework, serve, habits, look: A::LOOK, address: OnceLock::new() }
    }

    pub(crate) fn look(&self) -> &'static Look {
        self.look
    }

    /// Returns the cases that most claims are about.
    pub(crate) fn cases(&self) -> &'static [Case] {
        &self.look.cases
    }

    /// Returns one case for each status.
    pub(crate) fn statuses(&self) -> &'static [Case] {
        &self.look.statuses
    }

    pub(crate) fn habits(&self) -> &Habits {
        &self.habits
    }

    pub(crate) fn address(&self) -> SocketAddr {
        *self.address.get_or_init(|| self.start())
    }

    fn start(&self) -> SocketAddr {
        report::listen();
        silence_canaries();
        let (ready, address) = mpsc::channel();
        let Self { framework, serve, .. } = *self;
        thread::spawn(move || serve(&ready).unwrap_or_else(|error| panic!("{framework} does not serve: {error}")));
        let address = address.recv().unwrap_or_else(|_| panic!("{framework} did not say where it serves"));
        assert!(address.ip().is_loopback(), "{framework} serves at {address}");
        address
    }

    pub(crate) fn connect(&self) -> Connection {
        Connection::open(self.address(), &self.look.document)
    }

    /// Asks once, on a connection of its own.
    pub(crate) fn ask(&self, request: &Request) -> Seen {
        let mut connection = self.connect();
        let seen = connection.ask(request);
        connection.finish();
        seen
    }
}

/// Does not print the panics of the cases. There are thousands of them, and they would hide a panic of the kit.
fn silence_canaries() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !panic.payload_as_str().is_some_and(|text| text.contains(CANARY)) {
            print(panic);
        }
    }));
}
