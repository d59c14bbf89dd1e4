//! What expansions of the derive name. Nothing here is for people.

use crate::catalog::Json;
use crate::{ApiError, Entry, Stamp, Status, body, json};
use std::fmt::{self, Write as _};

pub use crate::__impl_responses as impl_responses;
pub use serde::{Serialize, Serializer};
pub use std::borrow::Cow;

/// An entry whose message interpolates nothing. `text` is the path, the documentation and the
/// body's JSON up to the errorId; the numbers are where the latter two and the message in it start.
#[must_use]
pub const fn fixed(
    text: &'static str,
    docs: usize,
    json: usize,
    message: usize,
    status: u16,
    code: u32,
) -> Entry {
    const AFTER_MESSAGE: usize = json::AFTER_MESSAGE.len();

    let (entry, json) = entry(text, docs, json, status, code);
    let message = text.split_at(message).1;
    let message = message.split_at(message.len() - AFTER_MESSAGE).0;
    entry.with_json(Some(message), Json::UpToErrorId(json))
}

/// The same for a message that JSON writes differently.
#[must_use]
pub const fn escaped(
    text: &'static str,
    docs: usize,
    json: usize,
    message: &'static str,
    status: u16,
    code: u32,
) -> Entry {
    let (entry, json) = entry(text, docs, json, status, code);
    entry.with_json(Some(message), Json::UpToErrorId(json))
}

/// An entry whose message interpolates. `text` is the path, the documentation, the body's JSON up
/// to the message, and the message's template.
#[must_use]
pub const fn template(
    text: &'static str,
    docs: usize,
    json: usize,
    message: usize,
    status: u16,
    code: u32,
) -> Entry {
    let (text, message) = text.split_at(message);
    let (entry, json) = entry(text, docs, json, status, code);
    entry.with_json(Some(message), Json::UpToMessage(json))
}

/// An entry whose message only `Display` knows.
#[must_use]
pub const fn display(
    text: &'static str,
    docs: usize,
    json: usize,
    status: u16,
    code: u32,
) -> Entry {
    let (entry, json) = entry(text, docs, json, status, code);
    entry.with_json(None, Json::UpToMessage(json))
}

/// One text for all, as every literal costs the compiler time.
const fn entry(
    text: &'static str,
    docs: usize,
    json: usize,
    status: u16,
    code: u32,
) -> (Entry, &'static str) {
    let (text, json) = text.split_at(json);
    let (path, docs) = text.split_at(docs);
    match Status::new(status) {
        Some(status) => (Entry::new(path, status, code).with_docs(docs), json),
        None => panic!("a status is from 400 to 599"),
    }
}

/// [`ApiError::message`] of all variants but the transparent ones.
pub fn message<E: ApiError>(error: &E) -> Cow<'_, str> {
    match error.entry().fixed_message() {
        Some(message) => Cow::Borrowed(message),
        None => {
            let mut message = String::new();
            // A `Display` that fails has written what it could, and that is the message.
            let _ = write!(message, "{}", json::Message(error));
            Cow::Owned(message)
        }
    }
}

/// [`ApiError::fmt_message`] of the variants without an interpolated message of their own.
///
/// # Errors
///
/// Those of the formatter and of the error's `Display`.
pub fn fmt_message<E: ApiError>(error: &E, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match error.entry().fixed_message() {
        Some(message) => f.write_str(message),
        None => fmt::Display::fmt(error, f),
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
        &json::Message(error),
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
