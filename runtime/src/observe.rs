//! When an occurrence is counted, and its span marked: once, where it becomes a response.
//!
//! A response that is made below `UniformErrors` is observed when it leaves that layer, so one that
//! something has thrown away, or replaced, is not. Elsewhere, it is observed when it is made.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

thread_local! {
    /// Whether a service below `UniformErrors` is running.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Runs a part of a service below `UniformErrors`, which observes what comes out of it.
#[cfg(any(feature = "actix-web", feature = "poem", feature = "tower"))]
#[inline]
pub(crate) fn inside<T>(call: impl FnOnce() -> T) -> T {
    struct Restore(bool);

    impl Drop for Restore {
        fn drop(&mut self) {
            INSIDE.set(self.0);
        }
    }

    let _restore = Restore(INSIDE.replace(true));
    call()
}

/// Whether an occurrence is observed already. All copies of its info share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observed(Arc<AtomicBool>);

impl Observed {
    /// Whether it is to be observed now.
    pub(crate) fn take(&self) -> bool {
        !self.0.swap(true, Ordering::Relaxed)
    }

    /// Whether it is to be observed when it leaves `UniformErrors`.
    pub(crate) fn is_for_later() -> bool {
        INSIDE.get()
    }
}

/// It is no part of what an info says.
impl PartialEq for Observed {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Observed {}
