#![doc = include_str!("../README.md")]

mod body;
mod catalog;
mod claims;
mod error;
mod json;
#[cfg(feature = "testing")]
mod lock;
mod occurrence;
#[doc(hidden)]
pub mod private;
mod reason;
mod stamp;
mod status;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod timestamp;

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
