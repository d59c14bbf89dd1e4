#[cfg(any(feature = "poem", feature = "tower"))]
pub(super) mod http1;
pub(crate) mod panic;

use crate::{ApiError, Entry, Status};
use std::borrow::Cow;
use std::error::Error;
use std::fmt;

/// What becomes of a response of 400 or above that no error of a catalog has made: what the closure
/// of `UniformErrors::replace_with` answers.
#[derive(Debug)]
#[non_exhaustive]
pub enum Replacement {
    /// The standard body: the status as code, its description as message. Event streams and gRPC
    /// stay as they are.
    Standard,
    /// The response as it is.
    Keep,
    /// This error: its status, its body and its headers.
    Error(Box<dyn ApiError>),
}

impl Replacement {
    /// What becomes of a response of this content type. Who reads an event stream or gRPC expects
    /// nothing else in its place.
    pub(crate) fn unless_stream(self, content_type: Option<&[u8]>) -> Self {
        const STREAMS: [&[u8]; 2] = [b"application/grpc", b"text/event-stream"];

        let is = |stream: &[u8]| {
            let start = content_type.and_then(|value| value.get(..stream.len()));
            start.is_some_and(|start| start.eq_ignore_ascii_case(stream))
        };
        match self {
            Self::Standard if STREAMS.into_iter().any(is) => Self::Keep,
            answer => answer,
        }
    }
}

/// The headers that say something of the body alone (RFC 9110, section 8), and so leave with it.
pub(crate) const OF_THE_BODY: [&str; 15] = [
    "accept-ranges",
    "content-digest",
    "content-disposition",
    "content-encoding",
    "content-language",
    "content-length",
    "content-location",
    "content-md5",
    "content-type",
    "digest",
    "etag",
    "last-modified",
    "repr-digest",
    "trailer",
    "transfer-encoding",
];

/// A status that no catalog has an entry for.
#[derive(Debug)]
pub(crate) struct Unnamed {
    status: Status,
    panic: Option<String>,
}

impl Unnamed {
    /// What a response of this status is, unless it is below 400. One that HTTP does not know is to
    /// its clients what 500 is (RFC 9110, section 15).
    pub(crate) fn of(status: u16) -> Option<Self> {
        let status = match status {
            600.. => Some(INTERNAL_SERVER_ERROR),
            _ => Status::new(status),
        };
        status.map(|status| Self {
            status,
            panic: None,
        })
    }

    /// Whether there is no other response.
    #[cfg(any(feature = "actix-web", feature = "poem", feature = "tower"))]
    pub(crate) fn is_panic(&self) -> bool {
        self.panic.is_some()
    }

    #[cfg(any(feature = "actix-web", feature = "poem", feature = "tower"))]
    pub(crate) fn panic(panic: panic::Panic) -> Self {
        Self {
            status: INTERNAL_SERVER_ERROR,
            panic: Some(panic.0),
        }
    }
}

const INTERNAL_SERVER_ERROR: Status = Status::new(500).unwrap();

const FIRST: u16 = 400;

/// By status.
static ENTRIES: [Entry; 200] = {
    let mut entries = [Entry::new("", Status::new(FIRST).unwrap(), 0); 200];
    let mut number = FIRST;
    while let Some(status) = Status::new(number) {
        entries[(number - FIRST) as usize] =
            Entry::new(status.phrase(), status, number as u32).with_message(status.description());
        number += 1;
    }
    entries
};

impl ApiError for Unnamed {
    fn entry(&self) -> &'static Entry {
        &ENTRIES[usize::from(self.status.as_u16() - FIRST)]
    }

    fn message(&self) -> Cow<'_, str> {
        self.status.description().into()
    }
}

/// For the log.
impl fmt::Display for Unnamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.panic {
            Some(message) => write!(f, "panicked: {message}"),
            None => f.write_str(self.status.phrase()),
        }
    }
}

impl Error for Unnamed {}
