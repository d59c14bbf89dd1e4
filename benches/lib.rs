//! What the benchmarks compare: one error enum, and three ways from its value to its body.

pub mod by_hand;
pub mod limit;
pub mod ours;
