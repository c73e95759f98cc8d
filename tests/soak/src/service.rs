//! The example as a process: how it starts, and what it holds.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The time for the service to close connections that clients left open. It reads on for 5 s after an early answer.
const SETTLE: Duration = Duration::from_secs(20);

#[derive(Debug)]
pub(crate) struct Service {
    process: Child,
    pub(crate) address: SocketAddr,
    directory: TempDir,
    /// The reports of the tour, which come before all others.
    reported: usize,
    /// The descriptors of the service without a client.
    idle: usize,
}

/// The state of the service.
#[derive(Debug)]
pub(crate) struct Measure {
    /// In KiB.
    pub(crate) memory: u64,
    pub(crate) descriptors: usize,
}

impl Service {
    /// Starts the example that was built beside this program, on a free port of 127.0.0.1.
    pub(crate) fn start() -> Result<Self, String> {
        let program = std::env::current_exe().map_err(|error| error.to_string())?.with_file_name("panda-api");
        let directory = TempDir::with_prefix("soak-").map_err(|error| error.to_string())?;
        let errors = File::create(directory.path().join("stderr")).map_err(|error| error.to_string())?;
        let mut command = Command::new(&program);
        for key in ["PANDA_ACCESS_KEY", "PANDA_SECRET_KEY", "PANDA_CLOUD_ID"] {
            command.env_remove(key);
        }
        let command = command.args(["--addr", "127.0.0.1:0", "--data"]).arg(directory.path().join("data"));
        let started = command.stdout(Stdio::piped()).stderr(errors).spawn();
        let advice = "`cargo build -p panda-api` builds it";
        let mut process = started.map_err(|error| format!("cannot start {}: {error}; {advice}", program.display()))?;
        let out = process.stdout.take().ok_or("the example has no standard output")?;
        let mut lines = BufReader::new(out).lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.split("http://").nth(1)?.split(' ').next()?.parse().ok());
        let address = address.ok_or("the example does not listen")?;
        lines.find(|line| line.starts_with("Serving")).ok_or("the example does not serve")?;
        // Its log is read, and forgotten.
        thread::spawn(move || lines.for_each(drop));
        let mut service = Self { process, address, directory, reported: 0, idle: 0 };
        service.reported = service.reports()?.len();
        service.idle = service.settle()?.descriptors;
        Ok(service)
    }

    /// Waits until the service has closed its connections, and measures it.
    ///
    /// # Errors
    ///
    /// Returns an error if the process is gone.
    pub(crate) fn settle(&self) -> Result<Measure, String> {
        let start = Instant::now();
        loop {
            sleep(Duration::from_millis(200));
            let measure = self.measure().ok_or("the service is gone")?;
            if self.idle == 0 || measure.descriptors <= self.idle || start.elapsed() > SETTLE {
                return Ok(measure);
            }
        }
    }

    /// The lines on standard error since the start.
    pub(crate) fn reports(&self) -> Result<Vec<String>, String> {
        let text = fs::read_to_string(self.directory.path().join("stderr")).map_err(|error| error.to_string())?;
        Ok(text.lines().skip(self.reported).map(str::to_owned).collect())
    }

    fn measure(&self) -> Option<Measure> {
        let status = fs::read_to_string(self.proc().join("status")).ok()?;
        let memory =
            status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse().ok());
        Some(Measure { memory: memory?, descriptors: fs::read_dir(self.proc().join("fd")).ok()?.count() })
    }

    fn proc(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}", self.process.id()))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
