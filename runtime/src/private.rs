//! What expansions of the derive name. Nothing here is for people.

use crate::{ApiError, Catalog, Entry, Stamp, Status, body, json};
use std::fmt::{self, Write as _};

pub use serde::{Serialize, Serializer};
pub use std::borrow::Cow;

/// An entry of a status that the derive has checked.
#[must_use]
pub const fn entry(path: &'static str, status: u16, code: u32) -> Entry {
    match Status::new(status) {
        Some(status) => Entry::new(path, status, code),
        None => panic!("a status is from 400 to 599"),
    }
}

/// An entry whose message interpolates nothing: the message, and the JSON up to the errorId.
#[must_use]
pub const fn fixed(entry: Entry, message: &'static str, head: &'static str) -> Entry {
    entry.with_fixed(message, head)
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
    match error.entry().fixed() {
        Some((message, _)) => Cow::Borrowed(message),
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
    match error.entry().fixed() {
        Some((message, _)) => f.write_str(message),
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
