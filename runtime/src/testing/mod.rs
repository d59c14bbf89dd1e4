//! For tests of an API.

mod stable;

pub use crate::lock::Unstable;
pub use stable::{assert_stable, check_stable};
