//! What services write by hand: thiserror, serde, uuid and chrono.

use axum_core::response::{IntoResponse as _, Response};
use chrono::{SecondsFormat, Utc};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use uuid::Uuid;

/// As a service's author writes it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A message that is known when compiling.
    #[error("Object wasn't found or is already expired")]
    NotFound,

    /// One field in the message.
    #[error("Invalid MSISDN {msisdn}")]
    InvalidMsisdn {
        /// What the client sent.
        msisdn: String,
    },
}

impl Error {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::InvalidMsisdn { .. } => 400,
        }
    }

    /// The code in the body.
    #[must_use]
    pub fn code(&self) -> u32 {
        match self {
            Self::NotFound => 1300,
            Self::InvalidMsisdn { .. } => 1002,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    code: u32,
    message: String,
    error_id: Uuid,
    timestamp: String,
}

/// The body of an error that happens now.
///
/// # Panics
///
/// Never: no field of the body can fail to serialize.
#[inline]
#[must_use]
pub fn body(error: &Error) -> Vec<u8> {
    let time = Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true);
    let hundredths = "yyyy-MM-ddTHH:mm:ss.ff".len();
    serde_json::to_vec(&Body {
        code: error.code(),
        message: error.to_string(),
        error_id: Uuid::new_v4(),
        timestamp: format!("{}Z", &time[..hundredths]),
    })
    .expect("no field can fail to serialize")
}

/// The response of an error that happens now.
#[must_use]
pub fn response(error: &Error) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(CONTENT_TYPE, "application/json")], body(error)).into_response()
}
