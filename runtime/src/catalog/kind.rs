use super::text::Text;
use crate::{Entry, ErrorBody, ErrorCatalog, Status};
use serde::de::{Deserialize as _, Deserializer, Error as _};
use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

/// An error type with a fieldless companion, by which a client matches on its codes.
///
/// `#[catalog(kind = …)]` implements it:
///
/// ```
/// use error_catalog::{ErrorBody, ErrorCatalog, UnknownCode};
///
/// #[derive(Debug, thiserror::Error, ErrorCatalog)]
/// #[catalog(kind = MessagingErrorKind)]
/// enum MessagingError {
///     /// The message id is unknown, or its retention period has passed.
///     #[error("Object wasn't found or is already expired")]
///     #[catalog(status = 404, code = 1300)]
///     NotFound,
///     #[error(transparent)]
///     #[catalog(transparent)]
///     Billing(BillingError),
/// }
///
/// #[derive(Debug, thiserror::Error, ErrorCatalog)]
/// #[catalog(kind = BillingErrorKind)]
/// enum BillingError {
///     #[error("The account's credit is used up")]
///     #[catalog(status = 402, code = 3000)]
///     NoCredit,
/// }
///
/// fn advice(body: &ErrorBody) -> &'static str {
///     match body.kind() {
///         Ok(MessagingErrorKind::NotFound) => "look for another",
///         Ok(MessagingErrorKind::Billing(BillingErrorKind::NoCredit)) => "pay",
///         Err(UnknownCode { .. }) => "update the client",
///     }
/// }
///
/// let body: ErrorBody = serde_json::from_str(
///     r#"{"code":3000,"message":"","errorId":"57c9a4b2-ece5-ea11-826a-00155d264ac1","timestamp":"2020-08-24T09:32:17.05Z"}"#,
/// )?;
/// assert_eq!(advice(&body), "pay");
///
/// let kind = MessagingErrorKind::try_from(1300)?;
/// assert_eq!(kind.entry().status(), 404);
/// assert_eq!(kind.to_string(), "1300 NotFound");
/// assert_eq!(serde_json::to_string(&kind)?, "1300");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The companion has a variant for each code. If several variants share a code, which a client can't
/// tell apart, it has the first. A transparent variant wraps the companion of its field's type, which
/// needs one. A code that several of them share is read as the first. If the enum is
/// `#[non_exhaustive]`, so is its companion.
///
/// Without that key, the companion has no values, so reading it from a code always fails.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no kind",
    label = "not a `HasKind`",
    note = "add `#[derive(ErrorCatalog)]` with `#[catalog(kind = …)]` to `{Self}`; if it is not a type of your own, write `status` and `code` instead of `transparent`"
)]
pub trait HasKind {
    /// The companion.
    type Kind: Copy + fmt::Debug + fmt::Display + Eq + TryFrom<u32, Error = UnknownCode>;

    /// Whether the derive found no name for the companion.
    #[doc(hidden)]
    const IS_MISSING: bool = false;
}

macro_rules! forward {
    ($($pointer:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl<E: HasKind> HasKind for $pointer {
            type Kind = E::Kind;
            const IS_MISSING: bool = E::IS_MISSING;
        }
    )*};
}

forward!(&E, Arc<E>, Box<E>);

#[diagnostic::do_not_recommend]
impl HasKind for Infallible {
    type Kind = NoKind;
}

/// The companion of a type that has none. Were the trait not implemented for it, each use of a type
/// in which it is nested would be an error, not only the one place where `kind` is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoKind {}

impl NoKind {
    /// That of none.
    #[must_use]
    pub fn entry(self) -> &'static Entry {
        match self {}
    }
}

impl fmt::Display for NoKind {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl TryFrom<u32> for NoKind {
    type Error = UnknownCode;

    fn try_from(code: u32) -> Result<Self, UnknownCode> {
        Err(UnknownCode::new(code))
    }
}

/// Proves that a type that is nested in one with a kind has one, too.
///
/// # Panics
///
/// If it has none.
#[track_caller]
pub const fn require<E: ErrorCatalog + HasKind>() {
    if E::IS_MISSING {
        let text = Text::new().with("`").with(E::CATALOG.name());
        let text = text.with("` has no kind: write `#[catalog(kind = …)]` on it also");
        panic!("{}", text.as_str())
    }
}

/// The error for a code that no entry has: it is from a newer version of the API, or from another API.
///
/// It may also be the code of a bare status, such as the 404 of an unknown path:
///
/// ```
/// use error_catalog::UnknownCode;
///
/// let unknown = UnknownCode::new(404);
/// assert_eq!(unknown.bare_status().unwrap(), 404);
/// assert_eq!(UnknownCode::new(1300).bare_status(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct UnknownCode {
    code: u32,
    bare_statuses: u32,
}

