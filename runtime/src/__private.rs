//! What expansions of the derive name, and nothing else. No part of the public API.

pub use crate::catalog::kind::{
    NoKind, deserialize as deserialize_kind, fmt as fmt_kind, require as require_kind,
};
pub use crate::catalog::{Entry, Message, Severity, declared, derived};
pub use crate::error::{fmt_message, message, to_string};
pub use crate::header::{interpolated as header, seconds};
pub use crate::required::{error as require_error, nested};
pub use crate::wire::serialize_now as serialize;
pub use crate::{
    __arguments_method as arguments_method, __details_method as details_method,
    __details_schema as details_schema, __docs as docs, __impl_integrations as impl_integrations,
    __impl_kind as impl_kind, __server_error_phrase as server_error_phrase,
};
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
pub use std::borrow::Cow;

#[cfg(feature = "details")]
pub mod details {
    pub use crate::details::{Known, Unknown};
}

#[cfg(feature = "details")]
pub use crate::details::DetailsSchema;

/// Without feature `details`, whose lack is reported elsewhere.
#[cfg(not(feature = "details"))]
pub type DetailsSchema = ();

#[cfg(feature = "fluent")]
pub use crate::translate::number;

#[cfg(feature = "aide")]
pub mod aide {
    pub use crate::schema::aide::{Responses, responses};
    pub use aide::OperationOutput;
    pub use aide::generate::GenContext;
    pub use aide::openapi::Operation;
}

#[cfg(feature = "schemars")]
pub mod schemars {
    pub use crate::schema::schemars::schema;
    pub use schemars::{JsonSchema, Schema, SchemaGenerator};
}

#[cfg(feature = "utoipa")]
pub mod utoipa {
    pub use crate::schema::utoipa::{BodySchema, Responses, name, responses, schema};
    pub use utoipa::{IntoResponses, PartialSchema, ToSchema};
}

#[cfg(feature = "actix-web")]
pub mod actix {
    pub use crate::web::actix::{respond, status};
    pub use actix_web::http::StatusCode;
    pub use actix_web::{HttpResponse, ResponseError};
}

#[cfg(feature = "axum")]
pub mod axum {
    pub use crate::web::axum::respond;
    pub use ::axum::response::{IntoResponse, Response};
}

#[cfg(feature = "http")]
pub mod http {
    pub use crate::web::http::{Response, respond};
}

#[cfg(feature = "poem")]
pub mod poem {
    pub use crate::web::poem::error;
    pub use poem::Error;
}

#[cfg(feature = "rocket")]
pub mod rocket {
    pub use crate::web::rocket::respond;
    pub use rocket::Request;
    pub use rocket::response::{Responder, Result};
}

#[cfg(feature = "tonic")]
pub mod tonic {
    pub use crate::web::tonic::status;
    pub use ::tonic::Status;
}
