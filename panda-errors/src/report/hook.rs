//! The hook, and what keeps it from doing harm.

use alloc::sync::Arc;
use core::cell::Cell;
use std::sync::{PoisonError, RwLock};
use std::thread_local;

use super::Report;
use crate::sink;

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

/// The hook that is set.
pub(super) fn current() -> Option<Arc<Hook>> {
    HOOK.read().unwrap_or_else(PoisonError::into_inner).clone()
}

/// `false` if the hook did not do it: it panicked, or this report was made inside of it.
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
