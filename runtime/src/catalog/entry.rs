use crate::__private::DetailsSchema;
use crate::Status;

/// One variant of an error enum, as known at compile time.
///
/// ```
/// use error_catalog::{Entry, Status};
///
/// const NOT_FOUND: Entry = Entry::new("OrderError::NotFound", Status::new(404).unwrap(), 1300)
///     .with_message("no order {id}")
///     .with_example("no order 7")
///     .with_docs("No order has this number.");
///
/// assert_eq!(NOT_FOUND.name(), "NotFound");
/// assert_eq!(NOT_FOUND.message(), Some("no order {id}"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    path: &'static str,
    status: Status,
    pub(crate) code: u32,
    shared: bool,
    /// The number of the gRPC code; 0 where the status has it.
    grpc: u8,
    severity: Option<Severity>,
    message: Message,
    docs: &'static str,
    deprecated: Option<&'static str>,
    headers: &'static [(&'static str, &'static str)],
    example: Option<&'static str>,
    /// Of an entry with details.
    #[cfg(feature = "details")]
    details: Option<DetailsSchema>,
}

impl Entry {
    /// Creates an entry by hand. `path` is the enum and the variant, `MessagingError::NotFound`, or the
    /// name of a struct.
    #[must_use]
    pub const fn new(path: &'static str, status: Status, code: u32) -> Self {
        Self {
            path,
            status,
            code,
            shared: false,
            grpc: 0,
            severity: None,
            message: Message::ByHand(None),
            docs: "",
            deprecated: None,
            headers: &[],
            example: None,
            #[cfg(feature = "details")]
            details: None,
        }
    }

    /// Sets the message, or its template.
    #[must_use]
    pub const fn with_message(mut self, message: &'static str) -> Self {
        self.message = Message::ByHand(Some(message));
        self
    }

    /// Sets the documentation, in Markdown.
    #[must_use]
    pub const fn with_docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }

    /// Marks the entry as deprecated. The note says what to expect instead, and may be empty.
    #[must_use]
    pub const fn with_deprecation(mut self, note: &'static str) -> Self {
        self.deprecated = Some(note);
        self
    }

    /// Sets the response headers: the name and the value, or its template, of each.
    #[must_use]
    pub const fn with_headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Sets an example of the message, for documents, where the template alone says too little.
    #[must_use]
    pub const fn with_example(mut self, example: &'static str) -> Self {
        self.example = Some(example);
        self
    }

    /// Marks the code as one that other entries knowingly use too.
    #[must_use]
    pub const fn as_shared(mut self) -> Self {
        self.shared = true;
        self
    }

    /// Sets the number of the [gRPC code](https://grpc.io/docs/guides/status-codes/), where that of
    /// the status is not right.
    ///
    /// # Panics
    ///
    /// Panics if it is not from 1 to 16. In a constant, that is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn with_grpc(mut self, code: u8) -> Self {
        assert!(
            1 <= code && code <= 16,
            "a gRPC code of an error is from 1 to 16"
        );
        self.grpc = code;
        self
    }

    /// Sets how urgent the alert of its errors is.
    #[must_use]
    pub const fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Says that the errors have [`Details`](crate::Details).
    #[cfg(feature = "details")]
    #[cfg_attr(docsrs, doc(cfg(feature = "details")))]
    #[must_use]
    pub const fn with_details(self) -> Self {
        self.with_schema_of_details(DetailsSchema::NONE)
    }

    /// Says that the errors have [`Details`](crate::Details) of this JSON Schema (2020-12), which refers
    /// to no other schema. A text that is not JSON is no schema.
    #[cfg(feature = "details")]
    #[cfg_attr(docsrs, doc(cfg(feature = "details")))]
    #[must_use]
    pub const fn with_details_schema(self, schema: &'static str) -> Self {
        self.with_schema_of_details(DetailsSchema::text(schema))
    }

    /// For the derive, which does not know whether the feature is on.
    #[doc(hidden)]
    #[must_use]
    #[cfg_attr(
        not(feature = "details"),
        allow(unused_mut, unused_variables, clippy::needless_update)
    )]
    pub const fn with_schema_of_details(mut self, schema: DetailsSchema) -> Self {
        #[cfg(feature = "details")]
        {
            self.details = Some(schema);
        }
        self
    }

    /// Returns the variant's name: `NotFound`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.path.rsplit("::").next().unwrap_or(self.path)
    }

    /// Returns the enum's name and the variant's, `MessagingError::NotFound`, or a struct's name.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Returns the HTTP status of the response.
    #[must_use]
    pub const fn status(&self) -> Status {
        self.status
    }

    /// Returns the integer that names the entry to clients.
    #[must_use]
    pub const fn code(&self) -> u32 {
        self.code
    }

    /// Returns the number of the [gRPC code](https://grpc.io/docs/guides/status-codes/): the entry's
    /// own, or that of its status, as Google's APIs map them (`google/rpc/code.proto`).
    #[must_use]
    pub const fn grpc(&self) -> u8 {
        match (self.grpc, self.status.as_u16()) {
            (code @ 1.., _) => code,
            (_, 400) => 3,    // INVALID_ARGUMENT
            (_, 401) => 16,   // UNAUTHENTICATED
            (_, 403) => 7,    // PERMISSION_DENIED
            (_, 404) => 5,    // NOT_FOUND
            (_, 409) => 10,   // ABORTED
            (_, 416) => 11,   // OUT_OF_RANGE
            (_, 429) => 8,    // RESOURCE_EXHAUSTED
            (_, 499) => 1,    // CANCELLED
            (_, ..=499) => 9, // FAILED_PRECONDITION
            (_, 501) => 12,   // UNIMPLEMENTED
            (_, 503) => 14,   // UNAVAILABLE
            (_, 504) => 4,    // DEADLINE_EXCEEDED
            (_, _) => 13,     // INTERNAL
        }
    }

    /// Returns how urgent the alert of its errors is: by default, that of a 5xx is a page, and that of
    /// any other a ticket.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self.severity {
            Some(severity) => severity,
            None if self.status.is_server_error() => Severity::Page,
            None => Severity::Ticket,
        }
    }

    /// Returns whether other entries knowingly use the same code.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        self.shared
    }

    /// Returns the message that the client reads, or its template (`Invalid MSISDN {msisdn}`). `None`
    /// if only a hand-written `Display` knows it.
    #[must_use]
    pub const fn message(&self) -> Option<&'static str> {
        match self.message {
            Message::ByHand(message) => message,
            Message::Display { .. } => None,
            Message::Fixed { json, at }
            | Message::Template { json, at }
            | Message::Format { json, at }
            | Message::LoneField { json, at, .. } => Some(json.split_at(at as usize).1),
            Message::Escaped { message, .. } => Some(*message),
        }
    }

    /// Returns the doc comment, in Markdown. It is empty if there is none.
    #[must_use]
    pub const fn docs(&self) -> &'static str {
        self.docs
    }

    /// Returns the note of `#[deprecated]`, which may be empty; `None` if the entry is not deprecated.
    #[must_use]
    pub const fn deprecation(&self) -> Option<&'static str> {
        self.deprecated
    }

    /// Returns the response headers: the name of each in lower case, and its value or the value's
    /// template (`{seconds}`).
    #[must_use]
    pub const fn headers(&self) -> &'static [(&'static str, &'static str)] {
        self.headers
    }

    /// Returns an example of the message, if the entry has one.
    #[must_use]
    pub const fn example(&self) -> Option<&'static str> {
        self.example
    }

    /// Returns whether the errors have [`Details`](crate::Details).
    #[cfg(feature = "details")]
    #[cfg_attr(docsrs, doc(cfg(feature = "details")))]
    #[must_use]
    pub const fn has_details(&self) -> bool {
        self.details.is_some()
    }

    /// Returns the JSON Schema (2020-12) of the details: of [`FieldErrors`](crate::FieldErrors) and,
    /// with the feature of the crate that describes it, of any `schemars::JsonSchema` or
    /// `utoipa::ToSchema`. It refers to no other schema.
    #[cfg(feature = "details")]
    #[cfg_attr(docsrs, doc(cfg(feature = "details")))]
    #[must_use]
    pub fn details_schema(&self) -> Option<serde_json::Value> {
        self.details.and_then(DetailsSchema::value)
    }

    pub(crate) const fn known_message(&self) -> Message {
        self.message
    }

    /// The message, if it interpolates nothing.
    pub(crate) fn fixed_message(&self) -> Option<&'static str> {
        match self.message {
            Message::Fixed { .. } | Message::Escaped { .. } => self.message(),
            _ => None,
        }
    }

    /// The body's JSON up to the message, if the derive has written it.
    pub(crate) fn opening(&self) -> Option<&'static str> {
        match self.message {
            Message::ByHand(_) | Message::Escaped { .. } => None,
            Message::Display { json } => Some(json),
            Message::Fixed { json, at }
            | Message::Template { json, at }
            | Message::Format { json, at }
            | Message::LoneField { json, at, .. } => json.get(..usize::from(at)),
        }
    }
}

