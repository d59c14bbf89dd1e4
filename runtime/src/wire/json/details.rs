//! The fifth property, for errors that have [`Details`].

use super::{Escaped, Length, TAIL, opening, write_standard};
use crate::{ApiError, Details, Stamp};
use serde_json::Value;
use std::io;

const NAME: &[u8] = br#","details":"#;

/// A body in a `Vec` of its exact size: message and details are measured first. Details that can't be
/// serialized are left out.
pub(super) fn to_vec<E: ApiError + ?Sized>(error: &E, details: Details, stamp: &Stamp) -> Vec<u8> {
    let mut length = Length(0);
    let _ = error.fmt_message(&mut Escaped(&mut length));
    let opening = opening(error.entry(), error.code(), &mut Default::default()).len();
    let length = opening + length.0 + TAIL.len();
    let mut length_of_details = Length(NAME.len());
    if let Err(failure) = details.write(&mut length_of_details) {
        log(error, &failure);
        return super::standard_to_vec(error, stamp);
    }
    let mut body = Vec::with_capacity(length + length_of_details.0);
    write_standard(error, stamp, &mut body);
    push(error, details, &mut body);
    body
}

/// Puts the details into a body that has none.
pub(super) fn push<E: ApiError + ?Sized>(error: &E, details: Details, body: &mut Vec<u8>) {
    let end = body.len() - 1;
    body.truncate(end);
    body.extend_from_slice(NAME);
    if let Err(failure) = details.write(body) {
        body.truncate(end);
        log(error, &failure);
    }
    body.push(b'}');
}

/// The details, where they can be serialized.
pub(crate) fn value<E: ApiError + ?Sized>(error: &E) -> Option<Value> {
    match error.details()?.to_value() {
        Ok(value) => Some(value),
        Err(failure) => {
            log(error, &failure);
            None
        }
    }
}

/// Splits the body of an error with details into the four fields and the details, if they could be
/// serialized.
#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
pub(crate) fn split(body: &[u8]) -> (&[u8], Option<&str>) {
    let message = super::message_at(body);
    let mut end = message;
    while let Some(byte) = body.get(end).filter(|byte| **byte != b'"') {
        end += if *byte == b'\\' { 2 } else { 1 };
    }
    let (standard, rest) = body
        .split_at_checked(end + TAIL.len())
        .unwrap_or((body, b""));
    // The comma stands where the brace would.
    let details = rest.strip_prefix(&NAME[1..]);
    let details = details.and_then(|rest| rest.strip_suffix(b"}"));
    (standard, details.and_then(|json| str::from_utf8(json).ok()))
}

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The client reads the rest of the body all the same.
fn log<E: ApiError + ?Sized>(error: &E, failure: &serde_json::Error) {
    #[cfg(feature = "tracing")]
    crate::log::log_lost_details(error.entry(), failure);
    #[cfg(not(feature = "tracing"))]
    let _ = (error, failure);
}
