//! What expansions of the derive name. Nothing here is for people.

use crate::catalog::Message;
use crate::{ApiError, Catalog, Stamp, UnknownCode, body, json};
use std::fmt::{self, Write as _};

pub use crate::__impl_responses as impl_responses;
pub use crate::Entry;
pub use crate::kind::{NoKind, require as require_kind};
pub use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
pub use std::borrow::Cow;

/// An entry of a fixed message. `json` is the body's up to the end of the message, which starts
/// `at` this byte of it.
#[must_use]
pub const fn fixed(
    path: &'static str,
    docs: &'static str,
    status: u16,
    code: u32,
    json: &'static str,
    at: u8,
) -> Entry {
    Entry::derived(path, docs, status, code, Message::Fixed { json, at })
}

/// The same for a message that JSON writes differently.
#[must_use]
pub const fn escaped(
    path: &'static str,
    docs: &'static str,
    status: u16,
    code: u32,
    json: &'static str,
    message: &'static &'static str,
) -> Entry {
    let message = Message::Escaped { json, message };
    Entry::derived(path, docs, status, code, message)
}

/// An entry of an interpolated message. `json` is the body's up to the message, and then the
/// message's template.
#[must_use]
pub const fn template(
    path: &'static str,
    docs: &'static str,
    status: u16,
    code: u32,
    json: &'static str,
    at: u8,
) -> Entry {
    Entry::derived(path, docs, status, code, Message::Template { json, at })
}

/// The same for a template that needs no escapes, with one placeholder, for a `String`: from the
/// one byte of `json` to the other.
#[must_use]
pub const fn lone_field(
    path: &'static str,
    docs: &'static str,
    status: u16,
    code: u32,
    json: &'static str,
    at: u8,
    [start, end]: [u32; 2],
) -> Entry {
    let message = Message::LoneField {
        json,
        at,
        start,
        end,
    };
    Entry::derived(path, docs, status, code, message)
}

/// An entry whose message only `Display` knows. `json` is the body's up to it.
#[must_use]
pub const fn display(
    path: &'static str,
    docs: &'static str,
    status: u16,
    code: u32,
    json: &'static str,
) -> Entry {
    Entry::derived(path, docs, status, code, Message::Display { json })
}

/// A catalog that no other is mistaken for, even where it has the same name.
#[must_use]
pub const fn catalog(
    module: &'static str,
    name: &'static str,
    entries: &'static [Entry],
) -> Catalog {
    Catalog::new(name, entries).with_module(module)
}

/// [`ApiError::message`] of all variants but the transparent ones.
pub fn message<E: ApiError>(error: &E) -> Cow<'_, str> {
    match error.entry().fixed_message() {
        Some(message) => Cow::Borrowed(message),
        None => {
            let mut message = String::new();
            // A `Display` that fails has written what it could, and that is the message.
            let _ = error.fmt_message(&mut message);
            Cow::Owned(message)
        }
    }
}

/// [`ApiError::fmt_message`] of the variants without an interpolated message of their own.
///
/// # Errors
///
/// Those of the writer and of the error's `Display`.
pub fn fmt_message<E: ApiError>(error: &E, out: &mut dyn fmt::Write) -> fmt::Result {
    match error.entry().fixed_message() {
        Some(message) => out.write_str(message),
        None => write!(out, "{error}"),
    }
}

/// The body, freshly stamped.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize<E: ApiError, S: Serializer>(error: &E, serializer: S) -> Result<S::Ok, S::Error> {
    body::serialize(
        error.code(),
        &json::AnyFormat(error),
        Stamp::now(),
        serializer,
    )
}

/// Passes a header on, if its interpolated value is one that HTTP allows (RFC 9110, section 5.5).
pub fn header(name: &str, value: fmt::Arguments<'_>, header: &mut dyn FnMut(&str, &str)) {
    let value = match value.as_str() {
        Some(value) => Cow::Borrowed(value),
        None => {
            let mut text = String::new();
            let _ = text.write_fmt(value);
            Cow::Owned(text)
        }
    };
    let allowed = |byte: u8| matches!(byte, b'\t' | b' '..=b'~');
    if value.bytes().all(allowed) {
        header(name, value.trim_matches([' ', '\t']));
    }
}

