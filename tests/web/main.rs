//! The tests of the integrations: real servers on loopback, and a real HTTP client.
//!
//! A package of their own, because the programs of `tests/ui` are compiled with whatever the package
//! of their test depends on.

mod actix;
mod axum;
mod catalog;
mod client;
mod contract;
mod details;
mod events;
mod extract;
mod faults;
mod grpc;
mod head;
mod http;
mod kit;
mod languages;
mod layers;
mod log;
mod metrics;
mod nested;
mod orders;
mod own_response;
mod panics;
mod poem;
mod problem;
mod request_id;
mod rocket;
mod secrets;
mod tower;