impl UnknownCode {
    /// Creates the error for a kind that is written by hand.
    #[must_use]
    pub const fn new(code: u32) -> Self {
        Self::with_bare_statuses(code, 0)
    }

    /// Creates the error for a kind of an API that moves the codes of bare statuses by this number.
    #[must_use]
    pub const fn with_bare_statuses(code: u32, bare_statuses: u32) -> Self {
        Self {
            code,
            bare_statuses,
        }
    }

    /// Returns the status that the code stands for if no error of the catalog made the response: the
    /// framework answered, or something in front of the service.
    #[must_use]
    pub fn bare_status(self) -> Option<Status> {
        let status = self.code.checked_sub(self.bare_statuses)?;
        Status::new(status.try_into().ok()?)
    }

    /// Returns the code.
    #[must_use]
    pub const fn code(self) -> u32 {
        self.code
    }
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bare_status() {
            Some(status) => write!(
                f,
                "error code {} stands for a bare status {status}",
                self.code
            ),
            None => write!(f, "error code {} is unknown", self.code),
        }
    }
}

impl std::error::Error for UnknownCode {}

impl ErrorBody<'_> {
    /// Returns the kind that the code stands for: an enum by `#[catalog(kind = …)]` ([`HasKind`]), or any
    /// type that converts from a code, for a client without the derive.
    ///
    /// ```
    /// use error_catalog::{ErrorBody, Stamp, UnknownCode};
    ///
    /// #[derive(Debug, PartialEq)]
    /// enum Kind {
    ///     NotFound,
    /// }
    ///
    /// impl TryFrom<u32> for Kind {
    ///     type Error = UnknownCode;
    ///
    ///     fn try_from(code: u32) -> Result<Self, UnknownCode> {
    ///         match code {
    ///             1300 => Ok(Self::NotFound),
    ///             _ => Err(UnknownCode::new(code)),
    ///         }
    ///     }
    /// }
    ///
    /// let body = ErrorBody::new(1300, "", Stamp::now());
    /// assert_eq!(body.kind(), Ok(Kind::NotFound));
    /// ```
    ///
    /// # Errors
    ///
    /// Fails if the kind does not have the code.
    pub fn kind<K: TryFrom<u32, Error = UnknownCode>>(&self) -> Result<K, UnknownCode> {
        K::try_from(self.code())
    }
}

/// What a kind is beside an enum: of its methods `entry` and `of_code`.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_kind {
    ($kind:ident, $bare_statuses:literal) => {
        #[automatically_derived]
        impl ::core::convert::TryFrom<::core::primitive::u32> for $kind {
            type Error = $crate::UnknownCode;

            fn try_from(
                code: ::core::primitive::u32,
            ) -> ::core::result::Result<Self, $crate::UnknownCode> {
                Self::__of_code(code).ok_or($crate::UnknownCode::with_bare_statuses(
                    code,
                    $bare_statuses,
                ))
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for $kind {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::fmt_kind(self.entry(), f)
            }
        }

        #[automatically_derived]
        impl $crate::__private::Serialize for $kind {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_u32(self.entry().code())
            }
        }

        #[automatically_derived]
        impl<'de> $crate::__private::Deserialize<'de> for $kind {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::deserialize_kind(deserializer)
            }
        }
    };
}
/// The `Display` of a kind, as that of a status.
///
/// # Errors
///
/// Those of the formatter.
pub fn fmt(entry: &Entry, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{} {}", entry.code(), entry.name())
}

/// The kind of a code.
///
/// # Errors
///
/// Those of the deserializer; the kind does not have the code.
pub fn deserialize<'de, K, D>(deserializer: D) -> Result<K, D::Error>
where
    K: TryFrom<u32, Error = UnknownCode>,
    D: Deserializer<'de>,
{
    K::try_from(u32::deserialize(deserializer)?).map_err(D::Error::custom)
}
