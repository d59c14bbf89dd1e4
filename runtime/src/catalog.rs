use crate::Status;
use std::slice;

/// One variant of an error enum: all that is known of it when it is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    path: &'static str,
    status: Status,
    code: u32,
    shared: bool,
    message: Message,
    docs: &'static str,
    deprecated: Option<&'static str>,
}

impl Entry {
    /// An entry by hand. `path` is the enum and the variant, `MessagingError::NotFound`, or the
    /// name of a struct.
    #[must_use]
    pub const fn new(path: &'static str, status: Status, code: u32) -> Self {
        Self {
            path,
            status,
            code,
            shared: false,
            message: Message::ByHand(None),
            docs: "",
            deprecated: None,
        }
    }

    /// With a message, or its template.
    #[must_use]
    pub const fn with_message(mut self, message: &'static str) -> Self {
        self.message = Message::ByHand(Some(message));
        self
    }

    /// With documentation: Markdown.
    #[must_use]
    pub const fn with_docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }

    /// Deprecated, with a note of what to expect instead, or an empty one.
    #[must_use]
    pub const fn with_deprecated(mut self, note: &'static str) -> Self {
        self.deprecated = Some(note);
        self
    }

    /// With a code that other entries knowingly use as well.
    #[must_use]
    pub const fn with_shared(mut self) -> Self {
        self.shared = true;
        self
    }

    /// The derive's. It sets all at once, as each call costs the compiler time.
    pub(crate) const fn derived(
        path: &'static str,
        docs: &'static str,
        status: Status,
        code: u32,
        message: Message,
    ) -> Self {
        Self {
            path,
            status,
            code,
            shared: false,
            message,
            docs,
            deprecated: None,
        }
    }

    /// The variant's name: `NotFound`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.path.rsplit("::").next().unwrap_or(self.path)
    }

    /// The enum's name and the variant's: `MessagingError::NotFound`. Of a struct, its name.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The HTTP status of the response.
    #[must_use]
    pub const fn status(&self) -> Status {
        self.status
    }

    /// The integer that names the entry to clients.
    #[must_use]
    pub const fn code(&self) -> u32 {
        self.code
    }

    /// Whether other entries knowingly use the same code.
    #[must_use]
    pub const fn shared(&self) -> bool {
        self.shared
    }

    /// What the client reads: the message, or its template (`Invalid MSISDN {msisdn}`). `None`
    /// where only a hand-written `Display` knows.
    #[must_use]
    pub const fn message(&self) -> Option<&'static str> {
        match self.message {
            Message::ByHand(message) => message,
            Message::Display { .. } => None,
            Message::Fixed { json, at }
            | Message::Template { json, at }
            | Message::LoneField { json, at, .. } => Some(json.split_at(at as usize).1),
            Message::Escaped { message, .. } => Some(*message),
        }
    }

    /// The doc comment: Markdown, empty where there is none.
    #[must_use]
    pub const fn docs(&self) -> &'static str {
        self.docs
    }

    /// The note of `#[deprecated]`, empty if it has none; `None` if the entry is not deprecated.
    #[must_use]
    pub const fn deprecated(&self) -> Option<&'static str> {
        self.deprecated
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
            | Message::LoneField { json, at, .. } => json.get(..usize::from(at)),
        }
    }
}

/// What the client reads. `json` is the body's JSON as far as the derive knows it, and `at` where
/// the message is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Message {
    /// An entry by hand.
    ByHand(Option<&'static str>),
    Fixed {
        json: &'static str,
        at: u8,
    },
    /// A fixed one that JSON writes differently.
    Escaped {
        json: &'static str,
        message: &'static &'static str,
    },
    Template {
        json: &'static str,
        at: u8,
    },
    /// A template with one placeholder, for a `String`, at these bytes of `json`.
    LoneField {
        json: &'static str,
        at: u8,
        start: u32,
        end: u32,
    },
    /// Only `Display` knows it.
    Display {
        json: &'static str,
    },
}