/// How urgent the alert of an entry's errors is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// There is no alert.
    None,
    /// Someone looks at it in working hours.
    Ticket,
    /// Someone is woken.
    Page,
}

impl Severity {
    /// Returns the name that an alert has as its label: `page`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Ticket => "ticket",
            Self::Page => "page",
        }
    }
}

/// What the client reads. In each variant, `json` is the body's JSON as far as the derive knows it,
/// and `at` the byte of it at which the message begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Message {
    /// Of an entry that is written by hand.
    ByHand(Option<&'static str>),
    /// It interpolates nothing: `json` ends with it.
    Fixed { json: &'static str, at: u8 },
    /// The same, where JSON must escape it: `message` is without the escapes.
    Escaped {
        json: &'static str,
        message: &'static &'static str,
    },
    /// `json` ends with the template.
    Template { json: &'static str, at: u8 },
    /// `json` ends with a template whose placeholders stand for more than fields.
    Format { json: &'static str, at: u8 },
    /// A template with one placeholder, for a `String`, from the byte `start` of `json` to `end`.
    LoneField {
        json: &'static str,
        at: u8,
        start: u32,
        end: u32,
    },
    /// Only `Display` knows it: `json` ends before it.
    Display { json: &'static str },
}

/// The derive's entry. It sets everything at once, as each call costs the compiler time.
///
/// # Panics
///
/// If the status is not from 400 to 599.
#[must_use]
pub const fn derived(
    path: &'static str,
    docs: &'static str,
    status: u16,
    code: u32,
    message: Message,
) -> Entry {
    let Some(status) = Status::new(status) else {
        panic!("a status is from 400 to 599")
    };
    Entry {
        path,
        status,
        code,
        shared: false,
        grpc: 0,
        severity: None,
        message,
        docs,
        deprecated: None,
        headers: &[],
        example: None,
        #[cfg(feature = "details")]
        details: None,
    }
}
