//! Feature `testing`: checks for a service's own tests, which hold it to its contract.

mod stable;
mod uniform;

pub use crate::catalog::lock::StabilityError;
pub use stable::{assert_stable, check_stable};
pub use uniform::{Probes, assert_uniform, assert_uniform_at};
