//! Standard error, which may be a pipe without a reader: a thread of its own writes the lines.
//!
//! A request waits until its line is written, so that the line is not lost if the process ends afterwards. It waits at
//! most 200 ms for room in the queue, and 200 ms for its line. Then the output is stalled, and requests do not wait any
//! more until the queue is empty again.
//!
//! The queue has room for 1 MiB, or for one longer line. A line that does not fit, or that cannot be written, is
//! dropped and counted. The count is a line of its own before the next line that gets through.

use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::sync::Arc;
use core::time::Duration;
use std::io::{self, Write};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread;

/// The most bytes that wait to be written, unless they are a single line.
const QUEUE_LIMIT: usize = 1024 * 1024;

/// The time that a request waits for its line.
const PATIENCE: Duration = Duration::from_millis(200);

/// The time that the thread waits before it writes again to an output that would block.
const PAUSE: Duration = Duration::from_millis(10);

/// Writes a line to standard error, at once unless standard error is stalled.
pub(super) fn print(line: String) {
    match Output::of_this_process() {
        Some(output) => output.print(line),
        // The platform cannot start a thread.
        None => drop(io::stderr().write_all(line.as_bytes())),
    }
}

#[derive(Default)]
struct Output {
    process: u32,
    queue: Mutex<Queue>,
    changed: Condvar,
}

#[derive(Default)]
struct Queue {
    lines: VecDeque<String>,
    /// The length of the lines that are not written yet, with the line that is being written.
    bytes: usize,
    /// The numbers of the accepted and of the finished lines.
    accepted: u64,
    done: u64,
    /// The lines that were dropped since the last note.
    dropped: u64,
    is_stalled: bool,
}

impl Output {
    /// Returns the output of this process. After a `fork` the thread of the parent is missing, so a new thread is
    /// started. The parent writes the lines that wait.
    fn of_this_process() -> Option<Arc<Self>> {
        static OUTPUT: RwLock<Option<Arc<Output>>> = RwLock::new(None);

        // WebAssembly does not have processes.
        let process = if cfg!(target_family = "wasm") { 0 } else { std::process::id() };
        let is_ours = |output: &&Arc<Self>| output.process == process;
        let current = OUTPUT.read().unwrap_or_else(PoisonError::into_inner).as_ref().filter(is_ours).cloned();
        if current.is_some() {
            return current;
        }
        let mut output = OUTPUT.write().unwrap_or_else(PoisonError::into_inner);
        if !output.as_ref().is_some_and(|output| is_ours(&output)) {
            *output = Self::start(process, io::stderr()).ok();
        }
        output.clone()
    }

    /// Starts the thread, which lives as long as the process.
    fn start(process: u32, mut out: impl Write + Send + 'static) -> io::Result<Arc<Self>> {
        let output = Arc::new(Self { process, ..Self::default() });
        let writer = Arc::clone(&output);
        let thread = thread::Builder::new().name("panda-errors".into());
        thread.spawn(move || {
            loop {
                writer.write_next(&mut out);
            }
        })?;
        Ok(output)
    }

    fn print(&self, line: String) {
        let length = line.len();
        let mut queue = self.wait_while(self.queue(), |queue| queue.is_full_for(length));
        if queue.is_full_for(length) {
            queue.dropped += 1;
            return;
        }
        queue.bytes += length;
        queue.lines.push_back(line);
        queue.accepted += 1;
        let number = queue.accepted;
        self.changed.notify_all();
        drop(self.wait_while(queue, |queue| queue.done < number));
    }

    /// Waits as long as the condition holds, unless the output is stalled. If that takes too long, the output is
    /// stalled from then on.
    fn wait_while<'a>(
        &self,
        queue: MutexGuard<'a, Queue>,
        condition: impl Fn(&Queue) -> bool,
    ) -> MutexGuard<'a, Queue> {
        let condition = |queue: &mut Queue| condition(queue) && !queue.is_stalled;
        let waited = self.changed.wait_timeout_while(queue, PATIENCE, condition);
        let (mut queue, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        queue.is_stalled |= waited.timed_out();
        queue
    }

    /// Waits for a line and writes it.
    fn write_next(&self, out: &mut impl Write) {
        let queue = self.changed.wait_while(self.queue(), |queue| queue.lines.is_empty());
        let mut queue = queue.unwrap_or_else(PoisonError::into_inner);
        let Some(line) = queue.lines.pop_front() else { return };
        let dropped = core::mem::take(&mut queue.dropped);
        drop(queue);
        let length = line.len();
        // All lines go out in one write, so that the lines of several processes do not mix.
        let text = if dropped == 0 { line } else { alloc::format!("{}{line}", note(dropped)) };
        let is_written = write(out, text.as_bytes()).is_ok();
        let mut queue = self.queue();
        queue.dropped += if is_written { 0 } else { dropped + 1 };
        queue.bytes -= length;
        queue.done += 1;
        queue.is_stalled &= !queue.lines.is_empty();
        drop(queue);
        self.changed.notify_all();
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    fn is_full_for(&self, length: usize) -> bool {
        self.bytes > 0 && self.bytes + length > QUEUE_LIMIT
    }
}

/// Writes all of a text, even to an output that does not block. Half a line would spoil the next line.
fn write(out: &mut impl Write, mut text: &[u8]) -> io::Result<()> {
    while !text.is_empty() {
        match out.write(text) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(length) => text = text.get(length..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => thread::sleep(PAUSE),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn note(dropped: u64) -> String {
    let reports = if dropped == 1 { "report was" } else { "reports were" };
    alloc::format!("panda-errors: {dropped} {reports} dropped, because standard error did not take more\n")
}
