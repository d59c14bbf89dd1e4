//! Feature `metrics`: each occurrence that becomes a response is counted once.

use crate::{Catalog, Status};
use metrics::{counter, describe_counter};

/// The name of the counter.
const NAME: &str = "api_errors_total";

/// The counter, for feature `metrics`: `api_errors_total`, with the labels `code`, `status` and `entry`.
/// It goes through the facade of the crate `metrics`, so any of its exporters will do.
impl Catalog {
    /// Describes the counter, and begins it at zero for each entry and for a panic: without that, the first
    /// error of a kind would not be an increase. Call it once, when the recorder is installed.
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
            add(entry.code(), entry.status(), entry.path(), 0);
        }
        // What a panic is counted as.
        let status = Status::INTERNAL_SERVER_ERROR;
        add(self.bare_code(status), status, status.phrase(), 0);
    }
}

/// The labels are bounded: there are as many as entries, and 200 bare statuses.
pub(crate) fn add(code: u32, status: Status, entry: &'static str, count: u64) {
    let (code, status) = (code.to_string(), status.as_u16().to_string());
    counter!(NAME, "code" => code, "status" => status, "entry" => entry).increment(count);
}
