//! What the benchmarks compare: one error enum, and three ways from its value to its body; and
//! enums of any size.

pub mod by_hand;
pub mod generated;
pub mod limit;
pub mod ours;
