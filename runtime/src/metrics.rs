//! Feature `metrics`: each occurrence that becomes a response is counted once.
//!
//! A response that is made below `UniformErrors` is counted when it leaves that layer, so one that
//! something has thrown away, or replaced, is not. Elsewhere, it is counted when it is made.

use crate::{Catalog, Entry, Status};
use metrics::{counter, describe_counter};

/// The name of the counter.
const NAME: &str = "api_errors_total";

/// The counter, for feature `metrics`: `api_errors_total`, with the labels `code`, `status` and `entry`.
/// It goes through the facade of the crate `metrics`, so any of its exporters will do.
impl Catalog {
    /// Describes the counter, and begins it at zero for each entry: without that, the first error of
    /// a kind would not be an increase. Call it once, when the recorder is installed.
    ///
    /// ```
    /// use error_catalog::ErrorCatalog;
    ///
    /// #[derive(Debug, thiserror::Error, ErrorCatalog)]
    /// #[error("Bulk limit reached")]
    /// #[catalog(status = 400, code = 1100)]
    /// struct BulkLimit;
    ///
    /// // After `PrometheusBuilder::new().install()` and the like:
    /// BulkLimit::CATALOG.register_metrics();
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "metrics")))]
    pub fn register_metrics(&self) {
        describe_counter!(NAME, "Error responses, by the entry of the catalog.");
        for entry in self {
            add(entry.code(), entry.status(), entry, 0);
        }
    }
}

/// The labels are bounded: there are as many as entries, and 200 bare statuses.
pub(crate) fn add(code: u32, status: Status, entry: &'static Entry, count: u64) {
    let (code, status) = (code.to_string(), status.as_u16().to_string());
    counter!(NAME, "code" => code, "status" => status, "entry" => entry.path()).increment(count);
}

#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
pub(crate) use counted::Counted;
#[cfg(any(feature = "actix-web", feature = "poem", feature = "tower"))]
pub(crate) use counted::inside;

#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
mod counted {
    use std::cell::Cell;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    thread_local! {
        /// Whether a service below `UniformErrors` is running.
        static INSIDE: Cell<bool> = const { Cell::new(false) };
    }

    /// Runs a part of a service below `UniformErrors`, which counts what comes out of it.
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

    /// Whether an occurrence is counted already. All copies of its info share it.
    #[derive(Clone, Debug, Default)]
    pub(crate) struct Counted(Arc<AtomicBool>);

    impl Counted {
        /// Whether it is to be counted now.
        pub(crate) fn take(&self) -> bool {
            !self.0.swap(true, Ordering::Relaxed)
        }

        /// Whether it is to be counted when it leaves `UniformErrors`.
        pub(crate) fn is_for_later() -> bool {
            INSIDE.get()
        }
    }

    /// It is no part of what an info says.
    impl PartialEq for Counted {
        fn eq(&self, _: &Self) -> bool {
            true
        }
    }

    impl Eq for Counted {}
}
