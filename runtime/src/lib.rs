#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
compile_error!(
    "the target wasm32-unknown-unknown has neither a clock nor random numbers, of which an errorId is made: build for wasm32-wasip1 or wasm32-wasip2"
);

#[doc(hidden)]
pub mod __private;
mod catalog;
#[cfg(feature = "cli")]
#[cfg_attr(docsrs, doc(cfg(feature = "cli")))]
pub mod cli;
#[cfg(any(
    feature = "actix-web",
    feature = "http",
    feature = "rocket",
    feature = "tracing"
))]
mod context;
#[cfg(feature = "details")]
mod details;
mod error;
#[cfg(feature = "export")]
mod export;
#[cfg(feature = "extract")]
#[cfg_attr(docsrs, doc(cfg(feature = "extract")))]
pub mod extract;
// Its examples use these features.
#[cfg(all(
    doc,
    feature = "axum",
    feature = "cli",
    feature = "extract",
    feature = "fluent",
    feature = "garde",
    feature = "lenient",
    feature = "testing",
    feature = "tonic",
    feature = "tracing",
    feature = "validator"
))]
pub mod guide;
mod header;
mod integrations;
#[cfg(feature = "tracing")]
mod log;
#[cfg(feature = "metrics")]
mod metrics;
#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
mod observe;
#[cfg(all(
    feature = "opentelemetry",
    any(feature = "actix-web", feature = "http", feature = "rocket")
))]
mod opentelemetry;
mod reason;
mod required;
#[cfg(any(feature = "aide", feature = "schemars", feature = "utoipa"))]
mod schema;
mod status;
#[cfg(feature = "testing")]
#[cfg_attr(docsrs, doc(cfg(feature = "testing")))]
pub mod testing;
#[cfg(feature = "fluent")]
mod translate;
mod web;
mod wire;
#[cfg(any(feature = "fluent", feature = "tonic"))]
mod words;

pub use catalog::{Catalog, Entries, Entry, HasKind, Severity, UnknownCode};
#[cfg(feature = "details")]
#[cfg_attr(docsrs, doc(cfg(feature = "details")))]
pub use details::{Details, FieldError, FieldErrors};
pub use error::{ApiError, ErrorCatalog};
#[cfg(feature = "derive")]
#[cfg_attr(docsrs, doc(cfg(feature = "derive")))]
pub use error_catalog_macros::ErrorCatalog;
#[cfg(feature = "tracing")]
#[cfg_attr(docsrs, doc(cfg(feature = "tracing")))]
pub use log::{SetLogLevelError, set_log_level};
pub use reason::{ReasonCode, UnknownReasonCode};
pub use status::{Status, StatusError};
#[cfg(feature = "fluent")]
#[cfg_attr(docsrs, doc(cfg(feature = "fluent")))]
pub use translate::{Argument, Translations, TranslationsError};
#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
pub use web::ErrorInfo;
#[cfg(any(
    feature = "actix-web",
    feature = "fluent",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub use web::Translation;
#[cfg(feature = "actix-web")]
pub use web::actix;
#[cfg(feature = "axum")]
pub use web::axum;
#[cfg(feature = "poem")]
pub use web::poem;
#[cfg(feature = "rocket")]
pub use web::rocket;
#[cfg(feature = "tonic")]
pub use web::tonic;
#[cfg(feature = "tower")]
pub use web::tower;
#[cfg(feature = "tower")]
pub use web::tower::UniformErrors;
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub use web::{Exempt, Replacement};
pub use wire::{
    ErrorBody, Occurrence, SetStamperError, Stamp, Timestamp, TimestampError, set_stamper,
};
#[cfg(feature = "lenient")]
#[cfg_attr(docsrs, doc(cfg(feature = "lenient")))]
pub use wire::{LenientBody, NotJson};
