//! All that is known of an error type when it is compiled: its entries, how they are numbered, and
//! what was published of them.

pub(crate) mod claims;
mod entry;
pub(crate) mod kind;
#[cfg(any(feature = "cli", feature = "testing"))]
pub(crate) mod lock;
mod text;

pub use entry::{Entry, Message, Severity, derived};
pub use kind::{HasKind, UnknownCode};

use crate::Status;
use std::ops::RangeInclusive;
use std::slice;

/// The entries of an error type, and the catalogs nested in it, as known at compile time.
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
    module: &'static str,
    docs: &'static str,
    entries: &'static [Entry],
    nested: &'static [&'static Catalog],
    codes: Option<(u32, u32)>,
    retired: &'static [u32],
    bare_statuses: u32,
    problem_details: Option<&'static str>,
    domain: Option<&'static str>,
}

impl Catalog {
    /// Creates a catalog by hand, from entries sorted by code.
    ///
    /// Write it as a constant. At run time, to compare more than 8192 entries takes 7 MiB of the stack.
    ///
    /// # Panics
    ///
    /// Panics if the entries are not sorted, or if two of them use one code and not both are shared. In a
    /// constant, that is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn new(name: &'static str, entries: &'static [Entry]) -> Self {
        claims::check_own(entries);
        Self::of_checked("", name, entries)
    }

    const fn of_checked(
        module: &'static str,
        name: &'static str,
        entries: &'static [Entry],
    ) -> Self {
        Self {
            name,
            module,
            docs: "",
            entries,
            nested: &[],
            codes: None,
            retired: &[],
            bare_statuses: 0,
            problem_details: None,
            domain: None,
        }
    }

    /// Nests the catalogs of the error types that it passes through.
    ///
    /// # Panics
    ///
    /// Panics if a code is claimed by two entries and not both are shared, if another of the catalogs
    /// retires it, or if two ranges of codes overlap. In a constant, that is a compile error. A
    /// catalog that is nested twice claims its codes once.
    #[must_use]
    #[track_caller]
    pub const fn with_nested(mut self, nested: &'static [&'static Catalog]) -> Self {
        self.nested = nested;
        claims::check(&self);
        self
    }

    /// Sets the range in which the codes of its own entries lie. It overlaps no other catalog's range.
    ///
    /// # Panics
    ///
    /// Panics if one of the codes lies outside, or if the ranges of two catalogs overlap.
    #[must_use]
    #[track_caller]
    pub const fn with_codes(mut self, codes: RangeInclusive<u32>) -> Self {
        self.codes = Some((*codes.start(), *codes.end()));
        claims::check(&self);
        self
    }

    /// Sets the codes that were published and must not be used again, sorted.
    ///
    /// # Panics
    ///
    /// Panics if they are not sorted, or if one of them is used.
    #[must_use]
    #[track_caller]
    pub const fn with_retired(mut self, retired: &'static [u32]) -> Self {
        self.retired = retired;
        claims::check(&self);
        self
    }

    /// Adds this number to the code of a bare status: with 90,000, a 404 that no entry made has the code
    /// 90404. By default, the code is the status.
    ///
    /// # Panics
    ///
    /// Panics if an entry uses the code of a bare status but not that very status. In a constant,
    /// that is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn with_bare_statuses(mut self, offset: u32) -> Self {
        self.bare_statuses = offset;
        claims::check(&self);
        self
    }

    /// Returns the code of a response with this status that no entry made: the status itself, unless the
    /// catalog moves these codes elsewhere.
    #[must_use]
    pub const fn bare_code(&self, status: Status) -> u32 {
        self.bare_statuses.saturating_add(status.as_u16() as u32)
    }

    /// Says that clients may prefer problem details (RFC 9457), whose `type` is this text and the code.
    #[must_use]
    pub const fn with_problem_details(mut self, base: &'static str) -> Self {
        self.problem_details = Some(base);
        self
    }

    /// Sets the domain of the errors in gRPC, such as `sms.example`: the service that they are from
    /// (AIP-193).
    #[must_use]
    pub const fn with_domain(mut self, domain: &'static str) -> Self {
        self.domain = Some(domain);
        self
    }

    /// Sets the documentation, in Markdown.
    #[must_use]
    pub const fn with_docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }

    /// Returns the name of the error type.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the error type's doc comment, in Markdown. It is empty if there is none.
    #[must_use]
    pub const fn docs(&self) -> &'static str {
        self.docs
    }

    /// Returns what the `type` of problem details begins with, if clients may prefer them: if it or one
    /// of the catalogs nested in it says so.
    #[must_use]
    pub fn problem_details(&self) -> Option<&'static str> {
        let nested = || {
            self.nested
                .iter()
                .find_map(|nested| nested.problem_details())
        };
        self.problem_details.or_else(nested)
    }

    /// Returns the domain of the errors in gRPC, of this catalog or the first nested one that has one.
    #[must_use]
    pub fn domain(&self) -> Option<&'static str> {
        let nested = || self.nested.iter().find_map(|nested| nested.domain());
        self.domain.or_else(nested)
    }

    /// That of the catalog that an entry is in, or of the next around it that has one.
    #[cfg(feature = "tonic")]
    pub(crate) fn domain_of(&self, entry: &Entry) -> Option<&'static str> {
        let is_same = |it: &Entry| (it.code, it.path()) == (entry.code, entry.path());
        let mut nested = self.nested.iter();
        let nested = nested.find(|nested| nested.iter().any(is_same));
        nested
            .and_then(|nested| nested.domain_of(entry))
            .or(self.domain)
    }

    /// Returns its own entries, sorted by code.
    #[must_use]
    pub const fn entries(&self) -> &'static [Entry] {
        self.entries
    }

    /// Returns the catalogs nested in it: those of its transparent variants.
    #[must_use]
    pub const fn nested(&self) -> &'static [&'static Self] {
        self.nested
    }

    /// Returns the range in which the codes of its own entries lie, if it has one.
    #[must_use]
    pub const fn codes(&self) -> Option<RangeInclusive<u32>> {
        match self.codes {
            Some((first, last)) => Some(RangeInclusive::new(first, last)),
            None => None,
        }
    }

    /// Returns the codes that its own entries used and that must not be used again, sorted.
    #[must_use]
    pub const fn retired(&self) -> &'static [u32] {
        self.retired
    }

    /// The module that declares the error type; empty of a catalog by hand.
    pub(crate) const fn module(&self) -> &'static str {
        self.module
    }

    /// Returns the Fluent file of the default language: a message per entry, with its documentation
    /// as a comment for translators. The output is deterministic, and ends in a newline.
    ///
    /// ```
    /// # use error_catalog::ErrorCatalog;
    /// # #[derive(Debug, thiserror::Error, ErrorCatalog)]
    /// enum SmsError {
    ///     /// The destination is not an international (E.164) number.
    ///     #[error("Invalid MSISDN {msisdn}")]
    ///     #[catalog(status = 400, code = 1002)]
    ///     InvalidMsisdn { msisdn: String },
    /// }
    ///
    /// assert_eq!(
    ///     SmsError::CATALOG.to_ftl().to_string(),
    ///     concat!(
    ///         "### SmsError\n\n",
    ///         "# The destination is not an international (E.164) number.\n",
    ///         "sms-invalid-msisdn = Invalid MSISDN { $msisdn }\n",
    ///     ),
    /// );
    /// ```
    #[cfg(feature = "fluent")]
    #[cfg_attr(docsrs, doc(cfg(feature = "fluent")))]
    #[must_use]
    pub fn to_ftl(&self) -> impl std::fmt::Display {
        crate::translate::ToFtl(self)
    }

    /// Iterates over its own entries, then over those of each nested catalog.
    #[must_use]
    pub fn iter(&self) -> Entries {
        Entries {
            entries: self.entries.iter(),
            inner: self.nested.iter().rev().copied().collect(),
        }
    }

    /// Looks up the entry of a code, in nested catalogs too. If several share it, returns the first.
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

