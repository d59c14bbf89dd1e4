#![doc = include_str!("../README.md")]

#[cfg(feature = "aide")]
mod aide;
mod body;
mod catalog;
mod digits;
mod error;
#[cfg(feature = "export")]
mod export;
mod json;
mod occurrence;
#[doc(hidden)]
pub mod private;
mod reason;
mod responses;
#[cfg(feature = "schemars")]
mod schemars;
mod stamp;
mod status;
mod timestamp;
#[cfg(feature = "utoipa")]
mod utoipa;

pub use body::ErrorBody;
pub use catalog::{Catalog, Entries, Entry};
pub use error::{ApiError, ErrorCatalog};
#[cfg(feature = "derive")]
pub use error_catalog_macros::ErrorCatalog;
pub use occurrence::Occurrence;
pub use reason::{ReasonCode, UnknownReasonCode};
pub use stamp::{Stamp, StamperAlreadySet, set_stamper};
pub use status::Status;
pub use timestamp::{Timestamp, TimestampError};
