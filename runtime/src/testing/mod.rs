//! Feature `testing`: checks for a service's own tests, which hold it to its contract.

mod stable;
#[cfg(feature = "fluent")]
mod translated;
mod uniform;

pub use crate::catalog::lock::StabilityError;
pub use stable::{assert_stable, check_stable};
#[cfg(feature = "fluent")]
#[cfg_attr(docsrs, doc(cfg(feature = "fluent")))]
pub use translated::assert_translated;
pub use uniform::{Probes, assert_uniform, assert_uniform_at};
