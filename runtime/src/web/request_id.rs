//! The id that a request came with, for the events below `UniformErrors`.

use std::cell::RefCell;
use std::sync::Arc;

thread_local! {
    static CURRENT: RefCell<Option<Arc<str>>> = const { RefCell::new(None) };
}

/// Runs a part of a request whose id is this one.
#[inline]
pub(crate) fn with<T>(id: Option<&Arc<str>>, call: impl FnOnce() -> T) -> T {
    struct Restore(Option<Arc<str>>);

    impl Drop for Restore {
        fn drop(&mut self) {
            CURRENT.set(self.0.take());
        }
    }

    let Some(id) = id else {
        return call();
    };
    let _restore = Restore(CURRENT.replace(Some(id.clone())));
    call()
}

/// The id of the request that is answered.
#[cfg(feature = "tracing")]
pub(crate) fn current() -> Option<Arc<str>> {
    CURRENT.with_borrow(Clone::clone)
}
