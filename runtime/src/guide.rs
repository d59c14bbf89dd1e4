//! How to use the crate, topic by topic. Every key of the attribute is on the page of
//! [the derive](macro@crate::ErrorCatalog).

#[doc = include_str!("../guide/web.md")]
pub mod web {}

#[doc = include_str!("../guide/recipes.md")]
pub mod recipes {}

#[doc = include_str!("../guide/stable_codes.md")]
pub mod stable_codes {}

#[doc = include_str!("../guide/clients.md")]
pub mod clients {}

#[doc = include_str!("../guide/details.md")]
pub mod details {}

#[doc = include_str!("../guide/problem_details.md")]
pub mod problem_details {}

#[doc = include_str!("../guide/grpc.md")]
pub mod grpc {}

#[doc = include_str!("../guide/languages.md")]
pub mod languages {}

#[doc = include_str!("../guide/operate.md")]
pub mod operate {}
