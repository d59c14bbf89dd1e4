use crate::__server_error_phrase as server_error_phrase;
use std::fmt;
use std::num::NonZeroU16;

/// An HTTP status from 400 to 599: a response that failed.
///
/// ```
/// use error_catalog::Status;
///
/// let status = Status::new(404).unwrap();
/// assert_eq!(status, 404);
/// assert_eq!(status.to_string(), "404 Not Found");
/// assert_eq!(Status::new(200), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status(NonZeroU16);

impl Status {
    pub(crate) const FIRST: Self = Self::new(400).unwrap();
    pub(crate) const LAST: Self = Self::new(599).unwrap();
    /// Of a panic.
    #[cfg(any(
        feature = "actix-web",
        feature = "metrics",
        feature = "poem",
        feature = "rocket",
        feature = "tower"
    ))]
    pub(crate) const INTERNAL_SERVER_ERROR: Self = Self::new(500).unwrap();

    /// Creates the status of this number; `None` if it is not from 400 to 599.
    #[must_use]
    pub const fn new(number: u16) -> Option<Self> {
        match NonZeroU16::new(number) {
            Some(status) if number >= 400 && number <= 599 => Some(Self(status)),
            _ => None,
        }
    }

    /// Returns the number, from 400 to 599.
    #[must_use]
    pub const fn as_u16(self) -> u16 {
        self.0.get()
    }

    /// Returns whether the server failed, not the client: 500 or above.
    #[must_use]
    pub const fn is_server_error(self) -> bool {
        self.as_u16() >= 500
    }

    /// Returns the phrase of the status line: IANA's (RFC 9110, section 16.2.1), or the name of the
    /// status's class where none is registered.
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self.as_u16() {
            400 => "Bad Request",
            401 => "Unauthorized",
            402 => "Payment Required",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            406 => "Not Acceptable",
            407 => "Proxy Authentication Required",
            408 => "Request Timeout",
            409 => "Conflict",
            410 => "Gone",
            411 => "Length Required",
            412 => "Precondition Failed",
            413 => "Content Too Large",
            414 => "URI Too Long",
            415 => "Unsupported Media Type",
            416 => "Range Not Satisfiable",
            417 => "Expectation Failed",
            418 => "I'm a teapot",
            421 => "Misdirected Request",
            422 => "Unprocessable Content",
            423 => "Locked",
            424 => "Failed Dependency",
            425 => "Too Early",
            426 => "Upgrade Required",
            428 => "Precondition Required",
            429 => "Too Many Requests",
            431 => "Request Header Fields Too Large",
            451 => "Unavailable For Legal Reasons",
            500 => server_error_phrase!(500),
            501 => server_error_phrase!(501),
            502 => server_error_phrase!(502),
            503 => server_error_phrase!(503),
            504 => server_error_phrase!(504),
            505 => server_error_phrase!(505),
            506 => server_error_phrase!(506),
            507 => server_error_phrase!(507),
            508 => server_error_phrase!(508),
            510 => server_error_phrase!(510),
            511 => server_error_phrase!(511),
            ..500 => "Client Error",
            _ => server_error_phrase!(599),
        }
    }
}

impl TryFrom<u16> for Status {
    type Error = StatusError;

    fn try_from(number: u16) -> Result<Self, StatusError> {
        Self::new(number).ok_or(StatusError { number })
    }
}

/// The error for a number that is not a [`Status`]: it is below 400 or above 599.
///
/// ```
/// use error_catalog::Status;
///
/// let error = Status::try_from(200).unwrap_err();
/// assert_eq!(error.to_string(), "status 200 is not an error: write one from 400 to 599");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusError {
    number: u16,
}

impl fmt::Display for StatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.number;
        write!(
            f,
            "status {number} is not an error: write one from 400 to 599"
        )
    }
}

impl std::error::Error for StatusError {}

impl PartialEq<u16> for Status {
    fn eq(&self, other: &u16) -> bool {
        self.as_u16() == *other
    }
}

impl PartialEq<Status> for u16 {
    fn eq(&self, other: &Status) -> bool {
        *self == other.as_u16()
    }
}

impl From<Status> for u16 {
    fn from(status: Status) -> Self {
        status.as_u16()
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Status({})", self.0)
    }
}

/// As in a status line: `404 Not Found`.
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, self.phrase())
    }
}

/// [`Status::phrase`] of a status of 500 or above, as a literal for `concat!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __server_error_phrase {
    (500) => {
        "Internal Server Error"
    };
    (501) => {
        "Not Implemented"
    };
    (502) => {
        "Bad Gateway"
    };
    (503) => {
        "Service Unavailable"
    };
    (504) => {
        "Gateway Timeout"
    };
    (505) => {
        "HTTP Version Not Supported"
    };
    (506) => {
        "Variant Also Negotiates"
    };
    (507) => {
        "Insufficient Storage"
    };
    (508) => {
        "Loop Detected"
    };
    (510) => {
        "Not Extended"
    };
    (511) => {
        "Network Authentication Required"
    };
    ($other:literal) => {
        "Server Error"
    };
}
