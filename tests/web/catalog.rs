//! What the services under test answer, on each framework the same.

use error_catalog::ErrorCatalog;

/// No byte of it may ever reach a client.
pub(crate) const SECRET: &str = "postgres://admin:hunter2@db-7";

#[derive(Debug, thiserror::Error, ErrorCatalog)]
pub(crate) enum ServiceError {
    #[error("no message {id}")]
    #[catalog(status = 404, code = 1300)]
    NotFound { id: u32 },

    #[error("slow down")]
    #[catalog(status = 429, code = 1400, header("retry-after" = "{seconds}"), header("x-limit" = "{limit}"))]
    TooSoon { seconds: u32, limit: &'static str },

    #[error("the list of messages is gone")]
    #[catalog(status = 410, code = 1401, header("cache-control" = "max-age=3600"))]
    ListGone,

    #[error("storage failed: {SECRET}")]
    #[catalog(status = 500, code = 2000)]
    Storage(#[source] StorageError),
}

#[derive(Debug, thiserror::Error)]
#[error("query failed on {SECRET}")]
pub(crate) struct StorageError(#[source] pub(crate) std::io::Error);

impl ServiceError {
    /// What a closure answers instead.
    pub(crate) fn too_soon() -> Self {
        let (seconds, limit) = (9, "9");
        Self::TooSoon { seconds, limit }
    }

    pub(crate) fn storage() -> Self {
        Self::Storage(StorageError(std::io::Error::other("connection refused")))
    }
}

/// The reason that a framework gives, with a line feed in it.
pub(crate) const REASON: &str = "field `to`: expected a string\nfound 7";

/// The body of RFC 6749, section 5.2.
pub(crate) const INVALID_GRANT: &str = r#"{"error":"invalid_grant"}"#;

/// Generic, so that the expansions of the integrations are tried with bounds and a lifetime.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
#[error("{what} is gone")]
#[catalog(status = 410, code = 1500)]
pub(crate) struct Gone<'a, T: std::fmt::Debug = u8, const N: usize = 3>
where
    T: std::fmt::Display,
{
    pub(crate) what: T,
    pub(crate) names: [&'a str; N],
}
