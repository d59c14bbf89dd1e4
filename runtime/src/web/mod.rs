//! An error as a response: one file per framework, and `uniform` for the responses that no catalog
//! made.

#[cfg(feature = "actix-web")]
#[cfg_attr(docsrs, doc(cfg(feature = "actix-web")))]
pub mod actix;
#[cfg(feature = "axum")]
#[cfg_attr(docsrs, doc(cfg(feature = "axum")))]
pub mod axum;
#[cfg(feature = "tonic")]
mod field_path;
#[cfg(feature = "http")]
pub(crate) mod http;
#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
mod info;
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "testing",
    feature = "tower"
))]
pub(crate) mod panic;
#[cfg(feature = "poem")]
#[cfg_attr(docsrs, doc(cfg(feature = "poem")))]
pub mod poem;
#[cfg(any(
    feature = "actix-web",
    feature = "fluent",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub(crate) mod preference;
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub(crate) mod request_id;
#[cfg(feature = "rocket")]
#[cfg_attr(docsrs, doc(cfg(feature = "rocket")))]
pub mod rocket;
#[cfg(feature = "tonic")]
#[cfg_attr(docsrs, doc(cfg(feature = "tonic")))]
pub mod tonic;
#[cfg(feature = "tower")]
#[cfg_attr(docsrs, doc(cfg(feature = "tower")))]
pub mod tower;
#[cfg(any(
    feature = "actix-web",
    feature = "fluent",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
mod translation;
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub(crate) mod uniform;

#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
pub use info::ErrorInfo;
#[cfg(any(
    feature = "actix-web",
    feature = "fluent",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub use translation::Translation;
#[cfg(any(
    feature = "actix-web",
    feature = "poem",
    feature = "rocket",
    feature = "tower"
))]
pub use uniform::{Exempt, Replacement};
