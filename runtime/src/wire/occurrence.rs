use super::{json, serialize_error};
#[cfg(feature = "tracing")]
use crate::context::Context;
#[cfg(feature = "tracing")]
use crate::log;
use crate::{ApiError, ErrorBody, Stamp, Timestamp};
use serde::ser::{Serialize, Serializer};
use std::error::Error;
use std::fmt;
use uuid::Uuid;

/// One error value with its stamp: what happened, when, and the id to find it by.
///
/// The `?` operator makes one, so a function that must know the id before the response is written returns
/// `Result<T, Occurrence<E>>`.
///
/// ```
/// use error_catalog::{ErrorCatalog, Occurrence};
///
/// #[derive(Debug, thiserror::Error, ErrorCatalog)]
/// #[error("Bulk limit reached")]
/// #[catalog(status = 400, code = 1100)]
/// struct BulkLimit;
///
/// fn send(numbers: &[&str]) -> Result<(), Occurrence<BulkLimit>> {
///     if numbers.len() > 1000 {
///         Err(BulkLimit)?;
///     }
///     Ok(())
/// }
///
/// let occurrence = send(&["+6512345678"; 1001]).unwrap_err();
/// let body = String::from_utf8(occurrence.to_json_bytes())?;
/// assert!(body.starts_with(r#"{"code":1100,"message":"Bulk limit reached","errorId":""#));
/// assert!(body.contains(&occurrence.error_id().to_string()));
/// # Ok::<(), std::string::FromUtf8Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use = "an occurrence that is neither answered nor logged is lost"]
pub struct Occurrence<E> {
    error: E,
    stamp: Stamp,
}

impl<E> Occurrence<E> {
    /// Stamps the error with [`Stamp::now`].
    pub fn new(error: E) -> Self {
        Self::from_parts(error, Stamp::now())
    }

    /// Creates an occurrence with a given stamp.
    pub const fn from_parts(error: E, stamp: Stamp) -> Self {
        Self { error, stamp }
    }

    /// Returns the error.
    pub const fn error(&self) -> &E {
        &self.error
    }

    /// Returns the error without its stamp.
    pub fn into_error(self) -> E {
        self.error
    }

    /// Returns the errorId and the timestamp.
    #[must_use]
    pub const fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// Returns the errorId, which clients quote to support.
    #[must_use]
    pub const fn error_id(&self) -> Uuid {
        self.stamp.error_id()
    }

    /// Returns the time of the occurrence.
    #[must_use]
    pub const fn timestamp(&self) -> Timestamp {
        self.stamp.timestamp()
    }
}

impl<E: ApiError> Occurrence<E> {
    /// Returns the body.
    pub fn body(&self) -> ErrorBody<'_> {
        let body = ErrorBody::new(self.error.code(), self.error.message(), self.stamp);
        #[cfg(feature = "details")]
        if let Some(details) = json::details::value(&self.error) {
            return body.with_details(details);
        }
        body
    }

    /// Returns the body as JSON, in one allocation of its exact size.
    #[must_use]
    pub fn to_json_bytes(&self) -> Vec<u8> {
        json::to_vec(&self.error, &self.stamp)
    }

    /// Appends the body as JSON, without an allocation if `out` has room for it.
    pub fn write_json(&self, out: &mut Vec<u8>) {
        json::write(&self.error, &self.stamp, out);
    }

    /// Writes the event that a response would write, for an error that does not become one, such as a
    /// background job's.
    ///
    /// The target is `error_catalog`, the message is the error's `Display`, and the fields are
    /// `error_id`, `code`, `status`, `entry` and `sources`. Control characters are written as
    /// `<U+000A>`, so a text cannot forge a line of the log.
    ///
    /// ```
    /// use error_catalog::{ErrorCatalog, Occurrence};
    ///
    /// #[derive(Debug, thiserror::Error, ErrorCatalog)]
    /// #[error("delivery reports could not be sent: {0}")]
    /// #[catalog(status = 503, code = 3100)]
    /// struct ReportsFailed(#[source] std::io::Error);
    ///
    /// fn send_reports() -> Result<(), ReportsFailed> {
    ///     Err(ReportsFailed(std::io::ErrorKind::ConnectionRefused.into()))
    /// }
    ///
    /// if let Err(error) = send_reports() {
    ///     Occurrence::new(error).log();
    /// }
    /// ```
    #[cfg(feature = "tracing")]
    #[cfg_attr(docsrs, doc(cfg(feature = "tracing")))]
    pub fn log(&self) {
        log::log(&self.error, self.stamp, &Context::default());
    }
}

impl<E> From<E> for Occurrence<E> {
    fn from(error: E) -> Self {
        Self::new(error)
    }
}

/// Serializes the body.
impl<E: ApiError> Serialize for Occurrence<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_error(&self.error, self.stamp, serializer)
    }
}

/// Shows the error and its id: `Not found (errorId 019b0c6e-…)`.
impl<E: fmt::Display> fmt::Display for Occurrence<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (errorId {})", self.error, self.error_id())
    }
}

impl<E: Error> Error for Occurrence<E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}
