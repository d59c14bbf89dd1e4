use crate::{ApiError, Entry, Stamp, json};
use uuid::Uuid;

pub(crate) const CONTENT_TYPE: &str = "application/json";

/// What a response of this crate leaves in its extensions, so that middleware can see what happened.
///
/// Rocket's responses have none, and so `rocket::marker` finds it with the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marker {
    error_id: Uuid,
    code: u32,
    entry: &'static Entry,
    /// Of the body, once there is one.
    pub(crate) length: Option<usize>,
}

impl Marker {
    #[inline]
    pub(crate) fn new<E: ApiError + ?Sized>(
        error: &E,
        stamp: Stamp,
        length: Option<usize>,
    ) -> Self {
        Self {
            error_id: stamp.error_id(),
            code: error.code(),
            entry: error.entry(),
            length,
        }
    }

    /// The errorId that the client reads.
    #[must_use]
    pub const fn error_id(&self) -> Uuid {
        self.error_id
    }

    /// The code that the client reads.
    #[must_use]
    pub const fn code(&self) -> u32 {
        self.code
    }

    /// What the catalog knows of the error.
    #[must_use]
    pub const fn entry(&self) -> &'static Entry {
        self.entry
    }
}

/// The body of an error that becomes a response: it is logged, if at all.
#[inline]
pub(crate) fn body<E: ApiError + ?Sized>(error: &E, stamp: Stamp) -> Vec<u8> {
    #[cfg(feature = "tracing")]
    crate::tracing::log(error, stamp);
    json::to_vec(error, &stamp)
}

/// The error's own headers, without those that HTTP does not allow (RFC 9110, section 5). What the
/// body is, and how long, is not theirs to say.
pub(crate) fn headers<E: ApiError + ?Sized>(error: &E, mut header: impl FnMut(&str, &str)) {
    const OURS: [&str; 4] = [
        "content-encoding",
        "content-length",
        "content-type",
        "transfer-encoding",
    ];

    error.headers(&mut |name, value| {
        let ours = OURS.iter().any(|ours| ours.eq_ignore_ascii_case(name));
        if !ours && is_name(name) && value.bytes().all(is_of_value) {
            header(name, value);
        }
    });
}

fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(allowed)
}

fn is_of_value(byte: u8) -> bool {
    matches!(byte, b'\t' | b' '..=b'~')
}
