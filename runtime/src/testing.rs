//! Feature `testing`: what a service's own tests call to hold it to its contract.

mod stable;

pub use crate::lock::Unstable;
pub use stable::{assert_stable, check_stable};
