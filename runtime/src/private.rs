//! What expansions of the derive name. Nothing here is for people.

use crate::catalog::Json;
use crate::{ApiError, Entry, Stamp, Status, body, json};
use std::fmt::{self, Write as _};

pub use crate::__impl_responses as impl_responses;
pub use serde::{Serialize, Serializer};
pub use std::borrow::Cow;

/// An entry whose message interpolates nothing. `text` is the path, the documentation and the
/// body's JSON with the message; the numbers are where the latter three start.
#[must_use]
pub const fn fixed(
    text: &'static str,
    docs: usize,
    json: usize,
    message: usize,
    status: u16,
    code: u32,
) -> Entry {
    let (entry, json) = entry(text, docs, json, status, code);
    entry.with_json(Some(text.split_at(message).1), Json::UpToTail(json))
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
    entry.with_json(Some(message), Json::UpToTail(json))
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

/// The same for a message that interpolates one field, a `String`, and needs no escapes of its
/// own. In the template, the field's placeholder is from the one byte to the other.
#[must_use]
// The opening has at most 31 bytes, and no literal has 4 GiB.
#[allow(clippy::cast_possible_truncation)]
pub const fn lone_field(
    text: &'static str,
    docs: usize,
    json: usize,
    message: usize,
    placeholder: [usize; 2],
    status: u16,
    code: u32,
) -> Entry {
    let [start, end] = placeholder;
    let template = text.split_at(message).1;
    let head = text.split_at(message + start).0;
    let (entry, head) = entry(head, docs, json, status, code);
    let json = Json::UpToField {
        head,
        message: (message - json) as u8,
        suffix: end as u32,
    };
    entry.with_json(Some(template), json)
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
