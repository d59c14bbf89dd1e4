//! Feature `testing`.
