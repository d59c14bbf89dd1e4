use crate::Status;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};
use std::fmt;

macro_rules! reason_codes {
    ($($name:ident = $code:literal, $description:expr;)*) => {
        /// One of twelve three-digit codes that describe the outcome of a request.
        ///
        /// Delivery reports use them. They have the numbers of HTTP statuses. `serde` reads and writes the
        /// integer.
        ///
        /// ```
        /// use error_catalog::ReasonCode;
        ///
        /// let reason = ReasonCode::try_from(404)?;
        /// assert_eq!(reason, ReasonCode::NotFound);
        /// assert_eq!(reason.description(), "Not Found, The server can not find the requested resource.");
        /// # Ok::<(), error_catalog::UnknownReasonCode>(())
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[repr(u16)]
        pub enum ReasonCode {
            $(
                #[doc = $description]
                $name = $code,
            )*
        }

        impl ReasonCode {
            /// All reason codes, sorted.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            pub(crate) const fn new(code: u16) -> Option<Self> {
                match code {
                    $($code => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// Returns what the code means, for people.
            #[must_use]
            pub const fn description(self) -> &'static str {
                match self {
                    $(Self::$name => $description,)*
                }
            }
        }
    };
}

reason_codes! {
    Ok = 200, "OK, The request has succeeded.";
    Created = 201, "Created, The request has succeeded and a new resource has been created as a result.";
    Accepted = 202, "Accepted, The request has been received but not yet acted upon.";
    NoContent = 204, "No Content, The request has succeeded, but there is no content to send as a response.";
    BadRequest = 400, "Bad Request, Request has invalid syntax.";
    Unauthorized = 401, "Unauthorized, The client must provide the correct API key in the Authorization header.";
    Forbidden = 403, "Forbidden, The client is authenticated but does not have permissions to the content";
    NotFound = 404, "Not Found, The server can not find the requested resource.";
    Gone = 410, "Gone, The requested content has been permanently deleted from the server, with no forwarding address. This usually applied to the API version that's not supported anymore.";
    UnprocessableEntity = 422, "422 Unprocessable Entity, The request was well-formed but was unable to be followed due to semantic errors.";
    TooManyRequests = 429, "Too Many Requests, The user has sent too many requests in a given amount of time (\"rate limiting\").";
    InternalServerError = 500, "Internal Server Error, The server has encountered a situation it doesn't know how to handle.";
}

impl ReasonCode {
    /// Returns the description of the reason code that has a status's number. An API whose bare statuses
    /// read like this passes it on: `UniformErrors::new().messages(ReasonCode::message_for)`.
    ///
    /// ```
    /// use error_catalog::{ReasonCode, Status};
    ///
    /// let not_found = Status::new(404).unwrap();
    /// assert_eq!(ReasonCode::message_for(not_found), Some(ReasonCode::NotFound.description()));
    /// let conflict = Status::new(409).unwrap();
    /// assert_eq!(ReasonCode::message_for(conflict), None);
    /// ```
    #[must_use]
    pub fn message_for(status: Status) -> Option<&'static str> {
        Self::new(status.as_u16()).map(Self::description)
    }

    /// Returns the three digits.
    #[must_use]
    pub const fn code(self) -> u16 {
        self as u16
    }
}

/// The [description](ReasonCode::description).
impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.description())
    }
}

impl From<ReasonCode> for u16 {
    fn from(reason: ReasonCode) -> Self {
        reason.code()
    }
}

impl TryFrom<u16> for ReasonCode {
    type Error = UnknownReasonCode;

    fn try_from(code: u16) -> Result<Self, UnknownReasonCode> {
        Self::new(code).ok_or(UnknownReasonCode(code))
    }
}

impl Serialize for ReasonCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.code())
    }
}

impl<'de> Deserialize<'de> for ReasonCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u16::deserialize(deserializer)?
            .try_into()
            .map_err(D::Error::custom)
    }
}

/// The error for a number that is not one of the twelve [reason codes](ReasonCode).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownReasonCode(u16);

impl fmt::Display for UnknownReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not a reason code: expected one of", self.0)?;
        for (index, reason) in ReasonCode::ALL.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma} {}", reason.code())?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownReasonCode {}
