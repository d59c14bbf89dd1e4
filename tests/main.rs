//! The tests of error-catalog, all through its public API.
