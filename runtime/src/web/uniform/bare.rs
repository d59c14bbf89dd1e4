use super::Rules;
use crate::web::panic::Panic;
use crate::{ApiError, Entry, ErrorInfo, Status};
use std::borrow::Cow;
use std::error::Error;
use std::fmt;

/// A status without an entry, or a panic, as an error.
#[derive(Debug)]
pub(super) struct Bare {
    status: Status,
    code: u32,
    message: &'static str,
    panic: Option<Panic>,
}

impl Bare {
    /// The error of a response with this status, unless it is below 400. A status that HTTP does not
    /// know is 500 to its clients (RFC 9110, section 15).
    pub(super) fn of(rules: &Rules, status: u16) -> Option<Self> {
        let status = match status {
            600.. => Some(Status::INTERNAL_SERVER_ERROR),
            _ => Status::new(status),
        };
        status.map(|status| Self::new(rules, status))
    }

    pub(super) fn panic(rules: &Rules, panic: Panic) -> Self {
        Self {
            panic: Some(panic),
            ..Self::new(rules, Status::INTERNAL_SERVER_ERROR)
        }
    }

    fn new(rules: &Rules, status: Status) -> Self {
        let message = rules.messages.and_then(|messages| messages(status));
        let catalog = rules.catalog;
        Self {
            status,
            code: catalog.map_or(status.as_u16().into(), |catalog| catalog.bare_code(status)),
            message: message.unwrap_or(status.phrase()),
            panic: None,
        }
    }
}

/// By status.
static ENTRIES: [Entry; 200] = {
    let mut entries = [Entry::new("", Status::FIRST, 0); 200];
    let mut number = Status::FIRST.as_u16();
    while let Some(status) = Status::new(number) {
        entries[(number - Status::FIRST.as_u16()) as usize] =
            Entry::new(status.phrase(), status, number as u32).with_message(status.phrase());
        number += 1;
    }
    entries
};

/// Whether the entry is that of a bare status, and no catalog's.
pub(crate) fn is_bare(entry: &'static Entry) -> bool {
    ENTRIES.as_ptr_range().contains(&std::ptr::from_ref(entry))
}

impl ApiError for Bare {
    fn entry(&self) -> &'static Entry {
        &ENTRIES[usize::from(self.status.as_u16() - Status::FIRST.as_u16())]
    }

    fn message(&self) -> Cow<'_, str> {
        self.message.into()
    }

    fn code(&self) -> u32 {
        self.code
    }
}

/// For the log.
impl fmt::Display for Bare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.panic {
            Some(Panic(text)) => write!(f, "panicked: {text}"),
            None => f.write_str(self.status.phrase()),
        }
    }
}

impl Error for Bare {}

/// An error that is gone, except for its info.
#[derive(Debug)]
pub(super) struct Rebuilt<'a>(pub(super) &'a ErrorInfo);

impl ApiError for Rebuilt<'_> {
    fn entry(&self) -> &'static Entry {
        self.0.entry()
    }

    fn message(&self) -> Cow<'_, str> {
        self.0.message().into()
    }

    fn status(&self) -> Status {
        self.0.status()
    }

    fn code(&self) -> u32 {
        self.0.code()
    }

    #[cfg(feature = "details")]
    fn details(&self) -> Option<crate::Details<'_>> {
        self.0.json_of_details().map(crate::Details::of_json)
    }
}

impl fmt::Display for Rebuilt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl Error for Rebuilt<'_> {}
