//! The layer in-process.
