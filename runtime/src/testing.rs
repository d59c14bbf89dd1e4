//! Feature `testing`: what a service's own tests call to hold it to its contract.

mod uniform;

pub use uniform::{Probes, assert_uniform, assert_uniform_at};
