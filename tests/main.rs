//! The tests of error-catalog, all through its public API.

mod attribute;
mod body;
mod catalog;
mod claims;
mod display;
mod hygiene;
mod json;
mod message;
mod occurrence;
mod reason;
mod stable;
mod stamp;
mod status;
mod timestamp;
mod traits;
