#[cfg(feature = "details")]
use crate::details::JsonText;
use crate::observe::Observation;
#[cfg(feature = "fluent")]
use crate::translate::Arguments;
use crate::wire::json;
use crate::{ApiError, Entry, Stamp, Status, Timestamp};
use std::borrow::Cow;
use uuid::Uuid;

/// The error that made a response. It is in the response's extensions, so that middleware can see what
/// happened.
///
/// Rocket's responses have no extensions: call `rocket::error_info(request)`.
///
/// ```
/// use error_catalog::{ErrorCatalog, ErrorInfo};
///
/// #[derive(Debug, thiserror::Error, ErrorCatalog)]
/// #[error("Bulk limit reached")]
/// #[catalog(status = 400, code = 1100)]
/// struct BulkLimit;
///
/// # #[cfg(feature = "http")] {
/// let response: http::Response<Vec<u8>> = BulkLimit.into();
/// let info: &ErrorInfo = response.extensions().get().unwrap();
/// assert_eq!(info.code(), 1100);
/// assert_eq!(info.message(), "Bulk limit reached");
/// assert_eq!(info.entry().path(), "BulkLimit");
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorInfo {
    stamp: Stamp,
    code: u32,
    status: Status,
    entry: &'static Entry,
    message: Cow<'static, str>,
    /// As JSON.
    #[cfg(feature = "details")]
    details: Option<JsonText>,
    /// What its translations interpolate, if the message is the entry's.
    #[cfg(feature = "fluent")]
    arguments: Option<Arguments>,
    observation: Observation,
    /// The body's length in bytes.
    length: usize,
}

impl ErrorInfo {
    #[inline]
    pub(crate) fn new<E: ApiError + ?Sized>(
        error: &E,
        stamp: Stamp,
        body: &[u8],
        observation: Observation,
    ) -> Self {
        let length = body.len();
        #[cfg(feature = "details")]
        let (body, details) = match error.details() {
            Some(_) => json::details::split(body),
            None => (body, None),
        };
        Self {
            stamp,
            code: error.code(),
            status: error.status(),
            entry: error.entry(),
            message: message(error, body),
            #[cfg(feature = "details")]
            details: details.map(|json| JsonText(json.into())),
            #[cfg(feature = "fluent")]
            arguments: Arguments::of(error),
            observation,
            length,
        }
    }

    #[cfg(any(
        feature = "actix-web",
        feature = "poem",
        feature = "rocket",
        feature = "tower"
    ))]
    pub(crate) fn observation(&self) -> &Observation {
        &self.observation
    }

    /// Returns the errorId that the client reads.
    #[must_use]
    pub const fn error_id(&self) -> Uuid {
        self.stamp.error_id()
    }

    /// Returns the time of the occurrence.
    #[must_use]
    pub const fn timestamp(&self) -> Timestamp {
        self.stamp.timestamp()
    }

    /// Returns the code that the client reads.
    #[must_use]
    pub const fn code(&self) -> u32 {
        self.code
    }

    /// Returns the message that the client reads.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Reads the details that the client reads, if the error has any.
    ///
    /// # Errors
    ///
    /// Fails if they are not those of a `T`.
    #[cfg(feature = "details")]
    #[cfg_attr(docsrs, doc(cfg(feature = "details")))]
    pub fn details<'a, T: serde::Deserialize<'a>>(&'a self) -> serde_json::Result<Option<T>> {
        let details = self.details.as_ref();
        details
            .map(|JsonText(json)| serde_json::from_str(json))
            .transpose()
    }

    /// The details as JSON.
    #[cfg(feature = "details")]
    #[cfg(any(
        feature = "actix-web",
        feature = "poem",
        feature = "rocket",
        feature = "tower"
    ))]
    pub(crate) fn json_of_details(&self) -> Option<&JsonText> {
        self.details.as_ref()
    }

    /// Returns the error's status.
    #[must_use]
    pub const fn status(&self) -> Status {
        self.status
    }

    /// Returns the error's entry in the catalog.
    #[must_use]
    pub const fn entry(&self) -> &'static Entry {
        self.entry
    }

    #[cfg(any(
        feature = "actix-web",
        feature = "poem",
        feature = "rocket",
        feature = "tower"
    ))]
    pub(crate) const fn stamp(&self) -> Stamp {
        self.stamp
    }

    #[cfg(any(
        feature = "actix-web",
        feature = "poem",
        feature = "rocket",
        feature = "tower"
    ))]
    pub(crate) const fn length(&self) -> usize {
        self.length
    }

    /// With the message in another language.
    #[cfg(any(
        feature = "actix-web",
        feature = "poem",
        feature = "rocket",
        feature = "tower"
    ))]
    pub(crate) fn with_message(self, message: String) -> Self {
        Self {
            message: message.into(),
            ..self
        }
    }

    #[cfg(feature = "fluent")]
    #[cfg(any(
        feature = "actix-web",
        feature = "poem",
        feature = "rocket",
        feature = "tower"
    ))]
    pub(crate) fn arguments(&self) -> Option<&Arguments> {
        self.arguments.as_ref()
    }

    /// For another body.
    #[cfg(any(
        feature = "actix-web",
        feature = "poem",
        feature = "rocket",
        feature = "tower"
    ))]
    pub(crate) fn with_length(self, length: usize) -> Self {
        Self { length, ..self }
    }
}

/// The message in the body, which was formatted once: an allocation if it is not the entry's.
fn message<E: ApiError + ?Sized>(error: &E, body: &[u8]) -> Cow<'static, str> {
    let escaped = json::escaped_message(body);
    match error.entry().fixed_message() {
        Some(message) if message.as_bytes() == escaped => message.into(),
        _ => match str::from_utf8(escaped) {
            Ok(message) if !message.contains('\\') => message.to_owned().into(),
            _ => error.message().into_owned().into(),
        },
    }
}