/// [`Status::description`] of a status of 500 or above, as a literal for `concat!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __server_error_description {
    (500) => {
        "Internal Server Error, The server has encountered a situation it doesn't know how to handle."
    };
    (501) => { "Not Implemented" };
    (502) => { "Bad Gateway" };
    (503) => { "Service Unavailable" };
    (504) => { "Gateway Timeout" };
    (505) => { "HTTP Version Not Supported" };
    (506) => { "Variant Also Negotiates" };
    (507) => { "Insufficient Storage" };
    (508) => { "Loop Detected" };
    (510) => { "Not Extended" };
    (511) => { "Network Authentication Required" };
    ($other:literal) => { "Server Error" };
}
pub use __server_error_description as server_error_description;

#[cfg(feature = "aide")]
pub mod aide {
    pub use crate::aide::{Responses, responses};
    pub use aide::OperationOutput;
    pub use aide::generate::GenContext;
    pub use aide::openapi::Operation;
}

#[cfg(feature = "schemars")]
pub mod schemars {
    pub use crate::schemars::schema;
    pub use schemars::{JsonSchema, Schema, SchemaGenerator};
}

#[cfg(feature = "utoipa")]
pub mod utoipa {
    pub use crate::utoipa::{BodySchema, Responses, responses, schema};
    pub use utoipa::{IntoResponses, PartialSchema, ToSchema};
}

#[cfg(feature = "actix-web")]
pub mod actix {
    pub use crate::actix::{respond, status};
    pub use actix_web::http::StatusCode;
    pub use actix_web::{HttpResponse, ResponseError};
}

#[cfg(feature = "axum")]
pub mod axum {
    pub use crate::axum::respond;
    pub use axum_core::response::{IntoResponse, Response};
}

#[cfg(feature = "http")]
pub mod http {
    pub use crate::http::{Response, respond};
}

#[cfg(feature = "poem")]
pub mod poem {
    pub use crate::poem::error;
    pub use poem::Error;
}

#[cfg(feature = "rocket")]
pub mod rocket {
    pub use crate::rocket::respond;
    pub use rocket::Request;
    pub use rocket::response::{Responder, Result};
}

/// The documentation in a list of attributes, each in brackets.
#[doc(hidden)]
#[macro_export]
macro_rules! __docs {
    (@ $($line:expr),*;) => { ::core::concat!($($line, "\n"),*).trim_ascii() };
    (@ $($line:expr),*; [doc = $next:expr] $($rest:tt)*) => {
        $crate::private::docs!(@ $($line,)* $next; $($rest)*)
    };
    (@ $($line:expr),*; $other:tt $($rest:tt)*) => {
        $crate::private::docs!(@ $($line),*; $($rest)*)
    };
    ($([$($attr:tt)*])*) => { $crate::private::docs!(@; $([$($attr)*])*) };
}
pub use __docs as docs;

/// What a kind is beside an enum: of its methods `entry` and `of_code`.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_kind {
    ($kind:ident) => {
        #[automatically_derived]
        impl ::core::convert::TryFrom<::core::primitive::u32> for $kind {
            type Error = $crate::UnknownCode;

            fn try_from(
                code: ::core::primitive::u32,
            ) -> ::core::result::Result<Self, $crate::UnknownCode> {
                Self::__of_code(code).ok_or($crate::UnknownCode::new(code))
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for $kind {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::fmt_kind(self.entry(), f)
            }
        }

        #[automatically_derived]
        impl $crate::private::Serialize for $kind {
            fn serialize<S: $crate::private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_u32(self.entry().code())
            }
        }

        #[automatically_derived]
        impl<'de> $crate::private::Deserialize<'de> for $kind {
            fn deserialize<D: $crate::private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::private::deserialize_kind(deserializer)
            }
        }
    };
}
pub use __impl_kind as impl_kind;

/// The `Display` of a kind, as that of a status.
///
/// # Errors
///
/// Those of the formatter.
pub fn fmt_kind(entry: &Entry, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} {}", entry.code(), entry.name())
}

/// The kind of a code.
///
/// # Errors
///
/// Those of the deserializer; the kind does not have the code.
pub fn deserialize_kind<'de, K, D>(deserializer: D) -> Result<K, D::Error>
where
    K: TryFrom<u32, Error = UnknownCode>,
    D: Deserializer<'de>,
{
    K::try_from(u32::deserialize(deserializer)?).map_err(de::Error::custom)
}
