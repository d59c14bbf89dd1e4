//! The writer: the bytes of a body are those that `serde_json` writes.

use error_catalog::{ErrorCatalog, Occurrence, Stamp};
use serde::Serialize;
use uuid::Uuid;

/// The message is a field alone, or has one.
#[derive(Debug, thiserror::Error, ErrorCatalog)]
enum Error {
    #[error("{0}")]
    #[catalog(status = 400, code = 0)]
    Lone(String),
    #[error("{0} of \"{1}\"")]
    #[catalog(status = 400, code = 4_294_967_295)]
    Interpolated(String, String),
}

#[derive(Serialize)]
struct Fields {
    code: u32,
    message: String,
    #[serde(rename = "errorId")]
    error_id: String,
    timestamp: String,
}

fn assert_equals_serde_json(error: Error) {
    let stamp = Stamp::new(
        Uuid::from_u128(7),
        "2020-12-22T05:52:01.85Z".parse().expect("valid"),
    );
    let message = error.to_string();
    let occurrence = Occurrence::from_parts(error, stamp);
    let expected = serde_json::to_vec(&Fields {
        code: occurrence.body().code(),
        message,
        error_id: stamp.error_id().to_string(),
        timestamp: stamp.timestamp().to_string(),
    });
    assert_eq!(occurrence.to_json_bytes(), expected.expect("written"));
}

/// # Panics
///
/// If the bytes differ.
pub fn check(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let middle = text.char_indices().nth(text.chars().count() / 2);
    let (head, tail) = text.split_at(middle.map_or(0, |(at, _)| at));
    assert_equals_serde_json(Error::Interpolated(head.to_owned(), tail.to_owned()));
    assert_equals_serde_json(Error::Lone(text));
}
