//! How `UniformErrors` changes the head of a response, where it is made of http 1's types.

use super::{OF_THE_BODY, Replacement};
use crate::web::http;
use crate::{ApiError, ErrorInfo, Stamp};
use ::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
use ::http::{Extensions, StatusCode};

/// Whether an error of a catalog has made the response of these extensions.
pub(crate) fn is_ours(extensions: &Extensions) -> bool {
    extensions.get::<ErrorInfo>().is_some()
}

/// What becomes of a response of these headers.
pub(crate) fn unless_stream(answer: Replacement, headers: &HeaderMap) -> Replacement {
    answer.unless_stream(headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes))
}

/// Makes a response's headers those of the error, but for those that stay, and its extensions, among
/// which may be the old one's reason phrase. Answers its status and body.
pub(crate) fn replace(
    error: &dyn ApiError,
    headers: &mut HeaderMap,
    extensions: &mut Extensions,
) -> (StatusCode, Vec<u8>) {
    for name in OF_THE_BODY {
        headers.remove(name);
    }
    let (parts, body) = http::response(error, Stamp::now()).into_parts();
    headers.extend(parts.headers);
    *extensions = parts.extensions;
    (parts.status, body)
}

/// What HEAD reads of a body that it does not get: how long it is. `false` where that is not known,
/// so that the body must go to the server, which counts it and sends nothing.
pub(crate) fn describe_body(headers: &mut HeaderMap, extensions: &Extensions) -> bool {
    if headers.contains_key(CONTENT_LENGTH) || headers.contains_key(CONTENT_ENCODING) {
        return true;
    }
    let length = extensions
        .get()
        .and_then(|marker: &ErrorInfo| marker.length);
    length.is_some_and(|length| {
        headers.insert(CONTENT_LENGTH, length.into());
        true
    })
}
