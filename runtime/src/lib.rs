#![doc = include_str!("../README.md")]

#[cfg(feature = "actix-web")]
pub mod actix;
#[cfg(feature = "aide")]
mod aide;
#[cfg(feature = "axum")]
mod axum;
mod body;
mod catalog;
mod claims;
#[cfg(feature = "cli")]
pub mod cli;
mod error;
#[cfg(feature = "export")]
mod export;
#[cfg(any(feature = "poem", feature = "tower"))]
mod head;
#[cfg(feature = "http")]
mod http;
mod json;
mod kind;
#[cfg(any(feature = "cli", feature = "testing"))]
mod lock;
mod occurrence;
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "testing",
    feature = "tower"
))]
mod panic;
#[cfg(feature = "poem")]
pub mod poem;
#[doc(hidden)]
pub mod private;
mod reason;
#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
mod respond;
mod responses;
#[cfg(feature = "rocket")]
pub mod rocket;
#[cfg(feature = "schemars")]
mod schemars;
mod stamp;
mod status;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod timestamp;
#[cfg(feature = "tower")]
mod tower;
#[cfg(all(
    feature = "tracing",
    any(feature = "actix-web", feature = "http", feature = "rocket")
))]
mod tracing;
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
mod uniform;
#[cfg(feature = "utoipa")]
mod utoipa;

pub use body::ErrorBody;
pub use catalog::{Catalog, Entries, Entry};
pub use error::{ApiError, ErrorCatalog};
#[cfg(feature = "derive")]
pub use error_catalog_macros::ErrorCatalog;
pub use kind::{ErrorKind, UnknownCode};
pub use occurrence::Occurrence;
pub use reason::{ReasonCode, UnknownReasonCode};
#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
pub use respond::Marker;
pub use stamp::{Stamp, StamperAlreadySet, set_stamper};
pub use status::Status;
pub use timestamp::{Timestamp, TimestampError};
#[cfg(feature = "tower")]
pub use tower::{UniformErrors, UniformFuture, UniformService};
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub use uniform::Answer;
