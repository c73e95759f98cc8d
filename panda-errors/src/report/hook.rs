//! The hook, and the guards that keep it from doing harm.

use alloc::sync::Arc;
use core::cell::Cell;
use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};
use std::thread_local;

use super::Report;
use crate::sink;

type Hook = dyn Fn(&Report<'_>) + Send + Sync;

static HOOK: RwLock<Option<Arc<Hook>>> = RwLock::new(None);

/// Whether a hook is set. It is cheaper to read than the hook.
static IS_SET: AtomicBool = AtomicBool::new(false);

/// Sets the hook, which gets every report from now on instead of standard error.
///
/// The hook runs on the thread that makes the answer, and the answer waits for it. So pass the report on, and do not
/// wait. A report goes to standard error if the hook panics on it, or if it is made inside the hook.
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

/// Removes the hook. Reports then go to standard error again.
pub fn take_hook() {
    replace(None);
}

fn replace(hook: Option<Arc<Hook>>) {
    let mut place = HOOK.write().unwrap_or_else(PoisonError::into_inner);
    IS_SET.store(hook.is_some(), Ordering::Release);
    let old = core::mem::replace(&mut *place, hook);
    drop(place);
    // The hook is dropped after the lock, because the hook's own `Drop` may make a report.
    drop(old);
}

/// Returns `true` if a hook is set.
#[inline]
pub(super) fn is_set() -> bool {
    IS_SET.load(Ordering::Acquire)
}

/// Returns the hook that is set.
pub(super) fn current() -> Option<Arc<Hook>> {
    HOOK.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Calls the hook. Returns `false` if the hook panicked, or if this report was made inside of the hook.
pub(super) fn call(hook: &Hook, report: &Report<'_>) -> bool {
    thread_local!(static INSIDE: Cell<bool> = const { Cell::new(false) });
    let outside = INSIDE.try_with(|inside| !inside.replace(true)).unwrap_or(false);
    if !outside {
        return false;
    }
    let called = sink::guard(|| {
        hook(report);
        Ok(())
    });
    let _ = INSIDE.try_with(|inside| inside.set(false));
    called.is_ok()
}