/// An iterator over the entries of a [`Catalog`] and of those nested in it.
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

/// Declares a catalog of several error types, of this crate or of others. It proves at compile time that no
/// code is claimed twice, unless both entries are `shared`.
///
/// ```
/// # mod billing {
/// #     #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
/// #     #[error("The account's credit is used up")]
/// #     #[catalog(status = 402, code = 3000)]
/// #     pub struct BillingError;
/// # }
/// # #[derive(Debug, thiserror::Error, error_catalog::ErrorCatalog)]
/// # #[error("No such order")]
/// # #[catalog(status = 404, code = 4000)]
/// # struct OrderError;
/// use error_catalog::catalog;
///
/// catalog! {
///     /// Every error of the shop.
///     pub SHOP = OrderError, billing::BillingError
/// }
///
/// assert_eq!(SHOP.find(3000).unwrap().path(), "BillingError");
/// assert_eq!(SHOP.docs(), "Every error of the shop.");
/// ```
///
/// If one of the types moves the codes of bare statuses with `bare_statuses = 90_000`, the catalog says
/// so too: `SHOP = OrderError, BillingError where bare_statuses = 90_000`.
///
/// Separate several catalogs with semicolons. Each is a `const` of type `&'static Catalog`, which nests
/// the catalogs of the types.
#[macro_export]
macro_rules! catalog {
    ($(
        $(#[$($attr:tt)*])* $visibility:vis $name:ident = $($ty:ty),+ $(,)?
        $(where bare_statuses = $bare_statuses:expr)?
    );+ $(;)?) => {$(
        $(#[$($attr)*])*
        $visibility const $name: &'static $crate::Catalog =
            &$crate::__private::declared(::core::module_path!(), ::core::stringify!($name), &[])
                $(.with_bare_statuses($bare_statuses))?
                .with_docs($crate::__private::docs!($([$($attr)*])*))
                .with_nested(&[$(<$ty as $crate::ErrorCatalog>::CATALOG),+]);
    )+};
}

/// The documentation in a list of attributes, each in brackets.
#[doc(hidden)]
#[macro_export]
macro_rules! __docs {
    (@ $($line:expr),*;) => { ::core::concat!($($line, "\n"),*).trim_ascii() };
    (@ $($line:expr),*; [doc = $next:expr] $($rest:tt)*) => {
        $crate::__private::docs!(@ $($line,)* $next; $($rest)*)
    };
    (@ $($line:expr),*; $other:tt $($rest:tt)*) => {
        $crate::__private::docs!(@ $($line),*; $($rest)*)
    };
    ($([$($attr:tt)*])*) => { $crate::__private::docs!(@; $([$($attr)*])*) };
}

/// The catalog of a derived type. Its module tells it from others of its name. The derive has checked its
/// entries: checking a thousand again takes 8 % of what the derive costs the compiler.
#[must_use]
pub const fn declared(
    module: &'static str,
    name: &'static str,
    entries: &'static [Entry],
) -> Catalog {
    Catalog::of_checked(module, name, entries)
}
