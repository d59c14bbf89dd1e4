use crate::Catalog;
use crate::catalog::lock::{self, Commands, Mode, StabilityError};
use std::env;
use std::ffi::OsStr;
use std::path::Path;

static COMMANDS: Commands = Commands {
    update: "UPDATE_ERRORS=1 cargo test",
    break_promises: "UPDATE_ERRORS=break cargo test",
};

/// Compares a catalog with its lock file, which records what was published.
///
/// The file has a line of JSON for each entry and each retired code. The check fails if
///
/// * a promise to clients is broken: a published code vanished without being retired, changed its
///   status, or came back from retirement;
/// * the catalog has something that the file does not record: a new entry, a retired code, another
///   message that interpolates nothing.
///
/// A variant or an enum with a new name passes, because clients do not see it; a line on the
/// standard error says so.
///
/// The environment variable `UPDATE_ERRORS` says what is written. With `1`, what is new is added, and
/// all that was published stays, so a broken promise still fails. With `break`, the file becomes what
/// the catalog is. In a test, a relative path starts at the package.
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
///     assert_stable(MessagingError::CATALOG, "errors.lock");
/// }
/// ```
///
/// # Panics
///
/// Panics if the catalog differs from the file, with a line for each difference, or if the file is
/// missing, damaged or not writable.
#[track_caller]
pub fn assert_stable(catalog: &Catalog, path: impl AsRef<Path>) {
    let mode = match env::var_os("UPDATE_ERRORS") {
        None => Mode::Check,
        Some(word) if word.is_empty() || word == "0" => Mode::Check,
        Some(word) if word == OsStr::new("break") => Mode::Break,
        Some(_) => Mode::Update,
    };
    match lock::run(catalog, path.as_ref(), mode, &COMMANDS) {
        Ok(renamed) => renamed.iter().for_each(|line| eprintln!("{line}")),
        Err(unstable) => panic!("{unstable}"),
    }
}

/// Compares a catalog with its lock file as [`assert_stable`] does, without a panic, and writes
/// nothing, whatever the environment.
///
/// ```
/// use error_catalog::{ErrorCatalog as _, testing::check_stable};
///
/// # #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
/// # #[error("not found")]
/// # #[catalog(status = 404, code = 1300)]
/// # struct MessagingError;
/// let unstable = check_stable(MessagingError::CATALOG, "no/such/file").unwrap_err();
/// assert!(unstable.to_string().starts_with("no/such/file can't be read: "));
/// ```
///
/// # Errors
///
/// Returns the differences that [`assert_stable`] panics with.
pub fn check_stable(catalog: &Catalog, path: impl AsRef<Path>) -> Result<(), StabilityError> {
    lock::run(catalog, path.as_ref(), Mode::Check, &COMMANDS).map(drop)
}
