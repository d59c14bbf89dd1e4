use crate::wire::json;
use crate::{ApiError, Entry, Stamp};
use uuid::Uuid;

pub(crate) const CONTENT_TYPE: &str = "application/json";

/// What a response of this crate leaves in its extensions, so that middleware can see what happened.
///
/// Rocket's responses have none, and so `rocket::error_info` finds it with the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorInfo {
    error_id: Uuid,
    code: u32,
    entry: &'static Entry,
    /// Of the body, once there is one.
    pub(crate) length: Option<usize>,
}

impl ErrorInfo {
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
    crate::log::log(error, stamp, &crate::log::Context::default());
    json::to_vec(error, &stamp)
}
