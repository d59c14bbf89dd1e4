//! The tests of error-catalog, all through its public API.

mod alerts;
mod attribute;
mod body;
mod catalog;
mod claims;
mod cli;
mod details;
mod display;
mod docs;
mod export;
#[cfg(unix)]
mod fork;
mod headers;
mod hygiene;
mod json;
mod kind;
mod lenient;
mod lone_field;
// It takes the compiler a while.
#[cfg(not(mutants))]
mod many_entries;
mod message;
mod occurrence;
mod planted;
mod reason;
mod schemas;
mod secrets;
mod stable;
mod stamp;
mod status;
mod timestamp;
mod traits;
mod translate;