/// All that is known of an error type when it is compiled: its entries, and the catalogs nested
/// in it.
///
/// ```
/// use error_catalog::ErrorCatalog;
///
/// #[derive(Debug, thiserror::Error, ErrorCatalog)]
/// enum MessagingError {
///     /// The message id is unknown, or its retention period has passed.
///     #[error("Object wasn't found or is already expired")]
///     #[catalog(status = 404, code = 1300)]
///     NotFound,
/// }
///
/// let entry = MessagingError::CATALOG.find(1300).unwrap();
/// assert_eq!(entry.path(), "MessagingError::NotFound");
/// assert_eq!(entry.status(), 404);
/// assert_eq!(entry.docs(), "The message id is unknown, or its retention period has passed.");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Catalog {
    name: &'static str,
    docs: &'static str,
    entries: &'static [Entry],
    nested: &'static [&'static Catalog],
}

impl Catalog {
    /// A catalog by hand, of entries sorted by code.
    ///
    /// # Panics
    ///
    /// If the entries are not sorted, or two of them use one code and not both are shared. In a
    /// constant, that is a compile error.
    #[must_use]
    pub const fn new(name: &'static str, entries: &'static [Entry]) -> Self {
        let mut index = 1;
        while index < entries.len() {
            let (before, after) = (&entries[index - 1], &entries[index]);
            assert!(
                before.code <= after.code,
                "the entries of a catalog must be sorted by code"
            );
            assert!(
                before.code < after.code || (before.shared && after.shared),
                "two entries of a catalog use one code: give one of them another, or mark both as shared"
            );
            index += 1;
        }
        Self {
            name,
            docs: "",
            entries,
            nested: &[],
        }
    }

    /// With the catalogs of the error types that it passes through.
    #[must_use]
    pub const fn with_nested(mut self, nested: &'static [&'static Catalog]) -> Self {
        self.nested = nested;
        self
    }

    /// With documentation: Markdown.
    #[must_use]
    pub const fn with_docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }

    /// The name of the error type.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The error type's doc comment: Markdown, empty where there is none.
    #[must_use]
    pub const fn docs(&self) -> &'static str {
        self.docs
    }

    /// Its own entries, sorted by code.
    #[must_use]
    pub const fn entries(&self) -> &'static [Entry] {
        self.entries
    }

    /// The catalogs nested in it: those of its transparent variants.
    #[must_use]
    pub const fn nested(&self) -> &'static [&'static Self] {
        self.nested
    }

    /// Its own entries, then those of each nested catalog, and so on inwards.
    #[must_use]
    pub fn iter(&self) -> Entries {
        Entries {
            entries: self.entries.iter(),
            inner: self.nested.iter().rev().copied().collect(),
        }
    }

    /// The entry of this code, nested ones included; the first of them where several share it.
    #[must_use]
    pub fn find(&self, code: u32) -> Option<&'static Entry> {
        let at = self.entries.partition_point(|entry| entry.code < code);
        match self.entries.get(at) {
            Some(entry) if entry.code == code => Some(entry),
            _ => self.nested.iter().find_map(|nested| nested.find(code)),
        }
    }
}

impl IntoIterator for &Catalog {
    type Item = &'static Entry;
    type IntoIter = Entries;

    fn into_iter(self) -> Entries {
        self.iter()
    }
}

/// The entries of a [`Catalog`] and of those nested in it.
#[derive(Clone, Debug)]
pub struct Entries {
    entries: slice::Iter<'static, Entry>,
    /// Still to come, the next one last.
    inner: Vec<&'static Catalog>,
}

impl Iterator for Entries {
    type Item = &'static Entry;

    fn next(&mut self) -> Option<&'static Entry> {
        loop {
            if let Some(entry) = self.entries.next() {
                return Some(entry);
            }
            let catalog = self.inner.pop()?;
            self.entries = catalog.entries.iter();
            self.inner.extend(catalog.nested.iter().rev());
        }
    }
}
