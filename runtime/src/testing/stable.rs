use crate::Catalog;
use crate::catalog::lock::{self, StabilityError};
use std::env;
use std::path::Path;

const UPDATE: &str = "UPDATE_ERRORS=1 cargo test";

/// Fails if the catalog breaks a promise that is in the file: a published code vanished without
/// being retired, changed its status, moved to another variant, or came back from retirement.
///
/// New entries are welcome. With `UPDATE_ERRORS=1` in the environment it writes the file instead: as
/// JSON, a line for each entry, sorted by code. In a test, a relative path starts at the package.
///
/// ```no_run
/// # #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
/// # #[error("not found")]
/// # #[catalog(status = 404, code = 1300)]
/// # struct MessagingError;
/// use error_catalog::{ErrorCatalog as _, testing::assert_stable};
///
/// #[test]
/// fn codes_keep_their_meaning() {
///     assert_stable(MessagingError::CATALOG, "errors.lock.json");
/// }
/// ```
///
/// # Panics
///
/// If a promise is broken, in words for each of them; if the file is missing or damaged, or can't be
/// written.
#[track_caller]
pub fn assert_stable(catalog: &Catalog, path: impl AsRef<Path>) {
    let path = path.as_ref();
    let update =
        env::var_os("UPDATE_ERRORS").is_some_and(|value| !value.is_empty() && value != "0");
    let result = if update {
        lock::write(catalog, path, UPDATE)
    } else {
        lock::check(catalog, path, UPDATE)
    };
    if let Err(unstable) = result {
        panic!("{unstable}");
    }
}

/// The same check, without a panic and whatever the environment.
///
/// # Errors
///
/// What [`assert_stable`] panics with.
pub fn check_stable(catalog: &Catalog, path: impl AsRef<Path>) -> Result<(), StabilityError> {
    lock::check(catalog, path.as_ref(), UPDATE)
}
