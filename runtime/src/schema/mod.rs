//! The body and the responses, as the crates that describe an API know them.

#[cfg(feature = "aide")]
pub(crate) mod aide;
#[cfg(feature = "schemars")]
pub(crate) mod schemars;
#[cfg(feature = "utoipa")]
pub(crate) mod utoipa;
