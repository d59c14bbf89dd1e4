//! The tests of error-catalog, all through its public API.

mod attribute;
mod body;
mod catalog;
mod display;
mod export;
#[cfg(unix)]
mod fork;
mod hygiene;
mod json;
mod lone_field;
mod message;
mod occurrence;
mod planted;
mod reason;
mod schemas;
mod stamp;
mod status;
mod timestamp;
mod traits;
