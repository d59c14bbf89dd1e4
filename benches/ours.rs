//! The derive.

use error_catalog::{ErrorCatalog, Occurrence};

/// As a user of the derive writes it.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
pub enum Error {
    /// A message that is known when compiling.
    #[error("Object wasn't found or is already expired")]
    #[catalog(status = 404, code = 1300)]
    NotFound,

    /// One field in the message.
    #[error("Invalid MSISDN {msisdn}")]
    #[catalog(status = 400, code = 1002)]
    InvalidMsisdn {
        /// What the client sent.
        msisdn: String,
    },
}

/// The body of an error that happens now.
#[inline]
#[must_use]
pub fn body(error: &Error) -> Vec<u8> {
    Occurrence::new(error).to_json_bytes()
}

/// The same, into a buffer.
#[inline]
pub fn write_body(error: &Error, out: &mut Vec<u8>) {
    Occurrence::new(error).write_json(out);
}
