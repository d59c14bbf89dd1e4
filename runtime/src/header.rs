//! Which headers an error may have, and how those of the derive are written.

#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
use crate::ApiError;
use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::time::Duration;

#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
pub(crate) const JSON: &str = "application/json";
#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
pub(crate) const NO_STORE: &str = "no-store";

/// Those of the body, which no error sets.
#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
const OF_THE_BODY: [&str; 4] = [
    "content-encoding",
    "content-length",
    "content-type",
    "transfer-encoding",
];

/// Calls `header` with each of an error's headers that HTTP allows.
#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
pub(crate) fn each<E: ApiError + ?Sized>(error: &E, mut header: impl FnMut(&str, &str)) {
    error.headers(&mut |name, value| {
        let of_the_body = OF_THE_BODY.iter().any(|own| own.eq_ignore_ascii_case(name));
        if !of_the_body && is_name(name) && is_value(value) {
            header(name, value);
        }
    });
}

/// Passes a header of the derive's on, if its interpolated value is one that HTTP allows.
pub fn interpolated(name: &str, value: fmt::Arguments<'_>, header: &mut dyn FnMut(&str, &str)) {
    let value = match value.as_str() {
        Some(value) => Cow::Borrowed(value),
        None => {
            let mut text = String::new();
            let _ = text.write_fmt(value);
            Cow::Owned(text)
        }
    };
    if is_value(&value) {
        header(name, value.trim_matches([' ', '\t']));
    }
}

/// A duration as headers have it: in seconds, rounded up, so that nobody comes back too early.
#[must_use]
pub fn seconds(duration: &Duration) -> u64 {
    let is_fraction = duration.subsec_nanos() > 0;
    duration.as_secs().saturating_add(u64::from(is_fraction))
}

/// RFC 9110, section 5.1: a token.
#[cfg(any(feature = "actix-web", feature = "http", feature = "rocket"))]
fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(allowed)
}

/// RFC 9110, section 5.5, without the bytes above ASCII that it calls obsolete.
pub(crate) fn is_value(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| matches!(byte, b'\t' | b' '..=b'~'))
}
